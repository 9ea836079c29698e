package diff

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// ask builds the smallest request to op that s accepts, as far as one can be made: its required parameters, and its required body. The
// parameter given holds value instead of what would be made for it.
func (c *comparer) ask(s *side, op *spec.Operation, given *spec.Parameter, value []byte) (spec.Ask, error) {
	a := spec.Ask{Path: op.Path, Header: http.Header{}}
	for _, p := range op.Parameters {
		if !p.Required && p != given {
			continue
		}
		v := value
		if p != given {
			var err error
			if v, err = s.parameterValue(op, p); err != nil {
				return a, err
			}
		}
		if err := a.Put(p, v); err != nil {
			return a, err
		}
	}
	body := op.RequestBody
	if body == nil || !body.Required || len(body.Content) == 0 {
		return a, nil
	}
	media := pickWritable(body.Content)
	samples, _ := s.maker.Requests(op)
	for _, kind := range []payload.Kind{payload.KindMinimal, payload.KindExample, payload.KindMaximal} {
		for _, sample := range samples {
			if sample.Kind == kind && media != nil && essence(sample.MediaType) == essence(media.Type) {
				a.Header.Set("Content-Type", sample.MediaType)
				a.Body = sample.Body
				return a, nil
			}
		}
	}
	return a, nil
}

// rewritten is a request to one operation as it is to another of the same whole URL, of which a part of the path stands in the server's URL in one
// document.
func rewritten(a spec.Ask, from, to *spec.Operation) spec.Ask {
	old, now := strings.Split(template(from.Path), "{}"), strings.Split(template(to.Path), "{}")
	if len(old) != len(now) || from.Path == to.Path || template(from.Path) == template(to.Path) {
		return a
	}
	rest, path := strings.TrimPrefix(a.Path, old[0]), now[0]
	for i := 1; i < len(old); i++ {
		end := len(rest)
		if old[i] != "" {
			end = max(strings.Index(rest, old[i]), 0)
		}
		path += rest[:end] + now[i]
		rest = strings.TrimPrefix(rest[end:], old[i])
	}
	a.Path = path
	return a
}

// parameterValue makes a value for a parameter.
func (s *side) parameterValue(op *spec.Operation, p *spec.Parameter) ([]byte, error) {
	return s.maker.Value(parameterSchema(p), schema.Request, payload.KindMinimal, p.Name, op.ID)
}

// headerText is a JSON value as a header field holds it.
func headerText(value []byte) string {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	if v := t.Root(); v.Kind() == tape.String {
		return v.Text()
	}
	return string(value)
}

// essence is a media type without its parameters, in lower case.
func essence(mediaType string) string {
	name, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

func isJSON(mediaType string) bool {
	name := essence(mediaType)
	return strings.HasSuffix(name, "/json") || strings.HasSuffix(name, "+json")
}

// pickWritable returns the media type to write a body in: JSON if there is a choice.
func pickWritable(content []*spec.MediaType) *spec.MediaType {
	if i := slices.IndexFunc(content, func(m *spec.MediaType) bool { return isJSON(m.Type) }); i >= 0 {
		return content[i]
	}
	if len(content) == 0 {
		return nil
	}
	return content[0]
}

// concrete is a media type a message can have: a range becomes one of its types.
func concrete(mediaType string) string {
	switch name := essence(mediaType); {
	case name == "*/*", name == "application/*":
		return "application/json"
	case strings.HasSuffix(name, "/*"):
		return strings.TrimSuffix(name, "*") + "plain"
	}
	return mediaType
}

// requestText writes a request to the first server of doc.
func requestText(op *spec.Operation, doc *spec.Document, a spec.Ask) string {
	server := "/"
	if len(op.Servers) > 0 {
		server = op.Servers[0].Expand(nil)
	} else if len(doc.Servers) > 0 {
		server = doc.Servers[0].Expand(nil)
	}
	return requestTextAt(op, server, a)
}

// requestTextAt writes a request as HTTP/1.1 does. Source: RFC 9112, section 3.
func requestTextAt(op *spec.Operation, server string, a spec.Ask) string {
	var b bytes.Buffer
	path, host := a.Path, ""
	if u, err := url.Parse(server); err == nil {
		path, host = strings.TrimSuffix(u.Path, "/")+a.Path, u.Host
	}
	if a.Query != "" {
		path += "?" + a.Query
	}
	b.WriteString(op.Method + " " + path + " HTTP/1.1\n")
	if host != "" {
		b.WriteString("Host: " + host + "\n")
	}
	writeHeader(&b, a.Header)
	return finish(&b, a.Body)
}

// answerText writes a response.
func answerText(a spec.Answer) string {
	var b bytes.Buffer
	b.WriteString(strings.TrimRight("HTTP/1.1 "+strconv.Itoa(a.Status)+" "+http.StatusText(a.Status), " ") + "\n")
	writeHeader(&b, a.Header)
	return finish(&b, a.Body)
}

func writeHeader(b *bytes.Buffer, h http.Header) {
	var names []string
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(name + ": " + value + "\n")
		}
	}
}

func finish(b *bytes.Buffer, body []byte) string {
	if len(body) > 0 {
		b.WriteByte('\n')
		b.Write(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")))
	}
	return strings.TrimRight(b.String(), "\n")
}
