package runner

import (
	"cmp"
	"context"
	"slices"
	"strings"
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
		{"and on two", []int{500, 500, 501, 200, 500, 200, 503}, []string{`{"a":"","b":""}`, `{"a":""}`, `{"b":""}`, `{"c":"","d":""}`, `{"c":""}`, `{"d":""}`}, `"" at /a and for "" at /d`, 501},
		{"two make it fail together", []int{500, 200, 503, 200, 200}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"c":""}`, `{"d":""}`}, `"" at /c with "" at /d`, 503},
		{"one of two, behind a refusal", []int{500, 200, 503, 200, 400}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"c":""}`, `{"d":""}`}, `one of "" at /c, "" at /d`, 503},
		{"a refusal hides a failure", []int{400, 400, 200, 400, 500}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"a":""}`, `{"b":""}`}, `"" at /b`, 500},
		{"the API has no time for the first", []int{429}, nil, "", 429},
		{"it has none for one of two", []int{500, 200, 503, 429}, []string{`{"a":"","b":""}`, `{"c":"","d":""}`, `{"c":""}`}, `one of "" at /c, "" at /d`, 503},
		{"it has none after a refusal", []int{400, 429}, []string{`{"a":"","b":""}`}, "", 400},
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
}

// Of several values that must be accepted all those are found that are refused, but for what the promise excuses; and nothing is hidden by that.
func TestDriver_Drive_TellsRefusedPartsApart(t *testing.T) {
	t.Parallel()
	const taken, refused, excused = `{}`, `{"code":"NO"}`, `{"code":"ASK_FIRST"}`
	const busy, silent = `{"code":"BUSY"}`, ""
	for _, tt := range []struct {
		name    string
		answers []string // to the whole, and to each further request
		bodies  string   // the names in each of those
		about   string
		speaks  string
	}{
		{"all are taken", []string{taken}, "", "", taken},
		{"none of them is to blame", []string{refused, refused}, "none", "", refused},
		{"one is refused", []string{refused, taken, taken, refused, refused, taken}, "none ab cd c abd", `"" at /c`, refused},
		{"two are", []string{refused, taken, refused, refused, refused, taken, refused, taken, refused, taken}, "none ab a bcd b cd c d bc", `"" at /a and for "" at /d`, refused},
		{"one that is excused hides nothing", []string{excused, taken, excused, excused, refused, taken, refused, refused, taken}, "none ab a bcd b cd c bd", `"" at /c`, refused},
		{"one that is excused is the only one", []string{excused, taken, excused, excused, taken}, "none ab a bcd", "", excused},
		{"the last of two", []string{excused, taken, taken, excused, excused, refused, taken, refused, refused, taken}, "none ab cd c abd a bd b ad", `"" at /b`, refused},
		{"only together are they refused", []string{refused, taken, taken, taken}, "none ab cd", "", refused},
		{"the API has no time for the whole", []string{busy}, "", "", busy},
		{"the API has no time for what holds none", []string{refused, busy}, "none", "", refused},
		{"it has none for a half", []string{refused, taken, busy}, "none ab", "", refused},
		{"it does not answer to a half", []string{refused, taken, silent}, "none ab", "", refused},
		{"it has no time once one is found", []string{refused, taken, taken, refused, refused, busy}, "none ab cd c abd", `"" at /c`, refused},
		{"it does not answer once one is found", []string{refused, taken, taken, refused, refused, silent}, "none ab cd c abd", `"" at /c`, refused},
		{"only together, beside one that is excused", []string{excused, taken, excused, excused, refused, taken, taken}, "none ab a bcd b cd", "", refused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines := []line{}
			for _, body := range tt.answers {
				status := map[string]int{taken: 200, busy: 429}[body]
				lines = append(lines, line{status: cmp.Or(status, 400), body: body, cut: body == silent})
			}
			d, s := testDriver(t, map[string][]line{"/pets/find": lines})
			pack := *d.Pack
			pack.ErrorCode = "/code"
			d.Pack = &pack
			c := petCase(UseNone)
			c.Body = []byte(`{"a":"","b":"","c":"","d":""}`)
			inParts(c, "abcd")
			c.Promise = Promise{Accept: true, Excuses: []string{"ASK_FIRST"}}
			out := d.Drive(context.Background(), c)
			if (out.Trouble != "") != (tt.speaks == busy) {
				t.Errorf("trouble: %q", out.Trouble)
			}
			var bodies []string
			for _, asked := range s.requests()[1:] {
				bodies = append(bodies, cmp.Or(strings.NewReplacer(`"`, "", ":", "", ",", "", "{", "", "}", "").Replace(asked.body), "none"))
			}
			if got := strings.Join(bodies, " "); got != tt.bodies {
				t.Errorf("asked %s, want %s", got, tt.bodies)
			}
			if out.About != tt.about || string(out.Call.Reply) != tt.speaks {
				t.Errorf("got %q with %s, want %q with %s", out.About, out.Call.Reply, tt.about, tt.speaks)
			}
			if len(out.Before) != len(bodies) {
				t.Errorf("%d calls stand before the last of %d", len(out.Before), 1+len(bodies))
			}
		})
	}
}

// However many there are, the search ends with the one that the API fails on, or with the fewest, and takes few requests.
func TestDriver_Drive_TellsManyPartsApart(t *testing.T) {
	t.Parallel()
	const names = "abcdefghijklmnopqrstu"
	for _, tt := range []struct {
		name, fails string // one of these in a body makes the API fail
		refuses     string // and one of these is refused before
		about       string
		bodies      int
	}{
		{"none", "", "", "", 0},
		{"the first", "a", "", `"" at /a`, 10},
		{"the last", "u", "", `"" at /u`, 10},
		{"one in the middle", "k", "", `"" at /k`, 10},
		{"two far apart", "au", "", `"" at /a and for one of`, 12},
		{"each of them", names, "", `"" at /a and for "" at /b`, 12},
		{"one behind a refusal", "u", "a", `"" at /u`, 12},
		{"all are refused", "", names, "", mostSplits},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets/find": {{status: 200, body: `{}`}}})
			s.answers = func(body string) int {
				for _, status := range []int{400, 500} {
					for _, name := range map[int]string{400: tt.refuses, 500: tt.fails}[status] {
						if strings.Contains(body, `"`+string(name)+`"`) {
							return status
						}
					}
				}
				return 200
			}
			c := petCase(UseNone)
			c.Body = []byte(`{}`)
			inParts(c, names)
			c.Body = c.Some(Every(len(names)))
			out := d.Drive(context.Background(), c)
			if n := len(s.requests()) - 1; n > tt.bodies || !strings.HasPrefix(out.About, tt.about) || tt.about == "" && out.About != "" {
				t.Errorf("got %q after %d requests, want %q after at most %d", out.About, n, tt.about, tt.bodies)
			}
			if tt.fails != "" && (out.Call.Status != 500 || strings.Count(string(out.Call.Body), `""`) != 1) {
				t.Errorf("%d for %s speaks for the case", out.Call.Status, out.Call.Body)
			}
		})
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
