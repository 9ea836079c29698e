// Package source opens a document by whatever name a person has for it.
//
// It promises one way to name a document, everywhere: a path, a URL where the network is allowed, a pinned name such as
// plaid-partner@1.517.0, or a path at a revision of the git repository that the program was started in. References of a document in
// git are followed within the same revision, never to the disk.
//
//	name -> Open -> *spec.Document
//	folder, git range, API -> Names -> names, oldest first
//
//	doc, err := source.Open(ctx, "git:v1.2:api/openapi.yaml", spec.Options{})
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/pinned"
)

// Open reads the document called name. Its errors say which of the kinds of name was understood, and how to mend it; that of a file which
// is not there wraps fs.ErrNotExist.
func Open(ctx context.Context, name string, o spec.Options) (*spec.Document, error) {
	switch {
	case name == "":
		return nil, errors.New("document is empty; name a file, git:REV:PATH, or a pinned document such as plaid-partner@1.517.0")
	case isFile(name):
		return spec.Load(ctx, name, o)
	case strings.HasPrefix(name, gitScheme):
		at, err := parseGit(name)
		if err != nil {
			return nil, err
		}
		return at.open(ctx, o)
	case strings.Contains(name, "@") && !strings.ContainsAny(name, `/\`):
		file, data, err := pinned.Read(name)
		if err != nil {
			return nil, err
		}
		return spec.Parse(ctx, file, data, o)
	}
	doc, err := spec.Load(ctx, name, o)
	if versions := pinned.Names(name); errors.Is(err, fs.ErrNotExist) && slices.Contains(pinned.APIs(), name) && len(versions) > 0 {
		return nil, fmt.Errorf("document %s: that is an API of which several versions are pinned; name one, such as %s@%s", name, name, versions[len(versions)-1])
	}
	return doc, err
}

func isFile(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// Names returns the documents that name stands for, oldest first: those of a folder in the order of the numbers in their names, the pinned
// versions of an API, or, for git:FROM..TO:PATH, the document at FROM, at each commit up to TO that changed PATH, and at TO. Any other name
// stands for itself.
func Names(ctx context.Context, name string) ([]string, error) {
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return folder(name)
		}
		return []string{name}, nil
	}
	if strings.HasPrefix(name, gitScheme) {
		at, err := parseGit(name)
		if err != nil {
			return nil, err
		}
		return at.commits(ctx)
	}
	if slices.Contains(pinned.APIs(), name) {
		var names []string
		for _, version := range pinned.Names(name) {
			names = append(names, name+"@"+version)
		}
		return names, nil
	}
	return []string{name}, nil
}

// folder returns the YAML and JSON files that stand in dir.
func folder(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".yaml", ".yml", ".json":
			if !entry.IsDir() {
				names = append(names, filepath.Join(dir, entry.Name()))
			}
		}
	}
	if len(names) == 0 {
		return nil, errors.New("folder " + dir + " holds no .yaml, .yml or .json file; name one that holds the documents")
	}
	slices.SortFunc(names, compareNumbered)
	return names, nil
}

// compareNumbered compares two names so that numbers in them count as numbers: v1.9 comes before v1.10.
func compareNumbered(a, b string) int {
	for a != "" && b != "" {
		x, y := leadingNumber(a), leadingNumber(b)
		if x != "" && y != "" {
			m, n := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if len(m) != len(n) {
				return len(m) - len(n)
			}
			if c := strings.Compare(m, n); c != 0 {
				return c
			}
			a, b = a[len(x):], b[len(y):]
			continue
		}
		if a[0] != b[0] {
			return strings.Compare(a, b)
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leadingNumber(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}
