// Package packs knows what no document says of an API: how its credentials travel, which operations create and remove
// what, where secrets stand, how the real API departs from its documents, and which workflows its users go through.
//
// It promises one file per API. A pack is read strictly: whatever is misspelt or does not fit together is an error with its
// place, and all errors come at once. It sends nothing and reads no document; whether the document has the operations a
// pack names is for those to say who hold both.
//
//	name or path -> YAML -> Pack, every name in it checked against the others
//
//	pack, err := packs.Load("plaid-partner")
//	face, err := pack.Face("")                      // the API's own way of authentication
//	about := pack.Operation("partnerCustomerCreate") // creates an end_customer
package packs

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/overlay"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Pack is what Plumbline knows of one API.
type Pack struct {
	Name        string           // the pack's own: plaid-partner
	Title       string           // of the API, for people
	Document    string           // the document used if no other is given: a pinned name, a path or a URL
	Overlay     *overlay.Overlay // what is known of answers and the document leaves out; nil if nothing is
	ErrorCode   string           // JSON pointer to the code in an error's body; "" if errors carry none
	NoOperation []string         // error codes that say of a path, and of nothing else, that there is none; empty if none are known
	NoCaller    []string         // error codes that say of whoever asks, and of nothing else, that it may not; empty if none are known
	RequestID   string           // JSON pointer to what names the request in every answer's body; "" if nothing does
	Credentials []Credential
	Faces       []Face
	DefaultFace string // the name of the face the real API shows
	Resources   []Resource
	Operations  []Operation
	Webhooks    []string // patterns of the names of components that are bodies of webhooks, with * for any letters; empty if none is known
	Secrets     Secrets
	Either      []Either
	Deviations  []Deviation
	Workflows   []*arazzo.Workflow
}

// Credential is one value with which a caller proves who it is.
type Credential struct {
	Name     string     `yaml:"name"`
	Variable string     `yaml:"variable"` // the environment variable that holds it
	Other    string     `yaml:"other"`    // the variable for a second caller, in cross-tenant cases; "" if none is read
	Header   string     `yaml:"header"`   // the header that carries it; "" if none does
	Body     string     `yaml:"body"`     // the top-level property that carries it; "" if none does
	Query    string     `yaml:"query"`    // the query parameter that carries it; "" if none does
	Secret   bool       `yaml:"secret"`   // whether it must never be shown
	Default  string     `yaml:"default"`  // used if the variable is not set; "" if there is no default
	Wrong    string     `yaml:"wrong"`    // a well-formed value that belongs to nobody; "" if none is known
	Form     string     `yaml:"form"`     // a regular expression that all of its values match; "" if none is known
	Scheme   string     `yaml:"scheme"`   // its name among the document's securitySchemes
	Node     *tree.Node `yaml:"."`
	field    string     // Header in its canonical form, worked out when the pack was read
}

// Field returns the canonical name of the header field that carries the credential, by which http.Header knows it; "" if none does.
func (c *Credential) Field() string {
	if strings.EqualFold(c.field, c.Header) {
		return c.field
	}
	return http.CanonicalHeaderKey(c.Header)
}

// Hides says whether a credential of the pack must not be shown to anybody: its name holds a word that the pack calls secret, or, where that is so of no credential,
// it is kept out of reports. An id that is kept out of reports may be shown to whom it belongs.
func (p *Pack) Hides(c *Credential) bool {
	named := func(name string) bool {
		return slices.ContainsFunc(p.Secrets.Names, func(word string) bool { return strings.Contains(strings.ToLower(name), strings.ToLower(word)) })
	}
	if !c.Secret || named(c.Name) {
		return named(c.Name)
	}
	return !slices.ContainsFunc(p.Credentials, func(other Credential) bool { return named(other.Name) })
}

// Face is one way in which an API treats credentials. The real API and its document may show different ones.
type Face struct {
	Name     string   `yaml:"name"`
	Summary  string   `yaml:"summary"`
	Places   []string `yaml:"places"`   // where credentials are accepted: header, body, query
	Optional []string `yaml:"optional"` // names of credentials that may be absent
	Refused  []int    `yaml:"refused"`  // statuses that refuse bad credentials, the usual one first
	Codes    []string `yaml:"codes"`    // error codes of such a refusal; empty if they are not looked at
	// Excuses are error codes with which a body that keeps to the document may be refused all the same, for what no document holds: an
	// account that lacks a product, a logo that only some customers need.
	Excuses []string   `yaml:"excuses"`
	Node    *tree.Node `yaml:"."`
}

// Resource is something the API keeps, from when an operation creates it until another removes it.
type Resource struct {
	Name      string     `yaml:"name"`
	Create    string     `yaml:"create"`    // operationId
	Remove    string     `yaml:"remove"`    // operationId; "" if nothing removes it
	ID        string     `yaml:"id"`        // JSON pointer to the id in the answer of Create
	Parameter string     `yaml:"parameter"` // where the other operations name the id: a JSON pointer into their bodies, or {name} of a parameter
	Variable  string     `yaml:"variable"`  // the environment variable with the id of one that exists; "" if none is read
	Unknown   string     `yaml:"unknown"`   // a well-formed id that exists nowhere
	NotFound  []int      `yaml:"not_found"` // statuses that say there is no such resource
	State     string     `yaml:"state"`     // JSON pointer to its state in the answer of Create; "" if it has none
	Ready     string     `yaml:"ready"`     // the state in which it can be changed; "" if it always can
	Unique    []string   `yaml:"unique"`    // JSON pointers in the body of Create to values no two resources may share
	Taken     []string   `yaml:"taken"`     // error codes that say there is one with such a value already
	Kept      []Kept     `yaml:"kept"`      // what it is created with and is shown with it until it is changed; empty if nothing is known
	Node      *tree.Node `yaml:"."`
}

// Kept is a text with which a resource is created, and that answers about it show until an operation with another effect
// than read and create is asked for it: one that is not refused may have changed the text, unless the pack says that it Keeps what there was.
type Kept struct {
	Given string     `yaml:"given"` // JSON pointer in the body of Create
	Shown string     `yaml:"shown"` // JSON pointer in every answer that shows the resource with its id
	Node  *tree.Node `yaml:"."`
}

// InParameter returns the name of the parameter where an id stands in one, as in {name}; "" where it stands in a body.
func InParameter(place string) string {
	if name, ok := strings.CutPrefix(place, "{"); ok {
		return strings.TrimSuffix(name, "}")
	}
	return ""
}

// Effect is what calling an operation does.
type Effect string

// The effects. Everything but Read writes; so does an operation without an effect, for nobody said that it does not.
const (
	Read   Effect = "read"
	Create Effect = "create"
	Change Effect = "change"
	Remove Effect = "remove"
)

var effects = []string{string(Read), string(Create), string(Change), string(Remove)}

// UnmarshalText takes read, create, change or remove.
func (e *Effect) UnmarshalText(text []byte) error {
	for _, known := range effects {
		if string(text) == known {
			*e = Effect(known)
			return nil
		}
	}
	return fmt.Errorf("not one of %s%s", strings.Join(effects, ", "), didYouMean(string(text), effects))
}

// Operation is what the pack knows of one operation of the document.
type Operation struct {
	ID           string     `yaml:"id"`           // operationId
	Effect       Effect     `yaml:"effect"`       // what calling it does
	Resource     string     `yaml:"resource"`     // the resource it is about; "" if none
	Parameter    string     `yaml:"parameter"`    // where it names the id, if that is not where its resource says
	Irreversible bool       `yaml:"irreversible"` // whether the API offers no way back
	Keeps        bool       `yaml:"keeps"`        // whether what it changes is none of what its resource was created with; see Kept
	Node         *tree.Node `yaml:"."`
}

// Secrets says where messages hold secrets, besides the caller's own credentials.
type Secrets struct {
	Names  []string   `yaml:"names"`  // words; a property whose name holds one, in any case, is secret wherever it stands, with all that is below it
	Places []string   `yaml:"places"` // JSON pointers into answers; a segment * stands for every one
	Node   *tree.Node `yaml:"."`
}

// Either is a kind of request to which, under one face, no answer is wrong: the document says one thing, and the real API may do another, or
// nobody knows what it does. What the server does with such a request is still held to everything else.
type Either struct {
	Face         string     `yaml:"face"`          // the face under which it is so; "" for every one
	Operation    string     `yaml:"operation"`     // "" for every operation
	InstancePath string     `yaml:"instance_path"` // of what differs from a plain request; a segment * stands for every one; "" for every place
	Kind         string     `yaml:"kind"`          // what differs: one of EitherKinds
	Reason       string     `yaml:"reason"`
	Node         *tree.Node `yaml:"."`
}

// EitherKinds are what may differ. undeclared is a property that the document does not name, where it takes more in so many words; null is null where a value need not be, required-null where it must; the other words up to "required" are keywords that a body breaks;
// absent and boundary are bodies that keep to the document, and other-case is a credential with a letter in the other case, by its place in a body.
var EitherKinds = []string{"null", "required-null", "type", "enum", "format", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern", "additionalProperties", "required", "absent", "boundary", "undeclared", "other-case"}

// Excuses reports whether e is about a request with these fields.
func (e Either) Excuses(face, operation, instancePath, kind string) bool {
	return e.Kind == kind && (e.Face == "" || e.Face == face) && (e.Operation == "" || e.Operation == operation) &&
		(e.InstancePath == "" || matches(e.InstancePath, instancePath))
}

// Deviation is a known way in which the real API departs from its documents. A finding it excuses is a note.
type Deviation struct {
	Rule         string     `yaml:"rule"`          // the rule that would find it
	Operation    string     `yaml:"operation"`     // "" for every operation
	InstancePath string     `yaml:"instance_path"` // a segment * stands for every one; "" for every place
	Received     string     `yaml:"received"`      // what the finding's received must hold; "" for anything
	Until        string     `yaml:"until"`         // the first version of the document without it; "" if there is none
	Reason       string     `yaml:"reason"`
	Node         *tree.Node `yaml:"."`
}

// Operation returns what is known of an operation; for one that is not listed an Operation without effect.
func (p *Pack) Operation(id string) Operation {
	for _, op := range p.Operations {
		if op.ID == id {
			return op
		}
	}
	return Operation{ID: id}
}

// OperationFor is Operation with the method's word for one that is not listed: GET, HEAD, OPTIONS and TRACE read, all others
// change, and nobody has said that it can be undone. Source: RFC 9110, section 9.2.1.
func (p *Pack) OperationFor(id, method string) Operation {
	op := p.Operation(id)
	if op.Effect != "" {
		return op
	}
	switch strings.ToUpper(method) {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		op.Effect = Read
	default:
		op.Effect, op.Irreversible = Change, true
	}
	return op
}

// About returns the resource that an operation is about, nil if none, and where the operation names its id: a JSON pointer into the body, or {name}
// of a parameter.
func (p *Pack) About(operation string) (resource *Resource, place string) {
	op := p.Operation(operation)
	if resource = p.Resource(op.Resource); resource == nil {
		return nil, ""
	}
	return resource, cmp.Or(op.Parameter, resource.Parameter)
}

// Resource returns the resource called name, or nil.
func (p *Pack) Resource(name string) *Resource {
	for i := range p.Resources {
		if p.Resources[i].Name == name {
			return &p.Resources[i]
		}
	}
	return nil
}

// Credential returns the credential called name, or nil.
func (p *Pack) Credential(name string) *Credential {
	for i := range p.Credentials {
		if p.Credentials[i].Name == name {
			return &p.Credentials[i]
		}
	}
	return nil
}

// Face returns the face called name, and the default one for "": the zero Face where the pack has none. The error lists the known faces.
func (p *Pack) Face(name string) (Face, error) {
	if name == "" && len(p.Faces) == 0 {
		return Face{}, nil
	}
	if name == "" {
		name = p.DefaultFace
	}
	var known []string
	for _, face := range p.Faces {
		if face.Name == name {
			return face, nil
		}
		known = append(known, face.Name)
	}
	return Face{}, fmt.Errorf("pack %s: unknown face %q%s; it has %s", p.Name, name, didYouMean(name, known), strings.Join(known, ", "))
}

// Accepts reports whether credentials may stand in place, header or body.
func (f Face) Accepts(place string) bool {
	for _, p := range f.Places {
		if p == place {
			return true
		}
	}
	return false
}

// matches compares two JSON pointers; a segment * of pattern stands for any segment.
func matches(pattern, pointer string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(pointer, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != "*" && want[i] != got[i] {
			return false
		}
	}
	return true
}
