package checks

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func init() {
	register(Check{
		ID:     "no-stack-trace",
		Title:  "no answer shows where in the program it was made",
		Doc:    "Files, lines and frames tell a stranger which libraries a server is made of. Known are the traces of Go, Python, Java, JavaScript, .NET, PHP and Ruby. A server that fails with 5xx is left to no-server-error.",
		Clause: "CWE-209 (Generation of Error Message Containing Sensitive Information); OWASP API Security 2023, API8",
		Level:  reports.LevelError,
		Apply:  noStackTrace,
		Good: []Example{
			{Name: "an error in words", Status: 400, Body: `{"error":"the body could not be parsed at line 3"}`},
			{Name: "an address that looks a bit like one", Body: `{"name":"Rex","tag":"meet me at Baker Street (London:221)"}`},
		},
		Bad: []Example{
			{Name: "Go", Status: 404, Body: `{"error":"panic: x\n\ngoroutine 34 [running]:\nmain.get(0x0)\n\t/srv/app/store.go:41 +0x1d"}`},
			{Name: "Python", Status: 400, Body: `{"error":"Traceback (most recent call last):\n  File \"/srv/app.py\", line 41, in get\n    x"}`},
			{Name: "Java", Status: 400, Body: `{"error":"java.lang.NullPointerException\n\tat com.pets.Store.get(Store.java:42)"}`},
			{Name: "JavaScript", Status: 400, Body: `{"error":"TypeError: x is undefined\n    at Router.handle (/srv/node_modules/router/index.js:281:22)"}`},
			{Name: ".NET", Status: 400, Body: `{"error":"System.Exception: x\n   at Pets.Store.Get(String id) in C:\\src\\Store.cs:line 41"}`},
			{Name: "PHP", ContentType: "text/html", Status: 404, Body: "#0 /srv/app/Store.php(41): Store->get()"},
			{Name: "Ruby", Status: 404, Body: `{"error":"store.rb:41:in 'get': undefined method"}`},
		},
	})
}

// traces are what the frames of known languages look like.
var traces = regexp.MustCompile(`goroutine \d+ \[` +
	`|\.go:\d+ \+0x[0-9a-f]+` +
	`|Traceback \(most recent call last\)` +
	`|File "[^"\n]+", line \d+, in ` +
	`|\bat [\w.$<>/]+\([\w$]+\.(?:java|kt|scala):\d+\)` +
	`|\bat (?:[\w.$<>\[\] ]+ \()?[^\s()]+\.[cm]?[jt]s:\d+:\d+\)?` +
	`|\bat [^\n]+ in [^\n]+:line \d+` +
	`|#\d+ [^\s]+\.php\(\d+\)` +
	"|[\\w./]+\\.rb:\\d+:in ['`]")

func noStackTrace(s *Subject) Verdict {
	if !s.Call.Answered() || s.serverError() || len(s.Call.Reply) == 0 {
		return skip
	}
	text := string(s.Call.Reply)
	at := ""
	t, _ := tape.Read(s.Call.Reply, tape.Limits{})
	defer t.Release()
	if t.Usable() {
		if pointer, ok := find(t.Root(), "", traces.MatchString); ok {
			at = pointer
			v, _ := t.Root().At(pointer)
			text = v.Text()
		}
	}
	frame := traces.FindString(text)
	if frame == "" {
		return held
	}
	return broken(spec.Fault{
		InstancePath: at, Received: "a text that holds " + strconv.Quote(strings.TrimSpace(frame)), Promised: "an answer that says nothing of the program behind it",
		Fix: "answer with an error in words, and keep the trace in the server's log",
	})
}
