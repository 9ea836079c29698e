package engine

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// longest are how many characters the longest name has besides what is unique in it: more than a server is likely to have thought of, or else more than the
// 255 that many a store has room for, or at least more bytes than that. Of each name the first is sent that the document allows.
var longest = []int{1100, longName, 100}

// longName is how many characters a name has that a store has no room for, where a server may have refused a longer one.
const longName = 300

// fewest is how many characters of three bytes are worth a request of their own.
const fewest = 40

// hugeAmount is a number that a double has room for, and few stores have.
const hugeAmount = `1e300`

// oddTexts are bodies that keep to the document with texts that few mean: empty ones, and names longer than most. Whether to take them is
// the server's own affair, so either answer is right, as long as it is one. Of an operation that is about a resource the resources phase asks.
func (p *planner) oddTexts(op *spec.Operation) []variety {
	if about := p.about(op); about.Resource != "" && about.Effect != packs.Create {
		return nil
	}
	plain, _ := p.template(op)
	full := p.maximal(op)
	var out []variety
	add := func(name, title string, s *payload.Sample, spots ...spot) {
		c := p.base(op, runner.PhaseWire, name, "answers "+title)
		c.MediaType = s.MediaType
		if p.hold(op, c, s, spots); c.Body != nil {
			out = append(out, variety{"loose", c})
		}
	}
	together, known := p.blank(op, &plain)
	add("empty-texts", "empty texts", &plain, together...)
	if p.profile.deep && known != nil {
		add(slug("empty-text "+known.pointer), "an empty text at "+known.pointer, &plain, *known)
	}
	if full == nil {
		return out
	}
	var optional []spot
	for _, at := range p.spots(op, full, tape.String, `""`) {
		if without, err := tape.Delete(full.JSON, at.pointer); err == nil && p.keeps(op, full.MediaType, without) {
			optional = append(optional, at)
		}
	}
	add("empty-optional-texts", "empty texts where none need be", full, optional...)
	if p.profile.deep {
		for _, at := range optional {
			add(slug("empty-text "+at.pointer), "an empty text at "+at.pointer, full, at)
		}
	}
	return append(out, p.outsized(op, &plain, full)...)
}

// outsized are bodies with names longer than most, and a number that few stores have room for.
func (p *planner) outsized(op *spec.Operation, plain, full *payload.Sample) []variety {
	var out []variety
	add := func(name, title string, s *payload.Sample, spots []spot) {
		c := p.base(op, runner.PhaseWire, name, "answers "+title)
		c.MediaType = s.MediaType
		if p.hold(op, c, s, spots); c.Body != nil {
			out = append(out, variety{"loose", c})
		}
	}
	s, names := plain, p.longNamed(op, plain, longest...)
	if len(names) == 0 {
		s, names = full, p.longNamed(op, full, longest...)
	}
	// Where each name may be as long as that, a shorter one says something as well: it is not refused for its length by who refuses that.
	if len(names) > 0 && len(p.longNamed(op, s, longest[0])) == len(names) {
		add("long-names", fmt.Sprintf("names of %d characters, or a little more", longName), s, p.longNamed(op, s, longName))
	}
	names = append(names, p.filled(op, s, names)...)
	var titles []string
	if len(names) > 0 {
		titles = append(titles, "names of "+names[0].words+", or a little more")
	}
	if at := first(p.spots(op, full, tape.Number, hugeAmount)); at != nil { // what is too large for a store beside what is too long for it
		s, names, titles = full, append(names, *at), append(titles, hugeAmount+" at "+at.pointer)
	}
	if len(names) > 0 {
		add("very-long-names", strings.Join(titles, ", and "), s, names)
	}
	return out
}

// longNamed returns where a right body may hold a name of so many characters of three bytes, each place with the first of the counts that the document
// allows there.
func (p *planner) longNamed(op *spec.Operation, s *payload.Sample, counts ...int) []spot {
	var out []spot
	for _, n := range counts {
		for _, at := range p.named(op, s, `"`+strings.Repeat("長", n)+`"`, strconv.Itoa(n)+" characters") {
			if !slices.ContainsFunc(out, func(had spot) bool { return had.pointer == at.pointer }) {
				out = append(out, at)
			}
		}
	}
	return out
}

// filled returns the spots of names for which the document has less room than for the shortest that is long, other than those that are known, each with as many
// characters as there is room for: one of three bytes each is longer than a store may have thought that counts bytes.
func (p *planner) filled(op *spec.Operation, s *payload.Sample, known []spot) []spot {
	holding := func(pointer string, n int) *spot {
		names := p.longNamed(op, s, n)
		if i := slices.IndexFunc(names, func(at spot) bool { return at.pointer == pointer }); i >= 0 {
			return &names[i]
		}
		return nil
	}
	var out []spot
	for _, at := range p.longNamed(op, s, fewest) {
		if slices.ContainsFunc(known, func(had spot) bool { return had.pointer == at.pointer }) {
			continue
		}
		more := sort.Search(longest[len(longest)-1]-fewest, func(n int) bool { return holding(at.pointer, fewest+1+n) == nil })
		out = append(out, *holding(at.pointer, fewest+more))
	}
	return out
}

// blank returns where a right body may hold an empty text. The first place of what tells resources apart stands for itself: with all of them empty, nothing
// that is created would have a name to be known by.
func (p *planner) blank(op *spec.Operation, s *payload.Sample) (together []spot, known *spot) {
	unique := p.unique(op)
	_, named := p.pack.About(op.ID)
	for _, at := range p.everySpot(op, s, tape.String, `""`) {
		i := slices.Index(unique, at.pointer)
		if i >= 0 {
			at.raw = tape.Quote(runner.NoNameMark)
		}
		switch {
		case i == 0:
			known = &at
		case i > 0 || at.pointer != named:
			together = append(together, at)
		}
	}
	return together, known
}
