package spec

import (
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// What kin-openapi really does, as of v0.152: it stops at the first reference that leads nowhere, it reads only one file unless
// told otherwise, it gives lines for YAML only, and it wraps each error in the places it came through. So it is asked
// last, about a document whose references all lead somewhere, and its wrappers are followed down our own tree to a line. Examples,
// defaults and patterns are judged by ours.

// saidAlready are codes of kin-openapi for what rules of ours tell with a better place.
var saidAlready = map[string]bool{
	"duplicate-operation-id": true, "path-parameters-mismatch": true, "path-parameter-required": true, "unresolved-ref": true,
	"security-requirement-scheme-undefined": true, "operation-responses-required": true, "responses-required": true,
	"example-violates-schema": true, "default-violates-schema": true, "schema-pattern-regex-invalid": true,
	"schema-type-unsupported": true, "duplicate-parameter": false,
}

// lintLevels is the level of each code that is not a warning: what merely clutters a document is a note.
var lintLevels = map[string]string{
	"extra-sibling-fields": LevelNote, "duplicate-tag": LevelNote, "duplicate-required-field": LevelNote,
	"schema-items-required": LevelWarning, "conflicting-paths": LevelError, "path-must-start-with-slash": LevelError,
	"parameter-in-invalid": LevelError, "duplicate-parameter": LevelError,
}

// lint asks kin-openapi about the document.
func (c *collector) lint() {
	if len(c.document.Store.Files()) != 1 || c.ctx.Err() != nil {
		return
	}
	loader := openapi3.NewLoader()
	loader.Context = c.ctx
	loader.IsExternalRefsAllowed = false
	loader.ReadFromURIFunc = func(*openapi3.Loader, *url.URL) ([]byte, error) { return nil, io.ErrUnexpectedEOF }
	doc, err := loader.LoadFromData(lintJSON(nil, c.document.Root))
	if err != nil {
		// Ours found no such fault: a construct that kin-openapi does not know is no fault of the document.
		if c.ctx.Err() == nil && !hasErrors(c.problems) {
			c.add("lint-unreadable", LevelNote, c.document.Root, tree.Position{}, "check the place it names; the document is judged all the same",
				"kin-openapi cannot read the document: %s", firstLine(err.Error()))
		}
		return
	}
	err = doc.Validate(c.ctx, openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(),
		openapi3.DisableSchemaPatternValidation(), openapi3.AllowExtraSiblingFields("pathItems"))
	if err != nil && c.ctx.Err() == nil {
		c.lintError(err, lintPlace{c.document.Root, c.document})
	}
}

// lintJSON writes n as JSON for kin-openapi, which looks at a component again wherever it is used: on a document of 4 MB that
// takes seconds. So a schema that is a bare reference to a component, which is looked at anyway, becomes one that says nothing.
func lintJSON(b []byte, n *tree.Node) []byte {
	switch n.Kind {
	case tree.Object:
		if ref, ok := n.Reference(); ok && n.Name() == "schema" && strings.HasPrefix(ref, "#/components/schemas/") {
			return append(b, "{}"...)
		}
		b = append(b, '{')
		for i, m := range n.Members {
			if i > 0 {
				b = append(b, ',')
			}
			b = (&tree.Node{Kind: tree.String, Text: m.Name}).AppendJSON(b)
			b = lintJSON(append(b, ':'), m.Value)
		}
		return append(b, '}')
	case tree.Array:
		b = append(b, '[')
		for i, item := range n.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = lintJSON(b, item)
		}
		return append(b, ']')
	}
	return n.AppendJSON(b)
}

func hasErrors(problems []Problem) bool {
	for _, p := range problems {
		if p.Level == LevelError {
			return true
		}
	}
	return false
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// lintPlace follows the wrappers of an error down the tree. A wrapper that leads nowhere leaves the place where it is.
type lintPlace struct {
	node     *tree.Node
	document *Document
}

func (p lintPlace) to(names ...string) lintPlace {
	n := p.node
	for _, name := range names {
		if n = p.document.Resolve(n).Get(name); n == nil {
			return p
		}
	}
	p.node = n
	return p
}

// sections are the fields of components by the words kin-openapi has for their entries.
var sections = map[string]string{
	"schema": "schemas", "parameter": "parameters", "header": "headers", "request body": "requestBodies", "response": "responses",
	"security scheme": "securitySchemes", "example": "examples", "link": "links", "callback": "callbacks", "path item": "pathItems",
}

// lintError flattens an error into its leaves and tells each.
func (c *collector) lintError(err error, at lintPlace) {
	switch e := err.(type) {
	case openapi3.MultiError:
		for _, part := range e {
			c.lintError(part, at)
		}
		return
	case *openapi3.SectionValidationError:
		at = at.to(e.Section)
	case *openapi3.PathValidationError:
		at = lintPlace{c.document.Root, c.document}.to("paths", e.Path)
	case *openapi3.OperationValidationError:
		at = at.to(strings.ToLower(e.Method))
	case *openapi3.WebhookValidationError:
		at = lintPlace{c.document.Root, c.document}.to("webhooks", e.Name)
	case *openapi3.ComponentValidationError:
		at = lintPlace{c.document.Root, c.document}.to("components", sections[e.Section], e.Name)
	case *openapi3.ParameterFieldValidationError:
		at = c.lintParameter(at, e.ParameterName)
	}
	var coded openapi3.CodedError
	if code, ok := err.(openapi3.CodedError); ok {
		c.lintLeaf(code.Code(), err, at)
		return
	}
	if inner := errors.Unwrap(err); inner != nil {
		c.lintError(inner, at)
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, part := range joined.Unwrap() {
			c.lintError(part, at)
		}
		return
	}
	if !errors.As(err, &coded) {
		c.lintLeaf("other", err, at)
	}
}

// lintParameter goes to the parameter of an operation or path item that is called name.
func (c *collector) lintParameter(at lintPlace, name string) lintPlace {
	list := at.node.Get("parameters")
	if list == nil {
		return at
	}
	for _, item := range list.Items {
		if c.document.Resolve(item).Get("name").String() == name {
			at.node = item
			break
		}
	}
	return at
}

func (c *collector) lintLeaf(code string, err error, at lintPlace) {
	if saidAlready[code] {
		return
	}
	// Some errors name the member they are about in their text only.
	for i, word := range strings.Split(err.Error(), `"`) {
		if child := at.node.Get(word); i%2 == 1 && child != nil {
			at.node = child
			break
		}
	}
	level := lintLevels[code]
	if level == "" {
		level = LevelWarning
	}
	message := strings.Join(strings.Fields(err.Error()), " ")
	if runes := []rune(message); len(runes) > 300 {
		message = string(runes[:300]) + "…"
	}
	c.add("lint-"+code, level, at.node, tree.Position{}, "correct the document at this place", "%s", message)
}
