package payload

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// carrier is how a media type carries a value.
type carrier uint8

const (
	carryNothing carrier = iota
	carryJSON
	carryForm
	carryParts
	carryText
	carryBytes
)

// carrierOf tells by the name of a media type; a range is written as the likeliest type it covers.
func carrierOf(mediaType string) carrier {
	t := bare(mediaType)
	switch {
	case t == "application/x-www-form-urlencoded":
		return carryForm
	case t == "multipart/form-data":
		return carryParts
	case t == "*/*", t == "*", t == "application/*", strings.HasSuffix(t, "/json"), strings.HasSuffix(t, "+json"):
		return carryJSON
	case strings.HasSuffix(t, "xml"), strings.HasPrefix(t, "multipart/"), strings.Contains(t, "ndjson"), strings.Contains(t, "json-seq"), strings.Contains(t, "jsonl"),
		strings.HasSuffix(t, "event-stream"):
		return carryNothing
	case strings.HasPrefix(t, "text/"), strings.HasSuffix(t, "yaml"): // JSON is YAML. Source: YAML 1.2.2, section 1.2
		return carryText
	}
	return carryBytes
}

func bare(mediaType string) string {
	t, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// mediaName makes a part of a sample's name from a media type.
func mediaName(mediaType string) string {
	_, sub, _ := strings.Cut(bare(mediaType), "/")
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, sub), "-")
}

// concrete returns what to send as Content-Type for an entry of a content map.
func concrete(mediaType string) string {
	switch bare(mediaType) {
	case "*/*", "*", "application/*":
		return "application/json"
	case "text/*":
		return "text/plain"
	case "image/*":
		return "image/png"
	}
	if strings.Contains(bare(mediaType), "*") {
		return "application/octet-stream"
	}
	return mediaType
}

// writable says why bodies of the media type are not written.
func (b body) writable() error {
	if carrierOf(b.media.Type) == carryNothing {
		return fmt.Errorf("bodies of type %s are not written; only JSON, YAML, forms, text and bytes are", b.media.Type)
	}
	return nil
}

// carry writes v into the sample as its media type carries it.
func (b body) carry(s *Sample, v *value) error {
	s.MediaType = concrete(b.media.Type)
	switch carrierOf(b.media.Type) {
	case carryJSON:
		s.Body = s.JSON
	case carryForm:
		return b.form(s, v)
	case carryParts:
		return b.parts(s, v)
	case carryText:
		s.Body = []byte(flatText(v))
	case carryBytes:
		s.Body = []byte(flatText(v))
		if s.MediaType == "image/png" {
			s.Body, _ = base64.StdEncoding.DecodeString(logoPNG)
		}
		s.JSON = nil
	default:
		return b.writable()
	}
	return nil
}

// Carry writes a JSON value as the body of a message of a media type, and returns it with its Content-Type. The error says that such bodies are not
// written, or not with such a value.
func (m *Maker) Carry(media *spec.MediaType, json []byte) (contentType string, content []byte, err error) {
	m.prepare()
	t, faults := tape.Read(json, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return "", nil, fmt.Errorf("no JSON: %s", faults[0].Message)
	}
	s, b, v := Sample{JSON: json}, body{maker: m, media: media}, fromTape(t.Root())
	if c := carrierOf(media.Type); !v.scalar() && (c == carryText || c == carryBytes) {
		return "", nil, fmt.Errorf("how %s writes an array or an object is left open", media.Type)
	}
	if err := b.carry(&s, v); err != nil {
		return "", nil, err
	}
	return s.MediaType, s.Body, nil
}

// flatText is a value as plain text: a string's characters, everything else as JSON.
func flatText(v *value) string {
	if v.kind == tape.String {
		return v.text
	}
	return string(v.appendTo(nil))
}

var errNoFields = errors.New("a form holds the properties of an object, and the schema gives none")

// form writes an object as application/x-www-form-urlencoded: lists by repeating the name, what nests in brackets, unless the
// encoding of the property says otherwise. Source: OpenAPI 3.0.3, sections 4.7.14.4 and 4.7.15 (Encoding Object).
func (b body) form(s *Sample, v *value) error {
	if v.kind != tape.Object {
		return errNoFields
	}
	var out []string
	pair := func(name, text string) { out = append(out, url.QueryEscape(name)+"="+url.QueryEscape(text)) }
	left := &value{kind: tape.Object} // what the form still says
	for i, name := range v.names {
		before := len(out)
		item, how := v.items[i], b.media.Node.Get("encoding").Get(name)
		explode, said := how.Get("explode").Bool()
		switch {
		case item.scalar():
			pair(name, flatText(item))
		case strings.Contains(how.Get("contentType").String(), "json"):
			pair(name, string(item.appendTo(nil)))
		case item.kind == tape.Array && how.Get("style").String() != "deepObject" && flat(item):
			texts := make([]string, len(item.items))
			for k, part := range item.items {
				texts[k] = flatText(part)
			}
			if said && !explode {
				texts = []string{strings.Join(texts, separators[how.Get("style").String()])}
			}
			for _, t := range texts {
				pair(name, t)
			}
		default:
			bracketed(name, item, pair)
		}
		if len(out) > before {
			left.names, left.items = append(left.names, name), append(left.items, item)
		}
	}
	if len(left.names) < len(v.names) && b.media.Schema != nil {
		j := &judge{set: b.maker.source.set, face: b.face}
		if broke, bad := j.first(b.goal()[0], left.appendTo(nil)); bad {
			return fmt.Errorf("an empty list or object leaves nothing in a form, and without it the body does not conform: %s", broken(broke))
		}
	}
	s.Body = []byte(strings.Join(out, "&"))
	return nil
}

var separators = map[string]string{"": ",", "form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}

func flat(list *value) bool {
	for _, item := range list.items {
		if !item.scalar() {
			return false
		}
	}
	return true
}

// bracketed writes a[b][0]=c, which the standard leaves open and servers agree on.
func bracketed(name string, v *value, pair func(name, text string)) {
	if v.scalar() {
		pair(name, flatText(v))
		return
	}
	for i, item := range v.items {
		key := fmt.Sprint(i)
		if v.kind == tape.Object {
			key = v.names[i]
		}
		bracketed(name+"["+key+"]", item, pair)
	}
}

// parts writes an object as multipart/form-data, a part for each property and for each item of a list.
// Source: RFC 7578; OpenAPI 3.0.3, section 4.7.14.5.
func (b body) parts(s *Sample, v *value) error {
	if v.kind != tape.Object {
		return errNoFields
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	if err := w.SetBoundary("plumbline-" + throw(b.maker.Seed, b.draw, 0).letters(24, hexDigits)); err != nil {
		return err
	}
	whole, err := b.maker.source.flatten(b.goal(), nil)
	if err != nil {
		return err
	}
	for i, name := range v.names {
		items := []*value{v.items[i]}
		if v.items[i].kind == tape.Array {
			items = v.items[i].items
		}
		file := b.isFile(whole, name)
		how := b.media.Node.Get("encoding").Get(name).Get("contentType").String()
		for _, item := range items {
			h := textproto.MIMEHeader{}
			disposition := fmt.Sprintf(`form-data; name=%q`, name)
			if file {
				disposition += fmt.Sprintf(`; filename=%q`, mediaName("/"+strings.ToLower(name))+".bin")
			}
			h.Set("Content-Disposition", disposition)
			if t := partType(item, file, how); t != "" {
				h.Set("Content-Type", t)
			}
			part, err := w.CreatePart(h)
			if err != nil {
				return err
			}
			if _, err := part.Write([]byte(flatText(item))); err != nil {
				return err
			}
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	s.Body, s.MediaType = out.Bytes(), w.FormDataContentType()
	return nil
}

func partType(v *value, file bool, declared string) string {
	if first, _, _ := strings.Cut(declared, ","); first != "" && !strings.Contains(first, "*") {
		return strings.TrimSpace(first)
	}
	switch {
	case file:
		return "application/octet-stream"
	case v.kind == tape.Object:
		return "application/json"
	}
	return ""
}

// isFile reports whether a property of a form holds a file: a string of bytes.
func (b body) isFile(whole *shape, name string) bool {
	g, _ := whole.member(name)
	s, err := b.maker.source.flatten(g, nil)
	if err != nil {
		return false
	}
	if inner, _ := s.item(0); s.kinds&isArray != 0 && len(inner) > 0 {
		if s, err = b.maker.source.flatten(inner, nil); err != nil {
			return false
		}
	}
	if s.format == "binary" {
		return true
	}
	for _, k := range s.parts {
		if k.node.Get("contentMediaType").Is(tree.String) && !k.Types.Has(tape.Object) {
			return true
		}
	}
	return false
}
