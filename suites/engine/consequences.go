package engine

import (
	"cmp"
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

// consequences says of findings from which finding of another case they follow. The order of results is that of the plan.
func consequences(pack *packs.Pack, results []reports.Result) {
	causes := foreseen(pack, results)
	for i := range results {
		r := &results[i]
		for j := range r.Findings {
			f := &r.Findings[j]
			if f.Waiver != nil || f.Level != reports.LevelError {
				continue
			}
			for _, key := range follows(f, r) {
				if cause, ok := causes[key]; ok && cause.Case != f.Case {
					f.Follows = cmp.Or(cause.Follows, cause.Fingerprint)
					break
				}
			}
		}
	}
}

// foreseen is the first finding of each kind from which others follow.
func foreseen(pack *packs.Pack, results []reports.Result) map[string]*reports.Finding {
	causes, takes := map[string]*reports.Finding{}, map[string]bool{}
	for i := range results {
		if r := &results[i]; plainest(r) && r.Status == reports.StatusPassed {
			takes[r.Operation] = true
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
			if f.Waiver != nil || f.Level != reports.LevelError {
				continue
			}
			switch status := answered(r); {
			case (f.Rule == "positive-data-accepted" || f.Rule == checks.RuleOperationImplemented) && plainest(r) && !takes[r.Operation]:
				note("refused "+f.Operation+status, f)
			case (f.Rule == "unknown-resource-refused" || f.Rule == "authentication-enforced") && strings.HasSuffix(f.Case, "/resources/unknown"):
				note("unknown "+f.Operation+status, f)
			case inHeader[f.Rule]:
				note(f.Rule+" "+f.Operation+" "+f.Received, f)
			}
			if res := pack.Resource(pack.Operation(f.Operation).Resource); f.Rule == "positive-data-accepted" && res != nil && slices.Contains(res.NotFound, statusOf(r)) {
				note("lost "+f.Operation+" "+f.Received, f) // the resource is not there, whoever asks and how
			}
			if r.Workflow != "" && f.Rule == "tenant-isolated" {
				note("stranger in "+r.Workflow, f)
			}
			if r.Workflow != "" && f.Rule == checks.RuleResourceUnique {
				note("one id in "+r.Workflow, f)
			}
			if strayed[f.Rule] {
				note("strayed", f)
			}
		}
	}
	return causes
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
func follows(f *reports.Finding, r *reports.Result) []string {
	status := answered(r)
	refused, unknown := "refused "+f.Operation+status, "unknown "+f.Operation+status
	switch f.Rule {
	case "authentication-enforced":
		if r.Phase == string(runner.PhaseResources) {
			return []string{refused}
		}
		if strings.HasPrefix(f.Promised, "success") {
			return []string{refused, "lost " + f.Operation + " " + f.Received}
		}
	case "unknown-resource-refused":
		return []string{refused}
	case "tenant-isolated":
		return []string{refused, unknown}
	case "workflow-step":
		if strings.Contains(f.KeywordPath, "$statusCode") {
			return []string{refused, unknown, "stranger in " + r.Workflow}
		}
		return []string{"stranger in " + r.Workflow} // who has changed what the owner reads
	case "positive-data-accepted":
		return []string{"stranger in " + r.Workflow}
	case checks.RuleRefusalWithoutEffect:
		return []string{refused}
	case checks.RuleResourceApart:
		return []string{"one id in " + r.Workflow}
	case RemovalRule:
		return []string{"strayed"}
	}
	if inHeader[f.Rule] {
		return []string{f.Rule + " " + f.Operation + " " + f.Received}
	}
	return nil
}

// inHeader are the rules about fields that one place in a server writes for every status.
var inHeader = map[string]bool{spec.RuleMediaTypeDocumented: true, spec.RuleResponseHeader: true}

// answered is the status of the answer that a case is about, after a space; "" if there is none.
func answered(r *reports.Result) string {
	if status := statusOf(r); status != 0 {
		return " " + strconv.Itoa(status)
	}
	return ""
}
