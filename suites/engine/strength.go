package engine

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/payload"
)

// A run says how strong its promise is, at a price that nobody notices: of a large document some answers are looked at, spread over all.
const (
	mostWeighed = 60   // answers
	mostMade    = 3000 // wrong answers of them all
)

// Strengths says of each answer that operations declare how many wrong ones would be noticed. most bounds how many are made of one answer; 0
// is no limit. Answers that carry no JSON are left out; those that could not be made are counted.
func Strengths(doc *spec.Document, book *expect.Book, operations []*spec.Operation, seed uint64, most int) (all []*payload.Strength, unmade []error) {
	maker := &payload.Maker{Document: doc, Seed: seed}
	for _, a := range answersOf(operations) {
		s, err := maker.Strength(a.operation, a.response, book, most)
		if err != nil {
			unmade = append(unmade, err)
			continue
		}
		all = append(all, s)
	}
	return all, unmade
}

// declared is one answer that an operation declares.
type declared struct {
	operation *spec.Operation
	response  *spec.Response
}

// answersOf lists the answers with a body of operations.
func answersOf(operations []*spec.Operation) []declared {
	var out []declared
	for _, op := range operations {
		for _, r := range op.Responses {
			if payload.CarriesJSON(r) {
				out = append(out, declared{op, r})
			}
		}
	}
	return out
}

// weigh says how strong the promise of the run is: what of the wrong answers to the operations it asks would be noticed. It is nil where
// nothing could be made wrong.
func (s *Session) weigh() *reports.Strength {
	asked := map[string]bool{}
	for _, g := range s.groups {
		for _, c := range g.Cases {
			asked[c.Operation] = true
		}
	}
	var operations []*spec.Operation
	for _, op := range s.Document.Operations {
		if asked[op.ID] {
			operations = append(operations, op)
		}
	}
	answers := answersOf(operations)
	stride := (len(answers) + mostWeighed - 1) / mostWeighed
	if len(answers) == 0 {
		return nil
	}
	maker := &payload.Maker{Document: s.Document, Seed: s.Seed}
	var all []*payload.Strength
	for i := 0; i < len(answers); i += stride {
		one, err := maker.Strength(answers[i].operation, answers[i].response, s.book, mostMade*stride/len(answers)+1)
		if err == nil {
			all = append(all, one)
		}
	}
	return Counted(all)
}

// Counted puts strengths together into the figure that a record holds; nil if there are none.
func Counted(all []*payload.Strength) *reports.Strength {
	c := payload.Count(all...)
	if c.Made == 0 {
		return nil
	}
	return &reports.Strength{Made: c.Made, Document: c.Document, Examples: c.Examples, Pack: c.Pack}
}
