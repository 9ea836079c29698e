package runner

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"
)

// TestClient_Lanes: what comes too late, or was ended, takes no other request with it.
func TestClient_Lanes(t *testing.T) {
	t.Parallel()
	late := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/late" {
			<-r.Context().Done()
		}
	})
	ended, end := context.WithCancel(context.Background())
	end()
	for _, http2 := range []bool{false, true} {
		other, cancel := context.WithCancel(context.Background())
		t.Cleanup(cancel)
		client := NewClient(serve(t, late, http2), "plumbline/test")
		for i, tt := range []struct {
			ctx   context.Context
			ask   Ask
			limit time.Duration
			want  Trouble
			free  int    // lanes that wait for another request afterwards
			then  func() // is done afterwards
		}{
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1, nil},
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1, nil},
			{context.Background(), Ask{Path: "/late"}, 50 * time.Millisecond, TroubleNoAnswer, 0, nil},
			{context.Background(), Ask{Path: "/", Creates: true}, DefaultTimeout, TroubleNone, 0, nil}, // its context is its own
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1, nil},
			{other, Ask{Path: "/"}, DefaultTimeout, TroubleNone, 2, nil},
			{ended, Ask{Path: "/"}, DefaultTimeout, TroubleInterrupt, 2, nil},
			{ended, Ask{Path: "/", Creates: true}, DefaultTimeout, TroubleInterrupt, 2, nil},
			{context.Background(), Ask{Path: "/", Creates: true}, DefaultTimeout, TroubleNone, 2, nil},
			{other, Ask{Path: "/"}, DefaultTimeout, TroubleNone, 2, cancel},
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1, nil},
		} {
			tt.ask.Method, client.Timeout = http.MethodPost, tt.limit
			call := client.Do(tt.ctx, tt.ask)
			if call.Trouble != tt.want || tt.want == TroubleNoAnswer && call.Err.Error() != "no answer in time" {
				t.Errorf("HTTP/2 %v, request %d: got trouble %q (%v), want %q", http2, i, call.Trouble, call.Err, tt.want)
			}
			if got := len(client.lanes.free); got != tt.free {
				t.Errorf("HTTP/2 %v, after request %d: got %d lanes that are free, want %d", http2, i, got, tt.free)
			}
			if tt.then != nil {
				tt.then()
			}
		}
	}
}
