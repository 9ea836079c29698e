package reports

import (
	"fmt"
	"io"
	"strings"
)

// What reads this, and what it really does with it:
//
// The runner of GitHub Actions scans what a step prints for lines that begin with ::. It makes an annotation of each ::error, ::warning and
// ::notice, but keeps only the first ten of each kind of a step and drops the others without a word, so the worst stand first
// and a notice says how many are left out. It shows the first line of a message beside the file, and all of it when that is opened. A percent
// sign, a carriage return and a line feed have to be escaped everywhere, in file and title a colon and a comma too.
//
// The step summary is a file that GITHUB_STEP_SUMMARY names. What is appended to it is shown as Markdown, up to 1 MiB.

// githubMost is how many annotations of one kind the runner keeps.
const githubMost = 10

func init() {
	register(Writer{
		Name:    "github",
		Summary: "annotations of GitHub Actions, and the step summary",
		Doc: `Workflow commands for the standard output of a step, --report github=-, which annotate the file and line of each finding: at most ten
errors and ten warnings, worst first. Where GITHUB_STEP_SUMMARY names a file, as it does in GitHub Actions, the whole report is appended
to it as Markdown.`,
		Write:  writeGitHub,
		Beside: &Beside{Variable: "GITHUB_STEP_SUMMARY", Format: "markdown"},
	})
}

func writeGitHub(w io.Writer, r *Report) error {
	var b strings.Builder
	written, left := map[Level]int{}, 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Level == LevelNote {
			continue
		}
		if written[f.Level] == githubMost {
			left++
			continue
		}
		written[f.Level]++
		b.WriteString(r.githubCommand(f))
	}
	v := r.Verdict()
	said := v.Word
	if v.Reason != "" {
		said += ": " + v.Reason
	}
	if r.compared() {
		said = strings.Join(r.headlines(), "; ")
	}
	if left > 0 {
		said += fmt.Sprintf(" (%s not annotated; the step summary has all)", count(left, "finding"))
	}
	fmt.Fprintf(&b, "::notice title=%s::%s\n", githubProperty(line(r.Tool.Name)), githubText(line(said)))
	_, err := io.WriteString(w, b.String())
	return err
}

// githubCommand is the annotation of one finding.
func (r *Report) githubCommand(f *Finding) string {
	command := "error"
	if f.Level == LevelWarning {
		command = "warning"
	}
	at := f.Location
	if f.Revision != nil {
		at = f.Revision.Location
	}
	var properties []string
	if at.File != "" {
		properties = append(properties, "file="+githubProperty(line(r.repositoryPath(at.File))))
		if at.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", at.Line))
		}
		if at.Column > 0 {
			properties = append(properties, fmt.Sprintf("col=%d", at.Column))
		}
	}
	properties = append(properties, "title="+githubProperty(line(f.Rule)))
	_, text, _ := strings.Cut(f.Text(), "\n") // its first line is the level and the rule, which stand above it
	return fmt.Sprintf("::%s %s::%s\n", command, strings.Join(properties, ","), githubText(text))
}

var (
	githubData  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubField = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func githubText(s string) string     { return githubData.Replace(s) }
func githubProperty(s string) string { return githubField.Replace(s) }
