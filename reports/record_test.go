package reports

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// Everything a reader of the record can meet is explained where it is declared and has a name in one style.
func TestRecord_EveryFieldIsTaggedAndExplained(t *testing.T) {
	t.Parallel()
	explained := map[string]bool{}
	for _, name := range []string{"record.go", "change.go", "history.go", "strength.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if structure, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range structure.Fields.List {
					for _, name := range field.Names {
						explained[spec.Name.Name+"."+name.Name] = strings.TrimSpace(field.Comment.Text()+field.Doc.Text()) != ""
					}
				}
			}
			return false
		})
	}

	snake := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	visit(reflect.TypeFor[Report](), map[reflect.Type]bool{}, func(owner reflect.Type, field reflect.StructField) {
		if field.Anonymous {
			return
		}
		path := owner.Name() + "." + field.Name
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "-" && !snake.MatchString(name) {
			t.Errorf("%s: json name %q is not snake_case", path, name)
		}
		if !explained[path] {
			t.Errorf("%s has no comment where it is declared", path)
		}
	})
}

// visit calls f for every exported field of t and of every struct of this package it leads to.
func visit(t reflect.Type, seen map[reflect.Type]bool, f func(owner reflect.Type, field reflect.StructField)) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.PkgPath() != reflect.TypeFor[Report]().PkgPath() || seen[t] {
		return
	}
	seen[t] = true
	for field := range t.Fields() {
		f(t, field)
		visit(field.Type, seen, f)
	}
}

func TestRecord_EveryPartIsInThePackageDoc(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	format, err := Lookup("json")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []Kind{KindRun, KindCheck, KindJudge, KindStrength, KindDiff, KindHistory} {
		if word := regexp.MustCompile(`\b` + string(kind) + ` \(`); !word.MatchString(file.Doc.Text()) {
			t.Errorf("the package doc does not explain the kind %s", kind)
		}
		if !regexp.MustCompile(`kind is [^.]*\b` + string(kind) + `\b`).MatchString(format.Doc) {
			t.Errorf("the doc of the format json does not name the kind %s", kind)
		}
	}
	for field := range reflect.TypeFor[Report]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !strings.Contains(file.Doc.Text(), "\t"+name+" ") {
			t.Errorf("the package doc does not explain %s", name)
		}
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(format.Doc) {
			t.Errorf("the doc of the format json does not name %s", name)
		}
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	type key struct{ rule, operation, instance, keyword string }
	for _, tt := range []struct {
		name string
		a, b key
		same bool
	}{
		{"the same", key{"r", "o", "/a", "/k"}, key{"r", "o", "/a", "/k"}, true},
		{"another item of a list", key{"r", "o", "/items/0/name", "/k"}, key{"r", "o", "/items/3/name", "/k"}, true},
		{"an item of an item", key{"r", "o", "/0/1", "/k"}, key{"r", "o", "/12/345", "/k"}, true},
		{"the list itself", key{"r", "o", "/items", "/k"}, key{"r", "o", "/items/3", "/k"}, false},
		{"a property with a number in its name", key{"r", "o", "/line1", "/k"}, key{"r", "o", "/line2", "/k"}, false},
		{"an empty property name", key{"r", "o", "/", "/k"}, key{"r", "o", "/0", "/k"}, false},
		{"another branch of a keyword", key{"r", "o", "/a", "/allOf/0"}, key{"r", "o", "/a", "/allOf/1"}, false},
		{"another rule", key{"r", "o", "/a", "/k"}, key{"s", "o", "/a", "/k"}, false},
		{"another operation", key{"r", "o", "/a", "/k"}, key{"r", "p", "/a", "/k"}, false},
		{"text moved across a border", key{"r", "o", "/a/k", ""}, key{"r", "o", "/a", "/k"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, b := Fingerprint(tt.a.rule, tt.a.operation, tt.a.instance, tt.a.keyword), Fingerprint(tt.b.rule, tt.b.operation, tt.b.instance, tt.b.keyword)
			if (a == b) != tt.same {
				t.Errorf("%v gives %s and %v gives %s, want the same: %v", tt.a, a, tt.b, b, tt.same)
			}
			if !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(a) {
				t.Errorf("%q is not 16 hexadecimal digits", a)
			}
		})
	}
	// Fingerprints are kept in other people's files: this one may never change while Format is 1.
	if got, want := Fingerprint("response-schema", "partnerCustomerGet", "/items/7/name", "/type"), "54f9f0187a9018fd"; got != want {
		t.Errorf("the fingerprint of a known finding is %s, want %s", got, want)
	}
}

func TestLocation_String(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		location Location
		want     string
	}{
		{Location{}, ""}, {Location{File: "a.yaml"}, "a.yaml"}, {Location{"a.yaml", 3, 0}, "a.yaml:3"}, {Location{"a.yaml", 3, 14}, "a.yaml:3:14"},
	} {
		if got := tt.location.String(); got != tt.want {
			t.Errorf("%#v: got %q, want %q", tt.location, got, tt.want)
		}
	}
}

func TestWorse(t *testing.T) {
	t.Parallel()
	order := []Status{"", StatusDisabled, StatusSkipped, StatusPassed, StatusFailed, StatusErrored}
	for i, a := range order {
		for j, b := range order {
			if got, want := Worse(a, b), order[max(i, j)]; got != want {
				t.Errorf("Worse(%q, %q): got %q, want %q", a, b, got, want)
			}
		}
	}
}
