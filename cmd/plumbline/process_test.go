package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience bounds every wait of a scenario. Nothing waits that long unless it is broken.
const patience = 30 * time.Second

// prompt bounds how long a process may take to end when it is asked to.
const prompt = 10 * time.Second

// stage is what a scenario has started. It has one server and one process at a time.
type stage struct {
	site    *site
	process *process
}

type stageKey struct{}

func stageOf(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

// process is a plumbline that runs beside the scenario.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
	ended          chan error
}

// passed are the variables of a scenario that reach a process of its own, as they reach one that testscript starts.
var passed = []string{
	"WORK", "PATH", "HOME", "TMPDIR", "NO_COLOR", "PLAID_CLIENT_ID", "PLAID_SECRET", "PLAID_OTHER_CLIENT_ID", "PLAID_OTHER_SECRET",
}

// prepare makes plumbline ready to start.
func (p *process) prepare(ts *testscript.TestScript, args []string) {
	path, err := exec.LookPath("plumbline")
	ts.Check(err)
	p.cmd = exec.Command(path, args...)
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Stderr = &p.stderr
	for _, name := range passed {
		if value := ts.Getenv(name); value != "" {
			p.cmd.Env = append(p.cmd.Env, name+"="+value)
		}
	}
	p.ended = make(chan error, 1)
}

// keep hands the process to the scenario, which ends it whatever happens.
func (p *process) keep(ts *testscript.TestScript) {
	stageOf(ts).process = p
	ts.Defer(func() {
		if p.cmd.ProcessState == nil {
			_ = p.cmd.Process.Kill()
		}
	})
}

// start starts plumbline and leaves it running.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: start ARG...")
	}
	p := &process{}
	p.prepare(ts, args)
	p.cmd.Stdout = &p.stdout
	ts.Check(p.cmd.Start())
	go func() { p.ended <- p.cmd.Wait() }()
	p.keep(ts)
}

// startMock starts plumbline mock on a free port and waits until it has said where it is and who may ask.
func startMock(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: mock [ARG...]")
	}
	p := &process{}
	p.prepare(ts, append([]string{"mock", "--listen", "127.0.0.1:0"}, args...))
	out, err := p.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(p.cmd.Start())
	p.keep(ts)
	said := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			p.stdout.WriteString(lines.Text() + "\n")
			if strings.HasPrefix(lines.Text(), "try: ") {
				said <- lines.Text()
			}
		}
		p.ended <- p.cmd.Wait() // after the last line, for Wait closes the pipe
	}()
	select {
	case line := <-said:
		_, url, _ := strings.Cut(line, "--url ")
		url, _, _ = strings.Cut(url, " ")
		ts.Setenv("URL", url)
		ts.Setenv("ADDRESS", strings.TrimPrefix(url, "http://"))
	case err := <-p.ended:
		ts.Fatalf("the mock ended: %v\n%s", err, p.stderr.String())
	case <-time.After(patience):
		ts.Fatalf("the mock did not say where it listens")
	}
}

// awaited waits until a request has reached the server and hangs there.
func awaited(ts *testscript.TestScript, _ bool, _ []string) {
	select {
	case <-stageOf(ts).site.reached:
	case err := <-stageOf(ts).process.ended:
		ts.Fatalf("the process ended before it asked: %v", err)
	case <-time.After(patience):
		ts.Fatalf("no request came")
	}
}

// interrupt sends an interrupt to what was started and holds its exit code. What it printed becomes stdout and stderr.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	p := stageOf(ts).process
	if neg || p == nil || len(args) != 1 {
		ts.Fatalf("usage: interrupt CODE, after start or mock")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(p.cmd.Process.Signal(os.Interrupt))
	select {
	case err = <-p.ended:
	case <-time.After(prompt):
		_ = p.cmd.Process.Signal(syscall.SIGQUIT)
		<-p.ended
		ts.Fatalf("the process did not end within %v\n%s", prompt, p.stderr.String())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	hold(ts, err, want)
	_, err = p.stdout.WriteTo(ts.Stdout())
	ts.Check(err)
	_, err = p.stderr.WriteTo(ts.Stderr())
	ts.Check(err)
}
