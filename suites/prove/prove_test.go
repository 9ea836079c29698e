package prove

import (
	"context"
	"testing"
)

// TestMatrix_IsComplete is the proof itself: every fault of the mock is caught by the check that claims it, every check catches one, and
// nothing is found without a fault.
func TestMatrix_IsComplete(t *testing.T) {
	t.Parallel()
	m, err := Run(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, hole := range m.Holes {
		t.Error(hole)
	}
	if n := m.PerCause(); n > 1.2 {
		t.Errorf("%.2f findings for one cause, want at most 1.2", n)
	}
	t.Log(m.Verdict())
}
