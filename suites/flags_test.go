package suites_test

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/suites"
)

func TestFlags(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		want func(o *suites.Options)
	}{
		{"none", nil, func(*suites.Options) {}},
		{"an environment", []string{"-plumbline.env=sandbox"}, func(o *suites.Options) { o.Target.Name = "sandbox" }},
		{"a url", []string{"-plumbline.url", "http://127.0.0.1:4010"}, func(o *suites.Options) { o.Target.URL, o.Target.URLGiven = "http://127.0.0.1:4010", true }},
		{"an empty url is given all the same", []string{"-plumbline.url="}, func(o *suites.Options) { o.Target.URLGiven = true }},
		{"what is allowed", []string{"-plumbline.allow-writes", "-plumbline.allow-enable", "-plumbline.allow-http"}, func(o *suites.Options) {
			o.Target.AllowWrites, o.Target.AllowEnable, o.Target.AllowHTTP = true, true, true
		}},
		{"a life cycle", []string{"-plumbline.lifecycle=sample"}, func(o *suites.Options) { o.Target.Lifecycle = runner.LifecycleSample }},
		{"what is promised", []string{"-plumbline.pack=p.yaml", "-plumbline.document=d.yaml", "-plumbline.auth=document"}, func(o *suites.Options) {
			o.Pack, o.Document, o.Auth = "p.yaml", "d.yaml", "document"
		}},
		{"numbers", []string{"-plumbline.seed=42", "-plumbline.budget=2s", "-plumbline.timeout=1m"}, func(o *suites.Options) {
			o.Seed, o.Budget, o.Timeout = 42, 2*time.Second, time.Minute
		}},
		{"cases, twice", []string{"-plumbline.case=a/b", "-plumbline.case", "c"}, func(o *suites.Options) { o.Cases = []string{"a/b", "c"} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fs := flag.NewFlagSet("test", flag.ContinueOnError)
			got, want := suites.Flags(fs), &suites.Options{}
			if err := fs.Parse(tt.args); err != nil {
				t.Fatal(err)
			}
			tt.want(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestFlags_Refused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, arg, want string }{
		{"a report without a file", "-plumbline.report=json", "write FORMAT=FILE"},
		{"a report of no format", "-plumbline.report=jsom=run.json", `did you mean "json"?`},
		{"a seed that is no number", "-plumbline.seed=x", "invalid value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fs := flag.NewFlagSet("test", flag.ContinueOnError)
			fs.SetOutput(io.Discard)
			suites.Flags(fs)
			if err := fs.Parse([]string{tt.arg}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestParseOutput(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ arg, format, file, want string }{
		{"json=run.json", "json", "run.json", ""},
		{"junit=-", "junit", "-", ""},
		{"json=a=b.json", "json", "a=b.json", ""},
		{"json=", "", "", `report "json=": write FORMAT=FILE`},
		{"=run.json", "", "", `report "=run.json": unknown report format ""`},
		{"", "", "", "write FORMAT=FILE"},
		{"yaml=run.yaml", "", "", "known formats: console, github, json, junit, markdown, sarif"},
	} {
		t.Run(tt.arg, func(t *testing.T) {
			t.Parallel()
			got, err := suites.ParseOutput(tt.arg)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got error %v, want one with %q", err, tt.want)
				}
				return
			}
			if err != nil || got.Format.Name != tt.format || got.File != tt.file {
				t.Errorf("got %s, %s, %v, want %s, %s", got.Format.Name, got.File, err, tt.format, tt.file)
			}
		})
	}
}

// output is a report in a format of its own.
func output(file string, write func(io.Writer, *reports.Report) error) suites.Output {
	return suites.Output{Format: reports.Writer{Name: "test", Write: write}, File: file}
}

func TestCheckAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		files []string
		want  string
	}{
		{"none", nil, ""},
		{"a new file", []string{filepath.Join(dir, "new")}, ""},
		{"a file that is there", []string{there}, ""},
		{"standard output", []string{"-"}, ""},
		{"standard output twice", []string{"-", "-"}, "two reports go to one file"},
		{"one file twice", []string{there, there}, "two reports go to one file"},
		{"a folder that is not there", []string{filepath.Join(dir, "nowhere", "x")}, "no such file or directory"},
		{"a folder", []string{dir}, "is a directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var all []suites.Output
			for _, f := range tt.files {
				all = append(all, output(f, nil))
			}
			err := suites.CheckAll(all)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q", err, tt.want)
			}
		})
	}
	if left, err := os.ReadFile(there); err != nil || string(left) != "old" {
		t.Errorf("the file that was there holds %q (%v), want what it held", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "new")); !os.IsNotExist(err) {
		t.Errorf("the new file is there (%v), want it gone until the run is over", err)
	}
}

func TestWriteAll_OneFailureKeepsNoOtherFromBeingWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := filepath.Join(dir, "good")
	err := suites.WriteAll(io.Discard, &reports.Report{}, []suites.Output{
		output(filepath.Join(dir, "nowhere", "x"), nil),
		output(filepath.Join(dir, "bad"), func(io.Writer, *reports.Report) error { return errors.New("the disk is full") }),
		output(good, func(w io.Writer, _ *reports.Report) error { _, err := io.WriteString(w, "good"); return err }),
	})
	if err == nil || !strings.Contains(err.Error(), "nowhere") || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got error %v, want one that names both failures", err)
	}
	if data, err := os.ReadFile(good); err != nil || string(data) != "good" {
		t.Errorf("the other holds %q (%v), want it written", data, err)
	}
}

// A format may have something for a file that the surroundings name, and adds to what is there.
func TestWriteAll_StepSummary(t *testing.T) {
	summary := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(summary, []byte("before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := suites.ParseOutput("github=-")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	var annotations strings.Builder
	if err := suites.WriteAll(&annotations, &reports.Report{}, []suites.Output{out}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(summary)
	if err != nil || !strings.HasPrefix(string(text), "before\n<!-- plumbline -->\n") || !strings.HasPrefix(annotations.String(), "::notice ") {
		t.Errorf("the summary is %q, the annotations are %q, %v", text, annotations.String(), err)
	}
	t.Setenv("GITHUB_STEP_SUMMARY", t.TempDir())
	if err := suites.WriteAll(io.Discard, &reports.Report{}, []suites.Output{out}); err == nil || !strings.Contains(err.Error(), "GITHUB_STEP_SUMMARY") {
		t.Errorf("got %v", err)
	}
}
