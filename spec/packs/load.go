package packs

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
	"github.com/plumbline-dev/plumbline/spec/overlay"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

//go:embed *.yaml overlays/*.yaml
var files embed.FS

// folder is where the packs stand in the repository, so that a place in one can be opened by a reader of an error.
const folder = "spec/packs"

// Names returns the names of the packs that come with Plumbline, sorted.
func Names() []string {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		names = append(names, strings.TrimSuffix(entry.Name(), ".yaml"))
	}
	return names
}

// Load returns the pack called name, or the one in a file if name is a path: if it holds a slash or ends in .yaml or .yml.
// The error tells every fault of the file with its place.
func Load(name string) (*Pack, error) {
	store := tree.NewStore(tree.Options{})
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		file, err := store.Open(context.Background(), name)
		if err != nil {
			return nil, fmt.Errorf("pack: %w", err)
		}
		p, err := decode(file.Root, filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		p.Document = beside(name, p.Document)
		return p, nil
	}
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("unknown pack %q%s; known are %s, or give the path of a YAML file",
			name, didYouMean(name, Names()), strings.Join(Names(), ", "))
	}
	data, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	file, err := store.Add(folder+"/"+name+".yaml", data)
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return decode(file.Root, "")
}

// loadOverlay reads the overlay that a pack names: by the name of one that comes with Plumbline, or by a path, which is relative to the
// pack's folder.
func loadOverlay(name, dir string) (*overlay.Overlay, error) {
	if strings.ContainsAny(name, `/\.`) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		return overlay.Load(context.Background(), name)
	}
	path := "overlays/" + name + ".yaml"
	data, err := files.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("no overlay of that name comes with Plumbline; give the path of a YAML file")
	}
	return overlay.Parse(folder+"/"+path, data)
}

// beside returns the document that a pack in a file names: a relative path is relative to that file, as in any file that names another.
func beside(pack, document string) string {
	if document == "" || filepath.IsAbs(document) || strings.Contains(document, "@") || strings.Contains(document, "://") {
		return document
	}
	return filepath.Join(filepath.Dir(pack), document)
}

// settings is the file of a pack. It holds the workflows as a node, for they are Arazzo's and not ours to decode.
type settings struct {
	Name        string       `yaml:"name"`
	Title       string       `yaml:"title"`
	Document    string       `yaml:"document"`
	Overlay     string       `yaml:"overlay"`
	ErrorCode   string       `yaml:"error_code"`
	NoOperation []string     `yaml:"no_operation"`
	NoCaller    []string     `yaml:"no_caller"`
	RequestID   string       `yaml:"request_id"`
	Credentials []Credential `yaml:"credentials"`
	Faces       []Face       `yaml:"faces"`
	DefaultFace string       `yaml:"default_face"`
	Resources   []Resource   `yaml:"resources"`
	Operations  []Operation  `yaml:"operations"`
	Webhooks    []string     `yaml:"webhooks"`
	Secrets     Secrets      `yaml:"secrets"`
	Either      []Either     `yaml:"either"`
	Deviations  []Deviation  `yaml:"deviations"`
	Workflows   *tree.Node   `yaml:"workflows"`
}

// decode reads a pack that stands in the folder dir.
func decode(root *tree.Node, dir string) (*Pack, error) {
	var s settings
	if root.Is(tree.Null) {
		return nil, fmt.Errorf("pack: %s: the file is empty", root.At)
	}
	err := root.Decode(&s)
	workflows, workflowErr := arazzo.Decode(s.Workflows)
	p := &Pack{
		Name: s.Name, Title: s.Title, Document: s.Document, ErrorCode: s.ErrorCode, NoOperation: s.NoOperation, NoCaller: s.NoCaller, RequestID: s.RequestID, Credentials: s.Credentials,
		Faces: s.Faces, DefaultFace: s.DefaultFace, Resources: s.Resources, Operations: s.Operations, Webhooks: s.Webhooks, Secrets: s.Secrets,
		Either: s.Either, Deviations: s.Deviations, Workflows: workflows,
	}
	for i := range p.Credentials {
		p.Credentials[i].field = p.Credentials[i].Field()
	}
	c := &checker{pack: p, root: root}
	if root.Is(tree.Object) {
		c.check()
	}
	if s.Overlay != "" {
		var overlayErr error
		if p.Overlay, overlayErr = loadOverlay(s.Overlay, dir); overlayErr != nil {
			c.fail(at(root, "overlay"), "", "overlay %s cannot be used: %v", s.Overlay, overlayErr)
		}
	}
	if err := errors.Join(err, workflowErr, errors.Join(c.errs...)); err != nil {
		return nil, fmt.Errorf("pack: %w", tidy(err))
	}
	return p, nil
}

// tidy sorts joined errors by their place and drops those that say the same of the same place twice.
func tidy(err error) error {
	var faults []*tree.Error
	var others []error
	var walk func(error)
	walk = func(err error) {
		var fault *tree.Error
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, inner := range joined.Unwrap() {
				walk(inner)
			}
		} else if errors.As(err, &fault) {
			faults = append(faults, fault)
		} else {
			others = append(others, err)
		}
	}
	walk(err)
	place := func(e *tree.Error) tree.Position { return tree.Position{File: e.File, Line: e.Line, Column: e.Column} }
	slices.SortStableFunc(faults, func(a, b *tree.Error) int {
		switch {
		case place(a).Before(place(b)):
			return -1
		case place(b).Before(place(a)):
			return 1
		}
		return strings.Compare(a.Problem, b.Problem)
	})
	faults = slices.CompactFunc(faults, func(a, b *tree.Error) bool { return a.Error() == b.Error() })
	for _, fault := range faults {
		others = append(others, fault)
	}
	return errors.Join(others...)
}

// didYouMean returns a question to append to an error, or nothing.
func didYouMean(word string, known []string) string {
	if near := tree.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
