package engine

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// wrongBodies are servers whose answers have the right status and the wrong bytes.
var wrongBodies = []wrong{
	{name: "answers an empty object", operation: opInstitutions, rule: "expected-presence", serve: onSuccess(body(`{}`))},
	{name: "answers an error as a success", operation: opInstitutions, rule: "expected-presence", serve: onSuccess(body(`{"error_code":"INTERNAL_SERVER_ERROR","error_message":"no"}`))},
	{name: "leaves out the request id", operation: opRemove, rule: "expected-presence", serve: onSuccess(drop("/request_id"))},
	{name: "leaves out the name of a bank", operation: opInstitutions, rule: "expected-presence", serve: onSuccess(drop("/institutions/0/name"))},
	{name: "names a day that does not exist", operation: opInstitutions, rule: "expected-presence", serve: onSuccess(set("/institutions/0/production_enablement_date", `"2022-02-30"`))},
	{name: "has an empty name", operation: opGet, rule: "expected-presence", serve: onSuccess(set("/end_customer/company_name", `""`))},
	{name: "answers in HTML", operation: opGet, rule: "media-type-documented", serve: onSuccess(func(v *visit) {
		body("<!doctype html><p>hello</p>")(v)
		v.header.Set("Content-Type", "text/html")
	})},
	{name: "names no media type", operation: opGet, rule: "media-type-documented", serve: onSuccess(func(v *visit) {
		v.header["Content-Type"] = nil // so that net/http guesses none either
	})},
	{name: "calls its JSON text", operation: opInstitutions, rule: "media-type-documented", serve: onSuccess(func(v *visit) { v.header.Set("Content-Type", "text/plain") })},
	{name: "answers a status that nobody promised", operation: opGet, rule: "response-schema", serve: onSuccess(body(`{"end_customer":{"status":"ENABLED"}}`))},
	{name: "has a status of its own", operation: opGet, rule: "response-schema", serve: onSuccess(set("/end_customer/status", `"ENABLED"`))},
	{name: "has a number for a name", operation: opGet, rule: "response-schema", serve: onSuccess(set("/end_customer/company_name", `7`))},
	{name: "has null for a status", operation: opGet, rule: "response-schema", serve: onSuccess(set("/end_customer/status", `null`))},
	{name: "has a string for its secrets", operation: opCreate, rule: "response-schema", serve: onSuccess(set("/end_customer/secrets", `"none"`))},
	{name: "has an object for a list", operation: opInstitutions, rule: "response-schema", serve: onSuccess(set("/institutions", `{}`))},
	{name: "has a number for its request id", operation: opRemove, rule: "response-schema", serve: onSuccess(set("/request_id", `1`))},
	{name: "has a number for a secret", operation: opEnable, rule: "response-schema", serve: onSuccess(set("/production_secret", `123456789012345`))},
	{name: "answers null", operation: opGet, rule: "response-schema", serve: onSuccess(body(`null`))},
	{name: "answers a list", operation: opInstitutions, rule: "response-schema", serve: onSuccess(body(`[]`))},
	{name: "names no id", operation: opCreate, rule: "resource-identified", serve: onSuccess(drop("/end_customer/client_id"))},
	{name: "names an empty id", operation: opCreate, rule: "resource-identified", serve: onSuccess(set("/end_customer/client_id", `""`))},
	{name: "names no customer", operation: opCreate, rule: "resource-identified", serve: onSuccess(body(`{}`))},
	{name: "says its error type in words of its own", operation: opGet, rule: "response-schema", serve: onRefusal(anyRefusal, set("/error_type", `"OOPS"`))},
	{name: "refuses without an error code", operation: opRemove, rule: "response-schema", serve: onRefusal(anyRefusal, drop("/error_code"))},
	{name: "says a name twice", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) {
		v.reply = append([]byte(`{"request_id":"first",`), bytes.TrimPrefix(v.reply, []byte("{"))...)
	})},
	{name: "says more after the end", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = append(v.reply, " ok"...) })},
	{name: "says it twice", operation: opRemove, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = append(v.reply, v.reply...) })},
	{name: "begins with a byte order mark", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = append([]byte("\ufeff"), v.reply...) })},
	{name: "breaks UTF-8", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) {
		v.reply = bytes.Replace(v.reply, []byte(`"request_id": "`), []byte("\"request_id\": \"\xff"), 1)
	})},
	{name: "speaks UTF-16", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = []byte(strings.Join(strings.Split(string(v.reply), ""), "\x00")) })},
	{name: "has a comma too much", operation: opEnable, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = bytes.Replace(v.reply, []byte("\n}"), []byte(",\n}"), 1) })},
	{name: "writes NaN", operation: opGet, rule: "json-well-formed", serve: onSuccess(body(`{"request_id":NaN}`))},
	{name: "nests without end", operation: opGet, rule: "json-well-formed", serve: onSuccess(body(`{"a":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`))},
	{name: "sends half of its JSON as if that were all", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.reply = v.reply[:len(v.reply)/2] })},
	{name: "compresses unasked", operation: opGet, rule: "content-coding-accepted", serve: onSuccess(func(v *visit) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(v.reply)
		_ = w.Close()
		v.reply = packed.Bytes()
		v.header.Set("Content-Encoding", "gzip")
	})},
	{name: "calls its JSON Latin-1", operation: opGet, rule: "json-well-formed", serve: onSuccess(func(v *visit) { v.header.Set("Content-Type", "application/json; charset=iso-8859-1") })},
	{name: "refuses in words that are no JSON", operation: opInstitutions, rule: "json-well-formed", serve: onRefusal(anyRefusal, body("bad request"))},
	{name: "says nothing", operation: opGet, rule: "body-present", serve: onSuccess(body(""))},
	{name: "refuses without a word", operation: opRemove, rule: "body-present", serve: onRefusal(404, body(""))},
}

// wrongWires are servers whose answers do not arrive as they should.
var wrongWires = []wrong{
	{name: "ends before its announced end", operation: opGet, rule: "transport-complete", serve: raw(func(v *visit, c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"+string(v.reply[:20]))
	})},
	{name: "ends before its last chunk", operation: opRemove, rule: "transport-complete", serve: raw(func(_ *visit, c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
	})},
	{name: "resets", operation: opGet, rule: "transport-complete", serve: raw(func(_ *visit, c net.Conn) {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
	})},
	{name: "closes without an answer", operation: opEnable, rule: "transport-complete", serve: raw(func(*visit, net.Conn) {})},
	{name: "speaks no HTTP", operation: opInstitutions, rule: "transport-complete", serve: raw(func(_ *visit, c net.Conn) { _, _ = io.WriteString(c, "220 ready\r\n") })},
	{name: "hangs", operation: opGet, rule: "transport-complete", tune: hurry, serve: func(_ func(*visit), v *visit) {
		v.written = true
		<-v.r.Context().Done()
	}},
	{name: "hangs in the middle of its body", operation: opInstitutions, rule: "transport-complete", tune: hurry, serve: onSuccess(func(v *visit) {
		v.written = true
		v.w.Header().Set("Content-Type", "application/json")
		_, _ = v.w.Write(v.reply[:20])
		_ = http.NewResponseController(v.w).Flush()
		<-v.r.Context().Done()
	})},
	{name: "is slower than its budget", operation: opGet, rule: "response-time", serve: after(func(v *visit) { v.server.clock.elapsed.Add(int64(6 * time.Second)) })},
	{name: "is just slower than a budget of one's own", operation: opRemove, rule: "response-time", tune: func(o *Options) { o.Budget = time.Second }, serve: onSuccess(func(v *visit) {
		v.server.clock.elapsed.Add(int64(time.Second + time.Millisecond))
	})},
	{name: "sends a body without end", operation: opGet, rule: "transport-complete", serve: onSuccess(func(v *visit) {
		v.reply = bytes.Repeat([]byte(" "), mostRead+1)
	})},
}

// hurry gives a server that hangs a short time. It is long enough for one that does not.
func hurry(o *Options) { o.Timeout = time.Second / 2 }

// raw takes the connection of a right success over and closes it when f is done.
func raw(f func(v *visit, c net.Conn)) serve {
	return onSuccess(func(v *visit) {
		c, _, err := http.NewResponseController(v.w).Hijack()
		if err != nil {
			panic(err)
		}
		v.written = true
		defer c.Close()
		f(v, c)
	})
}
