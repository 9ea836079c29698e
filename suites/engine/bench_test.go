package engine

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// recorded drives one case once and returns what came of it, with the session that judges it.
func recorded(b *testing.B, id string) (*Session, *runner.Outcome) {
	b.Helper()
	s := open(b, Options{Seed: 1, Cases: []string{id}})
	var out *runner.Outcome
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			if next := s.driver.Drive(context.Background(), c); c.ID == id {
				out = next
			}
		}
	}
	if out == nil || out.Call == nil || !out.Call.Complete {
		b.Fatalf("case %s got no answer", id)
	}
	return s, out
}

// BenchmarkJudgeExchange is the cost of judging one recorded exchange: the answer is parsed, held to its schema, and every check has its
// say. Nothing is sent.
func BenchmarkJudgeExchange(b *testing.B) {
	for _, tt := range []struct{ name, id string }{
		{"a customer", opGet + "/bodies/minimal"},
		{"a list", opInstitutions + "/bodies/minimal"},
		{"a refusal", opGet + "/authentication/absent"},
		{"a step", "customer-goes-live/get"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			s, out := recorded(b, tt.id)
			if v := s.judge(out); len(v.findings) > 0 || len(v.checks) == 0 {
				b.Fatalf("%d checks gave findings %v, want none", len(v.checks), v.findings)
			}
			b.SetBytes(int64(len(out.Call.Reply)))
			b.ReportAllocs()
			for b.Loop() {
				clear(s.memory.cases) // or the id of the request would be repeated
				s.judge(out)
			}
		})
	}
	b.Run("a customer that is wrong", func(b *testing.B) {
		s, out := recorded(b, opGet+"/bodies/minimal")
		out.Call.Reply = []byte(`{"end_customer": {"client_id": "7f57eb3d2a9j6480121fx361", "status": "ENABLED", "company_name": 7}, "request_id": "Gys5pGY7tIPDrlL"}`)
		if v := s.judge(out); len(v.findings) != 2 {
			b.Fatalf("got %v, want two findings", v.findings)
		}
		b.SetBytes(int64(len(out.Call.Reply)))
		b.ReportAllocs()
		for b.Loop() {
			s.judge(out)
		}
	})
}

// BenchmarkEngine is the whole engine against the mock in this process: every case driven, judged, redacted and reported. Its own figure is
// cases per second. Opening a session, which reads document and pack and plans, is measured by itself.
func BenchmarkEngine(b *testing.B) {
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s, err := Open(context.Background(), Options{Lookup: nobody})
			if err != nil {
				b.Fatal(err)
			}
			_ = s.Close()
		}
	})
	for _, face := range faces {
		b.Run("run/"+face, func(b *testing.B) {
			b.ReportAllocs()
			cases := 0
			for b.Loop() {
				b.StopTimer()
				s, err := Open(context.Background(), Options{Auth: face, Lookup: nobody})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				r := drive(context.Background(), s)
				b.StopTimer()
				if n := r.Summary.Cases[reports.StatusPassed]; n != len(r.Results) {
					b.Fatalf("%d of %d cases passed", n, len(r.Results))
				}
				cases += len(r.Results)
				_ = s.Close()
				b.StartTimer()
			}
			b.ReportMetric(float64(cases)/b.Elapsed().Seconds(), "cases/s")
		})
	}
	// How much of that is the wire and the mock: the same number of exchanges that nobody judges.
	b.Run("exchange alone", func(b *testing.B) {
		target := runner.Handler(rightMock(b, versions[0], "plaid", mock.Options{}))
		defer target.Close()
		client := runner.NewClient(target, "plumbline/bench")
		header := http.Header{"Content-Type": {"application/json"}, "Plaid-Client-Id": {own.ClientID}, "Plaid-Secret": {own.Secret}}
		ask := runner.Ask{Case: "x", Purpose: runner.PurposeCase, Method: "POST", Path: "/partner/customer/get", Header: header, Body: []byte(`{"end_customer_client_id":"` + nowhere + `"}`)}
		b.ReportAllocs()
		for b.Loop() {
			if call := client.Do(context.Background(), ask); call.Status != http.StatusNotFound {
				b.Fatalf("got status %d", call.Status)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
	})
}

// BenchmarkCase is one case, from its plan to its result, against the same request sent by a bare client of net/http in this
// process, over the same kind of connection on this machine, in turns. Its figure times-bare is the first divided by the second. What it costs to
// render the exchange, which is done with the report, is shown beside it.
func BenchmarkCase(b *testing.B) {
	p := newPair(b)
	var own, bare, shown []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		clear(p.session.memory.cases)
		o, a := p.round(b)
		started := time.Now()
		for range inRound {
			p.session.exchanges([]*runner.Call{p.sent})
		}
		own, bare, shown = append(own, o), append(bare, a), append(shown, time.Since(started))
	}
	b.ReportMetric(quiet(shown)/inRound, "render-ns")
	b.ReportMetric(quiet(own)/inRound, "case-ns")
	b.ReportMetric(quiet(bare)/inRound, "bare-ns")
	b.ReportMetric(quiet(own)/quiet(bare), "times-bare")
}

// maxTimesBare is what a case may cost at most, in times of the same request sent by a bare client.
const maxTimesBare = 1.3

// TestCase_Cost fails where a case has become much dearer than it may be: by half, for a test has to hold on a machine that does much else.
func TestCase_Cost(t *testing.T) {
	p := newPair(t)
	var own, bare []time.Duration
	for range 100 {
		o, a := p.round(t)
		own, bare = append(own, o), append(bare, a)
	}
	got := quiet(own) / quiet(bare)
	t.Logf("a case costs %.2f times the bare request", got)
	if got > maxTimesBare*1.5 {
		t.Errorf("a case costs %.2f times the bare request, want at most %.2f", got, maxTimesBare)
	}
}

// quiet is the time, in nanoseconds, that a round takes where the machine does little else: a quarter of the rounds were no slower.
func quiet(rounds []time.Duration) float64 {
	slices.Sort(rounds)
	return float64(rounds[len(rounds)/4])
}

// pair is a case and the request that it sends.
type pair struct {
	session *Session
	planned *runner.Case
	sent    *runner.Call
	client  *http.Client
}

func newPair(tb testing.TB) *pair {
	tb.Helper()
	server := httptest.NewServer(rightMock(tb, versions[0], "plaid", mock.Options{}))
	tb.Cleanup(server.Close)
	s := open(tb, Options{Seed: 1, Cases: []string{opGet + "/bodies/minimal"}, Target: runner.Choice{URL: server.URL, URLGiven: true}})
	p := &pair{session: s, planned: s.Groups()[0].Cases[0], client: &http.Client{}}
	// The first time makes the customer that it reads.
	if r := s.Recorded(s.Run(context.Background(), p.planned)); r.Status != reports.StatusPassed || len(r.Checks) < 10 || len(r.Exchanges) != 2 {
		tb.Fatalf("case %s %s: %s", r.Case, r.Status, r.Note)
	}
	p.sent = s.driver.Drive(context.Background(), p.planned).Call
	return p
}

// inRound is how often each of a pair is done in a round.
const inRound = 20

// round does the case and the bare request in turns, and returns the time that each took: what goes on beside them meets both, and both find a
// connection on which nothing happened while the other one was busy.
func (p *pair) round(tb testing.TB) (own, bare time.Duration) {
	for range inRound {
		start := time.Now()
		r := p.session.Run(context.Background(), p.planned)
		between := time.Now()
		p.bare(tb)
		own, bare = own+between.Sub(start), bare+time.Since(between)
		if r.Status != reports.StatusPassed {
			tb.Fatalf("case %s %s: %s", r.Case, r.Status, r.Note)
		}
	}
	return own, bare
}

// bare sends the request and reads the answer, as a program does that judges nothing.
func (p *pair) bare(tb testing.TB) {
	request, err := http.NewRequest(p.sent.Method, p.sent.URL, bytes.NewReader(p.sent.Body))
	if err != nil {
		tb.Fatal(err)
	}
	request.Header = p.sent.Sent.Clone()
	answer, err := p.client.Do(request)
	if err != nil {
		tb.Fatal(err)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK {
		tb.Fatalf("status %d, %v", answer.StatusCode, err)
	}
}
