package runner

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// turns is a client whose requests may leave ten in a second.
func turns() *Client { return &Client{Rate: 10, Now: time.Now} }

func TestClient_Turn_KeepsTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := turns()
		started := time.Now()
		for range 11 {
			if err := c.Turn(t.Context(), time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(started); took != time.Second {
			t.Errorf("eleven took %s, want a second", took)
		}
		time.Sleep(time.Minute)
		started = time.Now()
		for range 3 {
			_ = c.Turn(t.Context(), time.Time{})
		}
		if took := time.Since(started); took != 200*time.Millisecond {
			t.Errorf("three after a rest took %s, want 200ms: a rest is no credit", took)
		}
	})
}

func TestClient_Turn_GivesUp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		within time.Duration // after which the request may not be sent any more; 0 for no bound
		ends   time.Duration // after which whoever waits is told to end; 0 for never
		took   time.Duration
		late   bool
	}{
		{"in time", time.Second, 0, 100 * time.Millisecond, false},
		{"too late, which is known at once", 50 * time.Millisecond, 0, 0, true},
		{"the run is ended", 0, 30 * time.Millisecond, 30 * time.Millisecond, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := turns()
				if err := c.Turn(t.Context(), time.Time{}); err != nil {
					t.Fatal(err)
				}
				started, before := time.Now(), time.Time{}
				if tt.within > 0 {
					before = started.Add(tt.within)
				}
				ctx := t.Context()
				if tt.ends > 0 {
					ending, end := context.WithTimeout(ctx, tt.ends)
					defer end()
					ctx = ending
				}
				err := c.Turn(ctx, before)
				var late unsent
				if errors.As(err, &late) != tt.late || time.Since(started) != tt.took {
					t.Errorf("got %v after %s, want late %v after %s", err, time.Since(started), tt.late, tt.took)
				}
			})
		})
	}
}

// Who has stopped waiting keeps nobody behind: a removal comes before cases that nobody asks for any more.
func TestClient_Turn_IsNotReserved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := turns()
		_ = c.Turn(t.Context(), time.Time{})
		ctx, end := context.WithCancel(t.Context())
		for range 64 {
			go func() { _ = c.Turn(ctx, time.Time{}) }()
		}
		synctest.Wait()
		end()
		synctest.Wait()
		started := time.Now()
		if err := c.Turn(t.Context(), time.Time{}); err != nil || time.Since(started) != 100*time.Millisecond {
			t.Errorf("got %v after %s, want none after 100ms", err, time.Since(started))
		}
	})
}
