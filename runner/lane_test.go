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
	other, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	end()
	for _, http2 := range []bool{false, true} {
		client := NewClient(serve(t, late, http2), "plumbline/test")
		for i, tt := range []struct {
			ctx   context.Context
			ask   Ask
			limit time.Duration
			want  Trouble
			free  int // lanes that can carry another request afterwards
		}{
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1},
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1},
			{context.Background(), Ask{Path: "/late"}, 50 * time.Millisecond, TroubleNoAnswer, 0},
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1},
			{other, Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1},
			{ended, Ask{Path: "/"}, DefaultTimeout, TroubleInterrupt, 0},
			{context.Background(), Ask{Path: "/", Creates: true}, DefaultTimeout, TroubleNone, 1},
			{context.Background(), Ask{Path: "/"}, DefaultTimeout, TroubleNone, 1},
		} {
			tt.ask.Method, client.Timeout = http.MethodPost, tt.limit
			call := client.Do(tt.ctx, tt.ask)
			if call.Trouble != tt.want || tt.want == TroubleNoAnswer && call.Err.Error() != "no answer in time" {
				t.Errorf("HTTP/2 %v, request %d: got trouble %q (%v), want %q", http2, i, call.Trouble, call.Err, tt.want)
			}
			if got := len(client.lanes.free); got != tt.free {
				t.Errorf("HTTP/2 %v, after request %d: got %d lanes that are free, want %d", http2, i, got, tt.free)
			}
		}
	}
}
