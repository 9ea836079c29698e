package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// evidence returns what the page shows below the facts of each finding.
func evidence(t *testing.T, x Exchange, pointers ...string) []string {
	t.Helper()
	r := &Report{Results: []Result{{Case: "a", Status: StatusFailed, Exchanges: []Exchange{x}}}}
	for i, pointer := range pointers {
		r.Results[0].Findings = append(r.Results[0].Findings, Finding{Rule: fmt.Sprintf("rule-%d", i+1), InstancePath: pointer, Fix: "Mend it."})
	}
	out := console(t, settle(r), ConsoleOptions{})
	out = out[:strings.LastIndex(out, "\n✗ ")]
	var shown []string
	for _, block := range strings.Split(out, "error: rule-")[1:] {
		_, text, _ := strings.Cut(block, "case      a\n\n")
		text, _, _ = strings.Cut(text, "\n\n"+fmt.Sprint(len(shown)+2)+"  ")
		shown = append(shown, strings.TrimRight(text, "\n"))
	}
	return shown
}

// What was shown of an answer is not shown again: a later finding adds its own mark, or nothing.
func TestConsole_EvidenceIsNotRepeated(t *testing.T) {
	t.Parallel()
	answer := func(body string) Exchange {
		return Exchange{Purpose: "case", Curl: "curl a", Response: &Response{Status: 200, Body: body, Size: int64(len(body))}, Elapsed: 2e6, Err: "cut off"}
	}
	const object = `{"a":1,"b":2}`
	for _, tt := range []struct {
		name     string
		exchange Exchange
		pointers []string
		want     []string
	}{
		{"another value", answer(object), []string{"/a", "/b"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n     {\n   ▸   \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1\n     {\n       \"a\": 1,\n   ▸   \"b\": 2\n     }",
		}},
		{"the same value", answer(object), []string{"/a", "/a"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n     {\n   ▸   \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1",
		}},
		{"the same place around two values that are missing", answer(object), []string{"/c", "/d"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n   ▸ {\n       \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1",
		}},
		{"the value of a finding in between", answer(object), []string{"/a", "/b", "/b"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n     {\n   ▸   \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1\n     {\n       \"a\": 1,\n   ▸   \"b\": 2\n     }",
			"   asked and answered as in 1, marked as in 2",
		}},
		{"a value after the whole answer", answer(object), []string{"", "/a"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n     {\n       \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1\n     {\n   ▸   \"a\": 1,\n       \"b\": 2\n     }",
		}},
		{"the whole answer after a value", answer(object), []string{"/a", ""}, []string{
			"   curl a\n\n   200 OK in 2 ms, 13 bytes\n     {\n   ▸   \"a\": 1,\n       \"b\": 2\n     }\n   then: cut off",
			"   asked and answered as in 1",
		}},
		{"no JSON", answer("oops"), []string{"/a", "/b"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 4 bytes\n     oops\n   then: cut off",
			"   asked and answered as in 1",
		}},
		{"no body", answer(""), []string{"/a", "/b"}, []string{
			"   curl a\n\n   200 OK in 2 ms, 0 bytes\n   (no body)\n   then: cut off",
			"   asked and answered as in 1",
		}},
		{"no answer", Exchange{Purpose: "case", Curl: "curl a", Elapsed: 2e6, Err: "no answer in time"}, []string{"", ""}, []string{
			"   curl a\n\n   no answer after 2 ms: no answer in time",
			"   asked as in 1, and not answered",
		}},
		{"no answer and no line to paste", Exchange{Purpose: "case", Curl: " ", Elapsed: 2e6, Err: "no answer in time"}, []string{""}, []string{
			"   no answer after 2 ms: no answer in time",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, evidence(t, tt.exchange, tt.pointers...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// One blank line separates, never two, whatever a report lacks.
func TestConsole_NoTwoBlankLines(t *testing.T) {
	t.Parallel()
	bare := &Report{Results: []Result{
		{Case: "a", Status: StatusFailed, Exchanges: []Exchange{{Purpose: "case"}}, Findings: []Finding{{Rule: "r"}, {Rule: "s"}}},
		{Case: "b", Status: StatusFailed, Exchanges: []Exchange{{Purpose: "case", Curl: " ", Response: &Response{}}}, Findings: []Finding{{Rule: "t", KeywordPath: "$a == 1"}}},
		{Case: "c", Status: StatusErrored}, {Case: "d", Status: StatusSkipped},
	}, Leftovers: []Leftover{{}}}
	for name, r := range map[string]*Report{
		"green": green(), "deviant": deviant(), "red": red(), "check": checked(), "unreachable": unreachable(), "empty": empty(), "bare": settle(bare, Finding{Rule: "u"}), "zero": {},
	} {
		for _, o := range []ConsoleOptions{{}, {Width: 40}, {Full: 1}, {Replay: func(...string) string { return "plumbline run" }}, {Replay: func(...string) string { return "" }}} {
			if out := console(t, r, o); strings.Contains(out, "\n\n\n") || strings.HasPrefix(out, "\n") || strings.HasSuffix(out, "\n\n") {
				t.Errorf("%s: two blank lines, or one at an end:\n%s", name, out)
			}
		}
	}
}
