package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// mostMemory is how much memory, in bytes, a document that must be refused may cost. The program itself takes a third of that.
const mostMemory = 100 << 20

// TestHostileDocuments_CostNoMemory refuses files that would fill the memory of whoever read them whole.
func TestHostileDocuments_CostNoMemory(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux says how much memory a process took, in known units")
	}
	folder := t.TempDir()
	sparse, err := os.Create(folder + "/sparse.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := sparse.Truncate(2 << 30); err != nil {
		t.Fatal(err)
	}
	sparse.Close()
	laughs := "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
	for i := range 9 {
		before, after := string(rune('a'+i)), string(rune('b'+i))
		laughs += after + ": &" + after + " [" + strings.TrimSuffix(strings.Repeat("*"+before+", ", 10), ", ") + "]\n"
	}
	deep := strings.Repeat("[", 1<<20)
	for name, text := range map[string]string{"laughs.yaml": laughs, "deep.yaml": deep, "deep.json": deep} {
		if err := os.WriteFile(folder+"/"+name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"sparse.yaml", "laughs.yaml", "deep.yaml", "deep.json"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, stderr := plumbline(t, "spec", "check", folder+"/"+name)
			if got := codeOf(t, cmd.Run()); got != exitUsage || !strings.HasPrefix(stderr.String(), "plumbline: ") {
				t.Errorf("exit code %d, want 2; said %.300s", got, stderr)
			}
			if took := maxMemory(cmd); took > mostMemory {
				t.Errorf("took %d MB of memory", took>>20)
			}
		})
	}
}

// maxMemory is how much memory a process that has ended took at its peak, in bytes, on Linux.
func maxMemory(cmd *exec.Cmd) int64 {
	return cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// BenchmarkVersion measures how long the program takes to do nothing: what every command pays before its own work. The binary of the
// tests is larger than the program, so its figures are somewhat higher.
func BenchmarkVersion(b *testing.B) {
	var memory int64
	for b.Loop() {
		cmd, _ := plumbline(b, "version")
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		memory = maxMemory(cmd)
	}
	b.ReportMetric(float64(memory)/(1<<20), "MB")
}

// BenchmarkMockFirstAnswer measures from the start of the process to its first answer.
func BenchmarkMockFirstAnswer(b *testing.B) {
	var memory int64
	var waited time.Duration
	for b.Loop() {
		address := freeAddress(b)
		cmd, _ := plumbline(b, "mock", "--quiet", "--listen", address)
		started := time.Now()
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		firstAnswer(b, "http://"+address)
		waited += time.Since(started)
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
		memory = maxMemory(cmd)
	}
	b.ReportMetric(float64(waited.Milliseconds())/float64(b.N), "ms/first-answer")
	b.ReportMetric(float64(memory)/(1<<20), "MB")
}
