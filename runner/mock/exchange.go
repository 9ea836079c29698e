package mock

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
)

// exchange is one request on its way to its answer. It is used again for a later request, buffers and all: nothing may keep it.
type exchange struct {
	request   *http.Request
	operation *spec.Operation // nil if nothing was routed to
	near      *spec.Operation // of the same path, where the method has none; and the first of all, where the path has none
	params    map[string]string
	in        []byte // the request's body

	status  int
	code    string   // error_code, for the log; "" if nothing was refused
	media   []string // Content-Type; nil for an answer without a body
	version []string // Plaid-Version
	allow   string   // Allow
	invite  string   // WWW-Authenticate
	header  [][2]string
	page    page // the answer's body
}

// mostKept is the size of the largest buffer that waits for the next request.
const mostKept = 1 << 20

// reset forgets the exchange and says whether it is worth keeping.
func (x *exchange) reset() bool {
	if cap(x.in) > mostKept || cap(x.page.b) > mostKept {
		return false
	}
	*x = exchange{in: x.in[:0], page: page{b: x.page.b[:0]}, header: x.header[:0]}
	return true
}

// read reads the request's body, at most limit bytes of it.
func (x *exchange) read(limit int) (*refusal, string) {
	if x.request.Body == nil {
		return nil, ""
	}
	if x.request.ContentLength > int64(limit) {
		return &refuseSize, ""
	}
	if size := int(x.request.ContentLength); size >= cap(x.in) {
		x.in = make([]byte, 0, size+1) // one more, so that the end is seen without growing
	}
	for {
		if len(x.in) == cap(x.in) {
			x.in = append(x.in, 0)[:len(x.in)]
		}
		n, err := x.request.Body.Read(x.in[len(x.in):cap(x.in)])
		x.in = x.in[:len(x.in)+n]
		switch {
		case len(x.in) > limit:
			return &refuseSize, ""
		case errors.Is(err, io.EOF):
			return nil, ""
		case err != nil:
			return &refuseBody, ": the body ended before its announced end"
		}
	}
}

// begin starts the answer anew, with a status and a media type.
func (x *exchange) begin(status int, media []string) *page {
	x.status, x.media, x.code = status, media, ""
	x.page = page{b: x.page.b[:0]}
	return &x.page
}

// send writes the answer out: the only place that does.
func (x *exchange) send(w http.ResponseWriter) {
	h := w.Header()
	if x.media != nil {
		h["Content-Type"] = x.media
	}
	if x.version != nil {
		h["Plaid-Version"] = x.version
	}
	if x.allow != "" {
		h["Allow"] = []string{x.allow}
	}
	if x.invite != "" {
		h["Www-Authenticate"] = []string{x.invite}
	}
	for _, field := range x.header {
		h.Set(field[0], field[1])
	}
	body := x.page.b
	// Up to 2 kB net/http counts by itself what the handler wrote; beyond that it would send chunks.
	if x.media != nil && (len(body) > 2048 || x.request.Method == http.MethodHead) {
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(x.status)
	if len(body) > 0 && x.request.Method != http.MethodHead {
		_, _ = w.Write(body) // if the client is gone, there is nobody to tell
	}
}

var (
	mediaJSON    = []string{"application/json; charset=utf-8"}
	mediaProblem = []string{"application/problem+json"}
)

// mediaType returns the media type of a Content-Type without its parameters, in lower case; "" if it is malformed.
func mediaType(contentType string) string {
	const usual = "application/json"
	if rest, ok := strings.CutPrefix(contentType, usual); ok && (rest == "" || rest == "; charset=utf-8") {
		return usual
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return media
}
