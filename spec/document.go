package spec

import (
	"context"
	"io/fs"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Options says how a document is read. The zero Options reads files of at most 64 MiB and uses no network.
type Options struct {
	AllowRemote bool  // whether a document or a reference may be an http or https URL
	MaxBytes    int64 // of each file; 0 is 64 MiB
	// Strict judges null by the letter alone. Without it, null where a 3.0 schema says nullable but forgets it in its enum or beside a
	// combinator is a warning: that is what vendors mean by it, and what they send.
	Strict bool
	// Files replaces the file system, for instance by the tree of a commit; Prefix then stands before its paths where a position is shown.
	Files  fs.FS
	Prefix string
}

// Document is one OpenAPI document with the files it refers to. It is immutable and safe for concurrent use.
type Document struct {
	Name            string // as it was given
	OpenAPI         string // the version of the standard it is written in, for instance 3.0.3
	Title           string // info.title
	Version         string // info.version
	Digest          string // sha256: and the hex digest of its bytes
	Servers         []Server
	Operations      []*Operation // in the order of the document
	Security        []Requirement
	SecuritySchemes map[string]*SecurityScheme
	Root            *tree.Node
	Store           *tree.Store
	Schemas         *schema.Set

	strict bool
	missed []Problem // what overlays asked for in vain
	byID   map[string]*Operation
	router router

	outlines sync.Map // *tree.Node -> *outline

	problemsMu   sync.Mutex
	problemsDone bool
	problems     []Problem
}

// Load reads the document at a path, or at a URL if o allows it, and builds what its references lead to. It returns a
// *tree.Error if the file cannot be read, is not YAML or JSON, or is no OpenAPI 3.0 or 3.1 document; the error of an absent file
// wraps fs.ErrNotExist. Faults inside the document are kept for Problems, not returned.
func Load(ctx context.Context, name string, o Options) (*Document, error) {
	store := newStore(o)
	file, err := store.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return build(ctx, store, file, o)
}

// Parse is Load for bytes at hand. References inside data are relative to name, which is also what positions show.
func Parse(ctx context.Context, name string, data []byte, o Options) (*Document, error) {
	store := newStore(o)
	file, err := store.Add(name, data)
	if err != nil {
		return nil, err
	}
	return build(ctx, store, file, o)
}

func newStore(o Options) *tree.Store {
	return tree.NewStore(tree.Options{MaxBytes: o.MaxBytes, AllowRemote: o.AllowRemote, Files: o.Files, Prefix: o.Prefix})
}

// build makes a Document of its main file.
func build(ctx context.Context, store *tree.Store, file *tree.File, o Options) (*Document, error) {
	root := file.Root
	if err := checkVersion(file); err != nil {
		return nil, err
	}
	d := &Document{
		Name:            file.Name,
		OpenAPI:         root.Get("openapi").String(),
		Title:           root.Get("info").Get("title").String(),
		Version:         root.Get("info").Get("version").String(),
		Digest:          file.Digest,
		Root:            root,
		Store:           store,
		strict:          o.Strict,
		SecuritySchemes: map[string]*SecurityScheme{},
		byID:            map[string]*Operation{},
	}
	dialect := schema.OpenAPI30
	if d.Is31() {
		dialect = schema.OpenAPI31
	}
	d.Schemas = schema.NewSet(store, dialect)
	b := &documentBuilder{ctx: ctx, store: store, document: d}
	b.securitySchemes()
	d.Servers = servers(root.Get("servers"))
	if len(d.Servers) == 0 {
		d.Servers = []Server{{URL: "/"}} // OpenAPI 3.0.3, section 4.7.1: the default is one server with the URL /
	}
	d.Security = b.requirements(root.Get("security"))
	b.operations()
	for _, op := range d.Operations {
		if d.byID[op.ID] == nil {
			d.byID[op.ID] = op
		}
	}
	d.router = newRouter(d.Operations)
	return d, ctx.Err()
}

// Is31 reports whether the document is written in OpenAPI 3.1, where a schema is one of JSON Schema 2020-12.
func (d *Document) Is31() bool { return strings.HasPrefix(d.OpenAPI, "3.1") }

// Operation returns the operation with the operationId id, or nil. An operation without one is known as its method and
// path, for instance "GET /pets/{petId}".
func (d *Document) Operation(id string) *Operation { return d.byID[id] }

// Resolve follows references from n to the node they lead to; n itself if n is none. It returns nil if they lead nowhere, which
// Problems tells in full.
func (d *Document) Resolve(n *tree.Node) *tree.Node {
	if n == nil {
		return nil
	}
	target, err := d.Store.Resolve(context.Background(), n)
	if err != nil {
		return nil
	}
	return target
}

// versionHints says what to do with a document that is not for us, by the key that gives it away.
var versionHints = []struct{ key, what, fix string }{
	{"swagger", "a Swagger document", "convert it to OpenAPI 3, for instance with swagger2openapi or editor.swagger.io"},
	{"asyncapi", "an AsyncAPI document", "name the OpenAPI document of the HTTP API"},
	{"arazzo", "an Arazzo document", "name the OpenAPI document its sourceDescriptions point to"},
	{"overlay", "an OpenAPI Overlay", "apply it first, then name the result"},
	{"$schema", "a JSON Schema", "name the OpenAPI document that uses it"},
}

// checkVersion refuses what is no OpenAPI 3.0 or 3.1 document, naming what it is and what to do.
func checkVersion(file *tree.File) error {
	root := file.Root
	fail := func(at tree.Position, problem, fix string) error {
		return &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: problem, Fix: fix}
	}
	if !root.Is(tree.Object) {
		return fail(root.At, "the file holds "+article(root.Kind)+", not an OpenAPI document", "name a file that begins with an openapi key")
	}
	openapi := root.Get("openapi")
	if openapi == nil {
		for _, hint := range versionHints {
			if m, ok := root.Member(hint.key); ok {
				version := ""
				if m.Value.Kind != tree.Object && m.Value.Kind != tree.Array && len(m.Value.Text) < 20 {
					version = " (" + hint.key + ": " + m.Value.Text + ")"
				}
				return fail(m.At, "this is "+hint.what+version+", OpenAPI 3.0 and 3.1 are understood", hint.fix)
			}
		}
		return fail(root.At, "the openapi key is missing", "add openapi: 3.0.3 if this is an OpenAPI document")
	}
	version := openapi.String()
	for _, known := range []string{"3.0", "3.1"} {
		if version == known || strings.HasPrefix(version, known+".") || strings.HasPrefix(version, known+"-") {
			return nil
		}
	}
	fix := "convert the document to OpenAPI 3.0 or 3.1"
	if strings.HasPrefix(version, "3.") {
		fix = "write openapi: 3.1.0 if the document uses nothing newer, or convert it to 3.1"
	}
	if openapi.Kind != tree.String && openapi.Kind != tree.Number {
		return fail(openapi.At, "the value of openapi is "+article(openapi.Kind)+", not a version", "write openapi: 3.0.3 or 3.1.0")
	}
	return fail(openapi.At, "OpenAPI "+version+" is not supported, 3.0 and 3.1 are", fix)
}

func article(k tree.Kind) string {
	switch k {
	case tree.Array, tree.Object:
		return "an " + k.String()
	case tree.Null:
		return "null"
	}
	return "a " + k.String()
}
