package reports

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestMarkdown_Golden(t *testing.T) {
	t.Parallel()
	golden(t, "markdown-diff", written(t, "markdown", upgraded()))
	golden(t, "markdown-same", written(t, "markdown", same()))
	golden(t, "markdown-red", written(t, "markdown", red()))
}

// A comment that is too long is refused, so the worst is told in full, then in short, and the rest is counted.
func TestMarkdown_FitsAComment(t *testing.T) {
	t.Parallel()
	for _, n := range []int{40, 400, 4000} {
		var many []Finding
		for i := range n {
			f := upgraded().Findings[i%4]
			f.Revision = at(newFile, i, 1, fmt.Sprintf("#/%d", i))
			f.Fingerprint = ""
			many = append(many, f)
		}
		r := base(KindDiff)
		r.Summary, r.Findings, r.Known = SummariseDiff(many, nil)
		text := written(t, "markdown", r)
		if len(text) > markdownMost {
			t.Errorf("%d findings take %d bytes", n, len(text))
		}
		if n == 4000 && !strings.Contains(text, "more findings; `--report json=FILE` has them all.") {
			t.Errorf("%d findings: what is left out is not counted:\n%s", n, text[len(text)-300:])
		}
		if empty := regexp.MustCompile(`(?m)^### .*\n+(### |<details>|\z)`).FindString(text); empty != "" {
			t.Errorf("%d findings: a heading stands over nothing: %q", n, empty)
		}
		for _, f := range r.Findings {
			if n == 40 && f.Class != ClassCompatible && !strings.Contains(text, f.at()) {
				t.Errorf("%d findings: %s is not named", n, f.at())
			}
		}
		if open, shut := strings.Count(text, "<details>"), strings.Count(text, "</details>"); open != shut {
			t.Errorf("%d findings: %d details are opened and %d closed", n, open, shut)
		}
	}
}

// No text of a document becomes Markdown, HTML or the name of a person.
func TestMarkdown_ShowsTextAsItIs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, got, want string }{
		{"marks", escaped("a*b_c <img src=x> [x](y) @admin #1"), `a\*b\_c &lt;img src=x&gt; \[x\](y) &#64;admin \#1`},
		{"code", code("a`b"), "``a`b``"},
		{"code at an edge", code("`"), "`` ` ``"},
		{"a cell", cell("a|b"), "`a\\|b`"},
		{"a fence in a block", fenced("x\n```\ny"), "````http\nx\n```\ny\n````\n"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}
