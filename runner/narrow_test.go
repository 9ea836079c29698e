package runner

import (
	"context"
	"slices"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Of several values that go out together those are found that the API fails on, also where it refuses others first.
func TestDriver_Drive_TellsPartsApart(t *testing.T) {
	t.Parallel()
	whole := `{"a":"","b":"","c":"","d":""}`
	for _, tt := range []struct {
		name     string
		statuses []int
		bodies   []string
		about    string
		status   int
	}{
		{"all are taken", []int{200}, nil, "", 200},
		{"all are refused together alone", []int{400, 200, 200}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`}, "", 400},
		{"one is refused", []int{400, 400, 200, 200, 400}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"a":""}`, `{"b":""}`}, "", 400},
		{"the API fails on one", []int{500, 200, 500, 200, 500}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"c":""}`, `{"d":""}`}, `"" at /d`, 500},
		{"and on two", []int{500, 500, 500, 500, 200, 200, 503}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"a":""}`, `{"b":""}`, `{"c":""}`, `{"d":""}`}, `"" at /a and for "" at /d`, 503},
		{"a refusal hides a failure", []int{400, 400, 200, 400, 500}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"a":""}`, `{"b":""}`}, `"" at /b`, 500},
		{"only together they make it fail", []int{500, 200, 200}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`}, "", 500},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines := []line{}
			for _, status := range tt.statuses {
				lines = append(lines, line{status: status, body: `{}`})
			}
			d, s := testDriver(t, map[string][]line{"/pets/find": lines})
			c := petCase(UseNone)
			c.Body = []byte(whole)
			inParts(c, "abcd")
			out := d.Drive(context.Background(), c)
			var bodies []string
			for _, asked := range s.requests()[1:] {
				bodies = append(bodies, asked.body)
			}
			if out.About != tt.about || out.Call.Status != tt.status || !slices.Equal(bodies, tt.bodies) {
				t.Errorf("got %q with %d after %q, want %q with %d after %q", out.About, out.Call.Status, bodies, tt.about, tt.status, tt.bodies)
			}
			if len(out.Before) != len(tt.bodies) {
				t.Errorf("%d calls stand before the last of %d", len(out.Before), 1+len(tt.bodies))
			}
		})
	}
	d, s := testDriver(t, map[string][]line{"/pets/find": slices.Repeat([]line{{status: 500}}, 60)})
	c := petCase(UseNone)
	inParts(c, "abcdefghijk")
	if d.Drive(context.Background(), c); len(s.requests()) > 1+mostSplits {
		t.Errorf("%d requests", len(s.requests()))
	}
}

// inParts makes c one of empty texts that may each stand alone, and to which either answer is right.
func inParts(c *Case, names string) {
	c.Promise = Promise{}
	for _, name := range names {
		c.Parts = append(c.Parts, `"" at /`+string(name))
	}
	c.Some = func(parts []int) []byte {
		body := []byte(`{}`)
		for _, n := range parts {
			body, _ = tape.Set(body, "/"+names[n:n+1], []byte(`""`))
		}
		return body
	}
}
