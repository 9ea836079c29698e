//go:build unix

package mock

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
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

// BenchmarkServer compares the mock with a bare handler that reads the body and writes the same bytes, over loopback and with the same client.
// The two take turns, so that whatever else the machine does meets both. The figures are processor time of the whole process for one
// exchange, client and server, and how many exchanges the mock makes of the time in which the bare handler makes one.
func BenchmarkServer(b *testing.B) {
	const turn = 200 // exchanges
	c := newClient(b, newest, Options{})
	body := []byte(about(c.create("Acme", "App").EndCustomer.ClientID))
	answer := c.post("get", string(body)).raw
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		h := w.Header()
		h["Content-Type"] = mediaJSON
		h["Plaid-Version"] = []string{"2020-09-14"}
		_, _ = w.Write(answer)
	})
	exchange := func(url string) {
		r, _ := http.NewRequest(http.MethodPost, url+customerPath+"get", bytes.NewReader(body))
		r.Header = c.header.Clone()
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, got.Body)
		got.Body.Close()
	}
	var servers [2]*httptest.Server
	for i, h := range []http.Handler{bare, c.handler} {
		servers[i] = httptest.NewServer(h)
		defer servers[i].Close()
		exchange(servers[i].URL)
	}
	var spent [2]int64
	turns := 0
	for b.Loop() {
		for i := range servers {
			from := processorTime()
			for range turn {
				exchange(servers[i].URL)
			}
			spent[i] += processorTime() - from
		}
		turns++
	}
	per := float64(turns * turn)
	b.ReportMetric(float64(spent[0])/per, "bare-cpu-ns")
	b.ReportMetric(float64(spent[1])/per, "mock-cpu-ns")
	b.ReportMetric(float64(spent[0])/float64(spent[1]), "ratio")
}

// processorTime is what this process has used so far, in nanoseconds.
func processorTime() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
