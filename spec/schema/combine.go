package schema

import (
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// combined applies the keywords that judge the same value by other schemas.
func (w *walk) combined(s *Schema, v tape.Value) bool {
	ok := true
	if s.ref != nil && !w.inPlace(s.ref, v, "$ref", "") {
		if ok = false; w.done() {
			return false
		}
	}
	if s.dynamic != nil && !w.dynamically(s, v) {
		if ok = false; w.done() {
			return false
		}
	}
	for i, part := range s.allOf {
		if w.inPlaceNumbered(part, v, "allOf", i) {
			continue
		}
		if ok = false; w.done() {
			return false
		}
	}
	if s.anyOf != nil && !w.anyOf(s, v) {
		if ok = false; w.done() {
			return false
		}
	}
	if s.oneOf != nil && !w.oneOf(s, v) {
		if ok = false; w.done() {
			return false
		}
	}
	if s.not != nil {
		base := len(w.marks)
		refused := !w.literally(s.not, v)
		w.marks = w.marks[:base]
		if !refused {
			if ok = false; !w.no(s, v, "not") {
				return false
			}
		}
	}
	if s.condition != nil {
		ok = w.conditionally(s, v) && ok
	}
	return ok
}

func (w *walk) inPlaceNumbered(child *Schema, v tape.Value, keyword string, i int) bool {
	if !w.explain {
		return w.inPlace(child, v, keyword, "")
	}
	return w.inPlace(child, v, keyword, strconv.Itoa(i))
}

func (w *walk) conditionally(s *Schema, v tape.Value) bool {
	if w.literally(s.condition, v) {
		return s.then == nil || w.inPlace(s.then, v, "then", "")
	}
	return s.orElse == nil || w.inPlace(s.orElse, v, "else", "")
}

// literally asks without Compat: what it lets in must not change which way not and if turn.
func (w *walk) literally(child *Schema, v tape.Value) bool {
	compat := w.compat
	w.compat = false
	ok := w.quietly(child, v, false)
	w.compat = compat
	return ok
}

// anyOf needs one alternative that accepts v; all are asked only if an unevaluated keyword wants to know what each evaluates.
func (w *walk) anyOf(s *Schema, v tape.Value) bool {
	first := -1
	for i, alternative := range s.anyOf {
		if !w.quietly(alternative, v, false) {
			continue
		}
		if first < 0 {
			first = i
		}
		if !w.track {
			break
		}
	}
	if first < 0 {
		return w.noneOf(s, v, "anyOf", s.anyOf)
	}
	w.warnings(s.anyOf, v, "anyOf", first)
	if s.discriminator != nil {
		w.contradicted(s, v, s.anyOf[first])
	}
	return true
}

func (w *walk) oneOf(s *Schema, v tape.Value) bool {
	base := len(w.marks)
	first, second := w.fits(s.oneOf, v)
	if second >= 0 && w.compat {
		// What Compat lets in must not turn one alternative that fits into two.
		w.compat = false
		w.marks = w.marks[:base]
		first, second = w.fits(s.oneOf, v)
		w.compat = true
	}
	switch {
	case first < 0:
		return w.noneOf(s, v, "oneOf", s.oneOf)
	case second >= 0:
		if w.explain {
			w.noWith(s, v, "oneOf", describe(v)+" that matches both alternative "+alternative(s.oneOf, first)+" and alternative "+alternative(s.oneOf, second), "")
		}
		return false
	}
	w.warnings(s.oneOf, v, "oneOf", first)
	if s.discriminator != nil {
		w.contradicted(s, v, s.oneOf[first])
	}
	return true
}

// fits returns the first two alternatives that accept v, -1 for each there is not. Only the marks of the first are kept.
func (w *walk) fits(list []*Schema, v tape.Value) (first, second int) {
	first = -1
	for i, alternative := range list {
		base := len(w.marks)
		if !w.quietly(alternative, v, false) {
			continue
		}
		if first >= 0 {
			w.marks = w.marks[:base]
			return first, i
		}
		first = i
	}
	return first, -1
}

// warnings collects what the alternative that fits warns of.
func (w *walk) warnings(list []*Schema, v tape.Value, keyword string, i int) {
	if w.explain && w.compat {
		base := len(w.marks)
		w.inPlaceNumbered(list[i], v, keyword, i)
		w.marks = w.marks[:base]
	}
}

// noneOf reports that no alternative accepts v. Where the type of v, a tag or the discriminator leaves one alternative only, what is
// wrong by that one is reported itself; otherwise one violation names the alternative that came nearest.
func (w *walk) noneOf(s *Schema, v tape.Value, keyword string, list []*Schema) bool {
	if !w.explain {
		return false
	}
	kept, stopped := w.out, w.stopped
	tries := make([]try, len(list))
	for i, alternative := range list {
		w.out, w.stopped = nil, false
		w.inPlaceNumbered(alternative, v, keyword, i)
		tries[i] = w.weigh(w.out)
	}
	w.out, w.stopped = kept, stopped
	near, decided := nearest(tries)
	if s.discriminator != nil {
		if chosen, named := s.discriminator.choose(v); named != "" {
			decided = false
			for i := range list {
				if list[i] == chosen || list[i].ref != nil && list[i].ref == chosen {
					near, decided = i, true
				}
			}
			if chosen == nil {
				w.noWith(s, v, keyword, "object whose "+s.discriminator.property+" is "+quoted(named), s.discriminator.promise())
				return false
			}
		}
	}
	if decided {
		w.out = append(w.out, tries[near].violations...)
		w.enough()
		return false
	}
	w.noWith(s, v, keyword, describe(v), alternatives(list, near, tries[near]))
	w.out[len(w.out)-1].Causes = tries[near].violations
	return false
}

// try is how one alternative judged a value that none accepts.
type try struct {
	violations []Violation
	// distance says how the alternative failed: 0 in the value's parts, 1 by a tag (an enum or const of a direct member), 2 by the
	// value itself, 3 by its type.
	distance int
}

// ofParts are the rules that speak about an object or array for the sake of its parts.
var ofParts = map[string]bool{
	"required": true, "dependentRequired": true, "dependencies": true, "minProperties": true, "maxProperties": true, "minItems": true, "maxItems": true,
	"uniqueItems": true, "contains": true, "minContains": true, "maxContains": true,
}

func (w *walk) weigh(found []Violation) try {
	t, at := try{violations: found}, w.instancePath()
	for _, v := range found {
		d := 0
		switch {
		case v.Warning:
		case v.InstancePath == at && v.Rule == "type":
			d = 3
		case v.InstancePath == at && !ofParts[v.Rule]:
			d = 2
		case (v.Rule == "enum" || v.Rule == "const") && isMember(at, v.InstancePath):
			d = 1
		}
		t.distance = max(t.distance, d)
	}
	return t
}

// nearest picks the try that failed least, and says whether it is the only one that failed as little.
func nearest(tries []try) (index int, decided bool) {
	best := 0
	for i, t := range tries {
		b := tries[best]
		if t.distance < b.distance || t.distance == b.distance && len(t.violations) < len(b.violations) {
			best = i
		}
	}
	alike := 0
	for _, t := range tries {
		if t.distance == tries[best].distance {
			alike++
		}
	}
	return best, alike == 1 && tries[best].distance < 3 && len(tries[best].violations) > 0
}
