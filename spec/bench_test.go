package spec

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// partner is the pinned document that the figures are about.
var partner = filepath.Join("pinned", "plaid-partner", "1.517.0.yaml")

// sample is one message that conforms, with what judges it.
type sample struct {
	name string
	doc  *Document
	kin  *kin
	op   *Operation
	ask  Ask
	give Answer
}

// samples are the create operation of the Partner API, and small operations for what it does not have.
func samples(t testing.TB) []sample {
	t.Helper()
	d, err := Load(context.Background(), partner, Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(partner)
	if err != nil {
		t.Fatal(err)
	}
	op := d.Operation("partnerCustomerCreate")
	jsonType := header("Content-Type", "application/json")
	out := []sample{{
		name: "create", doc: d, kin: kinOf(t, string(text)), op: op,
		ask:  Ask{Header: jsonType, Body: op.RequestBody.Content[0].Examples[0].Value.JSON()},
		give: Answer{Status: 200, Header: jsonType, Body: op.Responses[0].Content[0].Examples[0].Value.JSON()},
	}}
	out[0].kin.route.PathItem = out[0].kin.doc.Paths.Value(op.Path)
	out[0].kin.route.Operation = out[0].kin.route.PathItem.Post
	const form = `{type: object, required: [id], properties: {id: {type: integer}, name: {type: string, maxLength: 40}, tags: {type: array, items: {type: string}}, file: {type: string, format: binary}}}`
	for _, small := range []struct{ name, mediaType, contentType, body string }{
		{"form", urlencoded, urlencoded, "id=1&name=Ada+Lovelace&tags=a&tags=b"},
		{"multipart", formData, formData + "; boundary=b", wire("id\n\n1", "name\n\nAda Lovelace", "tags\n\na", "tags\n\nb", "file\nContent-Type: image/png\n\n\x89PNG\r\n\x1a\n")},
		{"text", "text/plain", "text/plain", "Ada Lovelace"},
	} {
		described := form
		if small.name == "text" {
			described = "{type: string, maxLength: 40}"
		}
		content := "{'" + small.mediaType + "': {schema: " + described + "}}"
		document := "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /x:\n    post:\n      requestBody: {content: " + content + "}\n      responses: {'200': {description: d, content: " + content + "}}\n"
		d := mustDocument(t, document)
		h := header("Content-Type", small.contentType)
		out = append(out, sample{small.name, d, kinOf(t, document), d.Operations[0], Ask{Header: h, Body: []byte(small.body)}, Answer{Status: 200, Header: h, Body: []byte(small.body)}})
	}
	document := "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /x/{color}:\n    get:\n      parameters: [{name: color, in: path, required: true, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}, {name: tags, in: query, schema: {type: array, items: {type: string}}}, {name: X-Trace, in: header, schema: {type: string}}]\n      responses: {'200': {description: d, headers: {X-Rate: {schema: {type: integer}}}}}\n"
	d = mustDocument(t, document)
	return append(out, sample{
		"parameters", d, kinOf(t, document), d.Operations[0],
		Ask{Path: "/x/7", Query: "limit=10&tags=a&tags=b", Header: header("X-Trace", "abc")}, Answer{Status: 200, Header: header("X-Rate", "7")},
	})
}

// BenchmarkJudgeRequest and BenchmarkJudgeResponse judge one message that conforms, beside kin's filter in the same run. Kin is given the operation, as
// ours is; what it costs to make its input of the request is counted, for there is no other way to ask it.
func BenchmarkJudgeRequest(b *testing.B) {
	for _, s := range samples(b) {
		b.Run(s.name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if j := s.doc.JudgeRequest(s.op, s.ask); len(j.Faults) > 0 {
					b.Fatal(told(j))
				}
			}
		})
		b.Run(s.name+"/kin", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := s.kin.request(s.ask); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkJudgeResponse(b *testing.B) {
	for _, s := range samples(b) {
		b.Run(s.name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if j := s.doc.JudgeResponse(s.op, s.give); len(j.Faults) > 0 {
					b.Fatal(told(j))
				}
			}
		})
		b.Run(s.name+"/kin", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := s.kin.response(s.give); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestJudge_AMessageThatConformsCostsNoAllocation(t *testing.T) {
	// Not parallel: AllocsPerRun counts the allocations of all goroutines.
	create := samples(t)[0]
	labelled := create.give
	labelled.Header = header("Content-Type", "application/json; charset=UTF-8")
	for name, judge := range map[string]func() bool{
		"request":                 func() bool { return create.doc.JudgeRequest(create.op, create.ask).Holds() },
		"response":                func() bool { return create.doc.JudgeResponse(create.op, create.give).Holds() },
		"response with a charset": func() bool { return create.doc.JudgeResponse(create.op, labelled).Holds() },
	} {
		least := math.Inf(1)
		for range 50 { // a pool may have been emptied in between
			least = min(least, testing.AllocsPerRun(1, func() {
				if !judge() {
					t.Fatalf("the %s does not conform", name)
				}
			}))
		}
		if least != 0 {
			t.Errorf("%s: got %v allocations, want none: is JudgeRequest or JudgeResponse no longer inlined?", name, least)
		}
	}
}
