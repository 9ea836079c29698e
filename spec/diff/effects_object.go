package diff

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// silent is the effect of a change on a part that does not travel in this direction.
func silent(j judging) effect {
	return effect{
		class: reports.ClassCompatible, rule: j.rule("property", j.change.record), message: named(j.change.name) + " of " + j.owner() + " changed, and does not travel in this direction",
		fix: "nothing has to be done", explanation: "readOnly is not sent, writeOnly is not answered",
	}
}

// owner names the object a property belongs to.
func (j judging) owner() string {
	if n := j.change.pair.node(j.change.record != reports.ChangeAdded); n != nil {
		return j.placed(placeName(n))
	}
	return j.root.place()
}

func (p *property) mustTravel(face schema.Face) bool { return p.required != nil && p.travels(face) }

// propertyRemoved judges a property that is not declared any more.
func (j judging) propertyRemoved() effect {
	ch := j.change
	if !ch.was.travels(j.face) {
		return silent(j)
	}
	name := named(ch.name) + " of " + j.owner()
	if j.request() {
		if ch.pair.flat[1].closed != nil {
			return effect{
				class: reports.ClassWire, rule: "request-property-removed", message: name + " is not taken any more: requests that hold it are refused",
				fix: "stop sending " + ch.name, value: j.with(j.object(true), ch.name, j.minimal(true, ch.was.schemas, ch.name)), proof: reports.ProofRejected, accepts: true,
			}
		}
		return effect{
			class: reports.ClassTyped, rule: "request-property-removed", message: name + " is gone: requests that hold it stay right, but what it asked for is not looked at any more",
			fix: "stop sending " + ch.name, explanation: "the object is open, so the name is not forbidden",
		}
	}
	return j.notAnswered("response-property-removed", name, ch.was)
}

// notAnswered judges a property of an answer that need not come any more.
func (j judging) notAnswered(rule, name string, was *property) effect {
	if was.mustTravel(j.face) {
		return effect{
			class: reports.ClassWire, rule: rule, message: name + " was always there and is gone: whoever reads it breaks",
			fix: "do without " + was.name, value: j.without(j.object(false), was.name), proof: reports.ProofRejected, accepts: false,
		}
	}
	if j.change.pair.flat[0].closed != nil && j.change.pair.flat[1].closed != nil {
		return effect{
			class: reports.ClassTyped, rule: rule, message: name + " does not come any more; that it may be missing was known",
			fix: "do without " + was.name, explanation: "the object is closed in both documents: what comes now could come before",
		}
	}
	return effect{
		class: reports.ClassUnpromised, rule: rule, message: name + " is not promised any more: the answer stays valid, but whoever reads it finds nothing",
		fix: "do without " + was.name, value: j.with(j.object(true), was.name, j.minimal(true, was.schemas, was.name)), proof: reports.ProofUnpromised, accepts: true,
	}
}

// propertyAdded judges a property that is declared now.
func (j judging) propertyAdded() effect {
	ch := j.change
	name := named(ch.name) + " of " + j.owner()
	switch {
	case !ch.is.travels(j.face):
		return silent(j)
	case j.request() && ch.is.required != nil:
		return effect{
			class: reports.ClassWire, rule: "request-property-required-added", message: name + " is new and required: requests without it are refused",
			fix: "send " + ch.name, value: j.without(j.object(true), ch.name), proof: reports.ProofRejected, accepts: true,
		}
	case !j.request() && ch.pair.flat[0].closed != nil:
		return effect{
			class: reports.ClassWire, rule: "response-property-added", message: name + " is new, and the base allows declared names only: whoever holds answers to it refuses them",
			fix: "take " + ch.name, value: j.with(j.object(false), ch.name, j.minimal(false, ch.is.schemas, ch.name)), proof: reports.ProofRejected, accepts: false,
		}
	case j.request() && ch.pair.flat[0].offers(ch.name, map[*schema.Schema]bool{}):
		return j.propertyOfAll(name)
	}
	return effect{
		class: reports.ClassCompatible, rule: j.rule("property", "added"), message: name + " was added", fix: "nothing has to be done",
		explanation: "nobody sends a name that no document declares, and readers pass over names they do not know",
	}
}

// offers reports whether an alternative declares a name; of those seen, which may hold themselves, that is known.
func (f *flat) offers(name string, seen map[*schema.Schema]bool) bool {
	return slices.ContainsFunc(f.alternatives(), func(s *schema.Schema) bool {
		s = s.Target()
		if seen[s] {
			return false
		}
		seen[s] = true
		own := flatten(conj{s})
		return own.lookup(name) != nil || own.offers(name, seen)
	})
}

// propertyOfAll judges a property of a request that only some alternatives declared: others took any value under its name.
func (j judging) propertyOfAll(name string) effect {
	e := effect{class: reports.ClassCompatible, rule: "request-property-added", message: name + " is described for all alternatives", fix: "nothing has to be done"}
	for _, r := range j.inclusion(j.base, 16) {
		switch {
		case r.Answer == contain.Escapes && strings.HasPrefix(r.InstancePath+"/", tape.PointerAppend("", j.change.name)+"/"):
			e.class, e.value, e.proof, e.accepts = reports.ClassWire, r.Witness, reports.ProofRejected, j.base
			e.message += "; requests with " + brief(r.Witness) + " are refused"
			e.fix = "send what all of them take as " + j.change.name
			return e
		case r.Answer == contain.Unproven:
			e.class, e.fix = reports.ClassUnproven, "compare both by hand"
		}
		e.explanation = r.Reason
	}
	return e
}

// propertyRenamed judges a property that goes by another name.
func (j judging) propertyRenamed() effect {
	ch := j.change
	was, is := ch.was, ch.is
	name := named(was.name) + " of " + j.owner() + " is called " + named(is.name) + " now"
	switch {
	case !was.travels(j.face) && !is.travels(j.face):
		return silent(j)
	case j.request() && is.mustTravel(j.face):
		return effect{
			class: reports.ClassWire, rule: "request-property-renamed", message: name + " and is required: requests with the old name are refused", fix: "send it as " + is.name,
			value: j.with(j.object(true), was.name, j.minimal(true, was.schemas, was.name)), proof: reports.ProofRejected, accepts: true,
		}
	case j.request() && ch.pair.flat[1].closed != nil:
		return effect{
			class: reports.ClassWire, rule: "request-property-renamed", message: name + ": requests with the old name are refused", fix: "send it as " + is.name,
			value: j.with(j.object(true), was.name, j.minimal(true, was.schemas, was.name)), proof: reports.ProofRejected, accepts: true,
		}
	case j.request():
		return effect{
			class: reports.ClassTyped, rule: "request-property-renamed", message: name + ": under the old name it is not looked at any more", fix: "send it as " + is.name,
			explanation: "the object is open, so the old name is not forbidden",
		}
	}
	e := j.notAnswered("response-property-renamed", name, was)
	e.message, e.fix = name+": whoever reads it by the old name finds nothing", "read it as "+is.name
	return e
}

// required judges that a name must be there in one document only.
func (j judging) required() effect {
	ch := j.change
	was, is := ch.was.mustTravel(j.face), ch.is.mustTravel(j.face)
	name := named(ch.name) + " of " + j.owner()
	e := effect{class: reports.ClassCompatible, rule: j.rule("property", "became-"+presence(is)), fix: "nothing has to be done"}
	switch {
	case was == is:
		return silent(j)
	case is && j.request():
		e.class, e.message, e.fix = reports.ClassWire, name+" is required now: requests without it are refused", "send "+ch.name+" always"
		e.value, e.proof, e.accepts = j.without(j.object(true), ch.name), reports.ProofRejected, true
	case is:
		e.message, e.explanation = name+" is always there now", "answers that hold it could come before"
	case j.request():
		e.class, e.message = reports.ClassTyped, name+" need not be sent any more: only generated code that always asks for it changes"
		e.explanation = "requests that hold it stay right"
	default:
		e.class, e.message, e.fix = reports.ClassWire, name+" may be missing now: whoever relies on it breaks", "do without "+ch.name+" where it is missing"
		e.value, e.proof, e.accepts = j.without(j.object(false), ch.name), reports.ProofRejected, false
	}
	return e
}

// travels judges a property that is readOnly or writeOnly in one document only.
func (j judging) travels() effect {
	ch := j.change
	name := named(ch.name) + " of " + j.owner()
	was, is := ch.was.travels(j.face), ch.is.travels(j.face)
	switch {
	case was && !is && j.request():
		return effect{
			class: reports.ClassTyped, rule: "request-property-became-read-only", message: name + " is readOnly now: it should not be sent, and is not looked at",
			fix: "stop sending " + ch.name, explanation: "readOnly says SHOULD NOT, it forbids nothing",
		}
	case was && !is:
		return j.notAnswered("response-property-became-write-only", name, ch.was)
	case !was && is && j.request() && ch.is.required != nil:
		return effect{
			class: reports.ClassWire, rule: "request-property-became-required", message: name + " is not readOnly any more and required: requests without it are refused",
			fix: "send " + ch.name, value: j.without(j.object(true), ch.name), proof: reports.ProofRejected, accepts: true,
		}
	}
	return effect{
		class: reports.ClassCompatible, rule: j.rule("property", "changed"), message: name + travelTurn(ch.was, ch.is), fix: "nothing has to be done",
		explanation: "what was right stays right",
	}
}

// object is the smallest object a side of the pair accepts: what must be there in this direction, and nothing else.
func (j judging) object(base bool) []byte { return j.comparer.object(base, j.change.pair, j.face) }

func (j judging) minimal(base bool, c conj, name string) []byte {
	return j.comparer.minimal(base, c, name, j.face)
}

func (j judging) with(object []byte, name string, value []byte) []byte {
	return set(object, name, value)
}

func (j judging) without(object []byte, name string) []byte {
	out, err := tape.Delete(object, tape.PointerAppend("", name))
	if err != nil {
		return object
	}
	return out
}

// set puts a member into an object; what is no object stays as it is.
func set(object []byte, name string, value []byte) []byte {
	out, err := tape.Set(object, tape.PointerAppend("", name), value)
	if err != nil {
		return object
	}
	return out
}

// object writes the smallest object one side of a pair accepts. Where alternatives have a say it is left to package payload.
func (c *comparer) object(base bool, p *pair, face schema.Face) []byte {
	f := p.of(base)
	if len(f.groups) > 0 {
		if made := c.minimal(base, p.side(base), "", face); len(made) > 0 && made[0] == '{' {
			return made
		}
	}
	out := []byte("{}")
	for _, known := range f.properties {
		if known.mustTravel(face) {
			out = set(out, known.name, c.sibling(base, p, known, face))
		}
	}
	return out
}

// sibling writes the value of a property that stands beside what changed: one that both documents take if there is one, so that the message shows
// one change alone.
func (c *comparer) sibling(base bool, p *pair, known *property, face schema.Face) []byte {
	if other := p.of(!base).lookup(known.name); other != nil {
		if value := c.minimal(!base, other.schemas, known.name, face); accepts(known.schemas, value, face) {
			return value
		}
	}
	return c.minimal(base, known.schemas, known.name, face)
}

// minimal writes the smallest value of a conjunction. Of several schemas the first stands for all; the witness is verified.
func (c *comparer) minimal(base bool, schemas conj, name string, face schema.Face) []byte {
	s := c.revision
	if base {
		s = c.base
	}
	schemas = schemas.tidy()
	if len(schemas) == 0 {
		return []byte(`"text"`)
	}
	made, err := s.maker.Value(schemas[0].Node(), face, payload.KindMinimal, name, "diff")
	if err != nil {
		return []byte("null")
	}
	return made
}
