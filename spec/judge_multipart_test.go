package spec

import (
	"fmt"
	"strings"
	"testing"
)

// bodyDocument returns a document whose one operation takes and gives one media type.
func bodyDocument(t testing.TB, version, mediaType, rest string) *Document {
	t.Helper()
	return mustDocument(t, fmt.Sprintf("openapi: %s\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      operationId: a\n      requestBody: {content: {'%s': &m {%s}}}\n      responses: {'200': {description: d, content: {'%s': *m}}}\n", version, mediaType, rest, mediaType))
}

// wire writes the parts of a form: each is its name, further fields one a line, an empty line and its content.
func wire(parts ...string) string {
	text := ""
	for _, p := range parts {
		name, rest, _ := strings.Cut(p, "\n")
		text += "--b\n" + `Content-Disposition: form-data; name="` + name + "\"\n" + rest + "\n"
	}
	return string(crlf(text + "--b--\n"))
}

const formData = "multipart/form-data"

func TestJudgeRequest_Multipart(t *testing.T) {
	t.Parallel()
	const user = `schema: {type: object, required: [name], properties: {name: {type: string, minLength: 2}, age: {type: integer}, tags: {type: array, items: {enum: [x, y]}}, address: {type: object, required: [zip]}, people: {type: array, items: {type: object, required: [zip]}}, photo: {type: string, format: binary, maxLength: 3}, either: {oneOf: [{type: integer}, {type: array, items: {type: integer}}]}}}`
	const photo = `schema: {type: object, properties: {photo: {type: string, format: binary}, meta: {type: object, required: [a]}, list: {type: array, items: {type: object}}, note: {type: string}}}, encoding: {photo: {contentType: 'image/png, image/jpeg', headers: {X-Rate: {required: true, schema: {type: integer}}, Content-Type: {required: true}}}, meta: {contentType: application/json}, list: {contentType: application/json}, note: {style: deepObject, contentType: text/*}}`
	const closed = `schema: {type: object, additionalProperties: false, properties: {a: {type: string}}}`
	for _, tt := range []struct{ name, rest, body, want string }{
		{"all is well", user, wire("name\n\nAda", "age\n\n36", "tags\n\nx", "tags\n\ny", "address\nContent-Type: application/json\n\n{\"zip\":1}", "photo\nContent-Type: image/png\n\n\x89PN"), ""},
		{"a required part is absent", user, wire("age\n\n36"), "request-schema required"},
		{"a text that is too short", user, wire("name\n\nA"), "request-schema /name minLength"},
		{"a number that is none", user, wire("name\n\nAda", "age\n\nold"), "request-schema /age type"},
		{"a wrong item", user, wire("name\n\nAda", "tags\n\nx", "tags\n\nz"), "request-schema /tags/1 enum"},
		{"one part is a list of one", user, wire("name\n\nAda", "tags\n\nx"), ""},
		{"several parts where one is promised", user, wire("name\n\nAda", "name\n\nBob"), "request-schema /name type"},
		{"a list or a single value", user, wire("name\n\nAda", "either\n\n1"), ""},
		{"a list or a single value, twice", user, wire("name\n\nAda", "either\n\n1", "either\n\n2"), ""},
		{"an object without a content type is JSON", user, wire("name\n\nAda", "address\n\n{}"), "request-schema /address required"},
		{"JSON labelled as text", user, wire("name\n\nAda", "address\nContent-Type: text/plain\n\n{\"zip\":1}"), `warning: request-media-type /address received Content-Type "text/plain" at /address; promised application/json, the default for objects`},
		{"an object that is not JSON", user, wire("name\n\nAda", "address\n\nzip"), "request-json /address json-malformed"},
		{"JSON with a name twice", user, wire("name\n\nAda", "address\n\n{\"zip\":1,\"zip\":2}"), "request-json /address/zip json-duplicate-name"},
		{"a text labelled as JSON", user, wire("name\nContent-Type: application/json\n\n\"Ada\""), `warning: request-media-type /name received Content-Type "application/json" at /name; promised text/plain, the default for values that are no objects`},
		{"a list as JSON in one part", user, wire("name\n\nAda", "people\nContent-Type: application/json\n\n[{\"zip\":1},{\"zip\":2}]"), "warning: request-media-type /people received one part that holds the whole list as JSON at /people; promised one part for each item"},
		{"a list of JSON parts", user, wire("name\n\nAda", "people\n\n{\"zip\":1}", "people\n\n{}"), "request-schema /people/1 required"},
		{"bytes are counted", user, wire("name\n\nAda", "photo\n\n\xff\xfe\xfd\xfc"), "request-schema /photo maxLength"},
		{"a text in another charset", user, wire("name\nContent-Type: text/plain; charset=iso-8859-1\n\n\xe9\xe8"), ""},
		{"bytes that are not the charset's", user, wire("name\nContent-Type: text/plain; charset=utf-8\n\n\xe9\xe8"), "request-schema /name charset"},
		{"a content type that is none", user, wire("name\nContent-Type: text\n\nAda"), `request-media-type /name received Content-Type "text" at /name; promised type/subtype, then parameters as name=value`},
		{"JSON in another charset", user, wire("name\n\nAda", "address\nContent-Type: application/json; charset=utf-16\n\n{\"zip\":1}"), "request-json /address json-charset"},
		{"faults in the order of the rules", user, wire("name\n\nA", "address\n\nx", "people\nContent-Type: none\n\n{}"), "request-media-type /people/0 received Content-Type \"none\" at /people/0; promised type/subtype, then parameters as name=value\nrequest-json /address json-malformed\nrequest-schema /name minLength"},
		{"a name that is not declared", closed, wire("a\n\nx", "b\n\nx"), "request-schema /b additionalProperties"},
		{"a name that is not declared and need not be", user, wire("name\n\nAda", "b\n\nx"), ""},
		{"a declared content type", photo, wire("photo\nContent-Type: image/jpeg\nX-Rate: 1\n\n\xff"), ""},
		{"another content type", photo, wire("photo\nContent-Type: image/gif\nX-Rate: 1\n\n\xff"), `request-media-type /photo received Content-Type "image/gif" at /photo; promised image/png, image/jpeg`},
		{"no content type where one is declared", photo, wire("meta\n\n{\"a\":1}"), "request-media-type /meta received a part without a Content-Type, which makes it text/plain at /meta; promised application/json"},
		{"a header of a part is absent", photo, wire("photo\nContent-Type: image/png\n\n\xff"), "request-multipart /photo part photo: received a part without header X-Rate; promised header X-Rate, as it is required"},
		{"a header of a part is wrong", photo, wire("photo\nContent-Type: image/png\nX-Rate: many\n\n\xff"), "request-multipart /photo part photo: header X-Rate: type"},
		{"a list whose content type is JSON", photo, wire("list\nContent-Type: application/json\n\n[{}]"), ""},
		{"a style counts for nothing in 3.0", photo, wire("note\n\nx"), ""},
		{"no part", user, "--b--\r\n", "warning: request-multipart received a body without a part; promised at least one\nrequest-schema required"},
		{"cut off", user, "--b\r\nContent-Disposition: form-data; name=age\r\n\r\nol", "request-multipart received a body that ends without the closing line; promised -- and the boundary and -- on the last line"},
		{"another boundary", user, strings.ReplaceAll(wire("name\n\nAda"), "--b", "--c"), "request-multipart received no line that is -- and the boundary; promised such a line before each part and, with -- behind it, after the last"},
		{"a part without a disposition", user, string(crlf("--b\n\nx\n--b--\n")), "request-multipart received part 1 without a Content-Disposition; promised Content-Disposition: form-data with a name"},
		{"a part without a name", user, string(crlf("--b\nContent-Disposition: form-data\n\nx\n--b--\n")), "request-multipart received part 1 without a name; promised Content-Disposition: form-data with a name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, "3.0.3", formData, tt.rest)
			ask := Ask{Header: header("Content-Type", "multipart/form-data; boundary=b"), Body: []byte(tt.body)}
			j := d.JudgeRequest(d.Operations[0], ask)
			if got := withoutLines(told(j)); got != tt.want || len(j.Notes) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q", got, tt.want, j.Notes)
			}
			for _, f := range j.Faults {
				if f.Message == "" || f.Fix == "" || f.Clause == "" || !j.Applied(f.Rule) {
					t.Errorf("a fault lacks something, or its rule was not applied: %+v, %v", f, j.Rules())
				}
			}
		})
	}
}

func TestJudgeRequest_MultipartWhatIsLeftOpen(t *testing.T) {
	t.Parallel()
	const schema = `schema: {type: object, required: [a, b], properties: {a: {type: object, required: [x]}, b: {type: integer}}}`
	for _, tt := range []struct{ name, mediaType, rest, body, want, note string }{
		{"an object in XML", formData, schema, wire("a\nContent-Type: application/xml\n\n<a/>", "b\n\nx"), "request-schema /b type", `property "a": the standard leaves open how application/xml writes an array or an object`},
		{"a transfer encoding", formData, schema, wire("a\n\n{\"x\":1}", "b\nContent-Transfer-Encoding: base64\n\nMQ=="), "", `property "b": its part has a Content-Transfer-Encoding`},
		{"a charset", formData, schema, wire("a\n\n{\"x\":1}", "b\nContent-Type: text/plain; charset=utf-16\n\nx"), "", `property "b": charset "utf-16" is not read`},
		{"parts without names", "multipart/mixed", schema, string(crlf("--b\n\n1\n--b--\n")), "", "a part of multipart/mixed without a name"},
		{"parts with names", "multipart/mixed", schema, wire("a\n\n{}", "b\n\n1"), "request-schema /a required", ""},
		{"a schema about something else", formData, `schema: {type: array, items: {type: string}}`, wire("a\n\nx"), "", "holds the properties of an object"},
		{"no schema", formData, `example: x`, wire("a\n\nx"), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, "3.0.3", tt.mediaType, tt.rest)
			j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", tt.mediaType+"; boundary=b"), Body: []byte(tt.body)})
			notes := strings.Join(j.Notes, "\n")
			if got := withoutLines(told(j)); got != tt.want || !strings.Contains(notes, tt.note) || (notes == "") != (tt.note == "") {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q, want %q", got, tt.want, j.Notes, tt.note)
			}
		})
	}
}

func TestJudgeRequest_MultipartIn31(t *testing.T) {
	t.Parallel()
	const rest = `schema: {type: object, properties: {ids: {type: array, items: {type: integer}}, point: {type: object, properties: {x: {type: integer}}}, icon: {contentMediaType: image/png, contentEncoding: base64, maxLength: 4}, any: {}}}, encoding: {ids: {style: form, explode: false}, point: {style: deepObject, explode: true, contentType: image/png}}`
	for _, tt := range []struct{ name, body, want string }{
		{"styles count", wire("ids\n\n1,2", "point[x]\n\n3", "any\nContent-Type: image/png\n\n\xff"), ""},
		{"and are judged", wire("ids\n\n1,x", "point[x]\n\n3"), "request-schema /ids/1 type"},
		{"a deep property", wire("point[x]\n\ny"), "request-schema /point/x type"},
		{"text is not percent-encoded", wire("ids\n\n1%2C2"), "request-schema /ids/0 type"},
		{"base64 is the text it is", wire("icon\nContent-Transfer-Encoding: base64\n\nAAAA"), ""},
		{"and has the length of it", wire("icon\n\nAAAAAAAA"), "request-schema /icon maxLength"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, "3.1.0", formData, rest)
			j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", "multipart/form-data; boundary=b"), Body: []byte(tt.body)})
			if got := withoutLines(told(j)); got != tt.want || len(j.Notes) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q", got, tt.want, j.Notes)
			}
		})
	}
}

func TestJudgeRequest_Boundary(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", formData, "schema: {type: object}")
	for _, tt := range []struct{ contentType, want string }{
		{"multipart/form-data", "request-multipart received a Content-Type without a boundary; promised boundary=... among its parameters"},
		{`multipart/form-data; boundary="b"`, ""},
		{`multipart/form-data; boundary="b "`, "request-multipart received a boundary that ends in a space; promised one that does not\nrequest-multipart received no line that is -- and the boundary; promised such a line before each part and, with -- behind it, after the last"},
		{"multipart/form-data; boundary=b; boundary=c", `request-media-type received Content-Type "multipart/form-data; boundary=b; boundary=c"; promised multipart/form-data`},
	} {
		j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", tt.contentType), Body: []byte(wire("a\n\nx"))})
		if got := withoutLines(told(j)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.contentType, got, tt.want)
		}
	}
}

func TestJudgeResponse_Multipart(t *testing.T) {
	t.Parallel()
	const rest = `schema: {type: object, required: [id], properties: {id: {type: integer}, secret: {type: string, writeOnly: true}, meta: {type: object}}}, encoding: {meta: {contentType: application/xml}}`
	d := bodyDocument(t, "3.0.3", "multipart/mixed", rest)
	for _, tt := range []struct{ name, body, want string }{
		{"an encoding counts for nothing in a response", wire("id\n\n1", "meta\nContent-Type: application/json\n\n{}"), ""},
		{"nor does a default type", wire("id\nContent-Type: application/json\n\n1"), ""},
		{"a wrong part", wire("id\n\nx"), "response-schema /id type"},
		{"broken framing", "--b\r\n", "multipart-well-formed received a body that ends without the closing line; promised -- and the boundary and -- on the last line"},
		{"broken JSON", wire("id\n\n1", "meta\nContent-Type: application/json\n\n{"), "json-well-formed /meta json-malformed"},
	} {
		j := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("Content-Type", "multipart/mixed; boundary=b"), Body: []byte(tt.body)})
		if got := withoutLines(told(j)); got != tt.want || !j.Applied(RuleMultipartWellFormed) {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	cut := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("Content-Type", "multipart/mixed; boundary=b"), Body: []byte("--b\r\n"), Truncated: true})
	if len(cut.Faults) > 0 {
		t.Errorf("a body that is not whole: got %s", told(cut))
	}
}

func TestJudgeRequest_PartFaultPointsIntoTheDocument(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", formData, `schema: {type: object, properties: {photo: {type: string, format: binary}}}, encoding: {photo: {contentType: image/png}}`)
	j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", "multipart/form-data; boundary=b"), Body: []byte(wire("photo\nContent-Type: image/gif\n\nx"))})
	if len(j.Faults) != 1 {
		t.Fatalf("got %s", told(j))
	}
	got := j.Faults[0]
	want := Fault{
		Rule: "request-media-type", Message: `received Content-Type "image/gif" at /photo; promised image/png`, Received: `Content-Type "image/gif"`, Promised: "image/png",
		Fix:          "send the part with image/png",
		Clause:       "RFC 7578, section 4.4 (Content-Type Header Field for Each Part); OpenAPI 3.0.3, section 4.7.15 (Encoding Object)",
		InstancePath: "/photo", KeywordPath: "/paths/~1a/post/requestBody/content/multipart~1form-data/encoding/photo/contentType", At: got.At,
	}
	if got != want || got.At.Line != 7 {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}
