package spec

import (
	"context"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// methods are the fields of a Path Item that hold operations. Source: OpenAPI 3.0.3, section 4.7.9.
var methods = map[string]bool{"get": true, "put": true, "post": true, "delete": true, "options": true, "head": true, "patch": true, "trace": true}

// documentBuilder reads the objects of a document into its operations. What is missing or of the wrong kind is left out: the
// walk behind Problems tells about it.
type documentBuilder struct {
	ctx      context.Context
	store    *tree.Store
	document *Document
}

// resolve follows references and returns nil if they lead nowhere.
func (b *documentBuilder) resolve(n *tree.Node) *tree.Node {
	if n == nil {
		return nil
	}
	target, err := b.store.Resolve(b.ctx, n)
	if err != nil {
		return nil
	}
	return target
}

// named returns the members of a map whose names are the document's own to choose, such as of headers: x-request-id is no extension there.
func named(n *tree.Node) []tree.Member {
	if !n.Is(tree.Object) {
		return nil
	}
	return n.Members
}

// members returns the members of an object that are no extensions.
func members(n *tree.Node) []tree.Member {
	if !n.Is(tree.Object) {
		return nil
	}
	out := make([]tree.Member, 0, len(n.Members))
	for _, m := range n.Members {
		if !strings.HasPrefix(m.Name, "x-") {
			out = append(out, m)
		}
	}
	return out
}

func truth(n *tree.Node) bool {
	value, _ := n.Bool()
	return value
}

func (b *documentBuilder) operations() {
	for _, path := range members(b.document.Root.Get("paths")) {
		b.pathItem(path)
	}
}

// pathItem reads the operations of one path item.
func (b *documentBuilder) pathItem(path tree.Member) {
	item := b.resolve(path.Value)
	if !item.Is(tree.Object) {
		return
	}
	// A path item may be split between a reference and fields beside it; what both define is the reference's.
	items := []*tree.Node{item}
	if item != path.Value {
		items = append(items, path.Value)
	}
	shared := b.parameters(nil, item.Get("parameters"))
	seen := map[string]bool{}
	for _, from := range items {
		for _, m := range from.Members {
			if !methods[m.Name] || seen[m.Name] {
				continue
			}
			// The standard has no reference in this place, but documents in many files have.
			if n := b.resolve(m.Value); n.Is(tree.Object) {
				seen[m.Name] = true
				b.operation(strings.ToUpper(m.Name), path.Name, item, n, shared)
			}
		}
	}
}

func (b *documentBuilder) operation(method, path string, item, n *tree.Node, shared []*Parameter) {
	op := &Operation{
		ID:         n.Get("operationId").String(),
		Method:     method,
		Path:       path,
		Summary:    n.Get("summary").String(),
		Tags:       n.Get("tags").Strings(),
		Deprecated: truth(n.Get("deprecated")),
		Parameters: b.parameters(shared, n.Get("parameters")),
		Security:   b.document.Security,
		Servers:    b.document.Servers,
		Node:       n,
		PathNode:   item,
		segments:   parsePath(path),
	}
	if op.ID == "" {
		op.ID = method + " " + path
	}
	if security := n.Get("security"); security != nil {
		op.Security = b.requirements(security)
	}
	for _, from := range []*tree.Node{n, item} {
		if own := servers(from.Get("servers")); len(own) > 0 {
			op.Servers = own
			break
		}
	}
	if body := n.Get("requestBody"); body != nil {
		target := b.resolve(body)
		op.RequestBody = &RequestBody{Node: body, Unresolved: target == nil}
		if target != nil {
			op.RequestBody.Node = target
			op.RequestBody.Required = truth(target.Get("required"))
			op.RequestBody.Content = b.content(target.Get("content"))
		}
	}
	for _, m := range members(n.Get("responses")) {
		op.Responses = append(op.Responses, b.response(m))
	}
	b.document.Operations = append(b.document.Operations, op)
}

func (b *documentBuilder) response(m tree.Member) *Response {
	r := &Response{Status: m.Name, At: m.At, Node: m.Value}
	n := b.resolve(m.Value)
	if n == nil {
		r.Unresolved = true
		return r
	}
	r.Node = n
	r.Headers = b.headers(n.Get("headers"))
	r.Content = b.content(n.Get("content"))
	return r
}

// headers reads a map of headers. OpenAPI 3.0.3, sections 4.7.15 and 4.7.17: one called Content-Type is ignored.
func (b *documentBuilder) headers(n *tree.Node) []*Header {
	var out []*Header
	for _, h := range named(n) {
		header := b.resolve(h.Value)
		if header == nil || strings.EqualFold(h.Name, "Content-Type") {
			continue
		}
		out = append(out, &Header{
			Name:     h.Name,
			Required: truth(header.Get("required")),
			Explode:  truth(header.Get("explode")),
			Schema:   header.Get("schema"),
			Content:  b.content(header.Get("content")),
			Examples: b.examples(header),
			Node:     header,
			rules:    fieldRules(RuleResponseHeader, "header "+h.Name, schema.Response),
		})
	}
	return out
}

// parameters adds list to shared; a parameter with the same name and place takes the shared one's place.
func (b *documentBuilder) parameters(shared []*Parameter, list *tree.Node) []*Parameter {
	if list == nil {
		return shared
	}
	out := append([]*Parameter(nil), shared...)
	for _, item := range list.Items {
		n := b.resolve(item)
		if !n.Is(tree.Object) {
			continue
		}
		p := b.parameter(n)
		replaced := false
		for i, known := range out {
			if known.Name == p.Name && known.In == p.In {
				out[i], replaced = p, true
				break
			}
		}
		if !replaced {
			out = append(out, p)
		}
	}
	return out
}

// defaultStyles is the style of a parameter that declares none. Source: OpenAPI 3.0.3, section 4.7.12.2.1.
var defaultStyles = map[string]string{"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

func (b *documentBuilder) parameter(n *tree.Node) *Parameter {
	p := &Parameter{
		Name:       n.Get("name").String(),
		In:         n.Get("in").String(),
		Required:   truth(n.Get("required")),
		Deprecated: truth(n.Get("deprecated")),
		Style:      n.Get("style").String(),
		Schema:     n.Get("schema"),
		Content:    b.content(n.Get("content")),
		Examples:   b.examples(n),
		Node:       n,
	}
	switch p.In {
	case "path":
		p.Required = true
	case "query":
		p.AllowEmptyValue, p.AllowReserved = truth(n.Get("allowEmptyValue")), truth(n.Get("allowReserved"))
	}
	if p.Style == "" {
		p.Style = defaultStyles[p.In]
	}
	explode, declared := n.Get("explode").Bool()
	p.Explode = explode || !declared && p.Style == "form"
	p.what = p.In + " parameter " + p.Name
	p.rules = fieldRules(RuleRequestParameter, p.what, schema.Request)
	return p
}

func (b *documentBuilder) content(n *tree.Node) []*MediaType {
	var out []*MediaType
	for _, m := range members(n) {
		out = append(out, &MediaType{
			Type: m.Name, Schema: m.Value.Get("schema"), Examples: b.examples(m.Value), Encoding: b.encodings(m.Value.Get("encoding")),
			Node: m.Value, parsed: parseMediaRange(m.Name),
		})
	}
	return out
}

// encodings reads a map of Encoding Objects. Its keys are names of properties, which may begin with x-.
func (b *documentBuilder) encodings(n *tree.Node) []*Encoding {
	if !n.Is(tree.Object) {
		return nil
	}
	var out []*Encoding
	for _, m := range n.Members {
		e := &Encoding{
			Property: m.Name, ContentType: m.Value.Get("contentType").String(), Headers: b.headers(m.Value.Get("headers")),
			Style: m.Value.Get("style").String(), AllowReserved: truth(m.Value.Get("allowReserved")), Node: m.Value,
		}
		explode, declared := m.Value.Get("explode").Bool()
		e.Styled = e.Style != "" || declared || m.Value.Get("allowReserved") != nil
		if e.Style == "" {
			e.Style = "form"
		}
		e.Explode = explode || !declared && e.Style == "form"
		for one := range strings.SplitSeq(e.ContentType, ",") {
			if one = strings.TrimSpace(one); one != "" {
				e.types = append(e.types, parseMediaRange(one))
			}
		}
		out = append(out, e)
	}
	return out
}

// examples returns what example and examples of a media type, a parameter or a header hold.
func (b *documentBuilder) examples(n *tree.Node) []Example {
	var out []Example
	if value := n.Get("example"); value != nil {
		out = append(out, Example{Name: "example", Value: value})
	}
	for _, m := range named(n.Get("examples")) {
		if value := b.resolve(m.Value).Get("value"); value != nil {
			out = append(out, Example{Name: m.Name, Value: value})
		}
	}
	return out
}

func (b *documentBuilder) securitySchemes() {
	for _, m := range members(b.document.Root.Get("components").Get("securitySchemes")) {
		n := b.resolve(m.Value)
		if !n.Is(tree.Object) {
			continue
		}
		b.document.SecuritySchemes[m.Name] = &SecurityScheme{
			Name:          m.Name,
			Type:          n.Get("type").String(),
			In:            n.Get("in").String(),
			ParameterName: n.Get("name").String(),
			Scheme:        n.Get("scheme").String(),
			BearerFormat:  n.Get("bearerFormat").String(),
			Node:          n,
		}
	}
}

func (b *documentBuilder) requirements(list *tree.Node) []Requirement {
	if list == nil {
		return nil
	}
	out := []Requirement{}
	for _, item := range list.Items {
		requirement := Requirement{}
		for _, m := range item.Members {
			requirement = append(requirement, SchemeRef{Name: m.Name, Scopes: m.Value.Strings(), Scheme: b.document.SecuritySchemes[m.Name], At: m.At})
		}
		out = append(out, requirement)
	}
	return out
}
