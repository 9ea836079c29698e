package mock

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// stateless behaves as any API whose life cycle is not known here: it checks that credentials are there and that the request conforms, and
// answers with what the document shows. Whose credentials they are it cannot know; where the pack knows of none, none are asked for, since
// nobody who goes by that pack could send any.
//
// An error that the operation declares as JSON is answered with the declared example or a generated body, so that a client meets
// the API's own errors; any other with a problem. Source: RFC 9457.
type stateless struct {
	document *spec.Document
	samples  *samples
	open     bool // nobody is asked for credentials
}

func newStateless(doc *spec.Document, pack *packs.Pack, o Options) (*stateless, error) {
	if pack != nil && o.Auth != "" {
		if _, err := pack.Face(o.Auth); err != nil {
			return nil, err
		}
	}
	return &stateless{document: doc, samples: newSamples(doc, o.Seed), open: pack != nil && len(pack.Credentials) == 0}, nil
}

// The refusals that only a document gives cause for. A problem holds the code as a member of its own.
var (
	refuseIdentity  = refusal{http.StatusUnauthorized, typeInput, "UNAUTHORIZED", "the request lacks "}
	refuseRequest   = refusal{http.StatusBadRequest, typeRequest, "INVALID_REQUEST", ""}
	refuseMediaType = refusal{http.StatusUnsupportedMediaType, typeRequest, "UNSUPPORTED_MEDIA_TYPE", ""}
	// refuseSample is the mock's own failing, not the API's: 501, as RFC 9110, section 15.6.2, has it for what a server lacks the means for.
	refuseSample = refusal{http.StatusNotImplemented, typeServer, "NO_SAMPLE", "the mock cannot answer, which is no fault of the API; give this response an example that conforms: "}
)

// decide answers one request to an operation of the document.
func (b *stateless) decide(x *exchange) {
	if lacks, challenge := lacking(x.operation, x.request); lacks != "" && !b.open {
		x.invite = challenge
		b.refuse(x, &refuseIdentity, lacks)
		return
	}
	if !b.conforms(x) {
		return
	}
	s, err := b.samples.of(x.operation)
	if err != nil {
		b.refuse(x, &refuseSample, err.Error())
		return
	}
	s.show(x)
}

// conforms says whether a request keeps to the document, and refuses it if not.
func (b *stateless) conforms(x *exchange) bool {
	judged := b.document.JudgeRequest(x.operation, spec.Ask{
		PathParameters: x.params, Query: x.request.URL.RawQuery, Header: x.request.Header, Body: x.in,
	})
	if !judged.Holds() {
		r, detail := refusalOf(judged.Faults)
		if x.operation.Response(r.Status) == nil && x.operation.Response(refuseRequest.Status) != nil {
			r = &refuseRequest // a status that the document does not list would be another broken promise
		}
		b.refuse(x, r, detail)
	}
	return judged.Holds()
}

// refusalOf is how a request with these faults is refused. Warnings alone refuse nothing, so they are not named.
func refusalOf(faults []spec.Fault) (*refusal, string) {
	r := &refuseRequest
	var messages []string
	for _, f := range faults {
		if f.Warning {
			continue
		}
		if f.Rule == spec.RuleRequestMediaType {
			r = &refuseMediaType
		}
		if len(messages) < mostNamed {
			messages = append(messages, said(f))
		}
	}
	return r, strings.Join(messages, "; ")
}

// said names what a request got wrong: where, and what the document says of it; never the value, which could be a secret.
func said(f spec.Fault) string {
	switch {
	case f.Rule == spec.RuleRequestSchema && f.InstancePath != "":
		return f.InstancePath + " must be " + f.Promised
	case f.Rule == spec.RuleRequestParameter && f.InstancePath == "":
		return f.Fix
	}
	return "promised " + f.Promised
}

// fields are the header fields of a sample.
func (s *sample) fields() http.Header {
	h := http.Header{"Content-Type": s.media}
	for _, field := range s.header {
		h.Set(field[0], field[1])
	}
	return h
}

// show writes a sample into x.
func (s *sample) show(x *exchange) {
	p := x.begin(s.status, s.media)
	p.b = append(p.b, s.body...)
	x.header = append(x.header[:0], s.header...)
}

// refuse answers with an error: the declared one if there is one, or one like those that are, for a client reads them all with the same code; else with a
// problem. Where the mock itself failed it is always a problem, or a declared default would pass that off as the API's word.
func (b *stateless) refuse(x *exchange, r *refusal, detail string) {
	op := cmp.Or(x.operation, x.near)
	if op != nil && r.Status < http.StatusInternalServerError {
		declared, status := op.Response(r.Status), r.Status
		if declared == nil {
			declared, status = listedError(op)
		}
		if declared != nil && (len(declared.Content) > 0 || declared.Status != "default") {
			if s, err := b.samples.with(op, status); err == nil {
				s.show(x)
				x.status, x.code = r.Status, r.Code+" ("+r.Message+detail+")"
				return
			}
		}
	}
	p := x.begin(r.Status, mediaProblem)
	x.code = r.Code + " (" + r.Message + detail + ")"
	p.open('{')
	p.text("code", r.Code)
	p.text("detail", r.Message+detail)
	p.raw("status", strconv.Itoa(r.Status))
	p.text("title", http.StatusText(r.Status))
	p.text("type", "about:blank")
	p.shut('}')
}

// listedError returns the first refusal that an operation lists with a body, or else without, and a status that it covers; nil if it lists none.
func listedError(op *spec.Operation) (first *spec.Response, status int) {
	for _, r := range op.Responses {
		code, err := strconv.Atoi(strings.Replace(strings.ToUpper(r.Status), "XX", "00", 1))
		if err != nil || code/100 != 4 || first != nil && (len(first.Content) > 0 || len(r.Content) == 0) {
			continue
		}
		first, status = r, code
	}
	return first, status
}

// lacking says which credentials a request needs and has not, and the challenge that invites it to send them; "" if it has enough. That a
// scheme is not defined, or is none that stands in a request, is no reason to refuse.
func lacking(op *spec.Operation, r *http.Request) (lacks, challenge string) {
	for _, requirement := range op.Security {
		lacks, challenge = "", ""
		for _, ref := range requirement {
			if what, c := absent(ref.Scheme, r); what != "" {
				lacks, challenge = joinedBy(lacks, ", ", what), joinedBy(challenge, ", ", c)
			}
		}
		if lacks == "" {
			return "", ""
		}
	}
	return lacks, challenge
}

func joinedBy(a, separator, b string) string {
	if a == "" {
		return b
	}
	return a + separator + b
}

// absent names the credential of a scheme if r does not hold it.
func absent(s *spec.SecurityScheme, r *http.Request) (what, challenge string) {
	if s == nil {
		return "", ""
	}
	switch s.Type {
	case "apiKey":
		if !hasKey(s, r) {
			return s.In + " parameter " + s.ParameterName, "ApiKey"
		}
	case "http":
		scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, s.Scheme) || strings.TrimSpace(value) == "" {
			return "Authorization with scheme " + s.Scheme, s.Scheme + ` realm="mock"`
		}
	case "oauth2", "openIdConnect":
		if scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " "); !strings.EqualFold(scheme, "Bearer") || value == "" {
			return "Authorization with a bearer token", "Bearer"
		}
	}
	return "", ""
}

func hasKey(s *spec.SecurityScheme, r *http.Request) bool {
	switch s.In {
	case "header":
		return r.Header.Get(s.ParameterName) != ""
	case "query":
		return r.URL.Query().Get(s.ParameterName) != ""
	case "cookie":
		cookie, err := r.Cookie(s.ParameterName)
		return err == nil && cookie.Value != ""
	}
	return true
}
