//go:build unix

package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
)

// discard is a ResponseWriter that costs next to nothing, so that the handler's own cost is seen.
type discard struct {
	header http.Header
	status int
	body   []byte
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { d.body = append(d.body[:0], b...); return len(b), nil }

// again is a request body that can be read once more.
type again struct{ bytes.Reader }

func (*again) Close() error { return nil }

// BenchmarkHandler is the cost of one answer without the network: routing, credentials, JSON, fields, schema, state and page.
func BenchmarkHandler(b *testing.B) {
	for _, operation := range []string{"get", "oauth_institutions/get", "create and remove", "refused"} {
		b.Run(operation, func(b *testing.B) {
			c := newClient(b, newest, Options{})
			id := c.create("Acme", "App").EndCustomer.ClientID
			w := &discard{header: http.Header{}}
			ask := func(name, body string) func() {
				r := httptest.NewRequest(http.MethodPost, customerPath+name, nil)
				r.Header, r.ContentLength = c.header, int64(len(body))
				in, text := &again{}, []byte(body)
				return func() {
					in.Reset(text)
					r.Body = in
					c.handler.ServeHTTP(w, r)
				}
			}
			var run func()
			switch operation {
			case "create and remove":
				create := ask("create", company("Other", "Other"))
				run = func() {
					create()
					from := bytes.Index(w.body, []byte(`"client_id": "`)) + len(`"client_id": "`)
					ask("remove", about(string(w.body[from:from+clientIDLength])))()
				}
			case "refused":
				run = ask("get", "{}")
			default:
				run = ask(operation, about(id))
			}
			b.ReportAllocs()
			for b.Loop() {
				run()
			}
			if operation != "refused" && w.status != http.StatusOK {
				b.Fatalf("got %d %s", w.status, w.body)
			}
		})
	}
}

// BenchmarkServer compares the mock, which judges each request and whose every answer is judged here before it goes out, with a bare handler
// that decodes the request into any and answers fixed bytes. Both serve over loopback from a process of their own, so that the client is not
// counted, and take turns, so that whatever else the machine does meets both. The figures are the server's processor time for one exchange,
// and how many exchanges the mock makes of the time in which the bare handler makes one.
func BenchmarkServer(b *testing.B) {
	const turn, clients = 400, 8 // exchanges, and how many clients make them at the same time
	server := exec.Command(os.Args[0], "-test.run", "^TestServer_OfTheBenchmark$")
	server.Env = append(os.Environ(), serverVariable+"=1")
	stdin, err := server.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	said, err := server.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { stdin.Close(); _ = server.Wait() }()
	var at [3]string // the bare handler, the mock, and what the process has used so far
	var id string
	if _, err := fmt.Fscan(said, &at[0], &at[1], &at[2], &id); err != nil {
		b.Fatal(err)
	}
	header := credentials(0)
	var count atomic.Int64
	client := http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	exchange := func(url, text string) string {
		r, _ := http.NewRequest(http.MethodPost, url, strings.NewReader(text))
		r.Header = header.Clone()
		got, err := client.Do(r)
		if err != nil {
			b.Error(err)
			return ""
		}
		defer got.Body.Close()
		answer, _ := io.ReadAll(got.Body)
		if got.StatusCode != http.StatusOK {
			b.Errorf("got %d %s", got.StatusCode, answer)
		}
		return string(answer)
	}
	used := func() int64 {
		n, err := strconv.ParseInt(exchange(at[2], ""), 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	example := string(document(b, newest).Operation("partnerCustomerCreate").RequestBody.Content[0].Examples[0].Value.JSON())
	for _, operation := range []string{"get", "create"} {
		b.Run(operation, func(b *testing.B) {
			body := func() string { return about(id) }
			if operation == "create" {
				body = func() string { // each makes a customer of its own
					n := count.Add(1)
					return strings.NewReplacer(`"company_name":"`, fmt.Sprintf(`"company_name":"%06d `, n), `"application_name":"`, fmt.Sprintf(`"application_name":"%06d `, n)).Replace(example)
				}
			}
			var spent [2]int64
			turns := 0
			for b.Loop() {
				for i := range spent {
					from := used()
					var asking sync.WaitGroup
					for range clients {
						asking.Go(func() {
							for range turn / clients {
								exchange(at[i]+customerPath+operation, body())
							}
						})
					}
					asking.Wait()
					spent[i] += used() - from
				}
				turns++
			}
			per := float64(turns * turn)
			b.ReportMetric(float64(spent[0])/per, "bare-cpu-ns")
			b.ReportMetric(float64(spent[1])/per, "mock-cpu-ns")
			b.ReportMetric(float64(spent[0])/float64(spent[1]), "ratio")
		})
	}
}

// serverVariable says to this package's tests that they are to serve.
const serverVariable = "PLUMBLINE_TEST_SERVER"

// TestServer_OfTheBenchmark is the other process of BenchmarkServer: it serves until its standard input ends.
func TestServer_OfTheBenchmark(t *testing.T) {
	if os.Getenv(serverVariable) == "" {
		t.Skip("it is not a test but the process that BenchmarkServer asks")
	}
	c := newClient(t, newest, Options{})
	id := c.create("Acme", "App").EndCustomer.ClientID
	answers := map[string][]byte{"get": c.post("get", about(id)).raw, "create": c.post("create", company("Other", "Other")).raw}
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var got any
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		h := w.Header()
		h["Content-Type"] = mediaJSON
		h["Plaid-Version"] = []string{"2020-09-14"}
		_, _ = w.Write(answers[path.Base(r.URL.Path)])
	})
	spent := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, processorTime()) })
	for _, h := range []http.Handler{bare, judged(c.doc, c.handler), spent} {
		server := httptest.NewServer(h)
		defer server.Close()
		fmt.Println(server.URL)
	}
	fmt.Println(id)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// judged answers as h does, once the answer was judged by the document; one that does not conform is an internal error.
func judged(doc *spec.Document, h http.Handler) http.Handler {
	pool := sync.Pool{New: func() any { return new(discard) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := pool.Get().(*discard)
		defer pool.Put(answer)
		answer.header = w.Header()
		h.ServeHTTP(answer, r)
		op, _, _ := doc.Route(r.Method, r.URL.EscapedPath())
		if j := doc.JudgeResponse(op, spec.Answer{Status: answer.status, Header: answer.header, Body: answer.body}); !j.Holds() {
			answer.status = http.StatusInternalServerError
		}
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body)
	})
}

// processorTime is what this process has used so far, in nanoseconds.
func processorTime() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
