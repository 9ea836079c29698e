package engine

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// wrongTypes chooses among the values of another type that a place can have, of which the likeliest is always asked for: a number for a text, a text for
// a number or a boolean, one item for a list of one. What else servers convert they do so more often where it stands in plain sight than inside of objects.
type wrongTypes struct {
	full  *payload.Sample // what is right at each place; nil if that is not known
	texts int             // how many texts had a second wrong type
}

// choose says whether a further wrong type is asked for, and whether it says less than others do.
func (w *wrongTypes) choose(v *payload.Variation) (asked, lesser bool) {
	if v.Keyword != "type" || v.Further == 0 {
		return true, false
	}
	below := strings.Count(v.Place, "/") > 1
	switch w.kindAt(v.Place) {
	case tape.Bool: // 1 is as often taken for true as "true" is
		return true, false
	case tape.Object: // a list is taken for one where members are only looked for
		return true, below || v.Further > 1
	case tape.Number, tape.Array:
		return true, true
	case tape.String: // a boolean for one, a list of it for the next
		if v.Further == 1 {
			w.texts++
		}
		return v.Further == 1+w.texts%2, below
	}
	return false, false
}

// kindAt is the kind of the right value at a place.
func (w *wrongTypes) kindAt(place string) tape.Kind {
	if w.full == nil || place == "" {
		return 0
	}
	t, _ := tape.Read(w.full.JSON, tape.Limits{})
	defer t.Release()
	if !t.Usable() {
		return 0
	}
	v, _ := t.Root().At(place)
	return v.Kind()
}
