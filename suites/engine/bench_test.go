package engine

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
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
				s.judge(out)
			}
		})
	}
	b.Run("a customer that is wrong", func(b *testing.B) {
		s, out := recorded(b, opGet+"/bodies/minimal")
		out.Call.Reply = []byte(`{"end_customer": {"status": "ENABLED", "company_name": 7}}`)
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

// BenchmarkCase is one case, from its plan to its redacted result, against the same request sent by a bare client of net/http in this
// process, over the same kind of connection on this machine. Its figure times-bare is the first divided by the second.
func BenchmarkCase(b *testing.B) {
	server := httptest.NewServer(rightMock(b, versions[0], "plaid", mock.Options{}))
	b.Cleanup(server.Close)
	const id = opGet + "/bodies/minimal"
	s := open(b, Options{Seed: 1, Cases: []string{id}, Target: runner.Choice{URL: server.URL, URLGiven: true}})
	c := s.Groups()[0].Cases[0]
	r := s.Run(context.Background(), c) // makes the customer that it reads
	if r.Status != reports.StatusPassed {
		b.Fatalf("case %s %s: %s", c.ID, r.Status, r.Note)
	}
	own := s.driver.Drive(context.Background(), c).Call
	client := &http.Client{}
	bare := func() {
		request, err := http.NewRequest(own.Method, own.URL, bytes.NewReader(own.Body))
		if err != nil {
			b.Fatal(err)
		}
		request.Header = own.Sent.Clone()
		answer, err := client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatalf("status %d, %v", answer.StatusCode, err)
		}
	}
	var took, alone time.Duration
	b.ReportAllocs()
	for b.Loop() { // in turns, so that what else this machine does slows both
		start := time.Now()
		bare()
		between := time.Now()
		s.Run(context.Background(), c)
		alone += between.Sub(start)
		took += time.Since(between)
	}
	b.ReportMetric(float64(alone.Nanoseconds())/float64(b.N), "bare-ns/op")
	b.ReportMetric(float64(took)/float64(alone), "times-bare")
}
