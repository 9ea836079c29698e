package spec

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// formObject gathers the fields of a form, or the parts of a multipart body, into the object its schema speaks about. What is wrong with how a
// property is written is told once, at the property; the schema then has nothing to say about it.
type formObject struct {
	document *Document
	rules    *bodyRules
	root     *outline // the schema of the whole
	encoding []*Encoding
	asText   bool

	names    []string
	values   [][]byte
	open     map[string]string // properties that could not be judged, and why
	told     map[string]bool   // properties about which a fault was told
	faults   []Fault
	notes    []string
	partial  bool // something was received that cannot be told to belong to a property
	doubtful bool // a text was met that may be a string or something else
}

func (d *Document) newForm(rules *bodyRules, m *MediaType, asText bool) *formObject {
	return &formObject{
		document: d, rules: rules, root: d.outline(m.Schema), encoding: rules.encodings(m), asText: asText,
		open: map[string]string{}, told: map[string]bool{},
	}
}

// trial returns an empty object beside f, to try a reading that may be dropped.
func (f *formObject) trial() *formObject {
	trial := *f
	trial.names, trial.values, trial.faults, trial.notes, trial.doubtful = nil, nil, nil, nil, false
	trial.open, trial.told = map[string]string{}, map[string]bool{}
	return &trial
}

// adopt takes over what a trial found, and its value.
func (f *formObject) adopt(trial *formObject, property string, value []byte) {
	f.set(property, value)
	f.faults, f.notes, f.doubtful = append(f.faults, trial.faults...), append(f.notes, trial.notes...), f.doubtful || trial.doubtful
	maps.Copy(f.open, trial.open)
	maps.Copy(f.told, trial.told)
}

// encodingOf returns what is said of a property; nil if nothing is.
func (f *formObject) encodingOf(property string) *Encoding {
	for _, e := range f.encoding {
		if e.Property == property {
			return e
		}
	}
	return nil
}

func (f *formObject) reader() *wireReader {
	return &wireReader{document: f.document, face: f.rules.face, asText: f.asText}
}

// set gives a property its value.
func (f *formObject) set(property string, value []byte) {
	f.names = append(f.names, property)
	f.values = append(f.values, value)
}

// tell records a fault at a place below a property.
func (f *formObject) tell(property string, fault Fault) {
	f.told[property] = true
	f.faults = append(f.faults, fault)
}

// choose gives a property the value of the first reading that its schema takes, else that of the first one.
func (f *formObject) choose(property string, o *outline, w written) {
	var first []byte
	var broken *mistake
	for _, read := range w.readings {
		r := f.reader()
		value := read.read(r)
		f.doubtful = f.doubtful || r.doubtful
		if r.broken != nil {
			if broken == nil {
				broken = r.broken
			}
			continue
		}
		if r.accepted(o, value) {
			f.set(property, value)
			if read.slack != "" {
				f.faults = append(f.faults, f.styleFault(property, "a value that only lenient servers read as meant", read.slack, clauseForm, true))
			}
			return
		}
		if first == nil {
			first = value
		}
	}
	if first == nil {
		first = []byte("null")
		if broken != nil && w.open == "" {
			f.tell(property, f.styleFault(property, broken.received, broken.promised, broken.clause, false))
		}
	}
	if w.open != "" {
		f.open[property] = "the standard leaves open " + w.open
	}
	f.set(property, first)
}

// styleFault is a fault of how a property is written.
func (f *formObject) styleFault(property, received, promised, clause string, warning bool) Fault {
	fault := Fault{
		Rule: f.rules.schema, Received: received, Promised: promised, Fix: f.rules.fix + promised, Clause: f.document.clause(sectionEncoding) + "; " + clause,
		InstancePath: tape.PointerAppend("", property), Warning: warning,
	}
	if e := f.encodingOf(property); e != nil {
		fault.KeywordPath, fault.At = e.Node.Pointer(), e.Node.KeyAt()
	}
	return fault
}

// json writes the object.
func (f *formObject) json() []byte {
	out := []byte{'{'}
	for i, name := range f.names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, quoteJSON(name)...), ':')
		out = append(out, f.values[i]...)
	}
	return append(out, '}')
}

// combining are keywords that a property which could not be read may break for the whole object, and counting those that one which could not
// be named may break.
var (
	combining = []string{"anyOf", "oneOf", "not", "enum", "const", "undecided"}
	counting  = []string{"required", "minProperties", "dependentRequired"}
)

// judge judges the object, and returns what is left when the properties that could not be read are set aside.
func (f *formObject) judge(compiled *schema.Schema) (left []schema.Violation) {
	for _, v := range violations(compiled, f.document.schemaOptions(f.rules), f.json()) {
		name, _, _ := strings.Cut(strings.TrimPrefix(v.InstancePath, "/"), "/")
		property := tape.PointerSegment(name)
		unread := len(f.open)+len(f.told) > 0 || f.partial
		switch {
		case v.InstancePath != "" && (f.told[property] || f.open[property] != ""):
		case v.InstancePath == "" && unread && slices.Contains(combining, v.Rule):
		case v.InstancePath == "" && f.partial && slices.Contains(counting, v.Rule):
		default:
			left = append(left, v)
		}
	}
	return left
}

// judgeObject has a form gathered twice if it must: with texts read as numbers where they may be, then as strings. The first that conforms is
// taken, else the first.
func (d *Document) judgeObject(j *Judgement, rules *bodyRules, m *MediaType, gather func(asText bool) *formObject) {
	compiled := d.compiled(j, rules, m.Schema)
	form := gather(false)
	left := form.judge(compiled)
	if form.doubtful && !conforms(left) {
		again := gather(true)
		if found := again.judge(compiled); conforms(found) {
			form, left = again, found
		}
	}
	for _, fault := range form.faults {
		j.apply(fault.Rule)
		j.fault(fault)
	}
	for _, v := range left {
		j.fault(d.schemaFault(rules, m.Schema, v))
	}
	for _, text := range form.notes {
		j.note(text)
	}
	for _, name := range form.names {
		if why := form.open[name]; why != "" {
			j.note(rules.schema + " could not be judged for property " + strconv.Quote(name) + ": " + why)
		}
	}
}
