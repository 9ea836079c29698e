package schema

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// resource is what JSON Schema calls a schema resource: a file, or a part of one that has an $id of its own.
// Source: JSON Schema 2020-12 Core, sections 4.3.5 and 8.2.
type resource struct {
	base       *url.URL // absolute, without fragment
	root       *tree.Node
	identified bool // an $id stands here or around: the file's name no longer counts
	anchors    map[string]*tree.Node
	dynamic    map[string]*tree.Node // those of anchors that $dynamicAnchor declares
	scoped     bool                  // has dynamic anchors, so that $dynamicRef must know it was entered
	silent     map[string]bool       // keywords the vocabulary of its $schema does not know
	problem    string                // of its $schema
	targets    atomic.Pointer[map[string]*Schema]
}

// metaschemas are the schemas of JSON Schema 2020-12 themselves, so that a reference to them needs no network.
//
//go:embed metaschema
var metaschemas embed.FS

const metaschemaBase = "https://json-schema.org/draft/2020-12/"

func compileRef(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind != tree.String {
		c.refuse(s, m, "must be a string, not %s", m.Value.Kind)
		return
	}
	target, _, err := c.resolve(s, m.Value.Text)
	if err != nil {
		c.refuse(s, m, "%v", err)
		return
	}
	s.ref = c.schema(target)
}

// resolve finds the node a reference in s names.
func (c *compiler) resolve(s *Schema, ref string) (*tree.Node, *resource, error) {
	if c.set.dialect == OpenAPI30 {
		n, err := c.set.store.Lookup(s.node.File(), ref)
		return n, nil, err
	}
	u, err := url.Parse(ref)
	if err != nil {
		return nil, nil, fmt.Errorf("reference %s is no URI: %w", ref, errors.Unwrap(err))
	}
	target, fragment := s.resource, u.Fragment
	if u.Fragment, u.RawFragment = "", ""; u.String() != "" {
		if target, err = c.load(s, u); err != nil {
			return nil, nil, err
		}
	}
	var n *tree.Node
	switch {
	case fragment == "":
		n = target.root
	case fragment[0] == '/':
		n = target.root.Lookup(fragment)
	default:
		n = target.anchors[fragment]
	}
	if n == nil {
		return nil, nil, fmt.Errorf("reference %s leads nowhere", ref)
	}
	return n, target, nil
}

// load returns the resource a URI reference without fragment names, reading its file if it must.
func (c *compiler) load(s *Schema, u *url.URL) (*resource, error) {
	full := s.resource.base.ResolveReference(u)
	key := full.String()
	if r := c.set.byID[key]; r != nil {
		return r, nil
	}
	var root *tree.Node
	var err error
	switch {
	case strings.HasPrefix(key, metaschemaBase):
		root, err = c.metaschema(key)
	case !s.resource.identified && !u.IsAbs():
		root, err = c.set.store.Lookup(s.node.File(), u.String())
	default:
		name := key
		if full.Scheme == "file" {
			name = strings.TrimPrefix(filepath.FromSlash(full.Path), "/")
		}
		var file *tree.File
		if file, err = c.set.store.Open(context.Background(), name); err == nil {
			root = file.Root
		}
	}
	if err != nil {
		return nil, err
	}
	c.scan(root.File())
	r := c.set.byRoot[root]
	c.set.byID[key] = r
	return r, nil
}

func (c *compiler) metaschema(key string) (*tree.Node, error) {
	data, err := metaschemas.ReadFile("metaschema/" + strings.TrimPrefix(key, metaschemaBase) + ".json")
	if err != nil {
		return nil, fmt.Errorf("reference %s names no schema of JSON Schema 2020-12", key)
	}
	file, err := c.set.store.Add(key, data)
	if err != nil {
		return nil, err
	}
	return file.Root, nil
}

// resourceOf returns the resource n belongs to: the nearest one around it.
func (c *compiler) resourceOf(n *tree.Node) *resource {
	c.scan(n.File())
	for ; n != nil; n = n.Parent() {
		if r := c.set.byRoot[n]; r != nil {
			return r
		}
	}
	return nil
}

// scan looks through a file for $id, $anchor and $dynamicAnchor, once.
func (c *compiler) scan(f *tree.File) {
	if c.set.files[f] != nil {
		return
	}
	base, err := url.Parse(f.Name)
	if err != nil || !base.IsAbs() || len(base.Scheme) < 2 { // one letter is a drive
		base = &url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(f.Name)}
	}
	base.Fragment = ""
	r := c.newResource(f.Root, base, false)
	c.set.files[f] = r
	at := outside
	if f.Root.Get("$schema") != nil || f.Root.Get("$id") != nil {
		at = keywords
	}
	c.look(f.Root, r, at)
}

func (c *compiler) newResource(root *tree.Node, base *url.URL, identified bool) *resource {
	r := &resource{root: root, base: base, identified: identified, anchors: map[string]*tree.Node{}, dynamic: map[string]*tree.Node{}}
	c.set.byRoot[root] = r
	c.set.resources = append(c.set.resources, r)
	if key := base.String(); c.set.byID[key] == nil {
		c.set.byID[key] = r
	}
	return r
}

// namesInside are keywords whose members are named by the document's author: a property called $id is no $id.
var namesInside = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true, "dependencies": true, "schemas": true,
}

// schemasInside are keywords whose value is a schema or a list of them.
var schemasInside = map[string]bool{
	"items": true, "prefixItems": true, "contains": true, "additionalProperties": true, "propertyNames": true, "if": true, "then": true, "else": true,
	"allOf": true, "anyOf": true, "oneOf": true, "not": true, "unevaluatedItems": true, "unevaluatedProperties": true, "contentSchema": true,
}

// valuesInside are keywords that hold values, not schemas.
var valuesInside = map[string]bool{"enum": true, "const": true, "default": true, "example": true, "examples": true}

// region says what the members of a node are.
type region uint8

const (
	outside  region = iota // no schema: a document's other objects, which may hold schemas
	keywords               // a schema
	names                  // names of the author's, with schemas behind them
)

// look goes through n, which belongs to r.
func (c *compiler) look(n *tree.Node, r *resource, at region) {
	for _, item := range n.Items {
		c.look(item, r, at)
	}
	if at != names && n.Kind == tree.Object {
		r = c.declare(n, r)
	}
	for _, m := range n.Members {
		switch {
		case at == names:
			c.look(m.Value, r, keywords)
		case valuesInside[m.Name]:
		case namesInside[m.Name]:
			c.look(m.Value, r, names)
		case at == outside && m.Name != "schema":
			c.look(m.Value, r, outside)
		case at == outside, schemasInside[m.Name]:
			c.look(m.Value, r, keywords)
		}
	}
}

// declare registers what the $id and the anchors of n name, and returns the resource n belongs to.
func (c *compiler) declare(n *tree.Node, r *resource) *resource {
	if id := n.Get("$id"); id.Is(tree.String) {
		if u, err := url.Parse(id.Text); err == nil {
			base := r.base.ResolveReference(u)
			base.Fragment, base.RawFragment = "", ""
			if c.set.byRoot[n] == nil {
				r = c.newResource(n, base, true)
			} else {
				r.base, r.identified = base, true
				c.set.byID[base.String()] = r
			}
		}
	}
	if anchor := n.Get("$anchor"); anchor.Is(tree.String) {
		r.anchors[anchor.Text] = n
	}
	if anchor := n.Get("$dynamicAnchor"); anchor.Is(tree.String) {
		r.anchors[anchor.Text], r.dynamic[anchor.Text], r.scoped = n, n, true
	}
	if n == r.root {
		c.vocabulary(r)
	}
	return r
}

// dialects are the values of $schema that mean JSON Schema 2020-12.
var dialects = map[string]bool{metaschemaBase + "schema": true, "https://spec.openapis.org/oas/3.1/dialect/base": true}

// vocabulary settles what the $schema of a resource changes. A dialect of one's own may leave the validation vocabulary out; then
// its keywords are annotations. Source: JSON Schema 2020-12 Core, section 8.1.2.
func (c *compiler) vocabulary(r *resource) {
	uri := strings.TrimSuffix(r.root.Get("$schema").String(), "#")
	if uri == "" || dialects[uri] {
		return
	}
	var meta *tree.Node
	if file, err := c.set.store.Open(context.Background(), uri); err == nil {
		meta = file.Root
	}
	vocabularies := meta.Get("$vocabulary")
	if vocabularies == nil {
		r.problem = fmt.Sprintf("%q is another dialect than JSON Schema 2020-12, or cannot be read; its schemas are read as 2020-12", uri)
		return
	}
	known := map[string]bool{}
	for _, m := range vocabularies.Members {
		name, ours := strings.CutPrefix(m.Name, metaschemaBase+"vocab/")
		if required, _ := m.Value.Bool(); !ours && required {
			r.problem = fmt.Sprintf("%q asks for the vocabulary %s, which is unknown here", uri, m.Name)
		}
		known[name] = ours
	}
	if !known["validation"] {
		r.silent = validationKeywords
	}
}

var validationKeywords = map[string]bool{
	"type": true, "const": true, "enum": true, "multipleOf": true, "maximum": true, "exclusiveMaximum": true, "minimum": true, "exclusiveMinimum": true,
	"maxLength": true, "minLength": true, "pattern": true, "maxItems": true, "minItems": true, "uniqueItems": true, "maxContains": true, "minContains": true,
	"maxProperties": true, "minProperties": true, "required": true, "dependentRequired": true,
}

// compileID only checks: look has registered what the keyword names.
func compileID(c *compiler, s *Schema, m tree.Member) {
	if m.Value.Kind != tree.String {
		c.refuse(s, m, "must be a string, not %s", m.Value.Kind)
	} else if _, err := url.Parse(m.Value.Text); err != nil && m.Name == "$id" {
		c.refuse(s, m, "%s is no URI", m.Value.Text)
	}
}

func compileSchemaURI(c *compiler, s *Schema, m tree.Member) {
	switch {
	case s.resource.root != s.node && !dialects[strings.TrimSuffix(m.Value.String(), "#")]:
		c.refuse(s, m, "names another dialect where that means nothing: it counts at the root of a file or beside an $id") // JSON Schema 2020-12 Core, section 8.1.1
	case s.resource.root == s.node && s.resource.problem != "":
		c.refuse(s, m, "%s", s.resource.problem)
	}
}
