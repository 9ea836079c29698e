package engine

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
)

// every serves right, but fails at every nth read of a customer.
func every(right http.Handler, n int64) http.Handler {
	var reads atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/customer/get") {
			right.ServeHTTP(w, r)
			return
		}
		seen := httptest.NewRecorder()
		right.ServeHTTP(seen, r)
		w.Header().Set("Content-Type", "application/json")
		if seen.Code == http.StatusOK && reads.Add(1)%n == 0 {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{}`))
			return
		}
		w.WriteHeader(seen.Code)
		_, _ = w.Write(seen.Body.Bytes())
	})
}

func TestRun_TellsFlakyFromFailed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		n     int64
		flaky bool
	}{
		{"at every read", 1, false},
		{"at every third read", 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, through(t, every(rightMock(t, versions[0], "plaid", mock.Options{}), tt.n)))
			found := false
			for _, f := range r.Findings {
				if f.Rule != "no-server-error" {
					continue
				}
				found = true
				if f.Flaky != tt.flaky || strings.Contains(f.Fix, "sent again at once") != tt.flaky {
					t.Errorf("got flaky %v (%s), want %v", f.Flaky, f.Fix, tt.flaky)
				}
			}
			if !found || r.ExitCode() != 1 {
				t.Errorf("exit code %d, findings %v", r.ExitCode(), distinct(r.Findings))
			}
			repeats := 0
			for _, result := range r.Results {
				for _, x := range result.Exchanges {
					if x.Purpose == reports.PurposeRepeat {
						repeats++
					}
				}
			}
			if repeats == 0 || repeats > maxRepeats {
				t.Errorf("%d requests were sent again, want some and at most %d", repeats, maxRepeats)
			}
		})
	}
}
