package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/joshdk/go-junit"
)

func junitBytes(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeJUnit(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJUnit_Golden(t *testing.T) {
	t.Parallel()
	small := red()
	all := small.Results
	small.Results = nil
	for _, id := range []string{
		"partnerCustomerCreate/examples/example-1", "partnerCustomerCreate/bodies/maximal", "partnerCustomerGet/resources/unknown",
		"partnerCustomerOAuthInstitutionsGet/examples/example-1", "partnerCustomerEnable/bodies/maximal", "partnerCustomerRemove/bodies/minimal", "enable-customer/create",
	} {
		small.Results = append(small.Results, all[slices.IndexFunc(all, func(r Result) bool { return r.Case == id })])
	}
	small = settle(small)
	for _, tt := range []struct {
		name   string
		report *Report
	}{
		{"junit-red", small},
		{"junit-check", checked()},
		{"junit-empty", empty()},
		{"junit-diff", upgraded()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, string(junitBytes(t, tt.report)))
		})
	}
}

// A foreign parser must find what the report holds.
func TestJUnit_ReadByAForeignParser(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                            string
		report                          *Report
		passed, failed, errors, skipped int
	}{
		{"green", green(), 54, 0, 0, 0},
		{"diff", upgraded(), 4, 3, 0, 0},
		{"same", same(), 1, 0, 0, 0},
		{"red", red(), 43, 5, 1, 9},
		{"check", checked(), 0, 2, 0, 0},
		{"unreachable", unreachable(), 0, 0, 9, 0},
		{"nothing asked", empty(), 0, 0, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := junitBytes(t, tt.report)
			suites, err := junit.Ingest(data)
			if err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			got := [4]int{}
			for _, s := range suites {
				got[0] += s.Totals.Passed
				got[1] += s.Totals.Failed
				got[2] += s.Totals.Error
				got[3] += s.Totals.Skipped
			}
			if want := [4]int{tt.passed, tt.failed, tt.errors, tt.skipped}; got != want {
				t.Errorf("passed, failed, errors, skipped: got %v, want %v\n%s", got, want, data)
			}

			var root struct {
				Tests    int `xml:"tests,attr"`
				Failures int `xml:"failures,attr"`
				Errors   int `xml:"errors,attr"`
				Skipped  int `xml:"skipped,attr"`
			}
			if err := xml.Unmarshal(data, &root); err != nil {
				t.Fatal(err)
			}
			counts := [4]int{root.Tests - root.Failures - root.Errors - root.Skipped, root.Failures, root.Errors, root.Skipped}
			if counts != got {
				t.Errorf("the counts on <testsuites> say %v, the cases %v", counts, got)
			}
		})
	}
}

// One finding fails every case that showed it, each in its own words and beside its own answer.
func TestJUnit_OneFindingFailsEachCase(t *testing.T) {
	t.Parallel()
	suites, err := junit.Ingest(junitBytes(t, red()))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, suite := range suites {
		for _, test := range suite.Tests {
			if test.Error != nil && suite.Name == "partnerCustomerOAuthInstitutionsGet" {
				place := test.Message[strings.Index(test.Message, "/institutions"):]
				got[test.Name], _, _ = strings.Cut(place, "/environments")
				if strings.Count(test.Error.Error(), "error: response-schema") != 1 || !strings.Contains(test.Error.Error(), "\n>         \"production\": null") {
					t.Errorf("%s: want one finding, and the value marked:\n%s", test.Name, test.Error)
				}
			}
		}
	}
	want := map[string]string{"answers the example request": "/institutions/3", "answers the minimal body": "/institutions/3", "answers the maximal body": "/institutions/8"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Names and answers are whatever the document and the API say; none of them may break the file, and what is said must arrive.
func TestJUnit_HostileText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"mark-up", `a&b<c>"'`, `a&b<c>"'`},
		{"end of a CDATA section", `x]]>y<![CDATA[z`, `x]]>y<![CDATA[z`},
		{"control characters", "a\x00b\x1b[31mc\x7f", `a\u0000b\u001b[31mc\u007f`},
		{"bytes that are not UTF-8", "a\xff\xfeb", `a\xff\xfeb`},
		{"reversed reading direction", "a\u202eb", `a\u202eb`},
		{"not a character", "a\ufffeb", `a\ufffeb`},
		{"beyond the first plane", "a😀b", "a😀b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := base(KindRun)
			x := asked(tt.text, tt.text, tt.text, tt.text, StatusFailed, tt.text)
			x.Exchanges[0].Curl = "curl '" + tt.text + "'"
			x.Findings = []Finding{{Rule: "response-schema", Message: tt.text, Received: tt.text, Promised: tt.text, Fix: tt.text, InstancePath: tt.text, KeywordPath: tt.text,
				Location: Location{File: tt.text, Line: 3}}}
			r.Results = []Result{x, skipped("op", "bodies", "b", tt.text, tt.text)}
			settle(r)

			data := junitBytes(t, r)
			decoder := xml.NewDecoder(bytes.NewReader(data))
			for {
				if _, err := decoder.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("not well-formed: %v\n%s", err, data)
				}
			}
			suites, err := junit.Ingest(data)
			if err != nil {
				t.Fatal(err)
			}
			failed := suites[0].Tests[0]
			if failed.Classname != tt.want || failed.Name != tt.want || failed.Message != tt.want || failed.Properties["file"] != tt.want {
				t.Errorf("attributes: got %q, %q, %q, %q, want %q each", failed.Classname, failed.Name, failed.Message, failed.Properties["file"], tt.want)
			}
			if text := failed.Error.Error(); strings.Count(text, tt.want) < 6 || !strings.Contains(text, "curl '"+tt.want+"'") {
				t.Errorf("text lacks %q:\n%s", tt.want, text)
			}
			if got := suites[1].Tests[0].Message; got != tt.want {
				t.Errorf("skipped: got %q, want %q", got, tt.want)
			}
		})
	}
}

// GitLab drops the second of two cases with one name.
func TestJUnit_NamesAreUnique(t *testing.T) {
	t.Parallel()
	r := base(KindRun)
	for _, name := range []string{"one", "two", "two"} {
		r.Results = append(r.Results, asked("op", "examples", name, "answers", StatusPassed, "{}"))
	}
	suites, err := junit.Ingest(junitBytes(t, settle(r)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, test := range suites[0].Tests {
		got = append(got, test.Name)
	}
	if want := "answers|answers (two)|answers (two) 2"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
}
