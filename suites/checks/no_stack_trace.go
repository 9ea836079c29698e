package checks

import (
	"maps"
	"math/bits"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "no-stack-trace",
		Title:  "no answer shows where in the program it was made, or what it asks of whom behind it",
		Doc:    "Looked at are the body and the header fields. Files, lines and frames tell a stranger which libraries a server is made of. Known are the traces of Go, Python, Java, JavaScript, .NET, PHP, Ruby and Rust, errors and queries of SQL, and addresses that only the machines behind a server know. A server that fails with 5xx is left to no-server-error.",
		Clause: "CWE-209 (Generation of Error Message Containing Sensitive Information); OWASP API Security 2023, API8",
		Level:  reports.LevelError,
		Apply:  noStackTrace,
		Good: []Example{
			{Name: "an error in words", Status: 400, Body: `{"error":"the body could not be parsed at line 3"}`},
			{Name: "an address that looks a bit like one", Body: `{"name":"Rex","tag":"meet me at Baker Street (London:221)"}`},
			{Name: "a link to a private place", Body: `{"name":"Rex","tag":"see http://10.0.0.7:8774/pets and http://pets.local:80/"}`},
			{Name: "hops in a field that is made for them", Body: `{"name":"Rex"}`, Header: map[string]string{"Via": "1.1 10.0.0.7:3128", "Alt-Svc": `h3="10.0.0.7:443"`, "X-Client-Ip": "10.0.0.7"}},
			{Name: "the place that was asked", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Served-By": "pets.internal:80", "Location": "http://pets.internal:80/pet"}},
			{Name: "a version in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Version": "10.2.1.4", "Server": "pets/10.2.1.4"}},
			{Name: "a version and a time", Body: `{"name":"Rex","tag":"10.2.1 at 10:20, and 172.30.5"}`},
		},
		Bad: []Example{
			{Name: "a private address in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Upstream": "10.12.0.7:5432"}},
			{Name: "a private host without a port in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Backend-Server": "10.12.0.7"}},
			{Name: "a trace in a header", Status: 400, Body: `{"error":"no"}`, Header: map[string]string{"X-Error": "TypeError: x is undefined at Router.handle (/srv/node_modules/router/index.js:281:22)"}},
			{Name: "a query in a header", Body: `{"name":"Rex"}`, Header: map[string]string{"X-Debug-Query": "SELECT * FROM pets WHERE id = 'p1'"}},
			{Name: "Go", Status: 404, Body: `{"error":"panic: x\n\ngoroutine 34 [running]:\nmain.get(0x0)\n\t/srv/app/store.go:41 +0x1d"}`},
			{Name: "Python", Status: 400, Body: `{"error":"Traceback (most recent call last):\n  File \"/srv/app.py\", line 41, in get\n    x"}`},
			{Name: "Java", Status: 400, Body: `{"error":"java.lang.NullPointerException\n\tat com.pets.Store.get(Store.java:42)"}`},
			{Name: "JavaScript", Status: 400, Body: `{"error":"TypeError: x is undefined\n    at Router.handle (/srv/node_modules/router/index.js:281:22)"}`},
			{Name: ".NET", Status: 400, Body: `{"error":"System.Exception: x\n   at Pets.Store.Get(String id) in C:\\src\\Store.cs:line 41"}`},
			{Name: "PHP", ContentType: "text/html", Status: 404, Body: "#0 /srv/app/Store.php(41): Store->get()"},
			{Name: "SQL", Status: 400, Body: `{"error":"pq: invalid input syntax for type uuid"}`},
			{Name: "another's SQL", Status: 400, Body: `{"error":"near x: SELECT * FROM pets WHERE id = 'x'"}`},
			{Name: "letters as escapes", Status: 400, Body: `{"error":"\u0067oroutine 34 [running]:"}`},
			{Name: "a warning of PHP", Status: 400, Body: `{"error":"PHP Warning:  Undefined array key \"id\" in /srv/app/store.php on line 41"}`},
			{Name: "Rust", Status: 400, Body: `{"error":"thread 'main' panicked at 'index out of bounds', src/store.rs:41:9"}`},
			{Name: "a constraint of a table", Status: 400, Body: `{"error":"duplicate key value violates unique constraint \"pets_pkey\""}`},
			{Name: "SQLite", Status: 400, Body: `{"error":"SQLITE_CONSTRAINT: UNIQUE failed: pets.name"}`},
			{Name: "a private address", Status: 400, Body: `{"error":"could not reach 10.12.0.7:5432"}`},
			{Name: "a private host", Status: 400, Body: `{"error":"could not reach db-1.pets.internal:5432"}`},
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
	`|#\d+ [^\s]+\.php\(\d+\)|\bPHP (?:Fatal error|Warning|Notice|Parse error)\b|\.php(?: on line |:)\d+` +
	`|\bpanicked at ` +
	"|[\\w./]+\\.rb:\\d+:in ['`]" +
	`|\bpq: |\bSQLSTATE\b|\bORA-\d{5}\b|error in your SQL syntax|\bSELECT .{1,80}? FROM .{1,80}? WHERE\b|\bSQLITE_[A-Z]+|violates (?:unique|foreign key|check|not-null) constraint` +
	`|\bdial (?:tcp|udp|unix) |\bECONNREFUSED\b|(?:^|[\s"'(=])(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}:\d+\b|(?:^|[\s"'(=])[\w-]+(?:\.[\w-]+)*\.(?:internal|svc|local|lan):\d+\b` +
	`|: no such file or directory\b`)

// marks are texts one of which every trace holds, in JSON too: most answers hold none, and need not be looked at by the pattern.
var marks = [...]string{
	`\u`, // a letter written as an escape may be any
	"goroutine ", " +0x", "Traceback", ", line ", ":line ", ".java:", ".kt:", ".scala:",
	"js:", "ts:", "PHP ", ".php", ".rb:", "pq: ", "SQL", "ORA-", "SELECT ",
	"panicked", "constraint", "dial ", "ECONN", "10.", "192.168.", "172.",
	".internal:", ".svc:", ".local:", ".lan:", "no such file",
}

// firsts and seconds say of a byte which of the marks have it as their first and as their second.
var firsts, seconds = func() (first, second [256]uint64) {
	for i, mark := range marks {
		first[mark[0]] |= 1 << i
		second[mark[1]] |= 1 << i
	}
	return first, second
}()

// marked says whether an answer may hold a trace: whether a mark stands in it.
func marked[T string | []byte](text T) bool {
	for i := range len(text) - 1 {
		for may := firsts[text[i]] & seconds[text[i+1]]; may != 0; may &= may - 1 {
			if mark := marks[bits.TrailingZeros64(may)]; len(text)-i >= len(mark) && string(text[i:i+len(mark)]) == mark {
				return true
			}
		}
	}
	return false
}

// hops are header fields that are made to say through which machines an answer came, or where else to ask. Source: RFC 9110, section 7.6.3; RFC 7239; RFC 7838.
var hops = map[string]bool{"Via": true, "Forwarded": true, "Alt-Svc": true, "X-Forwarded-For": true, "X-Forwarded-Host": true}

// behind are the names of header fields that say which machine answered, and bare the private addresses that they say it with.
var (
	behind = regexp.MustCompile(`(?i)backend|upstream|served-by|server`)
	bare   = regexp.MustCompile(`^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}$`)
)

// traceInHeader returns what a header field shows of the program, and the name of the field; nothing if none does.
func traceInHeader(header http.Header) (frame, field string) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			if !mayTrace(name, value) {
				continue
			}
			if frame = traces.FindString(value); frame != "" {
				return frame, name
			}
			if bare.MatchString(value) && behind.MatchString(name) {
				return value, name
			}
		}
	}
	return "", ""
}

// markedHeader says whether one of the header fields may hold a trace.
func markedHeader(header http.Header) bool {
	for name, values := range header {
		for _, value := range values {
			if mayTrace(name, value) {
				return true
			}
		}
	}
	return false
}

// mayTrace says whether a field may hold a trace.
func mayTrace(name, value string) bool { return marked(value) && !hops[name] }

func noStackTrace(s *Subject) Verdict {
	if !s.Call.Answered() || s.serverError() {
		return skip
	}
	at, frame, where := "", "", ""
	if markedHeader(s.Call.Answer) {
		frame, where = traceInHeader(s.Call.Answer)
	}
	if frame == "" && marked(s.Call.Reply) {
		text := string(s.Call.Reply)
		if s.Body.Usable() {
			if pointer, ok := find(s.Body.Root(), "", nil, traces.MatchString); ok {
				at = pointer
				v, _ := s.Body.Root().At(pointer)
				text = v.Text()
			}
		}
		frame = traces.FindString(text)
	}
	frame = strings.Trim(frame, " \t\r\n\"'(=")
	if frame == "" || s.asked(frame) {
		return held
	}
	received := "a text that holds " + strconv.Quote(frame)
	if where != "" {
		received = "the header field " + where + " with a " + received[2:]
	}
	return broken(spec.Fault{
		InstancePath: at, Received: received, Promised: "an answer that says nothing of the program behind it",
		Fix: "answer with an error in words, and keep the trace in the server's log",
	})
}

// asked says whether a text is the address that was asked, or begins with it: who asked there knows it.
func (s *Subject) asked(text string) bool {
	_, rest, _ := strings.Cut(s.Call.URL, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host != "" && strings.EqualFold(text, host)
}
