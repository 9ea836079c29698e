//go:build unix

package upgrade_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// cost is what one process took: processor time, and the most memory it had at a time.
type cost struct {
	cpu  time.Duration
	peak int64 // bytes
}

// BenchmarkDiff is what a whole process costs from start to end on two versions of the whole document of Plaid, 3 MB each: ours, oasdiff's
// changelog, and a program of twenty lines around what libopenapi knows of changes. cpu and peak of the others come with the ratio to
// ours.
func BenchmarkDiff(b *testing.B) {
	const folder = "../../../shared/plaid/full"
	base, revision := filepath.Join(folder, "1.688.6.yaml"), filepath.Join(folder, "1.697.4.yaml")
	if _, err := os.Stat(revision); err != nil {
		b.Skip("the whole documents are not here: ", err)
	}
	program := filepath.Join(b.TempDir(), "plumbline")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/plumbline").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	own := []string{program, "diff", base, revision, "--fail-on", "never"}
	ours := best(b, own, 3)
	for _, tt := range []struct {
		name, path string
		arguments  []string
	}{
		{"plumbline", "", nil},
		{"oasdiff", "github.com/oasdiff/oasdiff", []string{"changelog", "--flatten-allof", base, revision}},
		{"libopenapi", "./whatchanged", []string{base, revision}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			command := own
			if tt.path != "" {
				command = append([]string{peer(b, tt.path)}, tt.arguments...)
			}
			var least cost
			for b.Loop() {
				least = less(least, measure(b, command))
			}
			b.ReportMetric(float64(least.cpu.Milliseconds()), "cpu-ms")
			b.ReportMetric(float64(least.peak)/1e6, "peak-MB")
			b.ReportMetric(float64(least.cpu)/float64(ours.cpu), "x-cpu")
			b.ReportMetric(float64(least.peak)/float64(ours.peak), "x-peak")
			b.ReportMetric(0, "ns/op") // the clock on the wall says more of the machine than of the program
		})
	}
}

// best is the least that n runs took: what is above it is the machine's doing.
func best(b *testing.B, command []string, n int) cost {
	b.Helper()
	var least cost
	for range n {
		least = less(least, measure(b, command))
	}
	return least
}

// less takes the smaller of each; the zero cost is none.
func less(a, b cost) cost {
	if a == (cost{}) {
		return b
	}
	return cost{min(a.cpu, b.cpu), min(a.peak, b.peak)}
}

// measure runs a command once.
func measure(b *testing.B, command []string) cost {
	b.Helper()
	run := exec.Command(command[0], command[1:]...)
	if out, err := run.Output(); err != nil {
		b.Fatalf("%s: %v: %.200s", filepath.Base(command[0]), err, out)
	}
	used, ok := run.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Skip("this system does not say what a process took")
	}
	peak := used.Maxrss
	if runtime.GOOS == "linux" {
		peak *= 1024 // there it counts kilobytes
	}
	return cost{run.ProcessState.UserTime() + run.ProcessState.SystemTime(), peak}
}
