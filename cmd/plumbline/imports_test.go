package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/plumbline-dev/plumbline/"

// mayImport is who may import whom among our own packages. The README shows the same table; the test below is what holds it.
var mayImport = map[string][]string{
	"reports":       {},
	"spec/tape":     {},
	"spec/tree":     {"spec/tape"},
	"spec/schema":   {"spec/tree", "spec/tape"},
	"spec/arazzo":   {"spec/tree", "spec/tape"},
	"spec/overlay":  {"spec/tree"},
	"spec":          {"spec/overlay", "spec/schema", "spec/tree", "spec/tape"},
	"spec/pinned":   {},
	"spec/source":   {"spec", "spec/pinned"},
	"spec/expect":   {"spec", "spec/schema", "spec/tree", "spec/tape"},
	"spec/packs":    {"spec/arazzo", "spec/overlay", "spec/tree"},
	"spec/contain":  {"spec/payload", "spec/schema", "spec/tape", "spec/tree"},
	"spec/payload":  {"spec", "spec/expect", "spec/schema", "spec/tree", "spec/tape"},
	"spec/diff":     {"spec", "spec/contain", "spec/packs", "spec/payload", "spec/schema", "spec/tree", "spec/tape", "reports"},
	"runner":        {"spec", "spec/arazzo", "spec/packs", "spec/tree", "spec/tape", "reports"},
	"runner/mock":   {"spec", "spec/packs", "spec/payload", "spec/schema", "spec/tree", "spec/tape"},
	"suites/checks": {"runner", "spec", "spec/expect", "spec/packs", "spec/tape", "reports"},
	"suites/engine": {"suites/checks", "suites/waivers", "runner", "runner/mock", "spec", "spec/arazzo", "spec/expect", "spec/overlay", "spec/packs", "spec/payload", "spec/schema", "spec/source", "spec/tape", "spec/tree", "reports"},
	"suites/prove":  {"suites/engine", "suites/checks", "runner/mock", "spec", "spec/packs", "reports"},
	"suites":        {"suites/engine", "suites/upgrade", "runner", "spec", "spec/source", "reports"},

	"suites/waivers": {"spec/packs", "spec/tree", "reports"},
	"suites/upgrade": {"suites/waivers", "spec", "spec/diff", "spec/packs", "spec/source", "reports"},

	"cmd/plumbline": {"suites", "suites/prove", "suites/engine", "suites/checks", "suites/upgrade", "suites/waivers", "runner", "runner/mock", "spec", "spec/diff", "spec/packs", "spec/payload", "spec/pinned", "spec/source", "reports"},
}

// owners are third-party modules that stay in the packages named, so that another can take their place.
var owners = map[string][]string{
	"go.yaml.in/yaml/v4":                    {"spec/tree", "spec/overlay"},
	"github.com/pb33f/jsonpath":             {"spec/overlay"},
	"github.com/getkin/kin-openapi":         {"spec", "spec/diff"},
	"github.com/dlclark/regexp2":            {"spec/schema", "spec/payload"},
	"github.com/onsi/ginkgo":                {"suites"},
	"github.com/onsi/gomega":                {"suites"},
	"github.com/spf13/cobra":                {"cmd/plumbline"},
	"github.com/pb33f/libopenapi":           {},            // tests only: whoever imports the suite must not have to compile it
	"github.com/santhosh-tekuri/jsonschema": {"spec/diff"}, // the second opinion: on witnesses, and elsewhere in tests only
	"pgregory.net/rapid":                    {},
	"github.com/rogpeppe/go-internal":       {},
}

// goPackage is what `go list` says of one package.
type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s has no row in the table of imports", name)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module); ok {
				if !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s, which the table does not allow", name, own)
				}
				continue
			}
			for third, rooms := range owners {
				if strings.HasPrefix(imported, third) && !slices.Contains(rooms, name) {
					t.Errorf("%s imports %s, which stays in %v", name, imported, rooms)
				}
			}
		}
	}
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
