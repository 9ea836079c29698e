package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func jsonBytes(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJSON_Golden(t *testing.T) {
	t.Parallel()
	r := red()
	all := r.Results
	r.Results = nil
	for _, result := range all {
		switch result.Case {
		case "partnerCustomerGet/resources/unknown":
		case "partnerCustomerCreate/bodies/minimal", "partnerCustomerCreate/bodies/maximal",
			"partnerCustomerOAuthInstitutionsGet/examples/example-1", "partnerCustomerOAuthInstitutionsGet/bodies/maximal":
			result.Exchanges, result.Checks = nil, nil // one exchange shows what they look like
		default:
			continue
		}
		r.Results = append(r.Results, result)
	}
	golden(t, "json-red", string(jsonBytes(t, settle(r))))
}

// A reader gets from a finding to its cases and from a case to its findings, and the two ways agree.
func TestJSON_FindingsAndCasesReferToEachOther(t *testing.T) {
	t.Parallel()
	var record struct {
		Results []struct {
			Case         string
			Fingerprints []string
		}
		Findings, Known []struct {
			Case, Fingerprint string
			Cases             []string
			Seen              int
		}
	}
	if err := json.Unmarshal(jsonBytes(t, red()), &record); err != nil {
		t.Fatal(err)
	}
	ofCase, ofFinding := map[string]int{}, map[string]int{}
	for _, result := range record.Results {
		for _, id := range result.Fingerprints {
			ofCase[result.Case+" "+id]++
		}
	}
	unique := map[string]bool{}
	for _, f := range append(record.Findings, record.Known...) {
		if unique[f.Fingerprint] || f.Case != f.Cases[0] || f.Seen < len(f.Cases) {
			t.Errorf("%s stands twice, or does not begin with its first case, or was seen too rarely: %+v", f.Fingerprint, f)
		}
		unique[f.Fingerprint] = true
		for _, id := range f.Cases {
			ofFinding[id+" "+f.Fingerprint]++
		}
	}
	if diff := cmp.Diff(ofFinding, ofCase); diff != "" || len(ofCase) == 0 {
		t.Errorf("findings name these cases, results these findings (-findings +results):\n%s", diff)
	}
}

// What is read back is what was written, and any format of it is the same.
func TestJSON_RoundTrip(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"green": green(), "deviant": deviant(), "red": red(), "check": checked(), "unreachable": unreachable(), "empty": empty(), "diff": upgraded(), "same": same(), "history": walked()} {
		data := jsonBytes(t, r)
		back, err := Read(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(string(data), string(jsonBytes(t, back))); diff != "" {
			t.Errorf("%s: written again it differs (-want +got):\n%s", name, diff)
		}
		if got, want := console(t, back, ConsoleOptions{}), console(t, r, ConsoleOptions{}); got != want {
			t.Errorf("%s: the console of what was read differs (-want +got):\n%s", name, cmp.Diff(want, got))
		}
		if got, want := string(junitBytes(t, back)), string(junitBytes(t, r)); got != want {
			t.Errorf("%s: the JUnit file of what was read differs (-want +got):\n%s", name, cmp.Diff(want, got))
		}
		if got, want := back.Verdict(), r.Verdict(); got != want {
			t.Errorf("%s: the verdict is %v, want %v", name, got, want)
		}
		for i := range r.Results {
			_, findings, known := Summarise(r.Results[i : i+1]) // each of the case's findings once
			got, want := words(back.Results[i].Findings), words(append(findings, known...))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: case %s shows something else (-want +got):\n%s", name, r.Results[i].Case, diff)
			}
			for _, f := range back.Results[i].Findings {
				if f.Exchange != back.Results[i].Own() || f.Case != back.Results[i].Case {
					t.Errorf("%s: a finding of %s has the case %s or the exchange of another", name, back.Results[i].Case, f.Case)
				}
			}
		}
	}
}

// words are what findings say, without what only one of record and result holds.
func words(findings []Finding) []Variant {
	var said []Variant
	for _, f := range findings {
		said = append(said, f.variant(f.Rule))
	}
	return said
}

// Every list is a list, every count is there, and text can be searched.
func TestJSON_Shape(t *testing.T) {
	t.Parallel()
	r := &Report{Findings: []Finding{{Case: "a"}}, Removals: []Exchange{{Response: &Response{}}}, Results: []Result{{Case: "a", Exchanges: []Exchange{{Curl: "curl 'http://h/?a=1&b=<2>'", Response: &Response{}}}}, {Case: "b"}}}
	data := string(jsonBytes(t, r))
	if strings.Contains(data, "null") {
		t.Errorf("a null in\n%s", data)
	}
	for _, want := range []string{
		`"format": 1,`, `"known": []`, `"fingerprints": []`, `"removals": [`, `"cases": [`, `"seen": 1,`, `"variants": []`, `"leftovers": []`, `"checks": []`, `"exchanges": []`, `"headers": []`,
		`"errored": 0`, `"note": 0`, `curl 'http://h/?a=1&b=<2>'`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
	if !strings.HasSuffix(data, "}\n") || strings.HasSuffix(data, "\n\n") {
		t.Error("the record does not end with one line feed")
	}
	if r.Format != 0 || r.Findings[0].Cases != nil || r.Results[0].Fingerprints != nil || r.Results[1].Checks != nil || r.Results[0].Exchanges[0].Request.Headers != nil || r.Results[0].Exchanges[0].Response.Headers != nil || r.Removals[0].Request.Headers != nil || r.Removals[0].Response.Headers != nil {
		t.Error("writing changed the report")
	}
	if !json.Valid([]byte(data)) {
		t.Errorf("not JSON:\n%s", data)
	}
	if data := string(jsonBytes(t, &Report{})); strings.Contains(data, "null") || !strings.Contains(data, `"findings": []`) || !strings.Contains(data, `"removals": []`) {
		t.Errorf("an empty report has a null, or no list of findings or removals:\n%s", data)
	}
}

// A fingerprint is no key: two levels of one fault are two findings, and a result that showed both names them once.
func TestJSON_FingerprintsAreNotUnique(t *testing.T) {
	t.Parallel()
	r := settle(&Report{Results: []Result{{Case: "a", Findings: []Finding{{Rule: "r", Level: LevelError}, {Rule: "r", Level: LevelNote}, {Rule: "r", Waiver: &Waiver{Reason: "known"}}}}}})
	back, err := Read(bytes.NewReader(jsonBytes(t, r)))
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Findings) != 2 || len(back.Known) != 1 || len(back.Results[0].Findings) != 3 {
		t.Errorf("got %d findings, %d known and %d of the case, want 2, 1 and 3", len(back.Findings), len(back.Known), len(back.Results[0].Findings))
	}
	if diff := cmp.Diff([]string{Fingerprint("r", "", "", "")}, back.Results[0].Fingerprints); diff != "" {
		t.Errorf("fingerprints of the case (-want +got):\n%s", diff)
	}
}

func TestRead_Refuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, want string }{
		{"a newer format", `{"format": 2, "findings": 7}`, "read record: format 2 is newer than format 1, the newest this plumbline reads; use the plumbline that wrote it or a later one"},
		{"another JSON file", `{"openapi": "3.0.3"}`, "read record: no format number; write one with --report json=FILE"},
		{"an impossible format", `{"format": 0}`, "read record: no format number; write one with --report json=FILE"},
		{"nothing", ``, "read record: the file is empty"},
		{"no JSON", "<xml>", "read record: line 1: invalid character '<' looking for beginning of value"},
		{"half a record", "{\n\"format\": 1,\n", "read record: line 3: unexpected end of JSON input"},
		{"two records", "{\"format\": 1}\n{\"format\": 1}", "read record: line 2: invalid character '{' after top-level value"},
		{"a wrong type", "{\"format\": 1,\n \"results\": {}}", "read record: line 2: results cannot be a JSON object"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := Read(strings.NewReader(tt.data))
			if err == nil {
				t.Fatalf("got %+v, want an error", r)
			}
			if err.Error() != tt.want {
				t.Errorf("got  %s\nwant %s", err, tt.want)
			}
		})
	}
}

func TestRead_PassesOverNewFields(t *testing.T) {
	t.Parallel()
	r, err := Read(strings.NewReader(`{"format": 1, "seed": 7, "weather": "fine"}`))
	if err != nil || r.Seed != 7 {
		t.Errorf("got %+v and %v, want seed 7", r, err)
	}
}
