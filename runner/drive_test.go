package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec"
)

// petCase is a request for findPet with credentials in headers.
func petCase(use Use) *Case {
	return &Case{
		ID: "findPet/bodies/minimal", Operation: "findPet", Method: "POST", MediaType: "application/json", Body: []byte(`{"id":"x"}`),
		Resource: "pet", Use: use, Auth: Auth{Places: []Place{PlaceHeader}},
	}
}

// pet is the answer that adds one.
func pet(id string) line { return said(fmt.Sprintf(`{"pet":{"id":%q}}`, id)) }

func TestDriver_Drive_PutsTheResourceIn(t *testing.T) {
	t.Parallel()
	adds := map[string][]line{"/pets": {pet("p1"), pet("p2")}, "/pets/find": {said(`{}`)}}
	for _, tt := range []struct {
		name  string
		use   Use
		known string
		lines map[string][]line
		want  []string
		skip  string
	}{
		{"none", UseNone, "", adds, []string{`/pets/find {"id":"x"}`}, ""},
		{"an unknown one", UseUnknown, "", adds, []string{`/pets/find {"id":"p0"}`}, ""},
		{"one that is shared", UseShared, "", adds, []string{`/pets {"name":"Plumbline a-dd0f0271-1"}`, `/pets/find {"id":"p1"}`}, ""},
		{"one of its own", UseFresh, "", adds, []string{`/pets {"name":"Plumbline a-aa4eb860-1"}`, `/pets/find {"id":"p1"}`}, ""},
		{"any", UseAny, "", adds, []string{`/pets {"name":"Plumbline a-dd0f0271-1"}`, `/pets/find {"id":"p1"}`}, ""},
		{"a known one is shared", UseShared, "k9", adds, []string{`/pets/find {"id":"k9"}`}, ""},
		{"a known one is any", UseAny, "k9", adds, []string{`/pets/find {"id":"k9"}`}, ""},
		{"a known one is nobody's own", UseFresh, "k9", adds, []string{`/pets {"name":"Plumbline a-aa4eb860-1"}`, `/pets/find {"id":"p1"}`}, ""},
		{"none can be made", UseShared, "", map[string][]line{"/pets": {{status: 500}}}, []string{`/pets {"name":"Plumbline a-dd0f0271-1"}`}, "no pet could be created: addPet answered 500 without an id at /pet/id"},
		{"one is made without an id", UseFresh, "", map[string][]line{"/pets": {said(`{}`)}}, []string{`/pets {"name":"Plumbline a-aa4eb860-1"}`}, "addPet answered 200 without an id at /pet/id"},
		{"the id is a number", UseFresh, "", map[string][]line{"/pets": {said(`{"pet":{"id":7}}`)}, "/pets/find": {said(`{}`)}}, []string{`/pets {"name":"Plumbline a-aa4eb860-1"}`, `/pets/find {"id":7}`}, ""},
		{"the id is a fraction", UseFresh, "", map[string][]line{"/pets": {said(`{"pet":{"id":7.5}}`)}}, []string{`/pets {"name":"Plumbline a-aa4eb860-1"}`}, "without an id"},
		{"any, where none can be made, is an unknown one", UseAny, "", map[string][]line{"/pets": {{status: 500}}, "/pets/find": {said(`{}`)}},
			[]string{`/pets {"name":"Plumbline a-dd0f0271-1"}`, `/pets/find {"id":"p0"}`}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			lines := map[string][]line{}
			for path, l := range tt.lines {
				lines[path] = slices.Clone(l)
			}
			d, s := testDriver(t, lines)
			if tt.known != "" {
				d.Credentials.Resources["pet"] = tt.known
			}
			out := d.Drive(context.Background(), petCase(tt.use))
			if diff := cmp.Diff(tt.want, s.wire()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if !strings.Contains(out.Skip, tt.skip) || (tt.skip == "") != (out.Skip == "") || out.Trouble != "" {
				t.Errorf("got skip %q and trouble %q, want skip %q", out.Skip, out.Trouble, tt.skip)
			}
			if (out.Call == nil) != (tt.skip != "") {
				t.Errorf("got call %v, want one unless it is skipped", out.Call)
			}
		})
	}
}

func TestDriver_Drive_SharesOneAndMakesTheOthersAnew(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/pets": {pet("p1"), pet("p2"), pet("p3")}, "/pets/find": {said(`{}`)}})
	for _, use := range []Use{UseShared, UseFresh, UseShared, UseFresh, UseAny} {
		d.Drive(context.Background(), petCase(use))
	}
	want := []string{
		`/pets {"name":"Plumbline a-dd0f0271-1"}`, `/pets/find {"id":"p1"}`,
		`/pets {"name":"Plumbline a-aa4eb860-1"}`, `/pets/find {"id":"p2"}`,
		`/pets/find {"id":"p1"}`,
		`/pets {"name":"Plumbline a-aa4eb860-2"}`, `/pets/find {"id":"p3"}`,
		`/pets/find {"id":"p1"}`,
	}
	if diff := cmp.Diff(want, s.wire()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDriver_Drive_PutsCredentialsIn(t *testing.T) {
	t.Parallel()
	header, body := []Place{PlaceHeader}, []Place{PlaceBody}
	for _, tt := range []struct {
		name   string
		auth   Auth
		header string
		body   string
	}{
		{"in headers, and what the example shows is taken out", Auth{Places: header}, "me-1 key-1 7", `{"id":"p0"}`},
		{"in the body, but for what has no place there", Auth{Places: body}, "- - 7", `{"id":"p0","key":"key-1","me":"me-1"}`},
		{"in both", Auth{Places: []Place{PlaceHeader, PlaceBody}}, "me-1 key-1 7", `{"id":"p0","key":"key-1","me":"me-1"}`},
		{"in none", Auth{}, "- - 7", `{"id":"p0"}`},
		{"without one", Auth{Places: header, Without: []string{"key"}}, "me-1 - 7", `{"id":"p0"}`},
		{"without one in the body", Auth{Places: body, Without: []string{"id"}}, "- - 7", `{"id":"p0","key":"key-1"}`},
		{"without a version", Auth{Places: header, Without: []string{"version"}}, "me-1 key-1 -", `{"id":"p0"}`},
		{"with a wrong one", Auth{Places: header, Wrong: map[string]string{"key": "bad"}}, "me-1 bad 7", `{"id":"p0"}`},
		{"with an empty one", Auth{Places: header, Empty: []string{"key"}}, "me-1  7", `{"id":"p0"}`},
		{"with an empty one in the body", Auth{Places: body, Empty: []string{"key"}}, "- - 7", `{"id":"p0","key":"","me":"me-1"}`},
		{"of the other partner", Auth{Places: header, Other: true}, "me-2 key-2 7", `{"id":"p0"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, map[string][]line{"/pets/find": {said(`{}`)}})
			d.doors[0].known.Store(true) // else what is left out first would make it look whether the whole is taken
			c := petCase(UseUnknown)
			c.Auth, c.Body = tt.auth, []byte(`{"me":"example","id":"x","key":"example"}`)
			if out := d.Drive(context.Background(), c); out.Call == nil {
				t.Fatalf("nothing was asked: %s %s", out.Skip, out.Trouble)
			}
			got := s.requests()[0]
			var values []string
			for _, name := range []string{"X-Id", "X-Key", "X-Version"} {
				values = append(values, strings.Join(append(got.header[name], "-")[:1], ""))
			}
			if shown := strings.Join(values, " "); shown != tt.header {
				t.Errorf("header: got %s, want %s", shown, tt.header)
			}
			if sorted(got.body) != tt.body {
				t.Errorf("body: got %s, want %s", got.body, tt.body)
			}
			if got.header.Get("Content-Type") != "application/json" {
				t.Errorf("Content-Type: got %q", got.header.Get("Content-Type"))
			}
		})
	}
}

// A credential that is a cookie stands in one field with the cookies of parameters.
func TestDriver_Drive_PutsCookiesTogether(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/owners/ann/pets/7": {said(`{}`)}})
	d.Pack.Credentials[1].Header = "Cookie"
	c := &Case{ID: "visitPet/bodies/one", Operation: "visitPet", Method: http.MethodGet, Auth: Auth{Places: []Place{PlaceHeader}}, Promise: Promise{Accept: true}, Parameters: map[Parameter]string{
		{In: "path", Name: "owner"}: "ann", {In: "path", Name: "id"}: "7", {In: "cookie", Name: "session"}: "42",
	}}
	if out := d.Drive(context.Background(), c); out.Call == nil {
		t.Fatalf("nothing was asked: %s %s", out.Skip, out.Trouble)
	}
	if got := s.requests()[0].header["Cookie"]; !slices.Equal(got, []string{"session=42; key-1"}) {
		t.Errorf("got %q", got)
	}
}

// sorted is a flat object with its members in the order of their names.
func sorted(body string) string {
	members := strings.Split(strings.Trim(strings.ReplaceAll(body, " ", ""), "{}"), ",")
	slices.Sort(members)
	return "{" + strings.Join(members, ",") + "}"
}

func TestDriver_Drive_WithoutAsking(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(context.Background())
	end()
	for _, tt := range []struct {
		name    string
		ctx     context.Context
		change  func(d *Driver, c *Case)
		skip    string
		trouble string
	}{
		{"a case that cannot apply", context.Background(), func(_ *Driver, c *Case) { c.Skip = "not today" }, "not today", ""},
		{"a run that is over", ended, func(*Driver, *Case) {}, "", "the run was ended before this case"},
		{"a body that is no JSON", context.Background(), func(_ *Driver, c *Case) { c.Body = []byte(`{"id":`) }, "", "case findPet/bodies/minimal: "},
		{"no life cycle", context.Background(), func(d *Driver, c *Case) { c.Use, d.Environment.Lifecycle = UseShared, LifecycleSample },
			`environment test has life cycle "sample": no pet can be created there; set PET to one that exists`, ""},
		{"no leave to write", context.Background(), func(d *Driver, c *Case) { c.Use, d.Environment.Writes = UseFresh, false },
			"environment test allows no writes: no pet is created there; set PET to one that exists", ""},
		{"nothing that creates", context.Background(), func(d *Driver, c *Case) { c.Use, d.Pack.Resources[0].Create = UseFresh, "makePet" },
			"the document has no operation that creates any pet; set PET to one that exists", ""},
		{"no body that creates", context.Background(), func(d *Driver, c *Case) {
			c.Use, d.Fixture = UseFresh, func(*spec.Operation) ([]byte, string, error) { return nil, "", errors.New("the schema is false") }
		}, "no pet can be created: the schema is false", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, s := testDriver(t, nil)
			c := petCase(UseUnknown)
			tt.change(d, c)
			out := d.Drive(tt.ctx, c)
			if out.Skip != tt.skip || !strings.HasPrefix(out.Trouble, tt.trouble) || (tt.trouble == "") != (out.Trouble == "") || out.Call != nil {
				t.Errorf("got skip %q, trouble %q and call %v, want skip %q and trouble %q", out.Skip, out.Trouble, out.Call, tt.skip, tt.trouble)
			}
			if len(s.wire()) > 0 {
				t.Errorf("asked %v, want nothing", s.wire())
			}
		})
	}
}

func TestDriver_Drive_WhenNothingListens(t *testing.T) {
	t.Parallel()
	d, _ := testDriver(t, nil)
	closed := httptest.NewServer(http.NotFoundHandler())
	base, _ := url.Parse(closed.URL)
	closed.Close()
	d.Client = NewClient(&Target{Base: base, Transport: d.Client.Target.Transport}, d.Client.Agent)
	d.doors[0].known.Store(true)
	for range patience {
		if out := d.Drive(context.Background(), petCase(UseUnknown)); !strings.HasPrefix(out.Trouble, "could not connect: ") || out.Skip != "" {
			t.Errorf("got trouble %q and skip %q, want that it could not connect", out.Trouble, out.Skip)
		}
	}
	if out := d.Drive(context.Background(), petCase(UseUnknown)); !strings.Contains(out.Skip, "findPet gave no whole answer 2 times in a row") {
		t.Errorf("got skip %q and trouble %q, want that it is not asked again", out.Skip, out.Trouble)
	}
}

func TestDriver_Drive_EndedWhileWaiting(t *testing.T) {
	t.Parallel()
	d, _ := testDriver(t, nil)
	ctx, end := context.WithCancelCause(context.Background())
	reached := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client is gone
		close(reached)
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	base, _ := url.Parse(server.URL)
	d.Client = NewClient(&Target{Base: base, Transport: d.Client.Target.Transport}, d.Client.Agent)
	go func() {
		<-reached
		end(errors.New("somebody pressed a key")) // net/http gives this back instead of context.Canceled
	}()
	out := d.Drive(ctx, petCase(UseUnknown))
	if out.Trouble != "the run was ended before the answer came" || out.Call == nil || out.Call.Trouble != TroubleInterrupt {
		t.Errorf("got trouble %q and call %+v, want one that was interrupted", out.Trouble, out.Call)
	}
	if why := d.silence.why("findPet"); why != "" {
		t.Errorf("an interrupt counts as silence: %s", why)
	}
}

// What was sent to create something is waited for a moment longer than the run lasts, for nobody can remove what has no id.
func TestDriver_Drive_EndedWhileCreating(t *testing.T) {
	t.Parallel()
	d, _ := testDriver(t, nil)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		end()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"pet":{"id":"p1"}}`)
	}))
	t.Cleanup(server.Close)
	base, _ := url.Parse(server.URL)
	d.Client = NewClient(&Target{Base: base, Transport: d.Client.Target.Transport}, d.Client.Agent)
	out := d.Drive(ctx, &Case{ID: "addPet/x", Operation: "addPet", Method: "POST", MediaType: "application/json", Body: []byte(`{"name":"Rex"}`)})
	if out.Trouble != "" || out.Call == nil || !out.Call.Complete {
		t.Errorf("got trouble %q and call %+v, want the whole answer", out.Trouble, out.Call)
	}
	if again := d.Drive(ctx, &Case{ID: "addPet/y", Operation: "addPet", Method: "POST", MediaType: "application/json", Body: []byte(`{"name":"Max"}`)}); again.Call != nil && again.Call.Answered() {
		t.Errorf("something is created although the run has ended: %+v", again.Call)
	}
}

// A path that the document has not is none of the operation's that lends its request: whatever answers there has created nothing.
func TestDriver_Drive_AnotherPathCreatesNothing(t *testing.T) {
	t.Parallel()
	d, s := testDriver(t, map[string][]line{"/pets/nowhere": {said(`<html>`)}})
	d.Environment.Loopback = false
	d.doors[0].known.Store(true)
	for range patience {
		d.ledger.count("pet", "dropPet answered 409") // which keeps back what creates a pet
	}
	c := petCase(UseNone)
	c.Operation, c.Method, c.Path, c.Resource, c.Body, c.MediaType = "addPet", http.MethodGet, "/pets/nowhere", "", nil, ""
	out := d.Drive(context.Background(), c)
	if got := s.wire(); !slices.Equal(got, []string{"/pets/nowhere"}) {
		t.Fatalf("sent %v (skip %q), want the path beside", got, out.Skip)
	}
	if out.Call.Creates {
		t.Error("the answer is waited for as if it told what was created")
	}
	if left := d.Leftovers(); len(left) > 0 {
		t.Errorf("left over is %v, want nothing", left)
	}
}
