package payload

import (
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
)

// withContent returns a document whose operation "send" has the given content maps.
func withContent(t *testing.T, version, request, responses string) *spec.Document {
	t.Helper()
	text := fmt.Sprintf(`{"openapi":%q,"info":{"title":"t","version":"1"},"paths":{"/send":{"post":{"operationId":"send","requestBody":{"content":%s},"responses":%s}}}}`,
		version, request, responses)
	doc, err := spec.Parse(context.Background(), "test.json", []byte(text), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestMaker_WritesEachMediaTypeItsWay(t *testing.T) {
	t.Parallel()
	const object = `{"type":"object","required":["n","list","nest"],"properties":{"n":{"type":"integer"},"list":{"type":"array","minItems":2,"items":{"type":"integer"}},` +
		`"nest":{"type":"object","required":["a","b"],"properties":{"a":{"type":"string","enum":["x y"]},"b":{"type":"array","minItems":1,"items":{"type":"boolean"}}}}}}`
	for _, tt := range []struct{ name, content, mediaType, body string }{
		{"JSON", `{"application/json":{"schema":{"type":"integer"}}}`, "application/json", `42`},
		{"JSON with a parameter", `{"application/json; charset=utf-8":{"schema":{"type":"integer"}}}`, "application/json; charset=utf-8", `42`},
		{"a JSON dialect", `{"application/vnd.api+json":{"schema":{"type":"integer"}}}`, "application/vnd.api+json", `42`},
		{"anything", `{"*/*":{"schema":{"type":"integer"}}}`, "application/json", `42`},
		{"a form", `{"application/x-www-form-urlencoded":{"schema":` + object + `}}`, "application/x-www-form-urlencoded", "n=42&list=42&list=43&nest%5Ba%5D=x+y&nest%5Bb%5D%5B0%5D=true"},
		{
			"a form with encodings", `{"application/x-www-form-urlencoded":{"encoding":{"list":{"explode":false},"nest":{"contentType":"application/json"}},"schema":` + object + `}}`,
			"application/x-www-form-urlencoded", "n=42&list=42%2C43&nest=%7B%22a%22%3A%22x+y%22%2C%22b%22%3A%5Btrue%5D%7D",
		},
		{"a form with a deep list", `{"application/x-www-form-urlencoded":{"encoding":{"list":{"style":"deepObject"}},"schema":` + object + `}}`, "application/x-www-form-urlencoded", "n=42&list%5B0%5D=42&list%5B1%5D=43&nest%5Ba%5D=x+y&nest%5Bb%5D%5B0%5D=true"},
		{"text", `{"text/plain":{"schema":{"type":"string","enum":["hello"]}}}`, "text/plain", "hello"},
		{"text that is a number", `{"text/plain":{"schema":{"type":"integer"}}}`, "text/plain", "42"},
		{"text without a schema", `{"text/plain":{}}`, "text/plain", "plumbline"},
		{"bytes without a schema", `{"application/octet-stream":{}}`, "application/octet-stream", "plumbline"},
		{"JSON without a schema", `{"application/json":{}}`, "application/json", "{}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := withContent(t, "3.0.3", tt.content, `{"200":{"description":"ok"}}`)
			samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
			if len(refusals) > 0 || len(samples) != 2 {
				t.Fatalf("got %d samples and refusals %v, want two samples", len(samples), refusals)
			}
			if s := samples[0]; s.MediaType != tt.mediaType || string(s.Body) != tt.body {
				t.Errorf("got %s %s\nwant %s %s", s.MediaType, s.Body, tt.mediaType, tt.body)
			}
		})
	}
}

// What this package writes, a server reads: the standard library takes the form and the parts apart again.
func TestMaker_FormsAreReadByOthers(t *testing.T) {
	t.Parallel()
	const content = `{"multipart/form-data":{"schema":{"type":"object","required":["purpose","file","meta"],"properties":{"purpose":{"type":"string","enum":["a \"quoted\" one"]},
"file":{"type":"string","format":"binary"},"meta":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}}}}}`
	doc := withContent(t, "3.0.3", content, `{"200":{"description":"ok"}}`)
	samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
	if len(refusals) > 0 {
		t.Fatal(refusals)
	}
	s := samples[0]
	_, params, err := mime.ParseMediaType(s.MediaType)
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(strings.NewReader(string(s.Body)), params["boundary"])
	var got []string
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() != "" {
			data = []byte("...")
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), data))
	}
	want := []string{`purpose   a "quoted" one`, `file file.bin application/octet-stream ...`, `meta  application/json {"n":42}`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	form := withContent(t, "3.0.3", `{"application/x-www-form-urlencoded":{"schema":{"type":"object","required":["a&b"],"properties":{"a&b":{"type":"string","enum":["1=2 &"]}}}}}`, `{}`)
	samples, _ = (&Maker{Document: form}).Requests(form.Operation("send"))
	values, err := url.ParseQuery(string(samples[0].Body))
	if err != nil || values.Get("a&b") != "1=2 &" {
		t.Errorf("got %v, %v from %s, want the pair back", values, err, samples[0].Body)
	}
}

func TestMaker_SeveralMediaTypesHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	doc := withContent(t, "3.0.3", `{"application/json":{"schema":{"type":"integer"},"example":7},"text/plain":{"schema":{"type":"integer"}},"application/xml":{"schema":{"type":"integer"},"example":8}}`, `{}`)
	samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
	var got []string
	for _, s := range samples {
		got = append(got, s.Name)
	}
	for _, r := range refusals {
		got = append(got, "no "+r.Name+" "+string(r.Reason))
	}
	want := "example-1, minimal, maximal, minimal-as-plain, maximal-as-plain, no example-1-as-xml media-type, no minimal-as-xml media-type, no maximal-as-xml media-type"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

func TestMaker_ExamplesAreJudgedFirst(t *testing.T) {
	t.Parallel()
	doc := withContent(t, "3.1.0", `{"application/json":{"schema":{"type":"object","properties":{"status":{"type":"string","enum":["ACTIVE"]}}},
"examples":{"good":{"value":{"status":"ACTIVE"}},"bad":{"value":{"status":"SLEEPING"}}}}}`, `{}`)
	samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
	if len(samples) != 3 || samples[0].Name != "example-1" || samples[0].Example.Name != "good" || string(samples[0].Body) != `{"status":"ACTIVE"}` {
		t.Fatalf("got samples %+v, want the good example first", samples)
	}
	if len(refusals) != 1 {
		t.Fatalf("got refusals %v, want one", refusals)
	}
	got, want := refusals[0].Error(), `test.json:2:65: example-does-not-conform: no example-2 at /status: the example "bad" does not conform: received string "SLEEPING" at /status; promised string (exactly ACTIVE) (enum at test.json:1:214)`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMaker_Answers(t *testing.T) {
	t.Parallel()
	doc := withContent(t, "3.0.3", `{}`, `{"200":{"description":"ok","content":{"text/html":{},"application/json":{"schema":{"type":"integer"},"examples":{"bad":{"value":"x"},"good":{"value":7}}}}},
"204":{"description":"none"},"4XX":{"description":"no","content":{"application/json":{"schema":{"type":"object","required":["status"],"properties":{"status":{"type":"integer"},"code":{"type":"string"}}}}}},
"default":{"description":"no","content":{"application/problem+json":{"schema":{"type":"object","properties":{"status":{"type":"integer"}}}}}}}`)
	m := &Maker{Document: doc}
	for _, tt := range []struct {
		status           string
		kind             Kind
		name, media, out string
	}{
		{"200", KindExample, "example-2", "application/json", `7`},
		{"200", KindMaximal, "maximal", "application/json", `42`},
		{"204", KindExample, "example", "", ``},
		{"4xx", KindMinimal, "minimal", "application/json", `{"status":400}`},
		{"404", KindMinimal, "minimal", "application/json", `{"status":404}`},
		{"default", KindExample, "maximal", "application/problem+json", `{"status":400}`},
		{"503", KindMaximal, "maximal", "application/problem+json", `{"status":503}`},
	} {
		t.Run(tt.status+" "+string(tt.kind), func(t *testing.T) {
			t.Parallel()
			s, err := m.Answer(doc.Operation("send"), tt.status, tt.kind)
			if err != nil {
				t.Fatal(err)
			}
			if s.Name != tt.name || s.MediaType != tt.media || string(s.Body) != tt.out {
				t.Errorf("got %s %s %s, want %s %s %s", s.Name, s.MediaType, s.Body, tt.name, tt.media, tt.out)
			}
		})
	}
	narrow := withContent(t, "3.0.3", `{}`, `{"200":{"description":"ok"}}`)
	_, err := (&Maker{Document: narrow}).Answer(narrow.Operation("send"), "404", KindMaximal)
	if want := "operation send declares no response for status 404"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// A picture is answered with a picture.
func TestMaker_PicturesAreReal(t *testing.T) {
	t.Parallel()
	doc := withContent(t, "3.0.3", `{"image/png":{"schema":{"type":"string","format":"binary"}}}`, `{}`)
	samples, refusals := (&Maker{Document: doc}).Requests(doc.Operation("send"))
	if len(refusals) > 0 {
		t.Fatal(refusals)
	}
	if got := http.DetectContentType(samples[0].Body); got != "image/png" {
		t.Errorf("got %s, want image/png", got)
	}
}
