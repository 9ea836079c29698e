package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	one := []Handed{{At: "/secret", Secret: "m1nted-now"}}
	register(Check{
		ID:    "secret-unique",
		Title: "every secret that is handed out is a new one",
		Doc: "A secret that two customers or two environments share opens one with the key of the other. Compared are all secrets of a run, within an answer and between " +
			"answers; where they are handed out is said by the pack. Where creating answers with a sample, that may be the same every time.",
		Clause:  "CWE-1391 (Use of Weak Credentials); the pack's secrets",
		Level:   reports.LevelError,
		Follows: 1, // of a secret that should not be there at all that is said
		Apply:   secretUnique,
		Good: []Example{
			{Name: "a new one", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Handed: one},
			{Name: "two of one kind", Operation: "addPet", Body: `{"id":"p1"}`, Handed: []Handed{{At: "/secret", Secret: "m1nted-now"}, {At: "/other", Secret: "m1nted-too"}}},
		},
		Bad: []Example{
			{Name: "that of another", Operation: "addPet", Body: `{"id":"p1","secret":"m1nted-now"}`, Handed: []Handed{{At: "/secret", Secret: "m1nted-now", Before: "addPet/bodies/minimal"}}},
		},
	})
}

func secretUnique(s *Subject) Verdict {
	if len(s.Handed) == 0 || s.Sample || s.serverError() {
		return skip
	}
	v := held
	for _, h := range s.Handed {
		if h.Before == "" {
			continue
		}
		from := "by the answer to " + h.Before
		if h.Before == s.Call.Case {
			from = "by this answer at another place, or by one before it"
		}
		v.Faults = append(v.Faults, spec.Fault{
			InstancePath: h.At, Received: "a secret that was handed out before, " + from, Promised: "a secret that nothing else has",
			Fix: "draw a new secret for each customer and each environment",
		})
	}
	return v
}
