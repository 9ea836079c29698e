package suites_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
)

func TestInterrupt_CleansUpAndSaysSo(t *testing.T) {
	startsProcesses(t)
	binary := plumbline(t)
	for _, tt := range []struct {
		name   string
		only   string // the cases that are run
		hold   string // the operation whose first request is never answered
		signal os.Signal
		lost   bool // what was being created has no id; it is listed by its name
	}{
		{"while a shared customer is read", "partnerCustomerGet", "get", syscall.SIGINT, false},
		{"while a customer of its own is removed", "partnerCustomerRemove/bodies", "remove", syscall.SIGINT, false},
		{"while a customer of its own is enabled", "partnerCustomerEnable/bodies", "enable", syscall.SIGINT, false},
		{"in the middle of a workflow", "customer-goes-live", "get", syscall.SIGINT, false},
		{"while a customer is made", "partnerCustomerCreate", "create", syscall.SIGINT, true},
		{"by whoever ends processes", "partnerCustomerOauthInstitutionsGet", "oauth_institutions/get", syscall.SIGTERM, false},
		{"by the end of the terminal", "partnerCustomerGet", "get", syscall.SIGHUP, false},
	} {
		for _, how := range []string{"plumbline run", "go test"} {
			if how == "go test" && tt.signal == syscall.SIGHUP {
				continue // Ginkgo does not listen to it, and a test binary is no place to change that
			}
			t.Run(tt.name+", "+how, func(t *testing.T) {
				t.Parallel()
				reached := make(chan struct{})
				var once sync.Once
				b := serve(t, nil, func(_ *backend, _ http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) bool {
					first := false
					if r.URL.Path == "/partner/customer/"+tt.hold {
						once.Do(func() { first = true })
					}
					if first {
						close(reached)
						<-r.Context().Done()
					}
					return first
				})
				record := filepath.Join(t.TempDir(), "run.json")
				var p *process
				if how == "go test" {
					path, args := suiteBinary(t)
					p = start(t, "", nil, path, append(args, "-plumbline.url="+b.URL, "-plumbline.case="+tt.only, "-plumbline.report=json="+record)...)
				} else {
					p = start(t, "", nil, binary, "run", "--url", b.URL, "--case", tt.only, "--report", "json="+record)
				}
				<-reached
				if err := p.Process.Signal(tt.signal); err != nil {
					t.Fatal(err)
				}
				want := map[string]int{"plumbline run": 3, "go test": 1}[how]
				if code := p.code(t); code != want {
					t.Errorf("exit code %d, want %d:\n%s", code, want, p.said())
				}
				interrupted(t, record)
				if tt.lost {
					mustBeListed(t, record, b.registered())
				} else if left := b.left(); len(left) > 0 {
					t.Errorf("still there are %v:\n%s", left, p.said())
				}
			})
		}
	}
}

// read reads a record of a run.
func read(t *testing.T, file string) *reports.Report {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reports.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// interrupted holds a record to what an interrupted run must say.
func interrupted(t *testing.T, file string) {
	t.Helper()
	r := read(t, file)
	if !r.Interrupted || r.ExitCode() != 3 {
		t.Errorf("interrupted %v, exit code %d, want true and 3", r.Interrupted, r.ExitCode())
	}
	ended := slices.ContainsFunc(r.Results, func(r reports.Result) bool { return strings.Contains(r.Note, "the run was ended before") })
	if !ended {
		t.Error("no case says that the run was ended")
	}
	for _, result := range r.Results {
		if result.Status == reports.StatusFailed {
			t.Errorf("%s failed, which an interrupt is no reason for", result.Case)
		}
	}
}

// mustBeListed demands that what bears these names is left over by them, and nothing else.
func mustBeListed(t *testing.T, file string, names []string) {
	t.Helper()
	var listed []string
	for _, l := range read(t, file).Leftovers {
		listed = append(listed, l.Name)
	}
	if len(names) == 0 || !slices.Equal(listed, names) {
		t.Errorf("listed are %v, want %v", listed, names)
	}
}
