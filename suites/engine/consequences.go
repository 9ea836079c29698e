package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// One wrong turn of a server shows in many requests, and not every one is broken by it in the same rule: what refuses each right request refuses the
// one without a version as well, and what looks nobody up shows a removed resource too. So a finding that an earlier one of the same operation foretells
// is told as one sighting more of that, and keeps its own words and its own fingerprint beside its case: a baseline must know it again.

// consequences says of findings from which other finding they follow. The order of results is that of the plan.
func consequences(pack *packs.Pack, results []reports.Result) {
	causes, next := foreseen(pack, results), map[*reports.Finding]*reports.Finding{}
	for i := range results {
		r := &results[i]
		for j := range r.Findings {
			f := &r.Findings[j]
			if !counts(f) {
				continue
			}
			for _, cause := range append([]*reports.Finding{explained(pack, r, f)}, foretold(causes, follows(pack, f, r))...) {
				if cause != nil && rootOf(next, cause) != f { // else it is f from which that one follows
					next[f] = cause
					if undeclared(f) && !undeclared(cause) {
						cause.Message += "; it has " + strings.TrimPrefix(f.Received, "property ") + ", which it must not have"
					}
					break
				}
			}
		}
	}
	for f := range next {
		f.Follows = rootOf(next, f).Fingerprint
	}
}

// foretold are the causes under some keys.
func foretold(causes map[string]*reports.Finding, keys []string) []*reports.Finding {
	found := make([]*reports.Finding, len(keys))
	for i, key := range keys {
		found[i] = causes[key]
	}
	return found
}

// rootOf is the first finding in the chain of causes that ends with f.
func rootOf(next map[*reports.Finding]*reports.Finding, f *reports.Finding) *reports.Finding {
	for next[f] != nil {
		f = next[f]
	}
	return f
}

// counts says whether a finding is one that a run fails for.
func counts(f *reports.Finding) bool { return f.Waiver == nil && f.Level == reports.LevelError }

// foreseen is the first finding of each kind from which others follow.
func foreseen(pack *packs.Pack, results []reports.Result) map[string]*reports.Finding {
	causes, takes, named := map[string]*reports.Finding{}, map[string]bool{}, map[string]bool{}
	for i := range results {
		r := &results[i]
		if plainest(r) && r.Status == reports.StatusPassed {
			takes[r.Operation] = true
			if op := pack.Operation(r.Operation); op.Effect == packs.Create {
				named[op.Resource] = true
			}
		}
		if res := created(pack, r); res != nil && !misnames(res, r) {
			named[res.Name] = true
		}
	}
	note := func(key string, f *reports.Finding) {
		if causes[key] == nil {
			causes[key] = f
		}
	}
	for i := range results {
		r := &results[i]
		for j := range r.Findings {
			f := &r.Findings[j]
			if !counts(f) {
				continue
			}
			if (f.Rule == "positive-data-accepted" || f.Rule == checks.RuleOperationImplemented) && plainest(r) && !takes[r.Operation] {
				note("refused "+f.Operation+answered(r), f)
			}
			if takes[f.Operation] && f.Rule == "authentication-enforced" && strings.HasSuffix(f.Case, "/in-"+string(runner.PlaceBody)) && strings.HasPrefix(f.Promised, "success") {
				note("in body"+answered(r), f)
			}
			if f.Rule == "positive-data-accepted" && r.Phase == string(runner.PhaseBodies) && plainest(r) {
				note("refused like "+f.Received, f) // whoever asks in the same way, and for whatever
			}
			if res := created(pack, r); res != nil && below(res.ID, f.InstancePath) && aboutID[f.Rule] && misnames(res, r) {
				note("misnamed in "+r.Workflow, f)
				if !named[res.Name] {
					note("misnamed "+res.Name, f)
				}
			}
			for _, key := range foretells(pack, f, r) {
				note(key, f)
			}
		}
	}
	return causes
}

// aboutID are the rules of findings that what a server answers as an id is none.
var aboutID = map[string]bool{"resource-identified": true, spec.RuleResponseSchema: true, checks.RuleExpectedPresence: true}

// created is the resource that the answer to a case says it has created; nil if it says no such thing.
func created(pack *packs.Pack, r *reports.Result) *packs.Resource {
	op := pack.Operation(r.Operation)
	if op.Effect != packs.Create || statusOf(r)/100 != 2 {
		return nil
	}
	return pack.Resource(op.Resource)
}

// misnames says whether the id in an answer is found to be none.
func misnames(res *packs.Resource, r *reports.Result) bool {
	return slices.ContainsFunc(r.Findings, func(f reports.Finding) bool { return aboutID[f.Rule] && breaks(&f, res.ID) })
}

// foretells names the kinds of finding that follow from f wherever it stands.
func foretells(pack *packs.Pack, f *reports.Finding, r *reports.Result) []string {
	var keys []string
	note := func(key string, when bool) {
		if when {
			keys = append(keys, key)
		}
	}
	res := pack.Resource(pack.Operation(f.Operation).Resource)
	missing := res != nil && slices.Contains(res.NotFound, statusOf(r))
	steps := r.Workflow != ""
	kind, let := letIn(pack, f, r)
	note("unknown "+f.Operation+answered(r), (f.Rule == "unknown-resource-refused" || f.Rule == "authentication-enforced") && strings.HasSuffix(f.Case, "/resources/unknown"))
	note(f.Rule+" "+f.Operation+" "+field(f), inHeader[f.Rule])
	note("form "+placeOf(f)+f.Promised, ofForm[f.Rule] && statusOf(r) >= 400)
	if code := codeIn(pack, r); code != "" && statusOf(r)/100 == 2 {
		keys = append(keys, "mistaken "+code, "mistaken by "+f.Operation)
	}
	note("unchecked "+f.Operation, let && kind == "absent")
	note("credentials "+kind, let)
	note("created by "+f.Case, f.Rule == "authentication-enforced")
	note("secret at "+f.Rule+secretOf(f)+besideOf(f.InstancePath), ofSecrets[f.Rule])
	note(alike(f), ofValue[f.Rule] && oneOfSecrets(pack, f.InstancePath))
	note("empty at "+f.InstancePath, f.Rule == spec.RuleResponseSchema && strings.HasPrefix(f.Received, emptyText))
	if f.Rule == "positive-data-accepted" {
		note("lost "+f.Operation+" "+f.Received, missing) // the resource is not there, whoever asks and how
		note("lost in "+r.Workflow, missing && steps)
		note("flickering "+pack.Operation(f.Operation).Resource, missing && f.Flaky)
	}
	note("flaky "+f.Operation+" "+f.InstancePath+" "+f.Received, f.Flaky && f.Rule != checks.RuleRefusalWithoutEffect)
	note("flaky "+f.Operation+" "+f.InstancePath, f.Flaky && f.Rule != checks.RuleRefusalWithoutEffect)
	note("stranger in "+r.Workflow, steps && f.Rule == "tenant-isolated")
	note("one id in "+r.Workflow, steps && f.Rule == checks.RuleResourceUnique)
	if f.Rule == "workflow-step" || f.Rule == checks.RuleResourceApart {
		note("another by "+f.Operation, another(pack, r))
		note("read "+f.Operation+f.InstancePath, f.Rule == "workflow-step" && f.InstancePath != "")
		note("state in "+r.Workflow, f.Rule == "workflow-step" && res != nil && res.State != "" && f.InstancePath == res.State)
	}
	note("strayed", strayed[f.Rule])
	return keys
}

// plainest says whether a case is one of those that an operation refuses only where it refuses everything.
func plainest(r *reports.Result) bool {
	return r.Phase == string(runner.PhaseExamples) || r.Phase == string(runner.PhaseBodies) && strings.HasSuffix(r.Case, "/minimal")
}

// strayed are the rules of findings after which nobody knows what became of what was created.
var strayed = map[string]bool{
	"positive-data-accepted": true, checks.RuleOperationImplemented: true, "unknown-resource-refused": true, "tenant-isolated": true, "workflow-step": true,
	checks.RuleRefusalWithoutEffect: true, checks.RuleResourceUnique: true, checks.RuleResourceApart: true,
	"resource-identified": true, "no-server-error": true, "redirect-documented": true, "transport-complete": true,
}

// follows names the kinds of finding from which f may follow.
func follows(pack *packs.Pack, f *reports.Finding, r *reports.Result) []string {
	refused, unknown := "refused "+f.Operation+answered(r), "unknown "+f.Operation+answered(r)
	var keys []string
	if code := codeIn(pack, r); statusOf(r)/100 == 2 && (code != "" || bodiless(r)) {
		keys = append(keys, "mistaken "+code, "mistaken by "+f.Operation)
	}
	if inHeader[f.Rule] {
		return append(keys, f.Rule+" "+f.Operation+" "+field(f))
	}
	if ofSecrets[f.Rule] {
		return append(keys, "secret at "+f.Rule+secretOf(f)+besideOf(f.InstancePath))
	}
	if turned := refusedByID(pack, f, r); turned != "" {
		keys = append(keys, "misnamed in "+r.Workflow, "misnamed "+turned)
	}
	oneID := "one id in " + r.Workflow
	switch f.Rule {
	case checks.RuleErrorShape:
		return append(keys, "form "+placeOf(f)+checks.Form(*f))
	case spec.RuleResponseSchema:
		return append(keys, alike(f))
	case checks.RuleExpectedPresence:
		return append(keys, "empty at "+f.InstancePath, alike(f))
	case "authentication-enforced":
		return append(keys, ofAuthentication(pack, f, r)...)
	case "unknown-resource-refused":
		return append(keys, refused, "refused like "+f.Received)
	case "tenant-isolated":
		return append(keys, refused, unknown)
	case "workflow-step":
		return append(keys, ofStep(pack, f, r)...)
	case "positive-data-accepted":
		if keys = append(keys, "stranger in "+r.Workflow, oneID, "state in "+r.Workflow); strings.Contains(f.Promised, inBody) {
			keys = append(keys, "in body"+answered(r))
		}
		return append(keys, flickering(pack, f, r)...)
	case checks.RuleRefusalWithoutEffect:
		value, _, _ := strings.Cut(f.Promised, checks.AsBefore)
		if keys = append(keys, refused, oneID, "another by "+f.Operation, "flaky "+f.Operation+" "+f.InstancePath+" "+value); f.Flaky {
			keys = append(keys, "flaky "+f.Operation+" "+f.InstancePath)
		}
		return append(keys, flickering(pack, f, r)...)
	case checks.RuleValueKept:
		if another(pack, r) { // and so is its text
			keys = append(keys, "another by "+f.Operation)
		}
		return keys
	case checks.RuleResourceApart:
		if keys = append(keys, oneID, "read "+f.Operation+f.InstancePath); another(pack, r) {
			keys = append(keys, "another by "+f.Operation)
		}
		return keys
	case RemovalRule:
		return append(keys, "created by "+strings.TrimSuffix(f.Case, "/"+PhaseRemoval), "strayed")
	}
	return keys
}

// ofAuthentication names the kinds of finding from which one about credentials may follow. Whoever looks at no credentials at all looks at none of them.
func ofAuthentication(pack *packs.Pack, f *reports.Finding, r *reports.Result) []string {
	refused := "refused " + f.Operation + answered(r)
	kind, let := letIn(pack, f, r)
	switch {
	case r.Phase == string(runner.PhaseResources):
		return []string{refused}
	case strings.HasPrefix(f.Promised, "success"):
		return []string{refused, "lost " + f.Operation + " " + f.Received}
	case !let:
		return nil
	case kind == "absent":
		return []string{"credentials " + kind}
	}
	return []string{"unchecked " + f.Operation, "credentials " + kind}
}

// ofStep names the kinds of finding from which a broken criterion of a step may follow.
func ofStep(pack *packs.Pack, f *reports.Finding, r *reports.Result) []string {
	stranger := "stranger in " + r.Workflow // who has changed what the owner reads
	if strings.Contains(f.KeywordPath, "$statusCode") {
		keys := []string{"refused " + f.Operation + answered(r), "unknown " + f.Operation + answered(r), stranger}
		if res := pack.Resource(pack.Operation(f.Operation).Resource); res != nil && slices.Contains(res.NotFound, statusOf(r)) {
			keys = append(keys, "lost in "+r.Workflow)
		}
		return append(keys, flickering(pack, f, r)...)
	}
	keys := []string{stranger, "one id in " + r.Workflow}
	if another(pack, r) {
		keys = append(keys, "another by "+f.Operation)
	}
	return keys
}

// flickering names the kind of finding from which one follows that a resource is not there: it is there and it is not, whoever asks.
func flickering(pack *packs.Pack, f *reports.Finding, r *reports.Result) []string {
	about := pack.Operation(f.Operation).Resource
	if res := pack.Resource(about); res != nil && slices.Contains(res.NotFound, statusOf(r)) {
		return []string{"flickering " + about}
	}
	return nil
}

// refusedByID is the resource of an operation that refuses a request, or refuses it in other words than it should, where its id can be why; "" elsewhere.
func refusedByID(pack *packs.Pack, f *reports.Finding, r *reports.Result) string {
	op := pack.Operation(f.Operation)
	if op.Effect == packs.Create || statusOf(r)/100 != 4 || !byID[f.Rule] || f.Rule == "authentication-enforced" && !strings.HasPrefix(f.Promised, "success") {
		return ""
	}
	return op.Resource
}

// byID are the rules of what is answered otherwise where the id that was handed out is none.
var byID = map[string]bool{
	"positive-data-accepted": true, "authentication-enforced": true, "tenant-isolated": true, "workflow-step": true, checks.RuleRefusalWithoutEffect: true,
}

// inHeader are the rules about fields that one place in a server writes for every status.
var inHeader = map[string]bool{spec.RuleMediaTypeDocumented: true, spec.RuleResponseHeader: true}

// ofForm are the rules that hold an error to the form that the document gives it.
var ofForm = map[string]bool{spec.RuleResponseSchema: true, spec.RuleJSONWellFormed: true, spec.RuleMediaTypeDocumented: true, spec.RuleBodyPresent: true}

// ofSecrets are the rules about secrets, several of which stand side by side.
var ofSecrets = map[string]bool{checks.RuleSecretHidden: true, ruleSecretUnique: true}

// ofValue are the rules about a value alone.
var ofValue = map[string]bool{spec.RuleResponseSchema: true, checks.RuleExpectedPresence: true}

// What findings say, as it is looked for here.
const (
	emptyText        = `string ""`
	inBody           = "which stand in the body"
	ruleSecretUnique = "secret-unique"
)

// answered is the status of the answer that a case is about, after a space; "" if there is none.
func answered(r *reports.Result) string {
	if status := statusOf(r); status != 0 {
		return " " + strconv.Itoa(status)
	}
	return ""
}
