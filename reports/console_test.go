package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestConsole_Golden(t *testing.T) {
	t.Parallel()
	replay := func(cases ...string) string {
		return "plumbline run --case " + strings.Join(cases, " --case ") + " --seed 1"
	}
	for _, tt := range []struct {
		name    string
		report  *Report
		options ConsoleOptions
	}{
		{"console-green", green(), ConsoleOptions{}},
		{"console-green-120", green(), ConsoleOptions{Width: 120}},
		{"console-green-colour", green(), ConsoleOptions{Colour: true}},
		{"console-green-known", deviant(), ConsoleOptions{}},
		{"console-red", red(), ConsoleOptions{Replay: replay}},
		{"console-red-plain", red(), ConsoleOptions{Plain: true, Full: 2}},
		{"console-check", checked(), ConsoleOptions{}},
		{"console-unreachable", unreachable(), ConsoleOptions{}},
		{"console-empty", empty(), ConsoleOptions{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, console(t, tt.report, tt.options))
		})
	}
}

func console(t *testing.T, r *Report, o ConsoleOptions) string {
	t.Helper()
	var b strings.Builder
	if err := WriteConsole(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var ansi = regexp.MustCompile("\x1b\\[[0-9]+m")

// Colour adds codes and changes nothing else, every code is closed on its line, and without it there is none.
func TestConsole_ColourChangesNothingElse(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"green": green(), "red": red(), "check": checked(), "unreachable": unreachable(), "diff": upgraded()} {
		for _, width := range []int{1, 60, 80, 120} {
			with := console(t, r, ConsoleOptions{Colour: true, Width: width})
			without := console(t, r, ConsoleOptions{Width: width})
			if got := ansi.ReplaceAllString(with, ""); got != without {
				t.Errorf("%s at %d: stripped of its codes, the coloured report is\n%s\nwant\n%s", name, width, got, without)
			}
			if strings.Contains(without, "\x1b") {
				t.Errorf("%s at %d: a code in a report without colour:\n%s", name, width, without)
			}
			for _, l := range strings.Split(with, "\n") {
				if codes := ansi.FindAllString(l, -1); len(codes) > 0 && codes[len(codes)-1] != "\x1b[0m" {
					t.Errorf("%s at %d: a code is still open at the end of %q", name, width, l)
				}
			}
		}
	}
}

// Nothing but lines to paste is wider than the terminal.
func TestConsole_Width(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"green": green(), "red": red(), "check": checked(), "unreachable": unreachable(), "diff": upgraded()} {
		for _, width := range []int{80, 100, 120} {
			for _, l := range strings.Split(console(t, r, ConsoleOptions{Width: width}), "\n") {
				if columns(l) > width && !strings.Contains(l, "curl -sS") {
					t.Errorf("%s: %d columns instead of %d: %s", name, columns(l), width, l)
				}
			}
		}
	}
}

func TestConsole_PlainIsASCII(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"green": green(), "red": red(), "check": checked(), "unreachable": unreachable()} {
		for _, c := range console(t, r, ConsoleOptions{Plain: true}) {
			if c > 127 {
				t.Errorf("%s: %q is not ASCII", name, c)
			}
		}
	}
}

// What an API sends can neither drive the terminal nor hide.
func TestConsole_HostileText(t *testing.T) {
	t.Parallel()
	const text = "a\x1b]0;owned\x07b\rc\x9bd\u202ee"
	r := base(KindRun)
	x := asked(text, text, text, text, StatusFailed, text)
	x.Exchanges[0].Curl = text
	x.Exchanges[0].Response.Headers[0].Value = text
	x.Findings = []Finding{{Rule: "response-schema", Message: text, Received: text, Promised: text, Fix: text, Clause: text, InstancePath: text, KeywordPath: text, Location: Location{File: text}}}
	errored := asked(text, text, text+"2", text, StatusErrored, text)
	errored.Note = text
	r.Results = []Result{x, errored, skipped(text, text, text, text, text)}
	r.Leftovers = []Leftover{{Resource: text, ID: text, Operation: text, Reason: text}}
	r.Environment = &Environment{Name: text, URL: text, Lifecycle: text, Auth: text}
	r.Subject = Subject{Title: text, Version: text, Document: text}
	settle(r)
	r.Known = []Finding{{Rule: text, Operation: text, InstancePath: text, Waiver: &Waiver{Reason: text, Until: text}}}
	for _, c := range console(t, r, ConsoleOptions{Replay: func(...string) string { return text }}) {
		if c != '\n' && (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x202e) {
			t.Fatalf("%q reached the terminal:\n%q", c, console(t, r, ConsoleOptions{}))
		}
	}
}

func TestConsole_AlsoIn(t *testing.T) {
	t.Parallel()
	out := console(t, red(), ConsoleOptions{})
	if got := strings.Count(out, "error: response-schema"); got != 1 {
		t.Errorf("one fault in three cases is shown %d times, want once:\n%s", got, out)
	}
	if !strings.Contains(out, "also in   2 more cases: ") {
		t.Errorf("the other cases are not named:\n%s", out)
	}
	if strings.Contains(out, "replay") {
		t.Errorf("a replay line without a Replay function:\n%s", out)
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		cases map[Status]int
		want  string
	}{
		{"all passed", map[Status]int{StatusPassed: 5}, "5"},
		{"some failed", map[Status]int{StatusPassed: 3, StatusFailed: 2}, "3/5"},
		{"all failed or skipped", map[Status]int{StatusFailed: 5, StatusSkipped: 3}, "0/5, 3 skipped"},
		{"passed and skipped", map[Status]int{StatusPassed: 5, StatusSkipped: 3}, "5, 3 skipped"},
		{"all skipped", map[Status]int{StatusSkipped: 3}, "3"},
		{"one could not be asked", map[Status]int{StatusPassed: 1, StatusErrored: 1}, "1/2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tally(tt.cases); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Cases that show the same findings are named up to a few, so that a server which fails everywhere leaves the findings in sight.
func TestConsole_NamesFewFailedCases(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		failed int
		want   []string
	}{
		{"as many as are named", 3, []string{"✗ asks 1 → 1", "✗ asks 2 → 1", "✗ asks 3 → 1"}},
		{"one more has room", 4, []string{"✗ asks 1 → 1", "✗ asks 2 → 1", "✗ asks 3 → 1", "✗ asks 4 → 1"}},
		{"many", 70, []string{"✗ asks 1 → 1", "✗ asks 2 → 1", "✗ asks 3 → 1", "✗ 67 more cases → 1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := &Report{Format: Format, Kind: KindRun}
			for i := range tt.failed {
				id := fmt.Sprintf("get/%d", i+1)
				r.Results = append(r.Results, Result{Case: id, Title: fmt.Sprintf("asks %d", i+1), Operation: "get", Status: StatusFailed, Findings: []Finding{{Rule: "same", Case: id, Operation: "get"}}})
			}
			r.Results = append(r.Results, Result{Case: "get/other", Title: "asks otherwise", Operation: "get", Status: StatusFailed, Findings: []Finding{{Rule: "other", Operation: "get"}}})
			r.Summary, r.Findings, r.Known = Summarise(r.Results)
			var got []string
			for _, l := range strings.Split(console(t, r, ConsoleOptions{}), "\n") {
				if strings.HasPrefix(l, "      ✗ ") {
					got = append(got, strings.TrimSpace(l))
				}
			}
			if want := append(tt.want, "✗ asks otherwise → 2"); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}
