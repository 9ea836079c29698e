package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// section returns the lines of out from the one that is title to the next blank one.
func section(out, title string) string {
	_, rest, _ := strings.Cut(out, "\n"+title+"\n")
	text, _, _ := strings.Cut(rest, "\n\n")
	return text
}

func TestConsole_KnownDeviations(t *testing.T) {
	t.Parallel()
	known := func(rule, operation, path, reason, until string, seen int) Finding {
		return Finding{Rule: rule, Operation: operation, InstancePath: path, Seen: seen, Waiver: &Waiver{Reason: reason, Until: until}}
	}
	for _, tt := range []struct {
		name  string
		known []Finding
		want  string
	}{
		{"one operation", []Finding{known("schema", "get", "/type", "it is late", "1.5.0", 3)},
			"   3  schema at /type, in get: it is late (until 1.5.0)"},
		{"several operations", []Finding{known("schema", "get", "/type", "it is late", "1.5.0", 3), known("schema", "put", "/type", "it is late", "1.5.0", 2)},
			"   5  schema at /type, in 2 operations: it is late (until 1.5.0)\n      get, put"},
		{"items of a list", []Finding{known("schema", "get", "/items/0/type", "it is late", "1.5.0", 1), known("schema", "put", "/items/3/type", "it is late", "1.5.0", 1)},
			"   2  schema at /items/*/type, in 2 operations: it is late (until 1.5.0)\n      get, put"},
		{"two findings of one operation", []Finding{known("schema", "get", "/type", "it is late", "1.5.0", 3), known("schema", "get", "/type", "it is late", "1.5.0", 2)},
			"   5  schema at /type, in get: it is late (until 1.5.0)"},
		{"what differs stays apart", []Finding{
			known("schema", "get", "/type", "it is late", "1.5.0", 1), known("status", "get", "/type", "it is late", "1.5.0", 1), known("schema", "put", "/code", "it is late", "1.5.0", 1),
			known("schema", "put", "/type", "it is early", "1.5.0", 1), known("schema", "del", "/type", "it is late", "1.6.0", 1),
		}, "   1  schema at /type, in get: it is late (until 1.5.0)\n   1  status at /type, in get: it is late (until 1.5.0)\n   1  schema at /code, in put: it is late (until 1.5.0)\n" +
			"   1  schema at /type, in put: it is early (until 1.5.0)\n   1  schema at /type, in del: it is late (until 1.6.0)"},
		{"no place, no operation, no end, no waiver", []Finding{known("schema", "", "", "it is late", "", 1), {Rule: "status", Case: "a"}},
			"   1  schema: it is late\n   1  status"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := console(t, &Report{Known: tt.known}, ConsoleOptions{})
			if diff := cmp.Diff(tt.want, section(out, "known deviations")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Every operation is named, however many lines that takes.
func TestConsole_KnownDeviationsNameTheirOperations(t *testing.T) {
	t.Parallel()
	r := &Report{}
	for i := range 9 {
		r.Known = append(r.Known, Finding{Rule: "schema", Operation: fmt.Sprintf("partnerCustomerOperation%d", i), Waiver: &Waiver{Reason: "late"}})
	}
	out := console(t, r, ConsoleOptions{})
	for _, f := range r.Known {
		if !strings.Contains(out, f.Operation) {
			t.Errorf("%s is not named:\n%s", f.Operation, out)
		}
	}
}

// A reason is said once, in the order in which it came first, with all that it kept below it.
func TestConsole_LeftoversByReason(t *testing.T) {
	t.Parallel()
	left := func(id, reason string) Leftover {
		return Leftover{Resource: "customer", ID: id, Operation: "create", Reason: reason}
	}
	for _, tt := range []struct {
		name string
		left []Leftover
		want string
	}{
		{"one", []Leftover{left("1", "remove answered 400")}, "!!! LEFT BEHIND: 1 thing created by this run still exists\n!!! remove answered 400:\n!!!   customer 1, made by create"},
		{"two reasons", []Leftover{left("1", "remove answered 400"), left("2", "remove gave no answer"), left("3", "remove answered 400")},
			"!!! LEFT BEHIND: 3 things created by this run still exist\n!!! remove answered 400:\n!!!   customer 1, made by create\n!!!   customer 3, made by create\n!!! remove gave no answer:\n!!!   customer 2, made by create"},
		{"without an id", []Leftover{left("", "no id came back")}, "!!! LEFT BEHIND: 1 thing created by this run still exists\n!!! no id came back:\n!!!   customer without an id, made by\n!!!     create"},
		{"by its name", []Leftover{{Resource: "customer", Name: "x", Operation: "create", Reason: "no id came back"}}, "!!! LEFT BEHIND: 1 thing created by this run still exists\n!!! no id came back:\n!!!   customer x, made by create"},
		{"a long reason", []Leftover{left("1", "remove answered 400 and said very much")}, "!!! LEFT BEHIND: 1 thing created by this run still exists\n!!! remove answered 400 and said very\n!!!   much:\n!!!   customer 1, made by create"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := console(t, &Report{Leftovers: tt.left}, ConsoleOptions{Width: 40})
			_, out, _ = strings.Cut(out, "\n\n")
			out, _, _ = strings.Cut(out, "\n\n")
			if diff := cmp.Diff(tt.want, strings.TrimSpace(out)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Notes of a run are folded by rule, and take no number from findings that fail it.
func TestConsole_Notes(t *testing.T) {
	t.Parallel()
	note := func(operation, path string) Finding {
		return Finding{Rule: "drift", Level: LevelNote, Operation: operation, InstancePath: path, Fix: "declare it", Message: "a property too many"}
	}
	r := &Report{Kind: KindRun, Findings: []Finding{
		{Rule: "schema", Level: LevelError, Operation: "get", Message: "wrong"}, note("get", "/items/0/a"), note("put", "/items/3/a"), note("put", "/b"),
		{Rule: "age", Level: LevelNote, Operation: "del", Fix: "look at it"},
	}}
	out := console(t, r, ConsoleOptions{})
	want := "   2  drift at /items/*/a, /b: declare it\n      get, put\n   1  age: look at it\n      del"
	if diff := cmp.Diff(want, section(out, "notes")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(out, "a property too many") || !strings.Contains(out, "1  error: schema") || strings.Contains(out, "2  note") {
		t.Errorf("notes stand among the findings:\n%s", out)
	}
	r.Kind = KindCheck
	if out := console(t, r, ConsoleOptions{}); !strings.Contains(out, "a property too many") {
		t.Errorf("the notes of a document are told in full:\n%s", out)
	}
}
