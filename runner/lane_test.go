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
	target := Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/late" {
			<-r.Context().Done()
		}
	}))
	t.Cleanup(func() { _ = target.Close() })
	client := NewClient(target, "plumbline/test")
	client.Timeout = 50 * time.Millisecond
	ended, end := context.WithCancel(context.Background())
	other, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	end()
	for i, tt := range []struct {
		ctx  context.Context
		ask  Ask
		want Trouble
		free int // lanes that can carry another request afterwards
	}{
		{context.Background(), Ask{Path: "/"}, TroubleNone, 1},
		{context.Background(), Ask{Path: "/"}, TroubleNone, 1},
		{context.Background(), Ask{Path: "/late"}, TroubleNoAnswer, 0},
		{context.Background(), Ask{Path: "/"}, TroubleNone, 1},
		{other, Ask{Path: "/"}, TroubleNone, 1},
		{ended, Ask{Path: "/"}, TroubleInterrupt, 0},
		{context.Background(), Ask{Path: "/", Creates: true}, TroubleNone, 1},
		{context.Background(), Ask{Path: "/"}, TroubleNone, 1},
	} {
		tt.ask.Method = http.MethodPost
		if call := client.Do(tt.ctx, tt.ask); call.Trouble != tt.want {
			t.Errorf("request %d: got trouble %q (%v), want %q", i, call.Trouble, call.Err, tt.want)
		}
		if got := len(client.lanes.free); got != tt.free {
			t.Errorf("after request %d: got %d lanes that are free, want %d", i, got, tt.free)
		}
	}
}
