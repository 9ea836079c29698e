package suites_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// startsProcesses skips a test that starts processes of its own: under -short, in one of ginkgo's processes, which would start each of them
// again, and where the suite was pointed at a place, for then nothing but the suite is wanted.
func startsProcesses(t *testing.T) {
	t.Helper()
	config, _ := ginkgo.GinkgoConfiguration()
	switch {
	case testing.Short():
		t.Skip("starts processes; leave -short out")
	case config.ParallelTotal > 1:
		t.Skip("starts processes, which one of ginkgo's processes must not")
	case options.Target.URLGiven || options.Target.Name != "":
		t.Skip("says nothing about the place that the suite is pointed at")
	}
	t.Parallel()
}

// built is the plumbline of this checkout.
var built struct {
	once sync.Once
	dir  string
	err  error
}

// plumbline builds the binary, once, and returns its path.
func plumbline(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "plumbline-test-"); built.err != nil {
			return
		}
		var out []byte
		if out, built.err = exec.Command("go", "build", "-o", built.dir, "../cmd/plumbline").CombinedOutput(); built.err != nil {
			built.err = errors.New(string(out))
		}
	})
	if built.err != nil {
		t.Fatalf("build plumbline: %v", built.err)
	}
	return filepath.Join(built.dir, "plumbline")
}

// suiteBinary is this test binary, to be run as a process with only the suite in it.
func suiteBinary(t *testing.T) (path string, args []string) {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path, []string{"-test.run=^TestConformance$", "-test.count=1"}
}

// process is a program to run, with what it writes.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

// patience bounds every process that a test starts.
const patience = 2 * time.Minute

// start starts a program with these environment variables, and none of those that would tell it where to ask.
func start(t *testing.T, dir string, env []string, name string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	p := &process{Cmd: exec.CommandContext(ctx, name, args...)}
	p.Dir, p.Stdout, p.Stderr = dir, &p.stdout, &p.stderr
	p.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "PLAID_") || strings.HasPrefix(v, "GINKGO_") || strings.HasPrefix(strings.ToUpper(v), "HTTP")
	}), env...)
	if err := p.Cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// code waits for the program to end and returns its exit code.
func (p *process) code(t *testing.T) int {
	t.Helper()
	err := p.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() < 0) {
		t.Fatalf("%s: %v\n%s\n%s", p.Path, err, p.stdout.String(), p.stderr.String())
	}
	return p.ProcessState.ExitCode()
}

// said is everything that the program wrote.
func (p *process) said() string { return p.stdout.String() + p.stderr.String() }
