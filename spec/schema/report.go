package schema

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Violation is one contradiction between a value and a schema.
type Violation struct {
	Rule         string        // the keyword: "type", "required", "enum", ...; stable
	InstancePath string        // RFC 6901 pointer to the value that is wrong; for "required" to the object that lacks something
	KeywordPath  string        // pointer to the keyword from the schema on, through every "$ref" that was followed
	At           tree.Position // of the keyword in the document
	// Received and Promised are what a person compares: "null", "string (one of ACTIVE, DENIED)". A received string stands there
	// as it was sent, whole or not at all, so that a caller can take secrets out.
	Received, Promised string
	Absent             string // the property that is missing, where Rule is one that asks for it; else ""
	Warning            bool   // only with Options.Compat
	// Causes is what the nearest alternative of an anyOf or oneOf has against the value; nil elsewhere.
	Causes []Violation
}

// no reports that keyword of s contradicts v, and says whether to go on looking. An empty keyword stands for a schema that is
// false: the keyword that led to it is reported.
func (w *walk) no(s *Schema, v tape.Value, keyword string) bool {
	if !w.explain {
		return false
	}
	switch keyword {
	case "":
		received, promised := w.neverText(v)
		return w.add(s, "", "", received, promised)
	case "minLength", "maxLength":
		return w.add(s, keyword, "", describeLength(v), promise(s, keyword))
	case "minItems", "maxItems":
		return w.add(s, keyword, "", describe(v), promise(s, keyword))
	case "minProperties", "maxProperties":
		return w.add(s, keyword, "", "object with "+counted(v.Len(), "property", "properties"), promise(s, keyword))
	}
	return w.add(s, keyword, "", describe(v), promise(s, keyword))
}

// noWith is no with words of its own; an empty promise means the usual one.
func (w *walk) noWith(s *Schema, v tape.Value, keyword, received, promised string) bool {
	if !w.explain {
		return false
	}
	if promised == "" {
		promised = promise(s, keyword)
	}
	return w.add(s, keyword, "", received, promised)
}

// undecided reports a pattern that could not be matched in time.
func (w *walk) undecided(s *Schema, v tape.Value, p *Pattern) bool {
	w.noWith(s, v, "pattern", describe(v), "string matching "+p.plain()+" (undecided: matching was given up after "+matchTimeout.String()+")")
	return false
}

// absent reports that a required property is missing. key is where its name stands below the keyword, segments parted by NUL.
func (w *walk) absent(s *Schema, v tape.Value, keyword, key, name string) {
	promised := "property " + quoted(name)
	if p := describedProperty(w.top, s, name); p != nil {
		if t := describeTypes(p); t != "any value" {
			promised += ": " + t
		}
	}
	w.add(s, keyword, key, "object without "+quoted(name), promised)
	w.out[len(w.out)-1].Absent = name
}

// wrongFace warns of a readOnly property in a request or a writeOnly one in a response. The standard says SHOULD NOT.
func (w *walk) wrongFace(s *Schema, p *property, v tape.Value) {
	if !w.compat {
		return
	}
	if w.warned = true; !w.explain {
		return
	}
	keyword, direction := "readOnly", "request"
	if w.options.Face == Response {
		keyword, direction = "writeOnly", "response"
	}
	w.push(frame{keyword: "properties", key: p.name, keyed: true, place: p.name, descends: true})
	stopped := w.stopped
	w.add(p.schema, keyword, "", describe(v), "no "+keyword+" property in a "+direction)
	w.out[len(w.out)-1].Warning = true
	w.stopped = stopped
	w.pop()
}

// add records a violation at the keyword of s and says whether to go on.
func (w *walk) add(s *Schema, keyword, key, received, promised string) bool {
	var keys []string
	if key != "" {
		keys = strings.Split(key, "\x00")
	}
	found := Violation{
		Rule: keyword, InstancePath: w.instancePath(), KeywordPath: w.keywordPath(keyword, keys), At: s.KeywordPosition(keyword, keys...),
		Received: received, Promised: clip(promised),
	}
	if w.naming() {
		found.Received = "property name " + strings.TrimPrefix(received, "string ")
	}
	if keyword == "" {
		found.Rule = "false"
		if n := len(w.frames); n > 0 {
			found.Rule = w.frames[n-1].keyword
		}
	}
	w.out = append(w.out, found)
	w.enough()
	return !w.stopped
}

// naming says whether the value being judged is the name of a property.
func (w *walk) naming() bool {
	for i := len(w.frames) - 1; i >= 0 && !w.frames[i].descends; i-- {
		if w.frames[i].keyword == "propertyNames" {
			return true
		}
	}
	return false
}

// enough stops the walk once it found what it was asked for.
func (w *walk) enough() {
	if len(w.out) >= MostViolations {
		w.stopped = true
	}
	if w.options.First {
		for _, v := range w.out {
			w.stopped = w.stopped || !v.Warning
		}
	}
}

func (w *walk) instancePath() string {
	path := ""
	for i := range w.frames {
		if w.frames[i].descends {
			path = tape.PointerAppend(path, w.frames[i].place)
		}
	}
	return path
}

func (w *walk) keywordPath(keyword string, keys []string) string {
	path := ""
	for i := range w.frames {
		path = tape.PointerAppend(path, w.frames[i].keyword)
		if w.frames[i].keyed {
			path = tape.PointerAppend(path, w.frames[i].key)
		}
	}
	if keyword == "" {
		return path
	}
	path = tape.PointerAppend(path, keyword)
	for _, key := range keys {
		path = tape.PointerAppend(path, key)
	}
	return path
}

// excused says whether an absent required property need not stand in this direction: readOnly ones in a request, writeOnly ones
// in a response. The property may be described by any schema that speaks about the same object, not only by the one that requires it.
func (w *walk) excused(s *Schema, name string) bool {
	if w.options.Face == 0 {
		return false
	}
	marked := func(p *property) bool {
		return p.readOnly && w.options.Face == Request || p.writeOnly && w.options.Face == Response
	}
	return s.declares(name, marked, 0) || w.top != nil && w.top.declares(name, marked, 0)
}

// declares says whether s, or a schema it applies to the same value, describes the property in a way that holds.
func (s *Schema) declares(name string, holds func(*property) bool, depth int) bool {
	if depth > 20 {
		return false
	}
	if o := s.objects; o != nil {
		if p := o.table.find(tape.Hash(name), []byte(name)); p != nil && p.schema != nil && holds(p) {
			return true
		}
	}
	found := false
	s.edges(func(to *Schema, inPlace bool) {
		asked := to == s.not || to == s.condition // and not described
		found = found || inPlace && !asked && to.declares(name, holds, depth+1)
	})
	return found
}

// describedProperty returns the schema of a property, looked for in s and then in everything that speaks about the same object.
func describedProperty(top, s *Schema, name string) *Schema {
	var found *Schema
	take := func(p *property) bool {
		found = p.schema
		return true
	}
	if s.declares(name, take, 0) || top != nil && top.declares(name, take, 0) {
		return found
	}
	return nil
}
