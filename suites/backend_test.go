package suites_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// change answers a request instead of the mock, whose answer it is given; false lets that go out.
type change func(b *backend, w http.ResponseWriter, r *http.Request, right *httptest.ResponseRecorder) bool

// backend is the mock on this machine, with a record of what was asked and made, and a way to change what it answers.
type backend struct {
	*httptest.Server
	right  http.Handler
	change change // nil changes nothing

	mu      sync.Mutex
	asked   int
	made    map[string]bool // customers that are there and were never live, by id
	live    map[string]bool // those that were enabled
	names   []string        // of the applications that were registered
	secrets []string        // every secret that was handed out
}

// serve starts a backend that knows these partners; none are the mock's own.
func serve(t *testing.T, partners []mock.Partner, change change) *backend {
	t.Helper()
	pack, err := packs.Load(engine.DefaultPack)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := source.Open(context.Background(), pack.Document, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &backend{change: change, made: map[string]bool{}, live: map[string]bool{}}
	if b.right, err = mock.New(doc, pack, mock.Options{Seed: 7, Partners: partners}); err != nil {
		t.Fatal(err)
	}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	t.Cleanup(b.CloseClientConnections)
	return b
}

// message is what a body may hold that a backend looks at.
type message struct {
	Name     string `json:"application_name"`
	Named    string `json:"end_customer_client_id"`
	Secret   string `json:"production_secret"`
	Customer struct {
		ID      string            `json:"client_id"`
		Secrets map[string]string `json:"secrets"`
	} `json:"end_customer"`
}

// ServeHTTP implements http.Handler.
func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	right := httptest.NewRecorder()
	b.right.ServeHTTP(right, r)
	b.note(r.URL.Path, body, right)
	if b.change != nil && b.change(b, w, r, right) {
		return
	}
	for name, values := range right.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(right.Code)
	_, _ = w.Write(right.Body.Bytes())
}

// note takes down what a request came to.
func (b *backend) note(path string, body []byte, right *httptest.ResponseRecorder) {
	var in, out message
	_ = json.Unmarshal(body, &in) // what is no JSON holds nothing
	_ = json.Unmarshal(right.Body.Bytes(), &out)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	if right.Code != http.StatusOK {
		return
	}
	switch path {
	case "/partner/customer/create":
		b.made[out.Customer.ID] = true
		b.names = append(b.names, in.Name)
	case "/partner/customer/remove":
		delete(b.made, in.Named)
	case "/partner/customer/enable":
		delete(b.made, in.Named)
		b.live[in.Named] = true
	}
	for _, secret := range out.Customer.Secrets {
		b.secrets = append(b.secrets, secret)
	}
	if out.Secret != "" {
		b.secrets = append(b.secrets, out.Secret)
	}
}

// left returns the customers that are there and could be removed.
func (b *backend) left() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := []string{}
	for id := range b.made {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// requests is how often the backend was asked.
func (b *backend) requests() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked
}

// minted returns every secret that was handed out so far.
func (b *backend) minted() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.secrets)
}

// registered returns the names of the applications that were registered so far.
func (b *backend) registered() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.names)
}
