package engine

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// bare writes a document with these paths, and returns options that ask it without a pack.
func bare(t *testing.T, paths string) Options {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bare.yaml")
	if err := os.WriteFile(file, []byte("openapi: 3.0.3\ninfo: {title: Bare, version: \"1\"}\npaths:\n"+paths), 0o600); err != nil {
		t.Fatal(err)
	}
	return Options{Pack: "none", Document: file, Seed: 1, Phases: []string{"methods"}}
}

func TestPlan_APathBesideThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	answer := `responses: {"200": {description: ok}}}`
	for _, tt := range []struct{ name, paths, want string }{
		{"beside the last segment", "  /v1/pets: {get: {operationId: a, " + answer + "}\n", "GET /v1/" + noSuchPath},
		{"below the only one", "  /pets: {get: {operationId: a, " + answer + "}\n", "GET /pets/" + noSuchPath},
		{"at the root, where all below is another's", "  /pets/{id}: {get: {operationId: a, parameters: [{name: id, in: path, required: true, schema: {type: string}}], " + answer + "}\n", "GET /" + noSuchPath},
		{"of what only reads", "  /pets: {post: {operationId: a, " + answer + "}\n  /owners/all: {get: {operationId: b, " + answer + "}\n", "GET /owners/" + noSuchPath},
		{"with GET, where nothing only reads", "  /pets: {post: {operationId: a, " + answer + "}\n", "GET /pets/" + noSuchPath},
		{"nowhere, where every path is one", "  /{any}: {get: {operationId: a, parameters: [{name: any, in: path, required: true, schema: {type: string}}], " + answer + "}\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := bare(t, tt.paths)
			o.Target, o.PlanOnly = runner.Choice{URL: "http://127.0.0.1:1", URLGiven: true}, true
			var got []string
			for _, g := range open(t, o).Groups() {
				for _, c := range g.Cases {
					if c.Path != "" {
						got = append(got, c.Method+" "+c.Path)
					}
				}
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// What a document does not say of other paths is at most worth a warning, and nothing where they are refused, whoever does it.
func TestRun_AnUnknownPathWithoutAPack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"refused in another form", 404, "404 page not found", "warning error-shape"},
		{"refused by a gateway", 403, `{"error":"Missing Authentication Token"}`, ""},
		{"a page for all", 200, "<h1>Welcome</h1>", "warning unknown-path-refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				switch {
				case r.URL.Path == "/v1/pets" && r.Method == http.MethodGet:
					_, _ = w.Write([]byte(`{}`))
				case r.URL.Path == "/v1/pets":
					w.Header().Set("Allow", http.MethodGet)
					w.WriteHeader(http.StatusMethodNotAllowed)
					_, _ = w.Write([]byte(`{"error":"no"}`))
				default:
					w.WriteHeader(tt.status)
					_, _ = w.Write([]byte(tt.body))
				}
			}))
			t.Cleanup(server.Close)
			o := bare(t, `  /v1/pets:
    get:
      operationId: a
      responses:
        "200": {description: ok}
        "400": {description: no, content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: string}}}}}}
`)
			o.Target = runner.Choice{URL: server.URL + "/", URLGiven: true, AllowWrites: true}
			r := run(t, o)
			var got []string
			for _, f := range r.Findings {
				got = append(got, string(f.Level)+" "+f.Rule)
			}
			if strings.Join(got, ", ") != tt.want || r.ExitCode() != 0 {
				t.Errorf("exit code %d, got %q, want %q", r.ExitCode(), got, tt.want)
			}
			if r.Summary.Cases[reports.StatusErrored] > 0 {
				t.Errorf("%v", r.Summary.Cases)
			}
		})
	}
}
