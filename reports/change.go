package reports

import (
	"cmp"
	"slices"
	"strings"
)

// What a report of KindDiff holds beyond that of a run: what changed between two documents, whom it breaks, and the proof.

// Class is what a change does to those who use the API. A policy maps classes to levels.
type Class string

// The classes, gravest first.
const (
	ClassWire       Class = "wire"       // a message that was right is rejected, or cannot be sent at all; or one may come that was not allowed
	ClassUnpromised Class = "unpromised" // a part of an answer that was promised no longer is: whoever reads it breaks, though every answer is valid
	ClassTyped      Class = "typed"      // only generated or exhaustive code is disturbed
	ClassUnproven   Class = "unproven"   // neither a proof that it breaks nor one that it is safe was found
	ClassCompatible Class = "compatible" // every message that was right stays right, and that was established
	ClassProse      Class = "prose"      // descriptions, examples, extensions: no message is touched
)

// Classes returns every class, gravest first.
func Classes() []Class {
	return []Class{ClassWire, ClassUnpromised, ClassTyped, ClassUnproven, ClassCompatible, ClassProse}
}

// Direction is the way a message goes, seen from the client.
type Direction string

// The directions. What a webhook or a callback carries is sent by the vendor and read by the client: its payload is a DirectionResponse, the
// answer the client gives to it a DirectionRequest.
const (
	DirectionRequest  Direction = "request"  // the client sends it
	DirectionResponse Direction = "response" // the client reads it
)

// The kinds of change.
const (
	ChangeAdded   = "added"   // it stands in the revision only
	ChangeRemoved = "removed" // it stands in the base only
	ChangeChanged = "changed" // it stands in both, with another meaning
	ChangeRenamed = "renamed" // it has the same meaning under another name; before and after are the names
	ChangeMoved   = "moved"   // it has the same name and meaning at another place; before and after are the places
)

// Change is what differs between two documents, in words two people can compare.
type Change struct {
	Kind   string `json:"kind"`   // one of ChangeAdded, ChangeRemoved, ChangeChanged, ChangeRenamed and ChangeMoved
	Before string `json:"before"` // what the base says, such as "string, at most 20 characters"; empty for what was added
	After  string `json:"after"`  // what the revision says; empty for what was removed
}

// Place is where something stands in one of two documents. Of what was removed or added, the place in the document that lacks it is that of
// the nearest thing around it.
type Place struct {
	Location        // file, line and column; file is relative to where the program was started, or the name that was asked for
	Pointer  string `json:"pointer,omitempty"` // JSON pointer into the file with its #, such as #/components/schemas/X/properties/y
}

// Reach is one way on which a message meets a change. A component is reached from many operations, on many paths.
type Reach struct {
	Operation string    `json:"operation"` // operationId, or method and path where there is none; the name of a webhook
	Direction Direction `json:"direction"` // which way the message goes
	Path      string    `json:"path"`      // where in it: "body /user/address/0/street", "query parameter limit", "status 200 header X-Next"
}

// The proofs of a Witness.
const (
	ProofRejected   = "rejected"   // one version accepts the message, the other rejects it
	ProofUnpromised = "unpromised" // the base declares a part of the message, the revision no longer does
	ProofUnroutable = "unroutable" // the message has nowhere to go: its operation, media type, parameter or server is gone
)

// Witness is the proof of a change: one whole message on which the two versions differ.
type Witness struct {
	Direction  Direction `json:"direction"`        // which way the message goes
	Message    string    `json:"message"`          // the message as HTTP: request line or status line, header fields, an empty line, body
	AcceptedBy string    `json:"accepted_by"`      // the version that accepts it: base or revision
	RejectedBy string    `json:"rejected_by"`      // the version that rejects it, or no longer promises it
	Proof      string    `json:"proof"`            // ProofRejected, ProofUnpromised or ProofUnroutable
	Judges     []string  `json:"judges,omitempty"` // who gave both verdicts besides Plumbline itself: kin-openapi, jsonschema
	Reason     string    `json:"reason"`           // why the one rejects it, on one line
}

// The versions a Witness names.
const (
	VersionBase     = "base"
	VersionRevision = "revision"
)

// Changes counts what a diff found, by what it does. A change that a policy leaves out of the findings is counted all the same; so is one
// that a waiver excuses, apart from Breaks.
type Changes struct {
	Classes map[Class]int     `json:"classes"` // changes by class; one for each root cause
	Breaks  map[Direction]int `json:"breaks"`  // findings of class wire or unpromised by the direction they break; one that breaks both counts in each
}

// FailOn is from which level on a diff fails.
type FailOn string

// The words of --fail-on.
const (
	FailOnError   FailOn = "error"
	FailOnWarning FailOn = "warning"
	FailOnNever   FailOn = "never"
)

// Gate is how a diff was weighed, so that a saved record comes to the same verdict.
type Gate struct {
	Policy string `json:"policy"`  // strict, typed, plaid, or the file it was read from
	FailOn FailOn `json:"fail_on"` // from which level on it fails
}

// Fails reports whether a finding of level l fails the diff. The zero Gate and nil fail on errors.
func (g *Gate) Fails(l Level) bool {
	if g == nil {
		return l == LevelError
	}
	switch g.FailOn {
	case FailOnNever:
		return false
	case FailOnWarning:
		return l == LevelError || l == LevelWarning
	default:
		return l == LevelError
	}
}

// Breaking reports whether a change of this class breaks someone: wire and unpromised do.
func (c Class) Breaking() bool { return c == ClassWire || c == ClassUnpromised }

// SummariseDiff counts and orders the findings of a diff as Summarise does for a run: gravest first, those of one level by class and then in
// the order given; what a Waiver excuses comes back as known. The hidden are changes of each class that the policy leaves out of the
// findings: they are only counted. Findings that lack a fingerprint get one of rule, operation and the pointer in the document that has it.
func SummariseDiff(all []Finding, hidden map[Class]int) (summary Summary, findings, known []Finding) {
	all = slices.Clone(all)
	for i := range all {
		f := &all[i]
		if f.Fingerprint == "" {
			f.Fingerprint = Fingerprint(f.Rule, f.Operation, "", f.Pointer())
		}
	}
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(a.Class.rank(), b.Class.rank()) })
	summary, findings, known = Summarise(nil, all...)
	changes, operations := emptyChanges(), map[string]bool{}
	for class, n := range hidden {
		changes.Classes[class] += n
	}
	for _, f := range findings {
		changes.count(f.Class)
		if f.Class.Breaking() {
			for _, d := range f.Directions() {
				changes.Breaks[d]++
			}
		}
	}
	for _, f := range known {
		changes.count(f.Class)
	}
	for _, f := range all {
		for _, id := range f.Operations {
			operations[id] = true
		}
	}
	summary.Changes, summary.Operations = changes, len(operations)
	return summary, findings, known
}

// Pointer is where a change stands, as a JSON pointer with its #: in the revision, or in the base if it was removed; empty for what is no
// change.
func (f *Finding) Pointer() string {
	place := f.Revision
	if place == nil || f.Change != nil && f.Change.Kind == ChangeRemoved && f.Base != nil {
		place = f.Base
	}
	if place == nil {
		return ""
	}
	return place.Pointer
}

// unreached counts the changes in components that no message reaches: they are read by people only.
func (r *Report) unreached() int {
	n := 0
	for _, f := range r.Findings {
		if f.quiet() && len(f.Operations)+len(f.Reaches) == 0 && strings.HasPrefix(f.Pointer(), "#/components/") {
			n++
		}
	}
	return n
}

// rank is the place of a class among all, gravest first. What has none, such as a fault of a document, stands before what nobody has to look
// at.
func (c Class) rank() int {
	if i := slices.Index(Classes(), c); i >= 0 {
		return 2 * i
	}
	return 2*slices.Index(Classes(), ClassCompatible) - 1
}

// count counts a finding of class c; what has no class is no change.
func (c *Changes) count(class Class) {
	if class != "" {
		c.Classes[class]++
	}
}

// emptyChanges has every class and direction at zero, so that a reader of the record always finds them.
func emptyChanges() *Changes {
	changes := &Changes{Classes: map[Class]int{}, Breaks: map[Direction]int{DirectionRequest: 0, DirectionResponse: 0}}
	for _, class := range Classes() {
		changes.Classes[class] = 0
	}
	return changes
}

// Directions returns the directions f breaks: its own, or both if it breaks both ways; none if it touches no message.
func (f *Finding) Directions() []Direction {
	switch {
	case f.BothWays:
		return []Direction{DirectionRequest, DirectionResponse}
	case f.Direction == "":
		return nil
	default:
		return []Direction{f.Direction}
	}
}
