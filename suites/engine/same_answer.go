package engine

import (
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// explained is the finding of the same answer from which f follows; nil if there is none.
func explained(pack *packs.Pack, r *reports.Result, f *reports.Finding) *reports.Finding {
	for i := range r.Findings {
		cause := &r.Findings[i]
		if cause == f || !counts(cause) {
			continue
		}
		if side := explains[[2]string{cause.Rule, f.Rule}]; side != nil && side(pack, r, cause, f) {
			return cause
		}
	}
	return nil
}

// explains says by the rules of two findings of one answer, cause and consequence, when the one explains the other.
var explains = map[[2]string]func(pack *packs.Pack, r *reports.Result, cause, f *reports.Finding) bool{
	{spec.RuleResponseSchema, spec.RuleResponseSchema}: func(_ *packs.Pack, r *reports.Result, cause, f *reports.Finding) bool {
		if !undeclared(f) {
			return false
		}
		at := parent(f.InstancePath)
		if undeclared(cause) {
			return parent(cause.InstancePath) == at && strange(r, at, cause)
		}
		return cause.InstancePath == at && strings.HasPrefix(cause.Received, objectWithout) // a property under another name, or another object altogether
	},
	{spec.RuleResponseSchema, "resource-identified"}: func(pack *packs.Pack, _ *reports.Result, cause, f *reports.Finding) bool {
		res := pack.Resource(pack.Operation(f.Operation).Resource)
		return res != nil && breaks(cause, res.ID)
	},
	{spec.RuleResponseSchema, checks.RuleResourceUnique}: at,
	{checks.RuleExpectedPresence, ruleSecretUnique}:      at,
	{spec.RuleResponseSchema, ruleSecretUnique}:          at,
	{checks.RuleSecretHidden, ruleSecretUnique}:          sideBySide,
	{ruleSecretUnique, "workflow-step"}:                  sideBySide,
	{checks.RuleSecretHidden, spec.RuleResponseSchema}: func(_ *packs.Pack, _ *reports.Result, cause, f *reports.Finding) bool {
		return undeclared(f) && below(cause.InstancePath, f.InstancePath) // what should not be there at all holds it
	},
}

// at says whether two findings are about one value.
func at(_ *packs.Pack, _ *reports.Result, cause, f *reports.Finding) bool {
	return f.InstancePath != "" && cause.InstancePath == f.InstancePath
}

// sideBySide says whether two findings are about values in one object.
func sideBySide(_ *packs.Pack, _ *reports.Result, cause, f *reports.Finding) bool {
	return f.InstancePath != "" && cause.InstancePath != "" && parent(cause.InstancePath) == parent(f.InstancePath)
}

// besideOf is where a secret stands that others may stand beside: the object in a body that holds it; "" where it is in no body.
func besideOf(pointer string) string {
	if pointer == "" {
		return ""
	}
	return " in " + parent(pointer)
}

// alike is what findings about the secrets of one object have in common that read the same: all are empty, or all are masked.
func alike(f *reports.Finding) string {
	return "alike in " + f.Operation + parent(f.InstancePath) + " " + f.Received + " " + f.Promised
}

// oneOfSecrets says whether a pointer leads to one of several secrets in an object.
func oneOfSecrets(pack *packs.Pack, pointer string) bool {
	return slices.ContainsFunc(pack.Secrets.Places, func(place string) bool {
		return strings.HasSuffix(place, "/*") && parent(place) == parent(pointer)
	})
}

// placeOf is the place of what an error's form lacks, which a body that cannot be read has none of.
func placeOf(f *reports.Finding) string {
	if f.Rule == spec.RuleResponseSchema || f.Rule == checks.RuleErrorShape {
		return f.InstancePath + " "
	}
	return " "
}

// secretOf is what is shown of a secret, whole or in part; "" of one that is not a new one.
func secretOf(f *reports.Finding) string {
	if f.Rule != checks.RuleSecretHidden {
		return " " + f.Operation
	}
	return " " + strings.TrimPrefix(f.Received, checks.InPart)
}

// undeclared says whether a finding is about a property that a closed object must not have.
func undeclared(f *reports.Finding) bool {
	return f.Rule == spec.RuleResponseSchema && (strings.HasSuffix(f.KeywordPath, "/additionalProperties") || strings.HasSuffix(f.KeywordPath, "/unevaluatedProperties"))
}

// objectWithout begins what is received where an object lacks properties that are required.
const objectWithout = "object without "

// breaks says whether a finding about an answer's body is about what stands at a pointer: it itself is broken, or what should hold it.
func breaks(f *reports.Finding, pointer string) bool {
	lacked, lacks := strings.CutPrefix(f.Received, objectWithout)
	if !lacks || pointer == f.InstancePath {
		return below(pointer, f.InstancePath)
	}
	rest, under := strings.CutPrefix(pointer, f.InstancePath+"/")
	next, _, _ := strings.Cut(rest, "/")
	return under && strings.Contains(lacked, `"`+next+`"`)
}

// strange says whether first is the first of findings which together say that an object has no property that its schema knows, and several others.
func strange(r *reports.Result, object string, first *reports.Finding) bool {
	n := 0
	for i := range r.Findings {
		if other := &r.Findings[i]; undeclared(other) && parent(other.InstancePath) == object {
			if n++; n == 1 && other != first {
				return false
			}
		}
	}
	t, _ := tape.Read([]byte(pageOf(r)), tape.Limits{})
	defer t.Release()
	if n < 2 || !t.Usable() {
		return false
	}
	v, ok := t.Root().At(object)
	return ok && v.Kind() == tape.Object && v.Len() == n
}

// codeIn is the error code of the answer that a result is about; "" if it has none, or the pack knows of none.
func codeIn(pack *packs.Pack, r *reports.Result) string {
	if pack.ErrorCode == "" {
		return ""
	}
	return tape.TextAt([]byte(pageOf(r)), pack.ErrorCode)
}

// bodiless says whether an answer has no body for the method of its request.
func bodiless(r *reports.Result) bool {
	x := r.Own()
	return x != nil && x.Request.Method == http.MethodHead
}

// another says whether an answer of success is about another resource than the request, by the id in it.
func another(pack *packs.Pack, r *reports.Result) bool {
	res, place := pack.About(r.Operation)
	x := r.Own()
	if res == nil || place == "" || x == nil || x.Response == nil || x.Response.Status/100 != 2 || pack.Operation(r.Operation).Effect == packs.Create {
		return false
	}
	is := tape.TextAt([]byte(x.Response.Body), res.ID)
	if is == "" {
		return false
	}
	if packs.InParameter(place) != "" {
		return !strings.Contains(x.Request.URL, is)
	}
	return tape.TextAt([]byte(x.Request.Body), place) != is
}

// letIn is which credentials a case gives, by its name, and whether its finding is that they were not looked at: the request was carried out, or refused
// for what comes after them.
func letIn(pack *packs.Pack, f *reports.Finding, r *reports.Result) (kind string, in bool) {
	if f.Rule != "authentication-enforced" || !strings.HasPrefix(f.Promised, "a refusal") {
		return "", false
	}
	kind = strings.TrimPrefix(f.Case[strings.LastIndexByte(f.Case, '/')+1:], f.Operation+"-")
	status, code := statusOf(r), codeIn(pack, r)
	switch res := pack.Resource(pack.Operation(f.Operation).Resource); {
	case status/100 == 2 || res != nil && slices.Contains(res.NotFound, status):
		return kind, true
	case code == "" || status == http.StatusUnauthorized || status == http.StatusForbidden || slices.Contains(pack.NoCaller, code):
		return kind, false
	}
	return kind, !slices.ContainsFunc(pack.Faces, func(face packs.Face) bool { return slices.Contains(face.Codes, code) })
}

// field is what is wrong with a header field, whatever the status.
func field(f *reports.Finding) string {
	if _, rest, ok := strings.Cut(f.Received, " without "); ok {
		return rest
	}
	return f.Received
}
