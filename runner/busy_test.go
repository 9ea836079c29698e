package runner

import (
	"context"
	"net/http"
	"testing"
	"time"
)

// Who is busy is waited for where that costs little, and where what follows may still be sent.
func TestDriver_WaitsForABusyAPI(t *testing.T) {
	t.Parallel()
	const date = "Fri, 27 Nov 2026 20:00:00 GMT"
	for _, tt := range []struct {
		name    string
		purpose Purpose
		after   string        // Retry-After
		then    int           // the status afterwards
		pause   time.Duration // what a second is; 0 where none is waited for
		most    int           // requests; 0 for no bound
		limit   time.Duration // 0 for none
		waits   int64         // of the run before
		sent    int
		waited  int64 // how many waits are counted
	}{
		{"soon", PurposeCase, "1", 200, 1, 0, 0, 0, 2, 1},
		{"at once", PurposeCase, "0", 200, 1, 0, 0, 0, 2, 1},
		{"something that is made for a case", PurposePrepare, "1", 200, 1, 0, 0, 0, 2, 1},
		{"as late as is waited for", PurposeCase, "5", 200, 1, 0, 0, 0, 2, 1},
		{"later", PurposeCase, "6", 200, 0, 0, 0, 0, 1, 0},
		{"before", PurposeCase, "-1", 200, 0, 0, 0, 0, 1, 0},
		{"on a date", PurposeCase, date, 200, 0, 0, 0, 0, 1, 0},
		{"in half a second", PurposeCase, "0.5", 200, 0, 0, 0, 0, 1, 0},
		{"nothing is said", PurposeCase, "", 200, 0, 0, 0, 0, 1, 0},
		{"still busy, so that nothing is waited for any more", PurposeCase, "1", 429, 1, 0, 0, 0, 2, mostWaits},
		{"the last wait of the run", PurposeCase, "1", 200, 1, 0, 0, mostWaits - 1, 2, mostWaits},
		{"one more than that", PurposeCase, "1", 200, 0, 0, 0, mostWaits, 1, mostWaits + 1},
		{"one more request is allowed", PurposeCase, "1", 200, 1, 2, 0, 0, 2, 1},
		{"none is", PurposeCase, "5", 200, 0, 1, 0, 0, 1, 0},
		{"within the time limit", PurposeCase, "5", 200, 1, 0, time.Hour, 0, 2, 1},
		{"beyond the time limit", PurposeCase, "5", 200, 0, 0, 5 * time.Second, 0, 1, 0},
		{"a removal, which has a patience of its own", PurposeRemove, "1", 200, 0, 0, 0, 0, 1, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			busy := line{status: http.StatusTooManyRequests, header: map[string]string{"Retry-After": tt.after}}
			d, s := testDriver(t, map[string][]line{"/pets/find": {busy, {status: tt.then}}})
			d.Pause, d.MaxRequests, d.TimeLimit = tt.pause, tt.most, tt.limit
			d.courtesy.waits.Store(tt.waits)
			d.limits.why(d) // the run has begun
			call, err := d.send(context.Background(), petCase(UseNone), tt.purpose, "", []byte(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := len(s.requests()); got != tt.sent || (call.Busy != nil) != (tt.sent == 2) {
				t.Errorf("%d requests were sent (busy before: %v), want %d", got, call.Busy != nil, tt.sent)
			}
			if want := map[int]int{1: http.StatusTooManyRequests, 2: tt.then}[tt.sent]; call.Status != want {
				t.Errorf("got status %d, want %d", call.Status, want)
			}
			if got := d.courtesy.waits.Load(); got != tt.waited {
				t.Errorf("%d waits are counted, want %d", got, tt.waited)
			}
		})
	}
}
