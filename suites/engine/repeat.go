package engine

import (
	"context"
	"net/http"
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// maxRepeats is how many requests of one run are sent a second time at most.
const maxRepeats = 20

// repeat tells an error that is always there from one that comes and goes: where a request that only reads showed one that no other has
// shown yet, it is sent again, and what that does not show is flaky. It returns the second call; nil if there is none.
func (s *Session) repeat(ctx context.Context, out *runner.Outcome, v *verdict) *runner.Call {
	op := s.Document.Operation(out.Case.Operation)
	if op == nil || out.Call == nil || !out.Call.Complete || out.Call.Method != op.Method || out.Case.Path != "" || ctx.Err() != nil {
		return nil
	}
	if s.Pack.OperationFor(op.ID, op.Method).Effect != packs.Read || !s.news(v.findings) {
		return nil
	}
	again := s.driver.Again(ctx, out)
	if again == nil {
		return nil
	}
	if !again.Call.Complete || again.Trouble != "" || again.Call.Status == http.StatusTooManyRequests {
		return again.Call
	}
	second := s.judge(again)
	for i := range v.findings {
		f := &v.findings[i]
		same := func(other reports.Finding) bool { return other.Fingerprint == f.Fingerprint }
		if f.Level == reports.LevelError && !slices.ContainsFunc(second.findings, same) {
			f.Flaky = true
			f.Fix += "; the same request was answered otherwise when it was sent again at once, so look for what two equal requests do not share"
		}
	}
	return again.Call
}

// news says whether findings hold an error that has not been asked for twice, and notes that it will have been.
func (s *Session) news(findings []reports.Finding) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := false
	for _, f := range findings {
		if f.Level == reports.LevelError && !s.repeated[f.Fingerprint] && len(s.repeated) < maxRepeats {
			s.repeated[f.Fingerprint] = true
			fresh = true
		}
	}
	return fresh
}
