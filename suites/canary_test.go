package suites_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/runner/mock"
)

// The canaries: two partners whose credentials are found again wherever they turn up.
var (
	ownCanary   = mock.Partner{ClientID: "5f0ca9a9a9c0ffee0b1dd1e5", Secret: "0wnca9a9/c0ffee+f00d=\"beef<cafe>&1337"}
	otherCanary = mock.Partner{ClientID: "7e57ca9a9bad5eed5deadbee", Secret: "07hca9a9decafbadc0dedfacade999"}
)

// spill says every secret that there is in an answer, in many forms. Answers that make a secret keep it in its place, for nobody could know
// it from elsewhere.
func spill(b *backend, w http.ResponseWriter, r *http.Request, right *httptest.ResponseRecorder) bool {
	secrets := append([]string{ownCanary.ClientID, ownCanary.Secret, otherCanary.ClientID, otherCanary.Secret}, b.minted()...)
	said := []string{}
	for _, s := range secrets {
		said = append(said, s, url.QueryEscape(s), base64.StdEncoding.EncodeToString([]byte("key:"+s)), hex.EncodeToString([]byte(s)))
	}
	last := secrets[len(secrets)-1]
	if strings.HasSuffix(r.URL.Path, "/oauth_institutions/get") {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return false
		}
		defer conn.Close()
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{\"note\":%q,\"cut\":\"%s", strings.Join(said, " "), last[:len(last)-2])
		return true
	}
	answer := map[string]any{}
	if err := json.Unmarshal(right.Body.Bytes(), &answer); err != nil {
		return false
	}
	answer["error_message"], answer["note"] = strings.Join(said, " "), said
	if customer, ok := answer["end_customer"].(map[string]any); ok {
		customer["status"], customer["company_name"] = last, secrets[1]
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header()["X-Debug"] = []string{strings.ReplaceAll(strings.Join(said, "; "), "\n", "")}
	w.Header().Set("Location", "/?secret="+url.QueryEscape(last))
	w.WriteHeader(right.Code)
	_ = json.NewEncoder(w).Encode(answer)
	return true
}

// forms are the ways in which a canary would be seen.
func forms(canary string) []string {
	quoted, _ := json.Marshal(canary)
	out := []string{canary, strings.ToUpper(canary), strings.ToLower(canary), url.QueryEscape(canary), url.PathEscape(canary), string(quoted[1 : len(quoted)-1]), hex.EncodeToString([]byte(canary)), canary[:len(canary)-2]}
	for shift := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte("key:"[:shift+1] + canary))
		out = append(out, coded[4:len(coded)-4])
	}
	return out
}

func TestCanaries_NoProcessWritesOne(t *testing.T) {
	startsProcesses(t)
	binary := plumbline(t)
	for _, how := range []string{"plumbline run", "go test"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			b := serve(t, []mock.Partner{ownCanary, otherCanary}, spill)
			dir := t.TempDir()
			file := func(name string) string { return filepath.Join(dir, name) }
			env := []string{
				"PLAID_CLIENT_ID=" + ownCanary.ClientID, "PLAID_SECRET=" + ownCanary.Secret,
				"PLAID_OTHER_CLIENT_ID=" + otherCanary.ClientID, "PLAID_OTHER_SECRET=" + otherCanary.Secret,
			}
			var p *process
			wrote := []string{"run.json", "run.xml", "run.txt"}
			if how == "go test" {
				path, args := suiteBinary(t)
				p = start(t, "", env, path, append(args, "-test.v", "-plumbline.url="+b.URL,
					"-plumbline.report=json="+file("run.json"), "-plumbline.report=junit="+file("run.xml"), "-plumbline.report=console="+file("run.txt"),
					"-ginkgo.vv", "-ginkgo.trace", "-ginkgo.show-node-events", "-ginkgo.json-report="+file("ginkgo.json"),
					"-ginkgo.junit-report="+file("ginkgo.xml"), "-ginkgo.teamcity-report="+file("ginkgo.txt"))...)
				wrote = append(wrote, "ginkgo.json", "ginkgo.xml", "ginkgo.txt")
			} else {
				p = start(t, "", env, binary, "run", "--url", b.URL,
					"--report", "json="+file("run.json"), "--report", "junit="+file("run.xml"), "--report", "console="+file("run.txt"))
			}
			if code := p.code(t); code != 1 {
				t.Errorf("exit code %d, want 1:\n%s", code, p.said())
			}
			texts := map[string]string{"the screen": p.said()}
			for _, name := range wrote {
				data, err := fs.ReadFile(os.DirFS(dir), name)
				if err != nil {
					t.Fatal(err)
				}
				texts[name] = string(data)
			}
			canaries := append([]string{ownCanary.ClientID, ownCanary.Secret, otherCanary.ClientID, otherCanary.Secret}, b.minted()...)
			slices.Sort(canaries)
			for name, text := range texts {
				if !strings.Contains(text, "[redacted ") {
					t.Errorf("%s holds no replacement, so nothing is proved", name)
				}
				for _, canary := range slices.Compact(canaries) {
					for _, form := range forms(canary) {
						if i := strings.Index(text, form); i >= 0 {
							t.Fatalf("%s holds %s as %s: ...%s...", name, canary, form, text[max(0, i-200):min(len(text), i+100)])
						}
					}
				}
			}
		})
	}
}
