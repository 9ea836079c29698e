// Package contain decides whether every value one schema accepts is accepted by another, and shows a value where not.
//
// It promises: Contained was proved by rules that hold for every value; Escapes comes with a value that spec/schema, which did not
// make it, accepts by the one schema and rejects by the other; everything else is Unproven, with the reason. Both schemas may be
// of different documents and dialects. Work is counted, never timed, so that the same schemas have the same answer on every
// machine, and schemas that hold themselves end. It does not judge by Options.Compat, and it knows nothing of documents:
// which schemas to compare, and in which direction, is for the caller to say.
//
// What is looked for is a value of "sub and not super". What is asked of it is taken apart until only simple things are asked, in
// every way in which it can be met; each way ends in a contradiction or in a value:
//
//	sub, not super -> goal -> branch per JSON type and per way to choose -> contradiction, or numbers, text, array, object -> value
//	value -> Schema.Validate of both -> Escapes; every way contradicted -> Contained; anything that no rule covers -> Unproven
//
// An example:
//
//	r := contain.Decide(base, revision, contain.Options{Face: schema.Request})
//	if r.Answer == contain.Escapes {
//		fmt.Printf("%s was accepted, and is rejected by %s at %s\n", r.Witness, r.KeywordPath, r.InstancePath)
//	}
//
// Sources: JSON Schema 2020-12 Core and Validation; OpenAPI 3.0.3, section 4.7.24 (Schema Object).
package contain

import (
	"sync"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// Answer is what was found out about two schemas. The zero Answer is none.
type Answer uint8

// The answers.
const (
	Contained Answer = iota + 1 // super accepts every value sub accepts
	Escapes                     // Result.Witness is accepted by sub and rejected by super
	Unproven                    // neither could be shown; Result.Reason says why
)

// String returns the answer in one word.
func (a Answer) String() string {
	switch a {
	case Contained:
		return "contained"
	case Escapes:
		return "escapes"
	case Unproven:
		return "unproven"
	}
	return "none"
}

// Undeclared says what is expected under names that sub does not declare, in objects that are open to any name.
type Undeclared uint8

const (
	// Declared expects nothing under a name that only super declares: an optional property with a type, added to an open object, is
	// no escape. Where super closes an object, or asks something of every undeclared name, any name is expected all the
	// same. Nor is a property expected in a request that sub marks readOnly, or in a response that it marks writeOnly.
	Declared Undeclared = iota
	// Formal expects what sub accepts, to the letter: any value under any name.
	Formal
)

// Options says how to decide. The zero Options decides for values that travel in neither direction.
type Options struct {
	Face       schema.Face // the direction the value travels in
	Undeclared Undeclared
	Explain    bool // collect Steps
	Work       int  // the most steps taken; 0: DefaultWork
}

// DefaultWork is the number of steps after which Decide gives up, some seconds of work at worst; most answers take fewer than a hundred.
const DefaultWork = 100_000

// Result is the answer for two schemas.
type Result struct {
	Answer       Answer
	Witness      []byte   // a JSON value that sub accepts and super rejects; nil unless Escapes
	InstancePath string   // JSON pointer to where in the witness super breaks
	Keyword      string   // the keyword of super that rejects there
	KeywordPath  string   // JSON pointer of that keyword in super's file
	Way          string   // the keywords from super to that one, through references
	Reason       string   // of Unproven: why; of Contained: in one line how it was established
	Steps        []string // with Options.Explain: what was refuted and what was found, in order
}

// Decide says whether every value sub accepts is accepted by super. To decide about many schemas of the same documents use a Decider.
func Decide(sub, super *schema.Schema, o Options) Result { return New(o).Decide(sub, super) }

// DecideAll decides like Decide and returns one result, but up to most where values escape: each is rejected by another keyword or at
// another place, and the simplest come first.
func DecideAll(sub, super *schema.Schema, o Options, most int) []Result {
	return New(o).DecideAll(sub, super, most)
}

// Decider decides about many pairs of schemas and remembers what it found out about the parts they share. Options.Work counts for each
// pair. The same pairs in the same order have the same results. A Decider is safe for concurrent use, one pair at a time.
type Decider struct {
	mu      sync.Mutex
	search  map[bool]*search // by whether several escapes are looked for
	options Options
}

// New returns a Decider.
func New(o Options) *Decider { return &Decider{options: o, search: map[bool]*search{}} }

// Decide says whether every value sub accepts is accepted by super.
func (d *Decider) Decide(sub, super *schema.Schema) Result { return d.DecideAll(sub, super, 1)[0] }

// DecideAll decides like Decide and returns one result, but up to most where values escape: each is rejected by another keyword or at
// another place, and the simplest come first.
func (d *Decider) DecideAll(sub, super *schema.Schema, most int) []Result {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.search[most > 1]
	if s == nil || s.want < most {
		s = newSearch(d.options)
		s.want = max(most, 1)
		d.search[most > 1] = s
	}
	all := s.decide(sub, super)
	return all[:min(len(all), max(most, 1))]
}
