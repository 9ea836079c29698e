package engine

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// minted is what a server gives out: an id, whole or its beginning, a secret or a request id.
var minted = regexp.MustCompile(`"[0-9a-f]{23,25}"|"[0-9a-f]{8}"|"[0-9a-z]{30}"|=[0-9a-f]{24}\b`)

// asked are the requests that a server got, each with the case it belongs to and without what the server gave out, sorted.
func asked(w *wire) []string {
	given := map[string]bool{}
	for _, r := range w.requests() {
		given[text(r.reply, "/end_customer/client_id")] = true
	}
	var all []string
	for _, r := range w.requests() {
		who := r.header.Get("Plaid-Client-Id")
		if given[who] {
			who = "ID"
		}
		all = append(all, r.method+" "+r.path+" "+r.header.Get("User-Agent")+" "+who+" "+minted.ReplaceAllString(string(r.body), "ID"))
	}
	slices.Sort(all)
	return all
}

func TestStart_TheSameWhateverTheConcurrency(t *testing.T) {
	t.Parallel()
	var alone []string
	var first *reports.Report
	for _, n := range []int{1, 2, 9} {
		server := record(rightMock(t, versions[0], "plaid", mock.Options{Seed: 3}))
		o := through(t, server)
		o.Concurrency = n
		s := open(t, o)
		s.Start(context.Background())
		r := drive(context.Background(), s)
		if len(r.Findings) > 0 || len(r.Leftovers) != 5 { // those that were enabled
			t.Fatalf("%d at a time: findings %v, leftovers %v", n, distinct(r.Findings), r.Leftovers)
		}
		got := asked(server)
		if n == 1 {
			alone, first = got, r
			continue
		}
		if diff := cmp.Diff(alone, got); diff != "" {
			t.Errorf("%d at a time asks otherwise (-one +several):\n%s", n, diff)
		}
		for i, result := range r.Results {
			if want := first.Results[i]; result.Case != want.Case || result.Status != want.Status || len(result.Exchanges) != len(want.Exchanges) {
				t.Errorf("%d at a time: result %d is %s %s of %d exchanges, want %s %s of %d", n, i, result.Case, result.Status, len(result.Exchanges), want.Case, want.Status, len(want.Exchanges))
			}
		}
		if got, want := len(r.Removals), len(first.Removals); got != want {
			t.Errorf("%d at a time: %d removals, want %d", n, got, want)
		}
	}
}

// How long a case took is how long its answers took, however long its requests waited for their turn among others.
func TestStart_TimesAreWithoutWaiting(t *testing.T) {
	t.Parallel()
	o := through(t, rightMock(t, versions[0], "plaid", mock.Options{}))
	o.Concurrency, o.Rate, o.Phases = 9, 500, []string{"examples", "bodies"}
	s := open(t, o)
	s.Start(context.Background())
	for _, result := range drive(context.Background(), s).Results {
		var took time.Duration
		for _, x := range result.Exchanges {
			took += x.Elapsed
		}
		if result.Elapsed != took {
			t.Errorf("%s took %s, and its exchanges %s", result.Case, result.Elapsed, took)
		}
	}
}

// What a run that is ended has created is removed, whatever was under way.
func TestStart_AnInterruptLeavesNothing(t *testing.T) {
	t.Parallel()
	right := record(rightMock(t, versions[0], "plaid", mock.Options{Seed: 3}))
	ctx, interrupt := context.WithCancel(context.Background())
	defer interrupt()
	var count atomic.Int64
	o := through(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		right.ServeHTTP(w, r)
		if count.Add(1) == 30 {
			interrupt()
		}
	}))
	o.Concurrency = 4
	s := open(t, o)
	s.Start(context.Background())
	r := drive(ctx, s)
	created, ended, names := 0, 0, ""
	for _, request := range right.requests() {
		switch {
		case request.status != http.StatusOK:
		case strings.HasSuffix(request.path, "/create"):
			created++
			names += string(request.body) + "\n"
		case strings.HasSuffix(request.path, "/remove"):
			ended++
		}
	}
	listed := 0
	for _, left := range r.Leftovers {
		// A request that was cut off before the server read it is listed too, by its name: nobody can tell.
		if left.Operation != opCreate || !strings.HasPrefix(left.Reason, "no id came back") || left.Name != "" && strings.Contains(names, left.Name) {
			listed++
		}
	}
	if created == 0 || created != ended+listed {
		t.Errorf("%d were created, %d removed and %d listed: %+v", created, ended, listed, r.Leftovers)
	}
	if n := r.Summary.Cases[reports.StatusErrored]; n == 0 {
		t.Error("no case says that the run was ended before it")
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	c := func(id string, use runner.Use) *runner.Case {
		return &runner.Case{ID: id, Operation: "op", Resource: "pet", Use: use}
	}
	got := units([]Group{
		{Name: "op", Cases: []*runner.Case{c("a", runner.UseNone), c("b", runner.UseAny), c("c", runner.UseShared), c("d", "used up"), c("e", runner.UseFresh), c("f", "used up")}},
		{Name: "flow", Workflow: true, Cases: []*runner.Case{c("one", runner.UseNone), c("two", runner.UseNone)}},
	})
	var shown []string
	for _, u := range got {
		var ids []string
		for _, c := range u.cases {
			ids = append(ids, c.ID)
		}
		shown = append(shown, strings.Join(ids, "+")+map[bool]string{true: " first"}[u.first]+" "+strings.Join(u.owners(), ","))
	}
	if diff := cmp.Diff([]string{"a first a", "b first b", "c c", "d+f d,f", "e e", "one+two flow"}, shown); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
