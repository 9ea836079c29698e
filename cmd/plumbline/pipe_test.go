package main

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// plumbline returns the program as a process of its own, with no credentials.
func plumbline(t testing.TB, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	path, err := exec.LookPath("plumbline") // TestMain has put it there
	if err != nil {
		t.Fatal(err)
	}
	cmd, stderr = exec.Command(path, args...), &bytes.Buffer{}
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + os.TempDir()}
	cmd.Stderr = stderr
	return cmd, stderr
}

// codeOf is the exit code of a process that has ended; -1 if a signal ended it.
func codeOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return 0
}

// noReader returns the end of a pipe that nobody reads.
func noReader(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	t.Cleanup(func() { w.Close() })
	return w
}

// TestBrokenPipe runs commands whose reader has left, as head does. They end as they would have, and say nothing of it.
func TestBrokenPipe(t *testing.T) {
	t.Parallel()
	faulty := t.TempDir() + "/faulty.yaml"
	if err := os.WriteFile(faulty, []byte("openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: {}\nsecurity: [{absent: []}]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want int
	}{
		{"a run that conforms", []string{"run", "--case", "partnerCustomerGet/bodies"}, exitConforms},
		{"a report on standard output", []string{"run", "--case", "partnerCustomerGet/bodies", "--report", "json=-"}, exitConforms},
		{"a document with faults", []string{"spec", "check", faulty}, exitFindings},
		{"a list", []string{"list", "checks"}, exitConforms},
		{"help", []string{"run", "--help"}, exitConforms},
		{"a completion, more than a pipe holds", []string{"completion", "bash"}, exitConforms},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd, stderr := plumbline(t, tt.args...)
			cmd.Stdout = noReader(t)
			if got := codeOf(t, cmd.Run()); got != tt.want {
				t.Errorf("exit code %d, want %d", got, tt.want)
			}
			if said := stderr.String(); said != "" && !strings.Contains(strings.Join(tt.args, " "), "=-") {
				t.Errorf("said %q", said)
			}
		})
	}
}

// TestClosedOutput runs the program without the files that every process is given.
func TestClosedOutput(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there is no sh")
	}
	for _, line := range []string{"plumbline version >&-", "plumbline version 2>&-", "plumbline run --case partnerCustomerGet/bodies <&- >&- 2>&-"} {
		if out, err := exec.Command("sh", "-c", line).CombinedOutput(); err != nil {
			t.Errorf("%s: %v, %s", line, err, out)
		}
	}
}

// TestFullOutput runs the program where nothing can be written any more: silence must not pass for success, and findings stay findings.
func TestFullOutput(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	for _, tt := range []struct {
		args []string
		want int
	}{
		{[]string{"run", "--case", "partnerCustomerGet/bodies"}, exitUnasked},
		{[]string{"run", "--case", "partnerCustomerGet/bodies", "--report", "json=/dev/full"}, exitUnasked},
		{[]string{"run", "--case", "partnerCustomerGet/bodies", "--report", "json=-"}, exitUnasked},
		{[]string{"spec", "check", "plaid-partner@1.517.0"}, exitUnasked},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		cmd, stderr := plumbline(t, tt.args...)
		cmd.Stdout = full
		if got := codeOf(t, cmd.Run()); got != tt.want || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%q: exit code %d, want %d; said %s", tt.args, got, tt.want, stderr)
		}
		full.Close()
	}
}

// TestMock_EndsPromptly interrupts a mock while clients hold connections on which they ask nothing, or have not finished asking.
func TestMock_EndsPromptly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, sent string }{
		{"a connection without a request", ""},
		{"half a request", "POST /partner/customer/get HTTP/1.1\r\nHost: a\r\nContent-Le"},
		{"a request without its body", "POST /partner/customer/get HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address := freeAddress(t)
			cmd, stderr := plumbline(t, "mock", "--listen", address)
			cmd.Stdout = noReader(t) // a mock whose announcement nobody reads serves all the same
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			t.Cleanup(func() { _ = cmd.Process.Kill() })
			if status := firstAnswer(t, "http://"+address); status != http.StatusNotFound {
				t.Errorf("status %d, want 404 for a path that is not there", status)
			}
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.Write([]byte(tt.sent)); err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if got := codeOf(t, <-ended); got != 0 {
				t.Errorf("exit code %d, want 0; said %s", got, stderr)
			}
			if took := time.Since(started); took > 4*time.Second {
				t.Errorf("took %v to end", took)
			}
		})
	}
}

// freeAddress returns an address on this machine at which nothing listens.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// firstAnswer asks until something answers, and returns the status.
func firstAnswer(t testing.TB, url string) int {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for until := time.Now().Add(patience); time.Now().Before(until); runtime.Gosched() {
		if resp, err := client.Get(url); err == nil {
			resp.Body.Close()
			return resp.StatusCode
		}
	}
	t.Fatal("nothing answered")
	return 0
}
