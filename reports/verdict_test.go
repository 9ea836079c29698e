package reports

import "testing"

func TestVerdict(t *testing.T) {
	t.Parallel()
	results := func(statuses ...Status) []Result {
		var all []Result
		for i, s := range statuses {
			all = append(all, Result{Case: string('a' + rune(i)), Status: s})
		}
		return all
	}
	finding := func(l Level, id string) Finding { return Finding{Rule: "r", Level: l, Case: id, Fingerprint: "f" + id} }
	for _, tt := range []struct {
		name   string
		report Report
		want   Verdict
	}{
		{"everything passed", Report{Results: results(StatusPassed, StatusPassed)}, Verdict{0, "conforms", ""}},
		{"something was skipped", Report{Results: results(StatusPassed, StatusSkipped, StatusDisabled)}, Verdict{0, "conforms", ""}},
		{"a warning", Report{Results: results(StatusPassed), Findings: []Finding{finding(LevelWarning, "a")}}, Verdict{0, "conforms", "with 1 warning"}},
		{"notes and warnings", Report{Results: results(StatusPassed), Findings: []Finding{finding(LevelNote, "a"), finding(LevelNote, "b"), finding(LevelWarning, "a")}}, Verdict{0, "conforms", "with 1 warning, 2 notes"}},
		{"a known deviation", Report{Results: results(StatusPassed), Known: []Finding{finding(LevelError, "a")}}, Verdict{0, "conforms", ""}},
		{"a known deviation of a case that is called failed", Report{Results: results(StatusFailed), Known: []Finding{finding(LevelError, "a")}}, Verdict{0, "conforms", ""}},
		{"a known deviation of a later case that is called failed", Report{Results: results(StatusPassed, StatusFailed), Known: []Finding{{Level: LevelNote, Case: "a", Cases: []string{"a", "b"}}}}, Verdict{0, "conforms", ""}},
		{"something was left behind", Report{Results: results(StatusPassed), Leftovers: []Leftover{{}}}, Verdict{0, "conforms", ""}},

		{"one error", Report{Results: results(StatusFailed), Findings: []Finding{finding(LevelError, "a")}}, Verdict{1, "1 finding", "1 error"}},
		{"an error seen twice", Report{Results: results(StatusFailed), Findings: []Finding{{Level: LevelError, Case: "a", Cases: []string{"a", "b"}, Seen: 2}}}, Verdict{1, "1 finding", "1 error, seen 2 times"}},
		{"an error seen three times in two cases", Report{Results: results(StatusFailed, StatusFailed), Findings: []Finding{{Level: LevelError, Case: "a", Cases: []string{"a", "b"}, Seen: 3}, finding(LevelWarning, "a")}}, Verdict{1, "2 findings", "1 error, 1 warning, seen 4 times"}},
		{"an error and a warning", Report{Results: results(StatusFailed), Findings: []Finding{finding(LevelError, "a"), finding(LevelWarning, "a")}}, Verdict{1, "2 findings", "1 error, 1 warning"}},
		{"an error beside errored cases", Report{Results: results(StatusFailed, StatusErrored, StatusErrored), Findings: []Finding{finding(LevelError, "a")}}, Verdict{1, "1 finding", "1 error; 2 cases could not be asked"}},
		{"an error before an interruption", Report{Interrupted: true, Results: results(StatusFailed), Findings: []Finding{finding(LevelError, "a")}}, Verdict{1, "1 finding", "1 error; the work was interrupted before its end"}},
		{"an error of the document alone", Report{Findings: []Finding{finding(LevelError, "")}}, Verdict{1, "1 finding", "1 error"}},

		{"errored beside passed", Report{Results: results(StatusPassed, StatusErrored)}, Verdict{3, "could not ask", "1 of 2 cases errored"}},
		{"errored for one reason", Report{Results: []Result{{Status: StatusErrored, Note: "the credentials were refused: status 401; look at KEY"}, {Status: StatusSkipped}}}, Verdict{3, "could not ask", "1 of 2 cases errored: the credentials were refused"}},
		{"errored for two reasons", Report{Results: []Result{{Status: StatusErrored, Note: "the credentials were refused: a"}, {Status: StatusErrored, Note: "could not connect: b"}}}, Verdict{3, "could not ask", "2 of 2 cases errored"}},
		{"errored beside a warning", Report{Results: results(StatusPassed, StatusErrored), Findings: []Finding{finding(LevelWarning, "a")}}, Verdict{3, "could not ask", "1 of 2 cases errored"}},
		{"interrupted", Report{Interrupted: true, Results: results(StatusPassed)}, Verdict{3, "could not ask", "the work was interrupted before its end"}},
		{"failed without a finding", Report{Results: results(StatusPassed, StatusFailed)}, Verdict{3, "could not ask", "case b failed without a finding, which is a mistake of Plumbline's own"}},
		{"failed with no more than a warning", Report{Results: results(StatusFailed), Findings: []Finding{finding(LevelWarning, "a")}}, Verdict{3, "could not ask", "case a failed without a finding, which is a mistake of Plumbline's own"}},
		{"an empty plan", Report{}, Verdict{3, "could not ask", "the plan holds no case"}},
		{"everything skipped", Report{Results: results(StatusSkipped, StatusSkipped)}, Verdict{3, "could not ask", "every case was skipped"}},
		{"everything filtered", Report{Results: results(StatusDisabled)}, Verdict{3, "could not ask", "a filter left out every case"}},
		{"skipped or filtered", Report{Results: results(StatusDisabled, StatusSkipped)}, Verdict{3, "could not ask", "every case was skipped or left out by a filter"}},

		{"a check that found nothing", Report{Kind: KindCheck}, Verdict{0, "conforms", ""}},
		{"a check that found an error", Report{Kind: KindCheck, Findings: []Finding{finding(LevelError, "")}}, Verdict{1, "1 finding", "1 error"}},
		{"a check that found a warning", Report{Kind: KindCheck, Findings: []Finding{finding(LevelWarning, "")}}, Verdict{0, "conforms", "with 1 warning"}},
		{"a check that was interrupted", Report{Kind: KindCheck, Interrupted: true}, Verdict{3, "could not ask", "the work was interrupted before its end"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.report.Kind == "" {
				tt.report.Kind = KindRun
			}
			if got := tt.report.Verdict(); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			if got := tt.report.ExitCode(); got != tt.want.Code {
				t.Errorf("exit code: got %d, want %d", got, tt.want.Code)
			}
		})
	}
}
