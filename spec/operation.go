package spec

import (
	"sort"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Operation is one method on one path, with what its path item and the document add to it.
type Operation struct {
	ID          string // operationId; method and path ("GET /pets") if the document gives none
	Method      string // in upper case
	Path        string // the path template, for instance /pets/{petId}
	Summary     string
	Tags        []string
	Deprecated  bool
	Parameters  []*Parameter // the path item's first, those the operation repeats replaced by its own
	RequestBody *RequestBody // nil if none is declared
	Responses   []*Response  // in the order of the document
	Security    []Requirement
	Servers     []Server // of the operation, else of the path item, else of the document
	Node        *tree.Node
	PathNode    *tree.Node // the path item

	segments []segment // of Path
}

// Parameter is one declared parameter.
type Parameter struct {
	Name       string
	In         string // path, query, header or cookie
	Required   bool
	Deprecated bool
	Style      string       // the default of In if none is declared
	Explode    bool         // true for form and cookie's form unless declared
	Schema     *tree.Node   // nil if Content describes it
	Content    []*MediaType // nil if Schema describes it
	Examples   []Example
	Node       *tree.Node

	AllowEmptyValue bool // of a query parameter
	AllowReserved   bool // of a query parameter

	what  string // how messages call it
	rules *bodyRules
}

// RequestBody is what an operation takes.
type RequestBody struct {
	Required   bool
	Content    []*MediaType
	Node       *tree.Node
	Unresolved bool // it is a reference that leads nowhere, so nothing is known of its content
}

// Body is another name for RequestBody.
type Body = RequestBody

// MediaType is one entry of a content map.
type MediaType struct {
	Type     string     // as written: application/json, text/*, application/json; charset=utf-8
	Schema   *tree.Node // as written, perhaps a reference; nil if none is declared
	Examples []Example
	Encoding []*Encoding // in the order of the document
	Node     *tree.Node

	parsed mediaRange
}

// Encoding says how one property of a form is written. It counts in requests only. Source: OpenAPI 3.0.3, section 4.7.15.
type Encoding struct {
	Property      string
	ContentType   string // as written, perhaps a list with commas; empty if none is declared
	Headers       []*Header
	Style         string // form if none is declared
	Explode       bool   // true for form unless declared
	AllowReserved bool
	Styled        bool // style, explode or allowReserved is declared: then the property is written as a query parameter is
	Node          *tree.Node

	types []mediaRange
}

// Example is one example of a media type, a parameter or a header. Values that only an externalValue names are left out.
type Example struct {
	Name  string // its key in examples; "example" for the single one
	Value *tree.Node
}

// Response is one entry of an operation's responses.
type Response struct {
	Status     string // 200, 4XX or default, as written
	Headers    []*Header
	Content    []*MediaType // empty if no body is declared
	Node       *tree.Node
	At         tree.Position // where the status stands
	Unresolved bool          // it is a reference that leads nowhere, so only its status is known
}

// Header is one declared header of a response, or of a part of a multipart body.
type Header struct {
	Name     string
	Required bool
	Explode  bool
	Schema   *tree.Node   // nil if Content describes it
	Content  []*MediaType // nil if Schema describes it
	Examples []Example
	Node     *tree.Node

	rules *bodyRules
}

// Requirement is one way to be allowed in: all of its schemes together. An empty Requirement lets everybody in.
type Requirement []SchemeRef

// SchemeRef is one scheme of a Requirement.
type SchemeRef struct {
	Name   string
	Scopes []string
	Scheme *SecurityScheme // nil if the document does not define it
	At     tree.Position
}

// SecurityScheme is one entry of components.securitySchemes.
type SecurityScheme struct {
	Name          string // its key
	Type          string // apiKey, http, oauth2, openIdConnect or mutualTLS
	In            string // of an apiKey: header, query or cookie
	ParameterName string // of an apiKey
	Scheme        string // of http: basic, bearer, ...
	BearerFormat  string
	Node          *tree.Node
}

// Server is one server of the document.
type Server struct {
	URL         string // with its variables still in it
	Description string
	Variables   []Variable // sorted by name
	Node        *tree.Node // nil for the server that is assumed when none is declared
}

// Variable is one variable in the URL of a Server.
type Variable struct {
	Name, Default string
	Enum          []string
}

// Expand returns the URL with every variable replaced by its value, or by its default where values has none.
func (s Server) Expand(values map[string]string) string {
	url := s.URL
	for _, v := range s.Variables {
		value, ok := values[v.Name]
		if !ok {
			value = v.Default
		}
		url = strings.ReplaceAll(url, "{"+v.Name+"}", value)
	}
	return url
}

// Response returns what the operation declares for a status: the exact code, else its range, else default, else nil.
// Source: OpenAPI 3.0.3, section 4.7.16.
func (o *Operation) Response(status int) *Response {
	if o == nil {
		return nil
	}
	var digits [3]byte
	if status < 100 || status > 999 {
		status = 0
	}
	for i, rest := 2, status; i >= 0; i-- {
		digits[i], rest = '0'+byte(rest%10), rest/10
	}
	var ranged, fallback *Response
	for _, r := range o.Responses {
		switch {
		case r.Status == string(digits[:]):
			return r
		case len(r.Status) == 3 && r.Status[0] == digits[0] && strings.EqualFold(r.Status[1:], "XX"):
			ranged = r
		case r.Status == "default":
			fallback = r
		}
	}
	if ranged != nil {
		return ranged
	}
	return fallback
}

// Parameter returns the parameter with that place and name, or nil; names of headers are compared without regard to case.
func (o *Operation) Parameter(in, name string) *Parameter {
	for _, p := range o.Parameters {
		if p.In == in && (p.Name == name || in == "header" && strings.EqualFold(p.Name, name)) {
			return p
		}
	}
	return nil
}

// servers reads a list of Server Objects.
func servers(list *tree.Node) []Server {
	if list == nil {
		return nil
	}
	var out []Server
	for _, n := range list.Items {
		s := Server{URL: n.Get("url").String(), Description: n.Get("description").String(), Node: n}
		if variables := n.Get("variables"); variables != nil {
			for _, m := range variables.Members {
				s.Variables = append(s.Variables, Variable{Name: m.Name, Default: m.Value.Get("default").String(), Enum: m.Value.Get("enum").Strings()})
			}
			sort.Slice(s.Variables, func(i, j int) bool { return s.Variables[i].Name < s.Variables[j].Name })
		}
		out = append(out, s)
	}
	return out
}
