package diff

import (
	"strings"
	"testing"
)

// A witness stands in the encoding of its media type; what cannot be written in it is unproven, and says why.
func TestCompare_WitnessIsWrittenAsItsMediaTypeAsks(t *testing.T) {
	t.Parallel()
	const object = "type: object, required: [a], properties: {a: {type: string, enum: [text]}, id: {type: integer, xml: {attribute: true}}, l: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: i}, maxLength: LENGTH}}}"
	for _, tt := range []struct{ mediaType, schema, body string }{
		{"application/json", object, `{"a":"text","l":["aaa"]}`},
		{"application/yaml", object, `{"a":"text","l":["aaa"]}`},
		{"application/xml", object, `<root><a>text</a><l><i>aaa</i></l></root>`},
		{"application/x-ndjson", object, `{"a":"text","l":["aaa"]}`},
		{"application/json-seq", object, "\x1e" + `{"a":"text","l":["aaa"]}`},
		{"application/x-ndjson", "type: array, items: {type: string, maxLength: LENGTH}", `"aaa"`},
		{"application/x-www-form-urlencoded", object, `a=text&l=aaa`},
		{"multipart/form-data", object, "Content-Disposition: form-data; name=\"l\"\n\naaa\n--"},
		{"text/plain", "type: string, maxLength: LENGTH", "aaa"},
		{"application/octet-stream", "type: string, maxLength: LENGTH", "aaa"},
		{"text/csv", object, "no message was written: how text/csv writes an array or an object is left open"},
		{"multipart/mixed", object, "no message was written: bodies of type multipart/mixed are not written"},
	} {
		base, revision := as(tt.mediaType, strings.Replace(tt.schema, "LENGTH", "3", 1)), as(tt.mediaType, strings.Replace(tt.schema, "LENGTH", "2", 1))
		r, err := Compare(parse(t, "base.yaml", base), parse(t, "revision.yaml", revision), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != 1 {
			t.Errorf("%s: want one finding, got\n%s", tt.mediaType, tell(r))
			continue
		}
		f := r.Findings[0]
		got := f.Explanation
		if f.Witness != nil {
			_, got, _ = strings.Cut(f.Witness.Message, "\n\n")
		}
		if text := strings.ReplaceAll(got, "\n", " "); !strings.Contains(got, tt.body) || strings.HasPrefix(tt.body, "no message") != (f.Class == unproven) {
			t.Errorf("%s: class %s with %q, want %q", tt.mediaType, f.Class, text, tt.body)
		}
	}
}
