package engine

import (
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/runner"
)

// An answer has as long as the caller says; where nobody says it, less on this machine than over a network.
func TestOpen_Budget(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		choice runner.Choice
		given  time.Duration
		want   time.Duration
	}{
		{"the mock", runner.Choice{}, 0, BudgetHere},
		{"this machine", runner.Choice{URL: "http://127.0.0.1:4010", URLGiven: true}, 0, BudgetHere},
		{"elsewhere", runner.Choice{Name: "sandbox"}, 0, DefaultBudget},
		{"what the caller says", runner.Choice{}, time.Minute, time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if s := open(t, Options{PlanOnly: true, Target: tt.choice, Budget: tt.given}); s.options.Budget != tt.want {
				t.Errorf("got %s, want %s", s.options.Budget, tt.want)
			}
		})
	}
}
