package spec

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// judgeMultipart judges a body of type multipart/*: its framing, then its parts, which are the properties of an object.
// Source: RFC 2046, section 5.1; RFC 7578; OpenAPI 3.0.3, sections 4.7.14.5 and 4.7.15.
func (d *Document) judgeMultipart(j *Judgement, rules *bodyRules, body []byte, got mediaRange, m *MediaType) {
	j.apply(rules.multipart)
	boundary, there := got.parameters.get("boundary")
	if wrong := boundaryFault(boundary, there); wrong != nil {
		j.fault(frameFaultOf(rules, wrong, ""))
		if boundary == "" {
			return
		}
	}
	found, wrongs := parts(body, boundary)
	cut := false
	for _, wrong := range wrongs {
		j.fault(frameFaultOf(rules, wrong, ""))
		cut = cut || wrong.cut
	}
	form := got.subtype == "form-data"
	names := make([]string, len(found))
	unnamed := false
	for i := range found {
		name, named, wrong := partName(&found[i], form)
		names[i], unnamed = name, unnamed || !named
		if wrong != nil {
			j.fault(frameFaultOf(rules, wrong, ""))
		}
	}
	switch {
	case m == nil || m.Schema == nil || cut:
	case len(found) > mostFields:
		j.note(rules.schema + " could not be judged: the body has more than 2000 parts")
	case unnamed && !form:
		j.note(rules.schema + " could not be judged: the standard leaves open which property a part of " + got.String() + " without a name is")
	default:
		if o := d.outline(m.Schema); o.kinds != 0 && !o.kinds.has(tape.Object) {
			j.note(rules.schema + " could not be judged: " + got.String() + " holds the properties of an object, and the schema is not about one")
			break
		}
		d.judgeObject(j, rules, m, func(asText bool) *formObject {
			f := &multipartObject{formObject: d.newForm(rules, m, asText), form: form}
			f.partial = unnamed
			f.gather(found, names)
			return f.formObject
		})
	}
	slices.SortStableFunc(j.Faults, func(a, b Fault) int { return cmp.Compare(ruleBit(a.Rule), ruleBit(b.Rule)) })
}

func frameFaultOf(rules *bodyRules, f *frameFault, place string) Fault {
	return Fault{
		Rule: rules.multipart, Received: f.received, Promised: f.promised, Fix: f.fix, Clause: f.clause, Warning: f.warning, InstancePath: place,
	}
}

// multipartObject gathers parts into the object their schema speaks about.
type multipartObject struct {
	*formObject
	form bool // multipart/form-data
}

// gather makes properties of parts: parts of one name are one property.
func (f *multipartObject) gather(found []part, names []string) {
	taken := make([]bool, len(found))
	if f.form && f.document.Is31() {
		f.gatherStyled(found, names, taken)
	}
	for i, name := range names {
		if taken[i] || name == "" {
			continue
		}
		var own []*part
		for k := i; k < len(found); k++ {
			if !taken[k] && names[k] == name {
				own, taken[k] = append(own, &found[k]), true
			}
		}
		f.property(name, own)
	}
}

// gatherStyled gathers the properties whose encoding declares a style. OpenAPI 3.1.0, section 4.8.15, has it count for multipart/form-data; in
// 3.0 it is ignored.
func (f *multipartObject) gatherStyled(found []part, names []string, taken []bool) {
	fields := make([]queryPair, len(found))
	for i := range found {
		fields[i] = queryPair{names[i], string(found[i].body)}
	}
	f.styled(fields, taken, query{pairs: fields, decoders: []decoder{asIs}, literal: true})
}

// shape is one way to take the parts of a name.
type shape uint8

const (
	single  shape = iota // one part, which is the value
	listed               // each part is an item
	inWhole              // one part, which is the whole list as JSON
)

// property makes a property of the parts of its name: each is an item if it is a list. Source: RFC 7578, section 4.3. One part may hold
// the whole list as JSON; that is a warning unless the encoding names JSON as the content type of the property.
func (f *multipartObject) property(name string, own []*part) {
	r := f.reader()
	o := f.root.property(name)
	var shapes []shape
	e := f.encodingOf(name)
	asJSON := e != nil && len(e.types) > 0 && e.types[0].json()
	switch {
	case !o.lists() && len(own) == 1:
		shapes = []shape{single}
	case !o.lists(), len(own) > 1:
		shapes = []shape{listed}
	case asJSON:
		shapes = []shape{inWhole, listed}
	default:
		shapes = []shape{listed, inWhole}
	}
	if o.lists() && len(own) == 1 && o.kinds&^(1<<tape.Array|1<<tape.Null) != 0 {
		shapes = append(shapes, single)
	}
	var first *formObject
	var firstValue []byte
	for i, as := range shapes {
		trial := &multipartObject{formObject: f.trial(), form: f.form}
		value := trial.read(name, own, o, as)
		if i == 0 {
			first, firstValue = trial.formObject, value
		}
		if len(shapes) > 1 && (len(trial.told)+len(trial.open) > 0 || !r.accepted(o, value)) {
			continue
		}
		if as == inWhole && !asJSON {
			trial.faults = append(trial.faults, f.partFault(name, tape.PointerAppend("", name), "one part that holds the whole list as JSON", "one part for each item", "RFC 7578, section 4.3 (Multiple Files for One Form Field)", true))
		}
		f.adopt(trial.formObject, name, value)
		return
	}
	f.adopt(first, name, firstValue)
}

// read makes one value of the parts of a name.
func (f *multipartObject) read(name string, own []*part, o *outline, as shape) []byte {
	place := tape.PointerAppend("", name)
	if as != listed {
		return f.value(name, place, own[0], o)
	}
	out := []byte{'['}
	for i, p := range own {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, f.value(name, place+"/"+strconv.Itoa(i), p, o.item(i))...)
	}
	return append(out, ']')
}

// value reads one part as its content type says, and tells what is wrong with the part itself.
func (f *multipartObject) value(name, place string, p *part, o *outline) []byte {
	r := f.reader()
	defer func() { f.doubtful = f.doubtful || r.doubtful }()
	e := f.encodingOf(name)
	f.partHeaders(name, place, p, e)
	got, ok := f.partType(name, place, p, e, o)
	switch {
	case !ok:
		return []byte("null")
	case transferCoded(p) && !o.encoded:
		f.open[name] = "its part has a Content-Transfer-Encoding, which RFC 7578, section 4.7, deprecates and which is not undone here"
		return []byte("null")
	}
	if got.json() {
		value, faults := jsonValue(p.body)
		if wrong := charsetFault(f.rules, got); wrong != nil {
			wrong.InstancePath = place
			f.faults = append(f.faults, *wrong)
		}
		for i := range faults {
			f.tell(name, jsonFault(f.rules, &faults[i], p.body, place))
		}
		if value == nil {
			return []byte("null")
		}
		return value
	}
	if o.complex() {
		f.open[name] = "the standard leaves open how " + got.String() + " writes an array or an object"
		return []byte("null")
	}
	body := p.body
	if !o.counts && o.kinds.stringsOnly() {
		body = nil
	}
	text, wrong, open := decoded(body, got, o.binary)
	switch {
	case wrong != nil:
		f.tell(name, textFault(f.rules, wrong, place))
		return []byte("null")
	case len(text) > mostText:
		open = "a part of it is larger than 32 MiB"
	}
	if open != "" {
		f.open[name] = open
		return []byte("null")
	}
	return r.scalar(o, text)
}

// transferCoded reports whether the content of a part is coded.
func transferCoded(p *part) bool {
	switch strings.ToLower(p.header.Get("Content-Transfer-Encoding")) {
	case "", "7bit", "8bit", "binary":
		return false
	}
	return true
}
