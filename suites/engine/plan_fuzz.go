package engine

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// DefaultExamples is how many bodies the fuzz phase makes for one operation where nobody says.
const DefaultExamples = 25

// fuzz are bodies made at random from the seed, beyond what the other phases list: several things differ at once. One of three keeps to the document,
// with other values and some of its optional parts; one has a value of a wrong type somewhere in it; and one holds texts that are
// hard to read, to which either answer is right. Each was judged to be what it claims, and the same seed makes the same bodies.
func (p *planner) fuzz(op *spec.Operation) []variety {
	if op.RequestBody == nil {
		return nil
	}
	n := p.maxExamples
	if n == 0 {
		n = DefaultExamples
	}
	var out []variety
	for i := range n {
		g := &guesser{planner: p, op: op, dice: rand.New(rand.NewPCG(p.maker.Seed, uint64(i)))}
		if c := g.guess(i); c != nil {
			out = append(out, variety{"fuzz", c})
		}
	}
	return out
}

// guesser makes one body.
type guesser struct {
	*planner
	op   *spec.Operation
	dice *rand.Rand
	body []byte
	kind string // its media type
}

func (g *guesser) guess(i int) *runner.Case {
	maker := &payload.Maker{Document: g.document, Seed: g.dice.Uint64()}
	samples, _ := maker.Requests(g.op)
	for _, s := range samples {
		if s.Kind == payload.KindMaximal && bytes.Equal(s.JSON, s.Body) {
			g.body, g.kind = s.Body, s.MediaType
		}
	}
	if g.body == nil {
		return nil
	}
	g.thin()
	c := g.mustRefuse(g.op, runner.PhaseFuzz, fmt.Sprint(i+1))
	switch changes := g.use(g.op, g.about(g.op)) == runner.UseFresh; {
	case i%3 == 0 && !changes:
		c.Title, c.Promise = "accepts a body made at random", accepted
		c.Promise.Excuses = g.face.Excuses
	case i%3 == 1:
		place, raw := g.spoil()
		if place == "" {
			return nil
		}
		c.Keep, c.Title = place, fmt.Sprintf("refuses %s at %s in a body made at random", raw, place)
		c.Promise.Why = fmt.Sprintf("the document does not take %s at %s", raw, place)
	case !changes:
		g.scribble()
		c.Title, c.Promise = "answers texts that are hard to read", runner.Promise{}
	default:
		return nil // a right body would cost a resource each time
	}
	c.Body, c.MediaType = g.body, g.kind
	return c
}

// places lists the pointers below the root of a body, outermost first, those of credentials aside.
func (p *planner) places(body []byte) []string {
	t, _ := tape.Read(body, tape.Limits{})
	defer t.Release()
	var out []string
	if !t.Usable() {
		return out
	}
	level := []string{""}
	for len(level) > 0 {
		var next []string
		for _, pointer := range level {
			v, _ := t.Root().At(pointer)
			for name := range v.Members() {
				if at := tape.PointerAppend(pointer, name); !p.isCredentialPlace(at) {
					next = append(next, at)
				}
			}
			for i := range v.Items() {
				next = append(next, fmt.Sprintf("%s/%d", pointer, i))
			}
		}
		out = append(out, next...)
		level = next
	}
	return out
}

// thin leaves out about a third of what may be left out.
func (g *guesser) thin() {
	for _, at := range g.places(g.body) {
		if g.dice.IntN(3) > 0 {
			continue
		}
		if body, err := tape.Delete(g.body, at); err == nil && g.keeps(g.op, g.kind, body) {
			g.body = body
		}
	}
}

// spoil puts a value of a wrong type somewhere. It says where and which; nowhere if every type is right everywhere.
func (g *guesser) spoil() (place, raw string) {
	places := g.places(g.body)
	for range 20 {
		if len(places) == 0 {
			return "", ""
		}
		at := places[g.dice.IntN(len(places))]
		value := []string{`41`, `true`, `{"a":1}`, `[[]]`, `"text"`, `-0.5`}[g.dice.IntN(6)]
		body, err := tape.Set(g.body, at, []byte(value))
		if err == nil && !g.keeps(g.op, g.kind, body) {
			g.body = body
			return at, value
		}
	}
	return "", ""
}

// hostile are characters that programs stumble over.
var hostile = []rune{'a', ' ', '"', '\\', '\'', '<', '%', '{', '$', '\n', '\t', 0, 0x7f, 0x85, 0xa0, 0x202e, 0xfeff, 0xfffd, 0x1f600, 0x10ffff, 'é', '株'}

// scribble writes such texts into some places that take any.
func (g *guesser) scribble() {
	for _, at := range g.places(g.body) {
		if g.dice.IntN(2) == 0 {
			continue
		}
		text := make([]rune, g.dice.IntN(12))
		for i := range text {
			text[i] = hostile[g.dice.IntN(len(hostile))]
		}
		old := valueAt(g.body, at)
		body, err := tape.Set(g.body, at, tape.Quote(string(text)))
		if err == nil && bytes.HasPrefix(old, []byte(`"`)) && g.keeps(g.op, g.kind, body) {
			g.body = body
		}
	}
}
