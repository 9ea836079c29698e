package engine

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// window is how many characters of a canary in a row are a leak.
const window = 12

// leaks looks for canaries in text: any twelve characters in a row of one, in capitals or small letters, and its encodings. It returns
// the first that it finds and where it stands; both are empty if there is none.
func leaks(text string, canaries ...string) (canary, at string) {
	pieces, low := map[string]string{}, strings.ToLower(text)
	for _, c := range canaries {
		forms := []string{c, hex.EncodeToString([]byte(c)), url.QueryEscape(c), html.EscapeString(c)}
		for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for shift := range 3 {
				coded := enc.EncodeToString([]byte("xxx"[:shift] + c))
				forms = append(forms, coded[4:len(coded)-4]) // what stands at the ends depends on the neighbours
			}
		}
		for _, form := range forms {
			for form = strings.ToLower(form); len(form) >= window; form = form[1:] {
				pieces[form[:window]] = c
			}
		}
		for form := escaped(c); len(form) >= 6*window; form = form[6:] {
			pieces[form[:6*window]] = c
		}
	}
	for i := 0; i+window <= len(low); i++ {
		c := pieces[low[i:i+window]]
		if low[i] == '\\' && c == "" {
			c = pieces[low[i:min(i+6*window, len(low))]]
		}
		if c != "" {
			return c, around(low, i)
		}
	}
	return "", ""
}

// around is the part of text about an offset.
func around(text string, at int) string {
	return "..." + text[max(0, at-60):min(len(text), at+90)] + "..."
}

// written is every byte that a run could show or write: each result as it comes, with the text of its findings, and the report in
// every format.
func written(t *testing.T, s *Session) string {
	t.Helper()
	var b strings.Builder
	ctx := context.Background()
	got, extra := map[string]reports.Result{}, []reports.Result{}
	keep := json.NewEncoder(&b)
	show := func(r reports.Result) {
		_ = keep.Encode(r)
		for _, f := range r.Findings {
			b.WriteString(f.Text() + "\n")
			_ = keep.Encode(f)
		}
		for _, x := range r.Exchanges {
			b.WriteString(x.Curl + "\n") // as it is pasted, not as JSON escapes it
		}
	}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			got[c.ID] = s.Run(ctx, c)
			show(got[c.ID])
		}
		if result, gone := s.Remove(ctx, g.Name); !gone {
			extra = append(extra, result)
			show(result)
		}
	}
	if result, gone := s.Remove(ctx, ""); !gone {
		extra = append(extra, result)
		show(result)
	}
	r := s.Report(s.Complete(got, false, extra), Remains{Removals: s.Removals(), Leftovers: s.Leftovers()}, false)
	for _, format := range reports.Formats() {
		if err := format.Write(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range []reports.ConsoleOptions{{Colour: true}, {Plain: true, Width: 200, Full: 1000}, {Colour: true, Width: 40, Replay: func(ids ...string) string { return "again " + strings.Join(ids, " ") }}} {
		if err := reports.WriteConsole(&b, r, o); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// canaries are credentials that are found again wherever they turn up: as Plaid makes them, and with everything that an encoding changes.
var canaries = map[string][2]mock.Partner{
	"as Plaid makes them": {
		{ClientID: "5f0ca9a9a9c0ffee0b1dd1e5", Secret: "0wnca9a9c0ffeef00dbeefcafe1337"},
		{ClientID: "7e57ca9a9bad5eed5deadbee", Secret: "07hca9a9decafbadc0dedfacade999"},
	},
	"of every character": {
		{ClientID: `own/id+canary=<1>&"quoted"%41'x`, Secret: `own\secret/canary+<2>&"quoted"=%zz`},
		{ClientID: `other/id+canary=<3>&"quoted"~y`, Secret: `other\secret/canary+<4>&'quoted'=?`},
	},
}

func TestCanaries_NoneIsWritten(t *testing.T) {
	t.Parallel()
	for kind, pair := range canaries {
		for _, tt := range parrots {
			t.Run(kind+", "+tt.name, func(t *testing.T) {
				t.Parallel()
				own, other := pair[0], pair[1]
				p := &parrot{
					right: rightMock(t, versions[0], "plaid", mock.Options{Seed: 7, Partners: pair[:]}), say: tt.say, whole: tt.whole,
					secrets: []string{own.ClientID, own.Secret, other.ClientID, other.Secret},
				}
				server := httptest.NewServer(p)
				t.Cleanup(server.Close)
				// Some of the cases: every kind of exchange is among them.
				cases := []string{opCreate, opGet, opInstitutions + "/bodies", "customer-goes-live"}
				s := open(t, Options{Seed: 1, Cases: cases, Target: runner.Choice{URL: server.URL, URLGiven: true}, Lookup: variables(map[string]string{
					"PLAID_CLIENT_ID": own.ClientID, "PLAID_SECRET": own.Secret, "PLAID_OTHER_CLIENT_ID": other.ClientID, "PLAID_OTHER_SECRET": other.Secret,
				})})
				text := written(t, s)
				if !strings.Contains(text, "[redacted ") {
					t.Error("nothing was redacted, so nothing is proved")
				}
				if canary, at := leaks(text, p.known()...); canary != "" {
					t.Errorf("secret %s is written: %q", canary, at)
				}
			})
		}
	}
}

func TestLeaks_FindsWhatItLooksFor(t *testing.T) {
	t.Parallel()
	const canary = `own\secret/canary+<2>&"quoted"=%zz`
	for _, text := range []string{
		canary, "x" + strings.ToUpper(canary), canary[3:17], url.QueryEscape(canary), lowerEscapes(url.QueryEscape(canary)), hex.EncodeToString([]byte(canary)),
		html.EscapeString(canary), escaped(canary), base64.StdEncoding.EncodeToString([]byte(canary)), base64.StdEncoding.EncodeToString([]byte("ab" + canary + "c")),
	} {
		if found, _ := leaks("before "+text+" after", "another secret of some length", canary); found != canary {
			t.Errorf("%s is not found", text)
		}
	}
	if found, at := leaks("[redacted string(30) 3fa2c1]", canary); found != "" {
		t.Errorf("a replacement is taken for a leak: %s", at)
	}
}
