package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// statuses enters what only one document answers with.
func (c *comparer) statuses(m match, gone, added []*spec.Response) {
	if m.sent {
		c.sentStatuses(m, gone, added)
		return
	}
	gone, added = c.successChanged(m, gone, added)
	gone, added = c.failureChanged(m, gone, added)
	replaced := slices.ContainsFunc(gone, func(r *spec.Response) bool { return isSuccess(r.Status) })
	for _, r := range gone {
		f := &fact{
			rule: "response-status-removed", class: reports.ClassCompatible, direction: m.answers(), base: r.Node, revision: m.revision.Node.Get("responses"),
			change:  reports.Change{Kind: reports.ChangeRemoved, Before: r.Status},
			message: "status " + r.Status + " does not come any more", fix: "nothing has to be done", reaches: []reports.Reach{m.reach(m.answers(), "status "+r.Status)},
			explanation: "an answer that does not come breaks nobody",
		}
		if r.Status == "default" {
			f.message = "only the statuses that are listed come any more (default is gone)"
		}
		if within := narrowed(m.revision, r.Status); within != "" {
			f.message = "of the statuses " + r.Status + " only " + within + " is left"
		} else if isSuccess(r.Status) {
			f.rule, f.class, f.explanation = "response-success-status-removed", reports.ClassUnpromised, ""
			f.message = "status " + r.Status + " is not promised any more: a client that waits for it never succeeds"
			f.fix = "ask the vendor what says success"
			if left := successes(m.revision); len(left) > 0 {
				f.fix = "take " + strings.Join(left, ", ") + " as success"
			}
			f.witness = c.statusWitness(m, r, c.base, c.revision, reports.ProofUnpromised)
		}
		c.enterStatus(c.base, r, f)
	}
	for _, r := range added {
		f := &fact{
			rule: "response-status-added", class: reports.ClassTyped, direction: m.answers(), base: m.base.Node.Get("responses"), revision: r.Node,
			change:  reports.Change{Kind: reports.ChangeAdded, After: r.Status},
			message: "status " + r.Status + " may come now; clients that know every status do not know this one", fix: "take status " + r.Status + " too",
			reaches: []reports.Reach{m.reach(m.answers(), "status "+r.Status)},
			witness: c.statusWitness(m, r, c.revision, c.base, reports.ProofRejected),
		}
		if isSuccess(r.Status) && replaced {
			f.rule, f.class = "response-success-status-added", reports.ClassWire
			f.message = "status " + r.Status + " comes in place of " + orNone(strings.Join(successes(m.base), ", ")) + ", which the base does not know"
		}
		if r.Status == "default" {
			f.message = "answers of statuses that are not listed may come now (default); clients that know every status do not know them"
			f.fix = "have a branch for statuses that are not listed"
		}
		c.enterStatus(c.revision, r, f)
	}
}

// enterStatus enters what is said of a status. Failures are declared for many operations at once: where they are answered alike, one
// decision of the vendor stands behind all of them.
func (c *comparer) enterStatus(s *side, r *spec.Response, f *fact) {
	if isSuccess(r.Status) {
		c.ledger.enter(f, r.Status)
		return
	}
	c.ledger.enterAs(factKey{rule: f.rule, what: fmt.Sprint(f.change.Before, " ", f.change.After, " ", f.class, s.holds(r))}, f)
}

// holds writes what an answer holds, in a form that compares.
func (s *side) holds(r *spec.Response) string {
	var alike strings.Builder
	for _, h := range r.Headers {
		fmt.Fprintf(&alike, "\n%s %v %x", strings.ToLower(h.Name), h.Required, s.schemaOf(h.Schema).Hash())
	}
	return alike.String() + s.bodies(r.Content)
}

// bodies writes the media types of a body with what their schemas mean, in a form that compares.
func (s *side) bodies(content []*spec.MediaType) string {
	var alike strings.Builder
	for _, media := range content {
		fmt.Fprintf(&alike, "\n%s %x", media.Type, s.schemaOf(media.Schema).Hash())
	}
	return alike.String()
}

// successChanged enters that one status of success took the place of another, and returns what else went and came.
func (c *comparer) successChanged(m match, gone, added []*spec.Response) (otherGone, otherAdded []*spec.Response) {
	was, is := success(gone), success(added)
	if len(was) != 1 || len(is) != 1 || narrowed(m.revision, was[0].Status) != "" {
		return gone, added
	}
	before, after := was[0].Status, is[0].Status
	f := &fact{
		rule: "response-success-status-changed", class: reports.ClassWire, direction: m.answers(), base: was[0].Node, revision: is[0].Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: before, After: after},
		message: "success is status " + after + " now, not " + before + ": a client that waits for " + before + " never succeeds",
		fix:     "take status " + after + " as success", reaches: []reports.Reach{m.reach(m.answers(), "status "+after)},
		witness: c.statusWitness(m, is[0], c.revision, c.base, reports.ProofRejected),
	}
	unprovenWithout(f)
	c.ledger.enter(f, m.name)
	return except(gone, was[0]), except(added, is[0])
}

// failureChanged enters that a failure has another status than it had, and returns what else went and came.
func (c *comparer) failureChanged(m match, gone, added []*spec.Response) (otherGone, otherAdded []*spec.Response) {
	fails := func(r *spec.Response) bool { n, err := strconv.Atoi(r.Status); return err == nil && n >= 400 }
	was, is := theOnly(gone, fails), theOnly(added, fails)
	if was == nil || is == nil || was.Unresolved || is.Unresolved || c.base.holds(was) != c.revision.holds(is) {
		return gone, added
	}
	c.enterStatus(c.revision, is, &fact{
		rule: "response-status-changed", class: reports.ClassTyped, direction: m.answers(), base: was.Node, revision: is.Node,
		change:  reports.Change{Kind: reports.ChangeChanged, Before: was.Status, After: is.Status},
		message: "what was answered with status " + was.Status + " is answered with " + is.Status + " now; clients that know every status do not know this one",
		fix:     "take status " + is.Status + " in place of " + was.Status, reaches: []reports.Reach{m.reach(m.answers(), "status "+is.Status)},
		witness: c.statusWitness(m, is, c.revision, c.base, reports.ProofRejected),
	})
	return except(gone, was), except(added, is)
}

// except is responses without one of them.
func except(responses []*spec.Response, not *spec.Response) []*spec.Response {
	return slices.DeleteFunc(slices.Clone(responses), func(r *spec.Response) bool { return r == not })
}

// success are those of responses that say that it went well.
func success(responses []*spec.Response) []*spec.Response {
	return slices.DeleteFunc(slices.Clone(responses), func(r *spec.Response) bool { return !isSuccess(r.Status) })
}

// narrowed lists the statuses of op that fall under a range; nothing where key is none.
func narrowed(op *spec.Operation, key string) string {
	if len(key) != 3 || !strings.EqualFold(key[1:], "XX") {
		return ""
	}
	var within []string
	for _, r := range op.Responses {
		if len(r.Status) == 3 && r.Status[0] == key[0] {
			within = append(within, r.Status)
		}
	}
	return strings.Join(within, ", ")
}

func successes(op *spec.Operation) []string {
	var out []string
	for _, r := range op.Responses {
		if isSuccess(r.Status) {
			out = append(out, r.Status)
		}
	}
	return out
}

// statusWitness is an answer with a status that only one document declares.
func (c *comparer) statusWitness(m match, r *spec.Response, accepts, rejects *side, proof string) *reports.Witness {
	op, other := m.base, m.revision
	if accepts == c.revision {
		op, other = other, op
	}
	answer, err := c.answer(accepts, m, r.Status, "")
	if err != nil {
		return nil
	}
	if !accepts.doc.JudgeResponse(op, answer).Holds() || rejects.doc.JudgeResponse(other, answer).Holds() {
		return nil
	}
	return &reports.Witness{
		Direction: m.answers(), Message: answerText(answer), AcceptedBy: accepts.name, RejectedBy: rejects.name, Proof: proof,
		Reason: "the " + rejects.name + " declares " + map[bool]string{true: "only the statuses that it lists", false: "no status " + r.Status}[r.Status == "default"],
	}
}
