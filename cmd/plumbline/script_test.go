package main

import (
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scenarios")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"plumbline": main})
}

// TestScripts runs the scenarios in testdata/script: each is one txtar file whose first line says what it proves. Besides the usual
// commands of testscript there are servers that misbehave, one for each name in broken; `server NAME` starts one and puts its
// URL into $URL.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"server": startServer,
			"sparse": makeSparse,
			"status": status,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("NO_COLOR", "1")
			return nil
		},
	})
}

// status runs a command line of ours and fails unless it exits with the code given first: status 2 run --env nowhere.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status CODE ARG...")
	}
	want := map[string]int{"0": 0, "1": 1, "2": 2, "3": 3}
	code, ok := want[args[0]]
	if !ok {
		ts.Fatalf("no exit code %q", args[0])
	}
	err := ts.Exec("plumbline", args[1:]...)
	got := 0
	if exit, isExit := err.(interface{ ExitCode() int }); isExit {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != code {
		ts.Fatalf("exit code %d, want %d", got, code)
	}
}

// makeSparse makes a file of the given size in GB that takes no room on the disk.
func makeSparse(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(2 << 30))
	ts.Check(f.Close())
}

// broken are servers that break one promise each, and only in what the scenario is about.
var broken = map[string]http.HandlerFunc{
	"html": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<h1>hello</h1>"))
	},
	"enabled": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"end_customer": {"status": "ENABLED"}}`))
	},
	"hang": func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client is gone
		<-r.Context().Done()
	},
	"reset": func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		conn.Close()
	},
}

func startServer(ts *testscript.TestScript, _ bool, args []string) {
	handler, ok := broken[args[0]]
	if !ok {
		ts.Fatalf("no server %q", args[0])
	}
	server := httptest.NewServer(handler)
	ts.Defer(server.CloseClientConnections)
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}
