package reports

import (
	"io"
	"strings"
	"testing"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	var names []string
	for _, w := range Formats() {
		names = append(names, w.Name)
		if strings.HasSuffix(w.Summary, ".") || strings.Contains(w.Summary, "\n") {
			t.Errorf("%s: the summary %q is not one line without a period", w.Name, w.Summary)
		}
		for name, r := range map[string]*Report{"green": green(), "red": red(), "check": checked(), "unreachable": unreachable(), "empty": empty(), "diff": upgraded(), "same": same(), "history": walked(), "zero": {}, "zero diff": {Kind: KindDiff}} {
			if err := w.Write(io.Discard, r); err != nil {
				t.Errorf("%s cannot write the report %s: %v", w.Name, name, err)
			}
		}
		if err := w.Write(full{}, green()); err == nil {
			t.Errorf("%s does not say that the disk is full", w.Name)
		}
	}
	if got, want := strings.Join(names, " "), "console github json junit markdown sarif"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, want string }{
		{"json", ""},
		{"junit", ""},
		{"jsno", `unknown report format "jsno" (did you mean "json"?); known formats: console, github, json, junit, markdown, sarif`},
		{"JUnit", `unknown report format "JUnit" (did you mean "junit"?); known formats: console, github, json, junit, markdown, sarif`},
		{"xml", `unknown report format "xml"; known formats: console, github, json, junit, markdown, sarif`},
		{"", `unknown report format ""; known formats: console, github, json, junit, markdown, sarif`},
	} {
		w, err := Lookup(tt.name)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != tt.want || (err == nil && w.Name != tt.name) {
			t.Errorf("Lookup(%q): got %q and %q, want %q", tt.name, w.Name, got, tt.want)
		}
	}
}

func TestRegister_RefusesMistakes(t *testing.T) {
	t.Parallel()
	write := func(io.Writer, *Report) error { return nil }
	for _, w := range []Writer{{}, {Name: "new", Summary: "s", Doc: "d"}, {Name: "json", Summary: "s", Doc: "d", Write: write}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("register took %q", w.Name)
				}
			}()
			register(w)
		}()
	}
}
