package mock

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// httpFaults are answers that HTTP itself, or what the document says of media types, does not allow.
var httpFaults = []Fault{
	{Name: "media-missing", Class: ClassHTTP, Does: "names no media type", Rule: "media-type-documented", on: onRead, serve: onSuccess(media(""))},
	{Name: "media-text", Class: ClassHTTP, Does: "calls its JSON text/plain", Rule: "media-type-documented", on: onList, serve: onSuccess(media("text/plain; charset=utf-8"))},
	{Name: "media-html", Class: ClassHTTP, Does: "succeeds with a page in HTML", Rule: "media-type-documented", on: onRead, serve: onSuccess(media("text/html"), body("<!doctype html><p>hello</p>"))},
	{Name: "media-malformed", Class: ClassHTTP, Does: "names a media type that is none", Rule: "media-type-documented", on: onRemove, serve: onSuccess(media("json"))},
	{Name: "media-missing-error", Class: ClassHTTP, Does: "refuses without a media type", Rule: "media-type-documented", on: onRemove, serve: onRefusal(nil, media(""))},
	{Name: "error-html", Class: ClassHTTP, Does: "refuses with a page in HTML", Rule: "media-type-documented", on: onList, serve: onRefusal(nil, media("text/html"), body("<!doctype html><h1>Not Found</h1>"))},
	{Name: "error-problem", Class: ClassHTTP, Does: "refuses with application/problem+json, which the document does not name", Rule: "media-type-documented", on: onChange, serve: onRefusal(nil, media("application/problem+json"))},
	{Name: "refusal-undocumented", Class: ClassHTTP, Tight: true, Does: "refuses another media type with 415 in plain text, which the document does not have", Rule: "error-shape", on: onCreate, serve: onRefusal(nil, func(v *visit) {
		if mediaType(v.request.Header.Get("Content-Type")) != "application/json" {
			status(http.StatusUnsupportedMediaType)(v)
			media("text/plain; charset=utf-8")(v)
			body("Unsupported Media Type\n")(v)
		}
	})},
	{Name: "charset-utf16", Class: ClassHTTP, Does: "calls its JSON UTF-16", Rule: "json-well-formed", on: onRead, serve: onSuccess(media("application/json; charset=utf-16"))},
	{Name: "charset-latin1", Class: ClassHTTP, Does: "calls its JSON Latin-1", Rule: "json-well-formed", on: onChange, serve: onSuccess(media("application/json; charset=iso-8859-1"))},
	{Name: "gzip-unasked", Class: ClassHTTP, Does: "compresses although the request rules that out", Rule: "content-coding-accepted", on: onRead, serve: onSuccess(func(v *visit) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(v.out)
		_ = w.Close()
		v.out = packed.Bytes()
		v.header.Set("Content-Encoding", "gzip")
	})},
	{Name: "coding-unasked", Class: ClassHTTP, Does: "says that its body is compressed, which it is not", Rule: "content-coding-accepted", on: onRemove, serve: onSuccess(heading("Content-Encoding", "br"))},
	{Name: "redirect", Class: ClassHTTP, Does: "sends elsewhere with 302", Rule: "redirect-documented", on: onRead, serve: onSuccess(status(http.StatusFound), heading("Location", "/elsewhere"), media(""), body(""))},
	{Name: "redirect-html", Class: ClassHTTP, Does: "sends elsewhere with 301 and a page in HTML", Rule: "redirect-documented", on: onList, serve: onSuccess(status(http.StatusMovedPermanently), heading("Location", "/elsewhere"), media("text/html"), body("<h1>301 Moved Permanently</h1>"))},
	{Name: "redirect-slash", Class: ClassHTTP, Does: "sends to the same path with a slash at its end", Rule: "redirect-documented", on: onChange, serve: func(_ func(*visit), v *visit) {
		v.status, v.out = http.StatusTemporaryRedirect, nil
		heading("Location", v.request.URL.Path+"/")(v)
	}},
	{Name: "not-modified", Class: ClassHTTP, Does: "answers 304 to a request without conditions", Rule: "positive-data-accepted", on: onRead, serve: onSuccess(status(http.StatusNotModified), media(""), body(""))},
	{Name: "allow-missing", Class: ClassHTTP, Does: "refuses a method without saying which are allowed", Rule: "unsupported-method-refused", on: onRead, serve: onMethod(nil, heading("Allow", ""))},
	{Name: "allow-wrong", Class: ClassHTTP, Does: "refuses a method and names it as allowed", Rule: "unsupported-method-refused", on: onList, serve: onMethod(nil, func(v *visit) { v.header.Set("Allow", v.request.Method) })},
	{Name: "method-refused-in-words", Class: ClassHTTP, Does: "refuses a method in plain text, where all errors are JSON", Rule: "error-shape", on: onList, serve: onMethod([]string{http.MethodPut, http.MethodGet}, heading("Content-Type", "text/plain; charset=utf-8"), body("Method Not Allowed\n"))},
	{Name: "method-head-200", Class: ClassHTTP, Does: "answers 200 to HEAD where there is no GET", Rule: "unsupported-method-refused", on: onCreate, serve: onMethod([]string{http.MethodHead}, pretend)},
	{Name: "method-head-200-on-one-path", Class: ClassHTTP, Does: "answers 200 to HEAD on one path alone", Rule: "unsupported-method-refused", on: onList, serve: onMethod([]string{http.MethodHead}, pretend)},
	{Name: "method-get-200", Class: ClassHTTP, Does: "answers 200 to GET, which the document does not have", Rule: "unsupported-method-refused", on: onRead, serve: onMethod([]string{http.MethodGet}, pretend)},
	{Name: "method-delete-200", Class: ClassHTTP, Does: "answers 200 to DELETE, which the document does not have", Rule: "unsupported-method-refused", on: onRemove, serve: onMethod([]string{http.MethodDelete}, pretend)},
	{Name: "method-put-200", Class: ClassHTTP, Does: "takes PUT for POST", Rule: "unsupported-method-refused", on: onCreate, serve: func(right func(*visit), v *visit) {
		if v.operation != nil && v.request.Method == http.MethodPut {
			v.request.Method = v.operation.Method
		}
		right(v)
	}},
	{Name: "method-delete-runs", Class: ClassHTTP, Does: "takes DELETE for POST", Rule: "unsupported-method-refused", on: onRemove, needs: true, serve: func(right func(*visit), v *visit) {
		if v.operation != nil && v.request.Method == http.MethodDelete {
			v.request.Method = v.operation.Method
		}
		right(v)
	}},
	{Name: "path-200", Class: ClassHTTP, Does: "answers 200 to a path that it has not", Rule: "unknown-path-refused", on: onAll, serve: onNoPath(func(v *visit) { v.begin(http.StatusOK); v.out = []byte("{}") })},
	{Name: "path-redirect", Class: ClassHTTP, Does: "sends who asks for a path that it has not to a page", Rule: "unknown-path-refused", on: onAll, serve: onNoPath(status(http.StatusFound), heading("Location", "/login"), media(""), body(""))},
	{Name: "path-refused-in-html", Class: ClassHTTP, Does: "refuses a path that it has not with a page in HTML, where all errors are JSON", Rule: "error-shape", on: onAll, serve: onNoPath(media("text/html"), body("<h1>404 Not Found</h1>"))},
	{Name: "path-fails", Class: ClassHTTP, Does: "fails with 500 on a path that it has not", Rule: "no-server-error", on: onAll, serve: onNoPath(refuse(&refuseServer))},
	{Name: "challenge-missing", Class: ClassHTTP, Does: "refuses with 401 and names no challenge", Rule: "challenge-present", Faces: []string{"document"}, on: onRead, needs: true, serve: onRefusal([]int{http.StatusUnauthorized}, heading("WWW-Authenticate", ""))},
}

// onNoPath is a fault in the answers to paths that the API has not.
func onNoPath(fs ...func(v *visit)) serve {
	return after(func(v *visit) {
		if v.operation != nil {
			return
		}
		for _, f := range fs {
			f(v)
		}
	})
}

// onMethod is a fault in the answers to methods that the operation's path does not have; nil is every one.
func onMethod(methods []string, fs ...func(v *visit)) serve {
	return after(func(v *visit) {
		if v.operation == nil || v.right() || methods != nil && !strings.Contains(strings.Join(methods, " "), v.request.Method) {
			return
		}
		for _, f := range fs {
			f(v)
		}
	})
}

// pretend answers with what the document shows.
func pretend(v *visit) {
	if s, err := v.mock.samples.of(v.operation); err == nil {
		v.repeat(s.body)
		v.header.Del("Allow")
	}
}

// wireFaults are answers that do not arrive as they should.
var wireFaults = []Fault{
	{Name: "body-cut-off", Class: ClassHTTP, Does: "announces more bytes than it sends", Rule: "transport-complete", on: onRead, serve: raw(func(v *visit, c io.Writer) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "+strconv.Itoa(len(v.out)+1)+"\r\n\r\n"+string(v.out))
	})},
	{Name: "body-longer", Class: ClassHTTP, Does: "announces fewer bytes than it sends", Rule: "json-well-formed", on: onRead, serve: raw(func(v *visit, c io.Writer) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "+strconv.Itoa(len(v.out)-1)+"\r\n\r\n"+string(v.out))
	})},
	{Name: "chunk-cut-off", Class: ClassHTTP, Does: "ends before its last chunk", Rule: "transport-complete", on: onRemove, serve: raw(func(_ *visit, c io.Writer) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
	})},
	{Name: "closes", Class: ClassHTTP, Does: "closes the connection without an answer", Rule: "transport-complete", on: onChange, serve: raw(func(*visit, io.Writer) {})},
	{Name: "no-http", Class: ClassHTTP, Does: "answers in another protocol", Rule: "transport-complete", on: onList, serve: raw(func(_ *visit, c io.Writer) { _, _ = io.WriteString(c, "220 ready\r\n") })},
	{Name: "header-malformed", Class: ClassHTTP, Does: "sends a header field that is none", Rule: "transport-complete", on: onRead, serve: raw(func(v *visit, c io.Writer) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nthis is no field\r\n\r\n"+string(v.out))
	})},
	{Name: "length-twice", Class: ClassHTTP, Does: "announces two lengths", Rule: "transport-complete", on: onList, serve: raw(func(v *visit, c io.Writer) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ")
	})},
	{Name: "hangs", Class: ClassHTTP, Does: "never answers", Rule: "transport-complete", on: onRead, serve: onSuccess(func(v *visit) {
		v.written = true
		<-v.request.Context().Done()
	})},
	{Name: "hangs-in-body", Class: ClassHTTP, Does: "never ends its answer", Rule: "transport-complete", on: onList, serve: onSuccess(func(v *visit) {
		v.written = true
		v.w.Header().Set("Content-Type", "application/json")
		_, _ = v.w.Write(v.out[:len(v.out)/2])
		_ = http.NewResponseController(v.w).Flush()
		<-v.request.Context().Done()
	})},
}

// raw takes the connection of a success over and closes it when f has written what it wants. A connection that cannot be taken over, as
// of HTTP/2, is dropped.
func raw(f func(v *visit, c io.Writer)) serve {
	return onSuccess(func(v *visit) {
		c, _, err := http.NewResponseController(v.w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		v.written = true
		defer func(c net.Conn) { _ = c.Close() }(c)
		f(v, c)
	})
}
