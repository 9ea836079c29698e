package expect

import (
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// judge holds one value to what the examples show.
type judge struct {
	known []Shortfall // found already, by a word that counts for more
	out   []Shortfall
	steps []step // from the root to the value that is looked at
}

// step leads from a value to one inside it: by the name of a member, or by the index of an item where there is none.
type step struct {
	member *member
	index  int
}

// pointer leads to the value that is looked at. Most are right, and need none.
func (j *judge) pointer() string {
	at := ""
	for _, s := range j.steps {
		if s.member != nil {
			at = tape.PointerAppend(at, s.member.name)
		} else {
			at = tape.PointerAppend(at, strconv.Itoa(s.index))
		}
	}
	return at
}

// into holds a value inside the one that is looked at to p.
func (j *judge) into(p *place, v tape.Value, s step) {
	j.steps = append(j.steps, s)
	j.place(p, v)
	j.steps = j.steps[:len(j.steps)-1]
}

// hollow returns the shortfall of an answer that holds nothing of what its examples hold, or a list of such; nil for any other. It stands at
// the first thing that should be there.
func (p *place) hollow(v tape.Value, pointer string) *Shortfall {
	switch v.Kind() {
	case tape.Array:
		if first, ok := v.Item(0); ok && p.items != nil {
			return p.items.hollow(first, tape.PointerAppend(pointer, "0"))
		}
	case tape.Object:
		for c := v.Walk(); c.Next(); {
			if p.names[string(c.Name())] {
				return nil
			}
		}
		var lacking []*member
		for _, m := range p.members {
			if m.always {
				lacking = append(lacking, m)
			}
		}
		if len(lacking) == 0 {
			return nil
		}
		names := make([]string, len(lacking))
		for i, m := range lacking {
			names[i] = m.name
		}
		first := lacking[0]
		return &Shortfall{
			Source: Examples, Hollow: true, InstancePath: tape.PointerAppend(pointer, first.name), KeywordPath: first.at.Pointer(), At: first.at.KeyAt(),
			Received: "an object without any of " + strings.Join(names, ", "), Promised: "an object with " + strings.Join(names, ", ") + ", as every example has it",
		}
	}
	return nil
}

// place holds v, which is looked at, to p.
func (j *judge) place(p *place, v tape.Value) {
	if p == nil || len(j.out) >= schema.MostViolations {
		return
	}
	switch v.Kind() {
	case tape.Object:
		for _, m := range p.members {
			value, there := v.Get(m.name)
			switch {
			case there && m.place != nil:
				j.into(m.place, value, step{member: m})
			case there:
			case m.expected:
				j.lacks(m)
			}
		}
	case tape.Array:
		if p.items != nil {
			for i, item := range v.Items() {
				j.into(p.items, item, step{index: i})
			}
		}
	case tape.String:
		j.text(p, v)
	case tape.Number:
		if p.counted && strings.Trim(string(v.Raw()), "-0.eE+") == "" {
			j.wrong(p, "0", "a number that names something, as in every example")
		}
	}
}

func (j *judge) text(p *place, v tape.Value) {
	if p.text == nil {
		return
	}
	s := v.Text()
	switch {
	case strings.TrimSpace(s) == "":
		j.wrong(p, strconv.Quote(s), "a text that is not empty, as in every example")
	case p.text.format != "" && !schema.HoldsFormat(p.text.format, []byte(s)):
		j.wrong(p, "string "+strconv.Quote(s), "a "+schema.PromiseOf(p.text.format)+", as in every example")
	case p.text.id && blank(s):
		j.wrong(p, "string "+strconv.Quote(s), "a text that names something, as in every example")
	}
}

// lacks records that the object that is looked at does not have a property.
func (j *judge) lacks(m *member) {
	pointer := j.pointer()
	j.say(Shortfall{
		InstancePath: tape.PointerAppend(pointer, m.name), KeywordPath: m.at.Pointer(), At: m.at.KeyAt(), absent: []string{m.name}, in: pointer,
		Received: "nothing", Promised: "property " + strconv.Quote(m.name) + ", as every example has it",
	})
}

// wrong records that the value that is looked at is not what the examples at p are.
func (j *judge) wrong(p *place, received, promised string) {
	j.say(Shortfall{InstancePath: j.pointer(), KeywordPath: p.at.Pointer(), At: p.at.At, Received: received, Promised: promised})
}

// say records a shortfall, unless its place or what it stands in was found wanting already.
func (j *judge) say(s Shortfall) {
	for _, k := range j.known {
		if s.InstancePath == k.InstancePath || strings.HasPrefix(s.InstancePath, k.InstancePath+"/") {
			return
		}
	}
	s.Source = Examples
	j.out = append(j.out, s)
}
