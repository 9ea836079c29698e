package spec

import (
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Answer is one response as it came back.
type Answer struct {
	Status    int
	Header    http.Header
	Body      []byte
	Tape      *tape.Tape // Body as it was read already, and not yet released; nil where nobody did
	Truncated bool       // the body is not whole, so what it says is not judged
}

// Ask is one request as it was, or would be, sent.
type Ask struct {
	// Path is the path as on the request line, percent-encoded, below the server's URL. Path parameters are read from it, so that a
	// delimiter that is part of a value is told from one that parts values. Without it, or where it is not the operation's, they are
	// taken from PathParameters.
	Path           string
	PathParameters map[string]string // decoded values, as Route returns them
	Query          string            // as on the request line, without the question mark
	Header         http.Header       // cookies included
	Body           []byte
}

// Fault is one promise that a message breaks.
type Fault struct {
	Rule         string // one of the Rule constants
	Keyword      string // of a schema's fault: type, required, enum, ...
	Message      string // received ...; promised ...
	Received     string
	Promised     string
	Fix          string // one sentence to act on
	Clause       string // the clauses of the standards the rule stands on
	InstancePath string // JSON pointer into the body; empty for its root and for what is not in the body
	KeywordPath  string // JSON pointer into the document, through the references that were followed
	At           tree.Position
	Warning      bool // it is by the letter, but nobody's reader breaks
}

// The rules a response is judged by, in the order they are judged.
const (
	RuleStatusDocumented    = "status-documented"     // the status is declared, exactly, by range, or by default
	RuleBodyPresent         = "body-present"          // a body is there where content is declared, and nowhere HTTP forbids one
	RuleMediaTypeDocumented = "media-type-documented" // the Content-Type, of the body and of each of its parts, is a declared one
	RuleResponseHeader      = "response-header"       // required headers are there and conform to their schemas
	RuleJSONWellFormed      = "json-well-formed"      // a JSON body is one well-formed value
	RuleMultipartWellFormed = "multipart-well-formed" // a multipart body is parted by its boundary, and its parts are named
	RuleResponseSchema      = "response-schema"       // the body conforms to the schema of its media type
)

// The rules a request is judged by.
const (
	// RuleRequestParameter: required parameters are there and conform to their schemas. A query parameter that is not declared is a
	// warning: the standard forbids none and a server most often ignores it, so the request is not wrong; but a misspelt optional
	// parameter shows in nothing else.
	RuleRequestParameter = "request-parameter"
	RuleRequestBody      = "request-body"       // a required body is there
	RuleRequestMediaType = "request-media-type" // the Content-Type, of the body and of each of its parts, is a declared one
	RuleRequestJSON      = "request-json"       // a JSON body is one well-formed value
	RuleRequestMultipart = "request-multipart"  // a multipart body is parted by its boundary, and its parts are named and have the declared headers
	RuleRequestSchema    = "request-schema"     // the body conforms to the schema of its media type
)

var ruleOrder = [...]string{
	RuleStatusDocumented, RuleBodyPresent, RuleMediaTypeDocumented, RuleResponseHeader, RuleJSONWellFormed, RuleMultipartWellFormed, RuleResponseSchema,
	RuleRequestParameter, RuleRequestBody, RuleRequestMediaType, RuleRequestJSON, RuleRequestMultipart, RuleRequestSchema,
}

// Judgement is what was found in one message.
type Judgement struct {
	Faults    []Fault    // in the order of the rules, then of the body
	Response  *Response  // the declared response that applied; nil for a request or an undeclared status
	MediaType *MediaType // the declared media type that applied; nil if none did
	Notes     []string   // why a rule that should apply could not: a schema that cannot be compiled, a way to write that the standard leaves open

	applied uint16
}

// Applied reports whether a rule was judged. "Did not apply" is not "held": a body that is no JSON has no JSON to be well-formed.
func (j *Judgement) Applied(rule string) bool { return j.applied&ruleBit(rule) != 0 }

// ruleBit returns the bit of a rule in Judgement.applied; 0 for a name that is none.
func ruleBit(rule string) uint16 {
	for i := range ruleOrder {
		if ruleOrder[i] == rule {
			return 1 << i
		}
	}
	return 0
}

// Rules returns the rules that were judged, in their order.
func (j *Judgement) Rules() []string {
	var out []string
	for i, rule := range ruleOrder {
		if j.applied&(1<<i) != 0 {
			out = append(out, rule)
		}
	}
	return out
}

// Holds reports whether no promise was broken; warnings break none.
func (j *Judgement) Holds() bool {
	for i := range j.Faults {
		if !j.Faults[i].Warning {
			return false
		}
	}
	return true
}

func (j *Judgement) apply(rule string) { j.applied |= ruleBit(rule) }

// note records why a rule could not be judged, once.
func (j *Judgement) note(text string) {
	if !slices.Contains(j.Notes, text) {
		j.Notes = append(j.Notes, text)
	}
}

// fault records a broken promise; the message is made of what was received and promised.
func (j *Judgement) fault(f Fault) {
	if f.Message == "" {
		f.Message = "received " + f.Received + "; promised " + f.Promised
	}
	j.Faults = append(j.Faults, f)
}

// name says, in the faults from the given one on, which parameter or header they are about: an instance path alone would point into the
// body.
func (j *Judgement) name(from int, what string) {
	for i := range j.Faults[from:] {
		f := &j.Faults[from+i]
		f.Message, f.InstancePath = what+": "+f.Message, ""
	}
}
