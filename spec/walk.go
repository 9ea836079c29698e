package spec

import (
	"context"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// kind names an object of the standard. The walk knows at each place which one stands there: only so can it tell a reference
// from a property or an example that happens to be called $ref.
type kind string

const (
	kindRoot           kind = "OpenAPI"
	kindComponents     kind = "Components"
	kindPathItem       kind = "Path Item"
	kindOperation      kind = "Operation"
	kindParameter      kind = "Parameter"
	kindRequestBody    kind = "Request Body"
	kindMediaType      kind = "Media Type"
	kindEncoding       kind = "Encoding"
	kindResponse       kind = "Response"
	kindCallback       kind = "Callback"
	kindExample        kind = "Example"
	kindLink           kind = "Link"
	kindHeader         kind = "Header"
	kindSecurityScheme kind = "Security Scheme"
	kindSchema         kind = "Schema"
)

// field is one field of an object that leads to other objects.
type field struct {
	shape byte // '1' one object, '[' an array of them, '{' a map of them, '*' one or an array
	to    kind
}

// grammar lists, per object, the fields that lead on. Source: OpenAPI 3.0.3, section 4.7, and OpenAPI 3.1.0, section 4.8; for schemas
// JSON Schema 2020-12 too, whose keywords do no harm in 3.0.
var grammar = map[kind]map[string]field{
	kindRoot: {"paths": {'{', kindPathItem}, "webhooks": {'{', kindPathItem}, "components": {'1', kindComponents}},
	kindComponents: {
		"schemas": {'{', kindSchema}, "responses": {'{', kindResponse}, "parameters": {'{', kindParameter}, "examples": {'{', kindExample},
		"requestBodies": {'{', kindRequestBody}, "headers": {'{', kindHeader}, "securitySchemes": {'{', kindSecurityScheme},
		"links": {'{', kindLink}, "callbacks": {'{', kindCallback}, "pathItems": {'{', kindPathItem},
	},
	kindPathItem: {
		"parameters": {'[', kindParameter}, "get": {'1', kindOperation}, "put": {'1', kindOperation}, "post": {'1', kindOperation},
		"delete": {'1', kindOperation}, "options": {'1', kindOperation}, "head": {'1', kindOperation}, "patch": {'1', kindOperation}, "trace": {'1', kindOperation},
	},
	kindOperation: {
		"parameters": {'[', kindParameter}, "requestBody": {'1', kindRequestBody}, "responses": {'{', kindResponse}, "callbacks": {'{', kindCallback},
	},
	kindParameter:   {"schema": {'1', kindSchema}, "examples": {'{', kindExample}, "content": {'{', kindMediaType}},
	kindHeader:      {"schema": {'1', kindSchema}, "examples": {'{', kindExample}, "content": {'{', kindMediaType}},
	kindRequestBody: {"content": {'{', kindMediaType}},
	kindMediaType:   {"schema": {'1', kindSchema}, "examples": {'{', kindExample}, "encoding": {'{', kindEncoding}},
	kindEncoding:    {"headers": {'{', kindHeader}},
	kindResponse:    {"headers": {'{', kindHeader}, "content": {'{', kindMediaType}, "links": {'{', kindLink}},
	kindSchema: {
		"properties": {'{', kindSchema}, "patternProperties": {'{', kindSchema}, "dependentSchemas": {'{', kindSchema}, "$defs": {'{', kindSchema},
		"definitions": {'{', kindSchema}, "items": {'*', kindSchema}, "prefixItems": {'[', kindSchema}, "allOf": {'[', kindSchema},
		"anyOf": {'[', kindSchema}, "oneOf": {'[', kindSchema}, "not": {'1', kindSchema}, "if": {'1', kindSchema}, "then": {'1', kindSchema},
		"else": {'1', kindSchema}, "contains": {'1', kindSchema}, "propertyNames": {'1', kindSchema}, "additionalProperties": {'1', kindSchema},
		"additionalItems": {'1', kindSchema}, "unevaluatedItems": {'1', kindSchema}, "unevaluatedProperties": {'1', kindSchema}, "contentSchema": {'1', kindSchema},
	},
}

// walk visits each object of a document once, in its main file and in those its references lead to.
type walk struct {
	ctx   context.Context
	store *tree.Store
	// siblings says that fields beside a schema's $ref count, as they do in 3.1.
	siblings bool
	object   func(within, k kind, n *tree.Node) // within is the object n stands in; Components where that is unknown
	failed   func(*tree.RefError, kind, *tree.Node)
	alone    func(k kind, n *tree.Node) // n is a reference beside which nothing counts

	seen  map[*tree.Node]bool
	queue []visit
}

type visit struct {
	within, kind kind
	node         *tree.Node
}

// run visits everything that root leads to. References are followed one after the other, not inside each other, so that a long
// chain of them costs no stack.
func (w *walk) run(root *tree.Node) {
	w.seen = map[*tree.Node]bool{}
	w.queue = []visit{{"", kindRoot, root}}
	for len(w.queue) > 0 && w.ctx.Err() == nil {
		next := w.queue[0]
		w.queue = w.queue[1:]
		w.visit(next.within, next.kind, next.node)
	}
}

func (w *walk) visit(within, k kind, n *tree.Node) {
	if !n.Is(tree.Object) || w.seen[n] {
		return
	}
	w.seen[n] = true
	if ref := n.Get("$ref"); ref != nil {
		w.follow(within, k, n)
		// OpenAPI 3.0.3, section 4.7.23: what stands beside $ref is ignored, save in a Path Item; 3.1 lets it count in schemas too.
		if k != kindPathItem && (k != kindSchema || !w.siblings) {
			w.alone(k, n)
			return
		}
	}
	w.object(within, k, n)
	if k == kindCallback {
		for _, m := range members(n) {
			w.visit(k, kindPathItem, m.Value)
		}
		return
	}
	fields := grammar[k]
	for i := range n.Members {
		m := &n.Members[i]
		f, ok := fields[m.Name]
		if !ok {
			continue
		}
		switch {
		case f.shape == '{':
			for _, child := range m.Value.Members {
				// In maps keyed by a fixed vocabulary x- begins an extension; a property or a schema may be called so.
				if !strings.HasPrefix(child.Name, "x-") || f.to == kindSchema || f.to == kindHeader || f.to == kindExample {
					w.visit(k, f.to, child.Value)
				}
			}
		case f.shape == '[', f.shape == '*' && m.Value.Is(tree.Array):
			for _, child := range m.Value.Items {
				w.visit(k, f.to, child)
			}
		default:
			w.visit(k, f.to, m.Value)
		}
	}
}

// follow checks the reference n and queues what it leads to, which may stand outside of the components, or in another file.
func (w *walk) follow(within, k kind, n *tree.Node) {
	target, err := w.store.Resolve(w.ctx, n)
	if err == nil {
		w.queue = append(w.queue, visit{within, k, target})
		return
	}
	fault, ok := err.(*tree.RefError)
	if !ok {
		return
	}
	// A chain that fails further on is told at the link that fails, where the walk comes by as well.
	if at := n.Get("$ref").At; fault.At != at && fault.Kind != tree.RefCircular {
		if ref, isRef := n.Reference(); isRef {
			if next, err := w.store.Lookup(n.File(), ref); err == nil {
				w.queue = append(w.queue, visit{within, k, next})
				return
			}
		}
	}
	w.failed(fault, k, n)
}
