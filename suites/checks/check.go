// Package checks holds what an answer is held to: one file per check, each with the clause it stands on and with answers that
// must pass it and answers that must not.
//
// A check looks at one exchange and says whether it applied, and what is wrong. "Did not apply" is not "held": a check that has
// nothing to say about an exchange must say so, or a green run would count silence as proof. A check never sends anything and
// never changes what it looks at.
//
//	exchange -> Subject -> Check.Apply -> Verdict{Applied, Faults}
//
// To add a check, add one file that calls register with a Check; its Bad examples prove that it can fail, and the package's
// test refuses a check without one.
package checks

import (
	"cmp"
	"slices"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Check is one thing that an answer is held to.
type Check struct {
	ID      string        // reads as a sentence: response-schema; stable, it is the rule of its findings
	Title   string        // what holds if nothing is found, without a full stop
	Doc     string        // why it matters and what it does not look at
	Clause  string        // the clause it stands on
	Level   reports.Level // of its findings
	Follows int           // from 1 on: a finding says nothing new about a place in the body that a check of a lower number finds broken already
	Apply   func(s *Subject) Verdict
	After   func(s *Subject, f spec.Fault) string // the earlier case on which a fault rests, "" where the case shows it alone; nil if none ever rests on one
	Good    []Example                             // answers it must pass, and must apply to
	Bad     []Example                             // answers it must find something in
}

// Subject is one exchange and all that is known of it.
type Subject struct {
	Document  *spec.Document
	Pack      *packs.Pack
	Operation *spec.Operation
	Case      *runner.Case
	Outcome   *runner.Outcome
	Call      *runner.Call    // the exchange; never nil, but it may hold no answer
	Judgement *spec.Judgement // what the document says of the answer; nil without a whole one
	Expected  *expect.Book    // what is expected besides; nil if nothing but the document counts
	Trusted   bool            // the examples' word is enough for an error
	Budget    time.Duration   // how long an answer may take
	Body      *tape.Tape      // of the answer, read once for all; it is not usable where it is no JSON value
	Secrets   *Secrets        // those that answers of the run handed out; never nil
	HandedOut int             // how many of them earlier answers did
	Handed    []Handed        // those that this answer hands out
	Others    runner.Partner  // the credentials of the partner who did not ask; nil if there is none
	Sample    bool            // what is created in this place is a sample, and may be the same every time
	Names     string          // what every name begins with that this run made for what it created; empty if nothing is known of that
	Given     []Given         // texts with which the resource was created that the answer is about; nil if nothing is known of it
	Repeated  string          // the case an earlier answer to which named its request by the same id; empty if none did
}

// Own says whether the request was the operation's own, and not one of another method or path.
func (s *Subject) Own() bool { return s.Call.Method == s.Operation.Method && s.Case.Path == "" }

// Handed is a secret that an answer hands out where the pack says that it does.
type Handed struct {
	At     string // JSON pointer into the answer's body
	Secret string
	Before string // the case whose answer handed the same out before, this one's own included; empty if none did
	Same   bool   // it was handed out before under the same name for the same resource, as the id beside it says
}

// Verdict is what a check says of one exchange.
type Verdict struct {
	Applied bool
	Faults  []spec.Fault
}

// skip is the verdict of a check that has nothing to say.
var skip = Verdict{}

// held is the verdict of a check that applied and found nothing.
var held = Verdict{Applied: true}

// broken is the verdict of a check that found something.
func broken(faults ...spec.Fault) Verdict { return Verdict{Applied: true, Faults: faults} }

var all []Check

// register adds a check; two with one id are a mistake of ours.
func register(c Check) {
	if slices.ContainsFunc(all, func(old Check) bool { return old.ID == c.ID }) {
		panic("checks: " + c.ID + " is registered twice")
	}
	all = append(all, c)
	slices.SortFunc(all, func(a, b Check) int { return cmp.Compare(a.ID, b.ID) })
}

// All returns every check, sorted by id.
func All() []Check { return slices.Clone(all) }

// Follows returns the number of a rule's check: 0 if its findings stand for themselves, else they are consequences where a check of a lower
// number has found the same place broken.
func Follows(id string) int {
	for i := range all {
		if all[i].ID == id {
			return all[i].Follows
		}
	}
	return 0
}

// documented returns the verdict of a check that the document itself speaks: the faults of one rule in the judgement of the answer.
func documented(rule string) func(*Subject) Verdict {
	return func(s *Subject) Verdict {
		if s.Judgement == nil || !s.Judgement.Applied(rule) || s.serverError() || s.sentElsewhere() {
			return skip
		}
		if rule != spec.RuleStatusDocumented && s.coding() != "" {
			return skip
		}
		v := held
		for _, f := range s.Judgement.Faults {
			if f.Rule == rule {
				v.Faults = append(v.Faults, f)
			}
		}
		return v
	}
}

// serverError says whether the server admits that it failed. Then nothing else in the answer is worth a finding of its own.
func (s *Subject) serverError() bool { return s.Call.Status >= 500 }
