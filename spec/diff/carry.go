package diff

import (
	"bytes"
	"encoding/xml"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// carry writes a value as a body of the media type that one document declares. Judged says whether package spec can read it back: of XML, and of
// several JSON texts in one body, the standard does not say enough, so there the value itself is judged.
func (c *comparer) carry(s *side, media *spec.MediaType, value []byte) (contentType string, body []byte, judged bool, err error) {
	contentType = concrete(media.Type)
	switch carrier := spec.CarrierOf(contentType); {
	case carrier == spec.CarryJSON:
		return contentType, value, true, nil
	case carrier == spec.CarrySequence:
		return contentType, sequence(contentType, value), false, nil
	case isYAML(contentType):
		return contentType, value, false, nil // each JSON text is one of YAML: YAML 1.2.2, section 1.2
	case isXML(contentType):
		return contentType, s.xml(media.Schema, value), false, nil
	}
	contentType, body, err = s.maker.Carry(media, value)
	return contentType, body, true, err
}

// sequence writes a value as a sequence of JSON texts: the items of an array one after the other, another value as the only one. Source: RFC 7464,
// section 2.2, for json-seq; for the others, one line each.
func sequence(mediaType string, value []byte) []byte {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	texts := [][]byte{value}
	if t.Root().Kind() == tape.Array {
		texts = nil
		for _, item := range t.Root().Items() {
			texts = append(texts, item.Raw())
		}
	}
	var b bytes.Buffer
	for _, text := range texts {
		if strings.HasSuffix(essence(mediaType), "json-seq") {
			b.WriteByte(0x1E)
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// xml writes a value as its schema says: each property an element or an attribute under its name or the one of its XML Object, the items of an
// array one element each. Source: OpenAPI 3.0.3, section 4.7.26 (XML Object).
func (s *side) xml(n *tree.Node, value []byte) []byte {
	t, _ := tape.Read(value, tape.Limits{})
	defer t.Release()
	name := "root"
	if target := s.doc.Resolve(n); target != nil && target.Parent() != nil && target.Parent().Name() == "schemas" {
		name = target.Name()
	}
	var b bytes.Buffer
	s.element(&b, s.xmlName(n, name), n, t.Root())
	return b.Bytes()
}

// xmlName is the name of the element or attribute for a schema.
func (s *side) xmlName(n *tree.Node, name string) string {
	of := s.doc.Resolve(n).Get("xml")
	if own := of.Get("name").String(); own != "" {
		name = own
	}
	if prefix := of.Get("prefix").String(); prefix != "" {
		name = prefix + ":" + name
	}
	return name
}

func (s *side) element(b *bytes.Buffer, name string, n *tree.Node, v tape.Value) {
	if v.Kind() == tape.Array {
		s.elements(b, name, n, v)
		return
	}
	b.WriteString("<" + name)
	if namespace := s.doc.Resolve(n).Get("xml").Get("namespace").String(); namespace != "" {
		b.WriteString(` xmlns="` + escapedXML(namespace) + `"`)
	}
	properties := flatten(conj{s.schemaOf(n)})
	of := func(member string) *tree.Node {
		if p := properties.lookup(member); p != nil {
			return p.declared.Node()
		}
		return nil
	}
	isAttribute := func(member string) bool {
		attribute, _ := s.doc.Resolve(of(member)).Get("xml").Get("attribute").Bool()
		return attribute
	}
	for member, part := range v.Members() {
		if isAttribute(member) {
			b.WriteString(" " + s.xmlName(of(member), member) + `="` + escapedXML(part.Plain()) + `"`)
		}
	}
	b.WriteString(">")
	if v.Kind() != tape.Object {
		b.WriteString(escapedXML(v.Plain()))
	}
	for member, part := range v.Members() {
		if !isAttribute(member) {
			s.element(b, s.xmlName(of(member), member), of(member), part)
		}
	}
	b.WriteString("</" + name + ">")
}

// elements writes an array: its items one after the other, within an element of their own if it is wrapped.
func (s *side) elements(b *bytes.Buffer, name string, n *tree.Node, v tape.Value) {
	items := s.doc.Resolve(s.doc.Resolve(n).Get("items"))
	wrapped, _ := s.doc.Resolve(n).Get("xml").Get("wrapped").Bool()
	if wrapped {
		b.WriteString("<" + name + ">")
	}
	for _, item := range v.Items() {
		s.element(b, s.xmlName(items, name), items, item)
	}
	if wrapped {
		b.WriteString("</" + name + ">")
	}
}

func escapedXML(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return ""
	}
	return b.String()
}

// unwritten says why no message can be made that carries the values of a root; "" if one can. The document is the one that accepts it.
func (c *comparer) unwritten(r *root, base bool, face schema.Face) string {
	media := pick(r.media, base)
	if media == nil {
		return ""
	}
	s, of := c.revision, r.revision
	if base {
		s, of = c.base, r.base
	}
	if _, _, _, err := c.carry(s, media, c.minimal(base, conj{of}, "", face)); err != nil {
		return err.Error()
	}
	return ""
}
