package reports

import (
	"strings"
	"testing"
)

func TestExcerpt_MarksTheValue(t *testing.T) {
	t.Parallel()
	const body = `{"a":{"b":[1,{"c":null,"d":{}},[]],"x/y~z":2,"q\"{":3},"e":"{","a":{"b":[9,{"c":7}]},"s":"]"}`
	for _, tt := range []struct{ name, pointer, want string }{
		{"a member", "/e", `"e": "{"`},
		{"the last of two with one name", "/a/b/1/c", `"c": 7`},
		{"an item", "/a/b/0", `9`},
		{"an object that is an item", "/a/b/1", `{`},
		{"a member after a repeated one", "/s", `"s": "]"`},
		{"a property that is not there", "/a/b/1/missing", `{`},
		{"an item that is not there", "/a/b/7", `"b": [`},
		{"nothing of it is there", "/nowhere", `{`},
		{"a path that is none", "nonsense", `{`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := excerptOf(body, tt.pointer, 100, 80)
			if e.marked < 0 {
				t.Fatalf("nothing is marked in\n%s", strings.Join(e.lines, "\n"))
			}
			if got := strings.TrimSuffix(strings.TrimSpace(e.lines[e.marked]), ","); got != tt.want {
				t.Errorf("line %d, %q, is marked, want %q, in\n%s", e.marked, got, tt.want, strings.Join(e.lines, "\n"))
			}
		})
	}
	escaped := excerptOf(`{"x/y~z":1,"q\"{":{"r":2}}`, "/x~1y~0z", 100, 80)
	if got := escaped.lines[escaped.marked]; got != `  "x/y~z": 1,` {
		t.Errorf("an escaped name: %q is marked", got)
	}
	quoted := excerptOf(`{"x/y~z":1,"q\"{":{"r":2}}`, `/q"{/r`, 100, 80)
	if got := quoted.lines[quoted.marked]; got != `    "r": 2` {
		t.Errorf("a name with a quote and a bracket: %q is marked", got)
	}
}

func TestExcerpt_Cuts(t *testing.T) {
	t.Parallel()
	items := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("0,", n), ",") + "]" }
	for _, tt := range []struct {
		name, body, pointer          string
		lines, marked, before, after int
	}{
		{"short", items(3), "", 5, -1, 0, 0},
		{"long, from the beginning", items(100), "", 20, -1, 0, 82},
		{"long, around the value", items(100), "/50", 20, 10, 41, 41},
		{"long, near the beginning", items(100), "/2", 20, 3, 0, 82},
		{"long, near the end", items(100), "/99", 20, 18, 82, 0},
		{"one line more than fits", items(19), "", 21, -1, 0, 0},
		{"one line less at the beginning", items(40), "/10", 21, 11, 0, 21},
		{"one value", `"x"`, "", 1, -1, 0, 0},
		{"not JSON", strings.Repeat("line\n", 30), "/a", 20, -1, 0, 10},
		{"not JSON and one long line", strings.Repeat("x", 200), "", 3, -1, 0, 0},
		{"nested too deep to indent", strings.Repeat("[", 9000) + strings.Repeat("]", 9000), "/0", 20, -1, 0, 205},
		{"JSON that was cut", `{"a":[1,2,`, "/a", 1, -1, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := excerptOf(tt.body, tt.pointer, 20, 80)
			got := [4]int{len(e.lines), e.marked, e.before, e.after}
			if want := [4]int{tt.lines, tt.marked, tt.before, tt.after}; got != want {
				t.Errorf("lines, marked, before, after: got %v, want %v\n%s", got, want, strings.Join(e.lines, "\n"))
			}
		})
	}
}

// Whatever a body and a pointer are, an excerpt is taken.
func FuzzExcerpt(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":null}]}}`, "/a/b/1/c")
	f.Add("[[],{},[{}]]", "/2/0")
	f.Add("{", "")
	f.Add(`""`, "/")
	f.Fuzz(func(t *testing.T, body, pointer string) {
		e := excerptOf(body, pointer, 5, 20)
		if len(e.lines) > 7 || e.marked >= len(e.lines) {
			t.Errorf("%d lines, %d marked", len(e.lines), e.marked)
		}
	})
}

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"plain ASCII, ümläute, 漢字, 😀", "plain ASCII, ümläute, 漢字, 😀"},
		{"line\nand\ttab", "line\nand\ttab"},
		{"\x1b[2J", `\u001b[2J`},
		{"\r\x00\x7f\u0085", `\u000d\u0000\u007f\u0085`},
		{"\u200b\u202e\u2066\ufeff", `\u200b\u202e\u2066\ufeff`},
		{"\xc3\x28\xff", `\xc3(\xff`},
		{"\U000e0001", `\U000e0001`},
		{"\ufffd", "\ufffd"},
	} {
		if got := visible(tt.in); got != tt.want {
			t.Errorf("visible(%q): got %q, want %q", tt.in, got, tt.want)
		}
	}
}
