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
	for _, result := range r.Results {
		if result.Case == "partnerCustomerGet/resources/unknown" {
			r.Results = []Result{result}
		}
	}
	known := r.Known
	settle(r)
	r.Known = known[:1]
	golden(t, "json-red", string(jsonBytes(t, r)))
}

// What is read back is what was written, and any format of it is the same.
func TestJSON_RoundTrip(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"green": green(), "red": red(), "check": checked(), "unreachable": unreachable(), "empty": empty()} {
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
		summary, findings, known := Summarise(back.Results, r.Findings[:0]...)
		if name != "check" && (!cmp.Equal(summary, back.Summary) || len(findings) != len(back.Findings) || len(known) != len(back.Known)) {
			t.Errorf("%s: the findings did not go back to their results", name)
		}
	}
}

// Every list is a list, every count is there, and text can be searched.
func TestJSON_Shape(t *testing.T) {
	t.Parallel()
	r := &Report{Results: []Result{{Case: "a", Exchanges: []Exchange{{Curl: "curl 'http://h/?a=1&b=<2>'", Response: &Response{}}}}, {Case: "b"}}}
	before := len(r.Results[0].Exchanges[0].Request.Headers)
	data := string(jsonBytes(t, r))
	if strings.Contains(data, "null") {
		t.Errorf("a null in\n%s", data)
	}
	for _, want := range []string{
		`"format": 1,`, `"findings": []`, `"known": []`, `"leftovers": []`, `"checks": []`, `"exchanges": []`, `"headers": []`,
		`"errored": 0`, `"note": 0`, `curl 'http://h/?a=1&b=<2>'`,
	} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
	if !strings.HasSuffix(data, "}\n") || strings.HasSuffix(data, "\n\n") {
		t.Error("the record does not end with one line feed")
	}
	if r.Format != 0 || r.Findings != nil || r.Results[1].Checks != nil || len(r.Results[0].Exchanges[0].Request.Headers) != before || r.Results[0].Exchanges[0].Response.Headers != nil {
		t.Error("writing changed the report")
	}
	if !json.Valid([]byte(data)) {
		t.Errorf("not JSON:\n%s", data)
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
