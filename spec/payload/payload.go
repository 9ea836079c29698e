// Package payload writes bodies from schemas: the document's own examples, the smallest body a schema allows, one that holds
// everything it may, and bodies that differ from that one at a single place: at each boundary, with each value of an
// enum, or with exactly one fault, which is named.
//
// It promises: every sample was judged by spec/schema, which did not make it, before it is returned; what cannot be made or
// fails its own claim is returned as a Refusal with the document's line, never left out in silence; the same document,
// seed and kind give the same bytes on every machine, and a value hangs on its own place alone; values read like what their
// property is called; nothing hangs: work is counted, and schemas that nothing satisfies are told from those that never end.
// Request bodies hold nothing that is readOnly, answers nothing that is writeOnly.
//
// It does not send anything, and it knows no credentials: client_id and secret hold placeholders, the runner puts the real
// ones in by place. What it reads of a schema is what spec/schema compiled, references and all.
//
//	examples of the document ------------------------------------> judge -> Sample or Refusal
//	schema -> shape (references, allOf, choices laid flat) -> draft -> judge -> Sample or Refusal
//	maximal sample -> one place changed ----------------------------> judge -> Sample or Refusal
//
// An example:
//
//	maker := &payload.Maker{Document: doc, Seed: 1}
//	samples, refusals := maker.Requests(doc.Operation("partnerCustomerCreate"))
//	for _, s := range samples {
//		fmt.Println(s.Name, s.MediaType, string(s.Body))
//	}
//	faults, _ := maker.Varied(doc.Operation("partnerCustomerCreate"), payload.KindFault)
package payload

import (
	"fmt"
	"sync"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Kind says what a sample claims to be.
type Kind string

// The kinds of sample.
const (
	KindExample Kind = "example" // what the document itself shows
	KindMinimal Kind = "minimal" // required parts only
	KindMaximal Kind = "maximal" // every part the schema names
)

// Sample is one body that conforms to its schema.
type Sample struct {
	Kind      Kind
	Name      string // unique among the samples of one operation: example-1, minimal, full
	Body      []byte
	MediaType string        // for the Content-Type field, with the parameters the body needs
	JSON      []byte        // the value that was judged; the same as Body for JSON media types, nil for a body that is no value
	Example   *spec.Example // of KindExample: where it was taken from
	Variation *Variation    // of KindBoundary, KindEnum, KindAbsent and KindFault: what differs from the maximal sample
	Left      []Refusal     // optional parts that could not be written, and keywords no validator could check
}

// Reason says in a stable word why there is no sample.
type Reason string

// The reasons.
const (
	ReasonExample       Reason = "example-does-not-conform" // the document's own example breaks its schema
	ReasonUnsatisfiable Reason = "unsatisfiable"            // nothing satisfies the schema
	ReasonEndless       Reason = "endless"                  // only an endless value would
	ReasonPattern       Reason = "pattern"                  // no text was found for a pattern
	ReasonBudget        Reason = "budget"                   // the work or the size allowed for one sample was spent
	ReasonReference     Reason = "reference"                // a reference leads nowhere
	ReasonKeyword       Reason = "keyword"                  // a keyword could not be compiled, so nothing proves the part
	ReasonMediaType     Reason = "media-type"               // bodies of this type are not written
	ReasonJudged        Reason = "judged"                   // a value was written, and the validator refused it
)

// Refusal says which sample there is not, or which part of one, and why.
type Refusal struct {
	Kind         Kind
	Name         string // the name the sample would have had
	MediaType    string
	Reason       Reason
	Message      string // what and where, in one line
	InstancePath string
	At           tree.Position // in the document
}

// Error returns the refusal in one line.
func (r Refusal) Error() string {
	return fmt.Sprintf("%s: %s: no %s at %s: %s", r.At, r.Reason, r.Name, label(r.InstancePath), r.Message)
}

// Maker writes the samples of one document. The zero Seed is a seed like any other. A Maker is safe for concurrent use
// and must not be copied once it was used.
type Maker struct {
	Document *spec.Document
	Seed     uint64

	once      sync.Once
	knowledge          // of schemas whose resource declares no $dynamicAnchor
	more      sync.Map // schema.Scope -> *knowledge
}

// knowledge is what is known of the schemas of one document in one scope.
type knowledge struct {
	source  source
	heights [3]*heights // by face
}

func (m *Maker) prepare() {
	m.once.Do(func() {
		m.knowledge = newKnowledge(source{set: m.Document.Schemas, is31: m.Document.Is31(), read: new(sync.Map)})
	})
}

func newKnowledge(s source) knowledge {
	s.known = new(sync.Map)
	r := knowledge{source: s}
	for face := range r.heights {
		r.heights[face] = &heights{source: s, face: schema.Face(face), known: map[*schema.Schema]int{}, fits: map[fit]bool{}}
	}
	return r
}

// knowledgeOf returns what is known of schemas where a value is judged by c.
func (m *Maker) knowledgeOf(c *schema.Schema) *knowledge {
	scope := c.Scope()
	if scope == (schema.Scope{}) {
		return &m.knowledge
	}
	if r, ok := m.more.Load(scope); ok {
		return r.(*knowledge)
	}
	s := m.source
	s.scope = scope
	r := newKnowledge(s)
	known, _ := m.more.LoadOrStore(scope, &r)
	return known.(*knowledge)
}

// Value returns a JSON value for the schema at n as it may stand in a request, a response or, for the zero face, anywhere. name
// is what the value is called, by which it is made to look real; draw is what it hangs on besides the seed, so that two
// values of one name differ. The error is a Refusal.
func (m *Maker) Value(n *tree.Node, face schema.Face, k Kind, name, draw string) ([]byte, error) {
	m.prepare()
	v, _, err := m.write(order{goal: m.source.goalOf(n), face: face, kind: k, draw: draw, name: name})
	if err != nil {
		return nil, refusal(err, n, k, string(k), "")
	}
	return v.appendTo(nil), nil
}
