package engine

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// otherMethods are what is tried on a path that does not list them, the one that most servers let slip first.
var otherMethods = []string{
	http.MethodPut, http.MethodGet, http.MethodPatch, http.MethodDelete, http.MethodPost, http.MethodHead, http.MethodOptions, http.MethodTrace,
}

// ownMethods are answered by most servers before any operation is looked for, alike for all of them; and who routes PATCH to what the document does not list
// routes PUT there.
var ownMethods = []string{http.MethodOptions, http.MethodTrace, http.MethodPatch}

// methods are requests that are right but for the method. They are asked once for a path, with the first of its operations. A server that
// does not look at the method carries them out: so the body is the plainest right one, and names a resource that may be lost.
func (p *planner) methods(op *spec.Operation) []variety {
	out := p.astray(op)
	var listed []string
	for _, other := range p.document.Operations {
		if other.Path == op.Path {
			listed = append(listed, strings.ToUpper(other.Method))
			if len(listed) == 1 && other != op {
				return out
			}
		}
	}
	for _, method := range otherMethods {
		if slices.Contains(ownMethods, method) && op.Path != p.document.Operations[0].Path && !p.profile.deep {
			continue
		}
		if slices.Contains(listed, method) || method == http.MethodHead && slices.Contains(listed, http.MethodGet) {
			continue
		}
		if p.leadsElsewhere(op, method) {
			continue
		}
		c := p.mustRefuse(op, runner.PhaseMethods, strings.ToLower(method))
		c.Title, c.Method = "refuses the method "+method, method
		c.Promise = runner.Promise{Claim: "unsupported-method-refused", Why: "the document lists only " + strings.Join(listed, ", ") + " for this path"}
		switch method {
		case http.MethodOptions: // a server may answer this by itself
			c.Title, c.Promise = "answers the method "+method, runner.Promise{}
			fallthrough
		case http.MethodHead, http.MethodTrace: // RFC 9110, section 9.3.8: no content, and no credentials, since it may come back
			c.Body, c.MediaType, c.Use = nil, "", runner.UseNone
			c.Auth.Places = nil
		}
		if c.Use == runner.UseSpare && p.about(op).Effect == packs.Remove && method != http.MethodPut && method != http.MethodDelete {
			c.Use = runner.UseUnknown // what is removed by mistake is made anew, and those two have shown it
		}
		out = append(out, variety{"method", c})
	}
	return out
}

// noSuchPath is the segment of a path that no document has.
const noSuchPath = "plumbline-no-such-path"

// astray is a right request of op but for its path, which is none of the document's. It is asked once, of an operation that only reads, or with GET where there
// is none, or where nothing may be written: whatever is there, nothing is changed.
func (p *planner) astray(op *spec.Operation) []variety {
	if op != p.strayed() {
		return nil
	}
	c := p.mustRefuse(op, runner.PhaseMethods, "unknown-path")
	c.Path, c.Use = p.beside(op), runner.UseNone
	c.Title = "refuses the path " + c.Path + ", which the document has not"
	c.Promise = runner.Promise{Claim: checks.RuleUnknownPath, Why: "the document lists no such path"}
	if !p.reads(op) || !p.environment.Writes && !safe(op.Method) {
		c.Method, c.Body, c.MediaType = http.MethodGet, nil, ""
	}
	return []variety{{"path", c}}
}

// strayed is the operation whose request is sent to a path beside those of the document; nil where every path is one of them.
func (p *planner) strayed() *spec.Operation {
	var first *spec.Operation
	for _, op := range p.document.Operations {
		if reads := p.reads(op); (reads || first == nil) && p.beside(op) != "" {
			if reads {
				return op
			}
			first = op
		}
	}
	return first
}

// beside is a path near that of op to which no template of the document leads; "" where there is none. The nearest is asked, for what lies further off may be
// a page of a site that the API is part of.
func (p *planner) beside(op *spec.Operation) string {
	var all []string
	for _, at := range []string{op.Path[:max(0, strings.LastIndexByte(op.Path, '/'))], op.Path} {
		if at = strings.TrimSuffix(at, "/"); at != "" && !strings.Contains(at, "{") {
			all = append(all, at+"/"+noSuchPath)
		}
	}
	for _, path := range append(all, "/"+noSuchPath) {
		if other, _, allowed := p.document.Route(http.MethodGet, path); other == nil && len(allowed) == 0 {
			return path
		}
	}
	return ""
}

// leadsElsewhere says whether method on a path of op is what another path of the document lists, as DELETE /pets/mine is with /pets/{name}: then
// nothing must refuse it, and it could change what is there.
func (p *planner) leadsElsewhere(op *spec.Operation, method string) bool {
	path := op.Path
	for parameter, value := range p.parameters(op) {
		if parameter.In == "path" {
			path = strings.ReplaceAll(path, "{"+parameter.Name+"}", url.PathEscape(value))
		}
	}
	path = unfilled.ReplaceAllString(path, "x")
	other, _, _ := p.document.Route(method, path)
	if other == nil && method == http.MethodHead { // who answers GET answers HEAD; RFC 9110, section 9.1
		other, _, _ = p.document.Route(http.MethodGet, path)
	}
	return other != nil
}

// unfilled are the names in a path that only a resource has a value for.
var unfilled = regexp.MustCompile(`\{[^{}]*\}`)
