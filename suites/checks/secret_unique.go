package checks

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

func init() {
	one := []Handed{{At: "/secret", Secret: "m1nted-now"}}
	register(Check{
		ID:    "secret-unique",
		Title: "every secret that is handed out is a new one",
		Doc: "A secret that two resources or two environments share opens one with the key of the other. Compared are all secrets of a run, within an answer and between " +
			"answers; where they are handed out is said by the pack. One resource's own may be shown again where the document has a place for it. Where creating answers with a " +
			"sample, that may be the same every time.",
		Clause:  "CWE-1391 (Use of Weak Credentials); the pack's secrets",
		Level:   reports.LevelError,
		Follows: 1, // of a secret that should not be there at all that is said
		Apply:   secretUnique,
		After: func(s *Subject, f spec.Fault) string {
			for _, h := range s.Handed {
				if h.At == f.InstancePath {
					return h.Before
				}
			}
			return ""
		},
		Good: []Example{
			{Name: "a new one", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Handed: one},
			{Name: "the pet's own, shown again", Body: `{"id":"p1","name":"Rex","tag":"m1nted-now"}`, Handed: []Handed{{At: "/tag", Secret: "m1nted-now", Before: "addPet/bodies/minimal", Same: true}}},
			{Name: "two of one kind", Operation: "addPet", Body: `{"id":"p1"}`, Handed: []Handed{{At: "/secret", Secret: "m1nted-now"}, {At: "/other", Secret: "m1nted-too"}}},
		},
		Bad: []Example{
			{Name: "that of another", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Handed: []Handed{{At: "/secret", Secret: "m1nted-now", Before: "addPet/bodies/minimal"}}},
			{Name: "its own, where the document has no place for it", Body: `{"id":"p1","name":"Rex","pin":"m1nted-now"}`, Handed: []Handed{{At: "/pin", Secret: "m1nted-now", Before: "addPet/bodies/minimal", Same: true}}},
			{Name: "its own, for another one", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Handed: []Handed{{At: "/secret", Secret: "m1nted-now", Before: "addPet/bodies/minimal", Same: true}}},
		},
	})
}

func secretUnique(s *Subject) Verdict {
	if len(s.Handed) == 0 || s.Sample || s.serverError() {
		return skip
	}
	v := held
	for _, h := range s.Handed {
		if h.Before == "" || s.shownAgain(h) {
			continue
		}
		from := "by the answer to " + h.Before
		if h.Before == s.Call.Case {
			from = "by this answer at another place, or by one before it"
		}
		v.Faults = append(v.Faults, spec.Fault{
			InstancePath: h.At, Received: "a secret that was handed out before, " + from, Promised: "a secret that nothing else has",
			Fix: "draw a new secret for each that is handed out",
		})
	}
	return v
}

// shownAgain says whether a secret is one that a resource had before, in an answer that has a place for it: whoever documents that shows it on purpose.
func (s *Subject) shownAgain(h Handed) bool {
	if !h.Same || s.Judgement == nil || s.Judgement.MediaType == nil || s.Pack.Operation(s.Operation.ID).Effect == packs.Create {
		return false
	}
	return !slices.ContainsFunc(s.Document.Undeclared(s.Judgement.MediaType, s.Body.Root()), func(at string) bool {
		return h.At == at || strings.HasPrefix(h.At, at+"/")
	})
}
