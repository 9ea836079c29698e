package waivers

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

//go:embed *.yaml
var files embed.FS

// folder is where the waivers that come with Plumbline stand in the repository, so that a place in one can be opened by a reader.
const folder = "suites/waivers"

// OfPack returns what excuses findings about the API of a pack: the pack's own deviations, and the waivers in the file that bears its name.
func OfPack(p *packs.Pack) ([]Waiver, error) {
	var all []Waiver
	for _, d := range p.Deviations {
		w := Waiver{Rule: d.Rule, Operation: d.Operation, Path: d.InstancePath, Received: d.Received, Reason: d.Reason, Until: d.Until, Node: d.Node, pack: true}
		if w.Operation == "" {
			w.Operation = anything
		}
		if w.Path == "" {
			w.Path = anything
		}
		all = append(all, w)
	}
	data, err := files.ReadFile(p.Name + ".yaml")
	if err != nil {
		return all, nil // few packs have one
	}
	file, err := tree.NewStore(tree.Options{}).Add(folder+"/"+p.Name+".yaml", data)
	if err != nil {
		return nil, fmt.Errorf("waivers: %w", err)
	}
	rows, err := decode(file.Root)
	return append(all, rows...), err
}

// Load reads files of waivers. The error tells every fault of the first file that has any.
func Load(names ...string) ([]Waiver, error) {
	store := tree.NewStore(tree.Options{MaxBytes: 1 << 20})
	var all []Waiver
	for _, name := range names {
		file, err := store.Open(context.Background(), name)
		if err != nil {
			return nil, fmt.Errorf("waivers: %w", err)
		}
		rows, err := decode(file.Root)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

func decode(root *tree.Node) ([]Waiver, error) {
	var settings struct {
		Waivers []Waiver `yaml:"waivers"`
	}
	if root.Is(tree.Null) {
		return nil, fmt.Errorf("waivers: %s: the file is empty; begin it with the key waivers", root.At)
	}
	errs := []error{root.Decode(&settings)}
	for i := range settings.Waivers {
		if w := &settings.Waivers[i]; w.Node != nil { // decoding has told of an entry that is no mapping
			errs = append(errs, w.check()...)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("waivers: %w", err)
	}
	return settings.Waivers, nil
}

// CheckRules returns an error for each of the waivers whose rule is none of those known: it would excuse nothing.
func CheckRules(rows []Waiver, known []string, all string) error {
	var errs []error
	for i := range rows {
		w := &rows[i]
		if slices.Contains(known, w.Rule) {
			continue
		}
		problem := fmt.Sprintf("unknown rule %q", w.Rule)
		if near := tree.Nearest(w.Rule, known); near != "" {
			problem += fmt.Sprintf(" (did you mean %q?)", near)
		}
		at := w.Node.Get("rule").At
		errs = append(errs, &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: problem, Fix: "known are " + all})
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("waivers: %w", err)
	}
	return nil
}

var (
	number  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)+$`)
	pointer = regexp.MustCompile(`^(/([^/~]|~[01])*)*$`)
)

// check returns every fault of w. What is demanded is what keeps a waiver from excusing more than was meant, or for longer.
func (w *Waiver) check() []error {
	var errs []error
	fail := func(key, fix, format string, values ...any) {
		at := w.Node.At
		if n := w.Node.Get(key); n != nil {
			at = n.At
		}
		errs = append(errs, &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: fmt.Sprintf(format, values...), Fix: fix})
	}
	for _, r := range required {
		if n := w.Node.Get(r.key); n == nil || n.Is(tree.Null) || !r.mayBeEmpty && n.Is(tree.String) && n.Text == "" {
			fail(r.key, r.fix, "a waiver without %s", r.key)
		}
	}
	if w.Path != anything && !pointer.MatchString(w.Path) {
		fail("path", "begin it with /, and write ~1 for / and ~0 for ~ in a name", "%q is no JSON pointer", w.Path)
	}
	if _, err := time.Parse(time.DateOnly, w.Until); err != nil && w.Until != "" && !number.MatchString(w.Until) {
		fail("until", "write a day like 2027-03-31, or the first version of the document that needs no excuse, like 1.556.0", "%q is no end", w.Until)
	}
	return errs
}

// required are the keys that every waiver in a file has, and what to write.
var required = []struct {
	key, fix   string
	mayBeEmpty bool
}{
	{"rule", "name the rule of the finding; it stands before the finding's text", false},
	{"operation", `name an operationId, or "*" for all of them`, true},
	{"path", `write the finding's place, or "*" for every place`, true},
	{"reason", "say why it is excused", false},
	{"until", "write the last day, like 2027-03-31", false},
}
