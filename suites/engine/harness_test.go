package engine

import (
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden")

// golden compares got with testdata/name.golden, or rewrites that file with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test ./suites/engine -update", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs; run go test ./suites/engine -update and read what changed (-want +got):\n%s", file, diff)
	}
}

// The faces of authentication and the pinned documents that everything here is run with.
var (
	faces    = []string{"plaid", "document"}
	versions = []string{"1.517.0", "1.525.1", "1.556.0", "1.697.4"}
)

// nobody is an environment without variables: no test may see those of whoever runs it.
func nobody(string) (string, bool) { return "", false }

// variables is an environment that holds just these.
func variables(values map[string]string) runner.Lookup {
	return func(name string) (string, bool) { v, ok := values[name]; return v, ok }
}

// here is a URL on this machine, which may be written to. Nothing listens there: tests answer through Options.Transport.
var here = runner.Choice{URL: "http://127.0.0.1:1", URLGiven: true}

// through returns options that ask h in this process, as if it were a server on this machine.
func through(t testing.TB, h http.Handler) Options {
	t.Helper()
	target := runner.Handler(h)
	t.Cleanup(func() { _ = target.Close() })
	return Options{Target: here, Transport: target.Transport, Seed: 1}
}

// open opens a session that sees no environment variables but those of the options.
func open(t testing.TB, o Options) *Session {
	t.Helper()
	if o.Lookup == nil {
		o.Lookup = nobody
	}
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if s.driver != nil {
		s.driver.Pause = time.Millisecond // a removal that is asked for again need not wait for a real second
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// drive runs the whole plan as package suites does, and returns the report.
func drive(ctx context.Context, s *Session) *reports.Report {
	got, extra := map[string]reports.Result{}, []reports.Result{}
	remove := func(owner string) {
		if result, gone := s.Remove(ctx, owner); !gone {
			extra = append(extra, result)
		}
	}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			got[c.ID] = s.Run(ctx, c)
			if !g.Workflow {
				remove(c.ID)
			}
		}
		if g.Workflow {
			remove(g.Name)
		}
	}
	remove("")
	return s.Report(s.Complete(got, false, extra), Remains{Removals: s.Removals(), Leftovers: s.Leftovers()}, false)
}

// run opens a session and drives it.
func run(t testing.TB, o Options) *reports.Report {
	t.Helper()
	return drive(context.Background(), open(t, o))
}

var documents sync.Map // by version

// partnerAPI returns a pinned document of the Partner API and its pack; each document is read once.
func partnerAPI(t testing.TB, version string) (*spec.Document, *packs.Pack) {
	t.Helper()
	pack, err := packs.Load(DefaultPack)
	if err != nil {
		t.Fatal(err)
	}
	if doc, ok := documents.Load(version); ok {
		return doc.(*spec.Document), pack
	}
	doc, err := source.Open(context.Background(), DefaultPack+"@"+version, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := documents.LoadOrStore(version, doc)
	return kept.(*spec.Document), pack
}

// rightMock is the mock of a pinned version of the Partner API, which breaks no promise.
func rightMock(t testing.TB, version, face string, o mock.Options) http.Handler {
	t.Helper()
	doc, pack := partnerAPI(t, version)
	o.Auth = face
	h, err := mock.New(doc, pack, o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// distinct are the findings of a report, one for each fingerprint and level, as a person sees them.
func distinct(findings []reports.Finding) []string {
	var seen, out []string
	for _, f := range findings {
		if key := f.Fingerprint + string(f.Level); !slices.Contains(seen, key) {
			seen = append(seen, key)
			out = append(out, string(f.Level)+" "+f.Rule+" "+f.Case+": "+f.Message)
		}
	}
	return out
}

// sent is one request as it arrived, and the answer it got.
type sent struct {
	method, path string
	header       http.Header
	body         []byte
	status       int
	reply        []byte
}

// wire records everything that a server was asked.
type wire struct {
	http.Handler
	mu  sync.Mutex
	all []sent
}

// record returns h with a record of what it is asked.
func record(h http.Handler) *wire { return &wire{Handler: h} }

// ServeHTTP implements http.Handler.
func (w *wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	copied := &keeping{ResponseWriter: rw, status: http.StatusOK}
	header := r.Header.Clone()
	w.Handler.ServeHTTP(copied, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, sent{r.Method, r.URL.Path, header, body, copied.status, copied.body})
}

// requests returns what was asked so far.
func (w *wire) requests() []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.all)
}

// keeping is a ResponseWriter that keeps a copy of what is written.
type keeping struct {
	http.ResponseWriter
	status int
	body   []byte
}

// WriteHeader implements http.ResponseWriter.
func (k *keeping) WriteHeader(status int) {
	k.status = status
	k.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (k *keeping) Write(b []byte) (int, error) {
	k.body = append(k.body, b...)
	return k.ResponseWriter.Write(b)
}

// Unwrap lets a handler take the connection over.
func (k *keeping) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// text returns the string at a pointer of a JSON body; empty if there is none.
func text(body []byte, pointer string) string {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return ""
	}
	v, ok := t.Root().At(pointer)
	if !ok || v.Kind() != tape.String {
		return ""
	}
	return v.Text()
}
