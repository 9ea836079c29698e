package suites_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
)

// theirSuite is what another module must write to have the conformance suite.
const theirSuite = `package partner

import (
	"flag"
	"testing"

	"github.com/plumbline-dev/plumbline/suites"
)

var options = suites.Flags(flag.CommandLine)

func TestPartnerAPI(t *testing.T) { suites.Run(t, options) }
`

// theirUpgrade is what it must write to fail before an upgrade that breaks it.
const theirUpgrade = `package partner

import (
	"flag"
	"testing"

	"github.com/plumbline-dev/plumbline/suites"
)

var options = suites.UpgradeFlags(flag.CommandLine)

func init() { options.Base, options.Revision = "plaid-partner@1.517.0", "plaid-partner@1.525.1" }

func TestUpgrade(t *testing.T) { suites.Upgrade(t, options) }
`

var requirements = regexp.MustCompile(`(?ms)^require \(.*?^\)`)

// theirModule writes a module that uses this checkout and returns its folder. It requires the versions that this checkout requires, so
// everything is in the module cache and nothing is fetched.
func theirModule(t *testing.T) string {
	t.Helper()
	checkout, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile(filepath.Join(checkout, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const module = "github.com/plumbline-dev/plumbline"
	mod := fmt.Sprintf("module example.com/partner\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %s => %s\n\n%s\n", module, module, checkout, requirements.Find(ours))
	for name, data := range map[string]string{"go.mod": mod, "go.sum": string(sums), "suite_test.go": theirSuite} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// offline keeps the go command from the network.
var offline = []string{"GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local"}

func TestAnotherModule(t *testing.T) {
	startsProcesses(t)
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command to build another module with")
	}
	dir := theirModule(t)
	wrong := serve(t, nil, func(_ *backend, w http.ResponseWriter, r *http.Request, _ *httptest.ResponseRecorder) bool {
		if strings.HasSuffix(r.URL.Path, "/customer/get") {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"end_customer": {"status": "ENABLED"}}`))
			return true
		}
		return false
	})
	record := filepath.Join(t.TempDir(), "run.json")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"conforms where nothing is said", nil, 0, "ok"},
		{"fails where the server is wrong", []string{"-plumbline.url=" + wrong.URL, "-plumbline.report=json=" + record}, 1, `"ENABLED" at /end_customer/status`},
	} {
		// One after the other: each builds the same test binary.
		t.Run(tt.name, func(t *testing.T) {
			p := start(t, dir, offline, "go", append([]string{"test", "-count=1", "./...", "-args"}, tt.args...)...)
			if code := p.code(t); code != tt.code || !strings.Contains(p.said(), tt.says) {
				t.Errorf("exit code %d, want %d and %q in:\n%s", code, tt.code, tt.says, p.said())
			}
		})
	}
	// The same module may hold the upgrade of the document that it pins; it fails as soon as a break is not excused.
	if err := os.WriteFile(filepath.Join(dir, "suite_test.go"), []byte(theirUpgrade), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"passes an upgrade that breaks nothing", nil, 0, "ok"},
		{"fails an upgrade that breaks", []string{"-plumbline.revision=plaid-partner@1.697.4"}, 1, `do not send "deposit_switch"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := start(t, dir, offline, "go", append([]string{"test", "-count=1", "./...", "-args"}, tt.args...)...)
			if code := p.code(t); code != tt.code || !strings.Contains(p.said(), tt.says) {
				t.Errorf("exit code %d, want %d and %q in:\n%s", code, tt.code, tt.says, p.said())
			}
		})
	}
	if r := read(t, record); r.ExitCode() != 1 || len(r.Findings) == 0 {
		t.Errorf("the record's exit code is %d with %d findings, want 1 and some", r.ExitCode(), len(r.Findings))
	}
}

func TestRun_RefusesBeforeAnythingIsAsked(t *testing.T) {
	startsProcesses(t)
	// Whatever would leave this machine meets this proxy first.
	var met atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		met.Add(1)
		http.Error(w, "nothing leaves", http.StatusBadGateway)
	}))
	t.Cleanup(proxy.Close)
	b := serve(t, nil, nil)
	env := []string{"HTTPS_PROXY=" + proxy.URL, "HTTP_PROXY=" + proxy.URL}
	binary, args := suiteBinary(t)
	for _, tt := range []struct {
		name string
		env  []string
		args []string
		want string
	}{
		{"the sandbox without credentials", nil, []string{"-plumbline.env=sandbox"}, "environment sandbox: credentials: PLAID_CLIENT_ID, PLAID_SECRET not set"},
		{"half an identity", []string{"PLAID_CLIENT_ID=0123456789abcdef01234567"}, []string{"-plumbline.url=" + b.URL}, "credentials: PLAID_SECRET not set, although others are"},
		{"an unknown environment", nil, []string{"-plumbline.env=sandbux"}, `unknown environment "sandbux"`},
		{"a retired environment", nil, []string{"-plumbline.env=development"}, "environment development is retired"},
		{"an empty url", nil, []string{"-plumbline.url="}, "url is empty"},
		{"an unknown case", nil, []string{"-plumbline.url=" + b.URL, "-plumbline.case=nowhere"}, `no case "nowhere"`},
		{"an unknown face", nil, []string{"-plumbline.url=" + b.URL, "-plumbline.auth=plad"}, `unknown face "plad"`},
		{"an unknown document", nil, []string{"-plumbline.url=" + b.URL, "-plumbline.document=plaid-partner@0.0.1"}, "plaid-partner@0.0.1"},
		{"a report that cannot be written", nil, []string{"-plumbline.url=" + b.URL, "-plumbline.report=json=/nowhere/run.json"}, "report json=/nowhere/run.json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := start(t, "", append(env, tt.env...), binary, append(args, tt.args...)...)
			if code := p.code(t); code == 0 || !strings.Contains(p.said(), "plumbline: ") || !strings.Contains(p.said(), tt.want) {
				t.Errorf("exit code %d, want another than 0 and %q in:\n%s", code, tt.want, p.said())
			}
			if strings.Contains(p.said(), "Will run") {
				t.Errorf("the suite was run:\n%s", p.said())
			}
		})
	}
	if n := met.Load(); n > 0 || b.requests() > 0 {
		t.Errorf("%d requests left this machine and %d stayed, want none", n, b.requests())
	}
	// With credentials the proxy is met: so it is one that would have noticed.
	p := start(t, "", append(env, "PLAID_CLIENT_ID=0123456789abcdef01234567", "PLAID_SECRET=0123456789abcdef0123456789abcd"), binary,
		append(args, "-plumbline.env=sandbox", "-plumbline.case=partnerCustomerGet/resources", "-plumbline.timeout=5s")...)
	if code := p.code(t); code == 0 || met.Load() == 0 {
		t.Errorf("exit code %d and %d requests by the proxy, want a failure and some:\n%s", code, met.Load(), p.said())
	}
}

func TestGinkgo_InParallel(t *testing.T) {
	startsProcesses(t)
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command to run ginkgo with")
	}
	// What the ginkgo command itself is built of is no part of any test, so on a new machine it is not there yet.
	ginkgoCommand := filepath.Join(t.TempDir(), "ginkgo")
	if build := start(t, "..", nil, "go", "build", "-o", ginkgoCommand, "github.com/onsi/ginkgo/v2/ginkgo"); build.code(t) != 0 {
		t.Skipf("the ginkgo command cannot be built here: %s", build.said())
	}
	b := serve(t, nil, nil)
	folder := t.TempDir()
	record := filepath.Join(folder, "run.json")
	p := start(t, "..", []string{"GOPROXY=off"}, ginkgoCommand, "-procs=2", "-no-color", "-json-report=ginkgo.json", "-output-dir="+folder, "./suites", "--",
		"-test.run=^TestConformance$", "-plumbline.url="+b.URL, "-plumbline.report=json="+record)
	if code := p.code(t); code != 0 || !strings.Contains(p.said(), "Running in parallel across 2 processes") {
		t.Fatalf("exit code %d, want 0 and two processes:\n%s", code, p.said())
	}
	r := read(t, record)
	if n := r.Summary.Cases[reports.StatusPassed]; n != len(r.Results) || n == 0 || r.ExitCode() != 0 {
		t.Errorf("%d of %d cases passed, exit code %d: %v", n, len(r.Results), r.ExitCode(), r.Summary.Cases)
	}
	// Which process ran a spec is in Ginkgo's own report alone.
	var told []struct {
		SpecReports []struct {
			ParallelProcess int
			LeafNodeType    string
		}
	}
	if data, err := os.ReadFile(filepath.Join(folder, "ginkgo.json")); err != nil || json.Unmarshal(data, &told) != nil {
		t.Fatalf("ginkgo's report: %v", err)
	}
	specs := map[int]int{}
	for _, suite := range told {
		for _, spec := range suite.SpecReports {
			if spec.LeafNodeType == "It" {
				specs[spec.ParallelProcess]++
			}
		}
	}
	if specs[1] == 0 || specs[2] == 0 {
		t.Errorf("the processes ran %v specs, want some each", specs)
	}
	// Two processes that give one name to two customers would read and remove each other's.
	names := b.registered()
	slices.Sort(names)
	if distinct := slices.Compact(slices.Clone(names)); len(names) == 0 || len(distinct) != len(names) {
		t.Errorf("%d customers have %d names: %v", len(names), len(distinct), names)
	}
	if left := b.left(); len(left) > 0 {
		t.Errorf("still there are %v", left)
	}
	if host, _, err := net.SplitHostPort(strings.TrimPrefix(b.URL, "http://")); err != nil || host != "127.0.0.1" {
		t.Errorf("the server is at %s, want it on this machine", b.URL)
	}
}
