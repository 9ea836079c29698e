package engine

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

// A case that found nothing is rendered with the report, but a large answer at once: of that only what a record shows is kept until then.
func TestSession_KeepsNoLargeAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		size  int
		brief bool
		now   int // exchanges at once
		then  int // exchanges in the report
	}{
		{"a small one", 100, false, 0, 1},
		{"a large one", 1 << 20, false, 1, 1},
		{"a large one of a brief run", 1 << 20, true, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, Options{Seed: 1, Brief: tt.brief})
			call := &runner.Call{Ask: runner.Ask{Purpose: runner.PurposeCase, Method: http.MethodGet}, Status: 200, Reply: bytes.Repeat([]byte{' '}, tt.size), Complete: true}
			r := reports.Result{Case: "a", Exchanges: s.record("a", &runner.Outcome{Call: call}, nil, false)}
			if len(r.Exchanges) != tt.now {
				t.Fatalf("%d exchanges at once, want %d", len(r.Exchanges), tt.now)
			}
			r = s.Recorded(r)
			if len(r.Exchanges) != tt.then {
				t.Fatalf("%d exchanges in the report, want %d", len(r.Exchanges), tt.then)
			}
			if tt.then > 0 && (r.Exchanges[0].Response.Size != int64(tt.size) || len(r.Exchanges[0].Response.Body) > 64<<10) {
				t.Errorf("a body of %d bytes for %d, want at most 64 KiB", len(r.Exchanges[0].Response.Body), r.Exchanges[0].Response.Size)
			}
		})
	}
}
