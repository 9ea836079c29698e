package payload

import (
	"errors"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// attempts is how many times a value that its judge refused is written anew.
const attempts = 6

// depths are the depths to which a maximal sample is tried, until one gives a sample of bearable size. Documents
// whose resources hold each other would otherwise fill a disk.
var depths = []int{maxDepth, 8, 6, 5, 4, 3, 2, 1}

// order is one value that is wanted.
type order struct {
	goal   goal // of a single schema
	face   schema.Face
	kind   Kind
	draw   string // what the value hangs on besides the seed
	status int    // of the answer it stands in
	name   string // what the value is called
	keep   bool   // the value remembers what its parts were written for
}

// draft returns a fresh draft for one attempt at the order.
func (m *Maker) draft(o order, salt int) *draft {
	m.prepare()
	known := m.knowledgeOf(o.goal[0])
	return &draft{
		source: known.source, judge: &judge{set: m.source.set, face: o.face}, heights: known.heights[o.face], face: o.face,
		seed: m.Seed ^ throw(0, o.draw, 0).next(), persona: m.Seed, status: o.status, salt: salt, keep: o.keep, deepest: maxDepth + 1, work: workMost,
	}
}

// write writes the JSON value of one sample and has it judged. It returns what optional parts had to be left out.
func (m *Maker) write(o order) (*value, []Refusal, error) {
	var first error
	for salt := range attempts {
		d := m.draft(o, salt)
		v, err := d.fill(o.goal, place{name: o.name}, o.kind)
		if err != nil {
			if first == nil {
				first = err
			}
			var e *dead
			if errors.As(err, &e) && e.reason != ReasonJudged {
				break
			}
			continue
		}
		broke, bad := d.judge.first(o.goal[0], v.appendTo(nil))
		if !bad {
			return v, d.left, nil
		}
		if first == nil {
			first = &dead{reason: ReasonJudged, at: broke.At, pointer: broke.InstancePath, message: broken(broke)}
		}
	}
	return nil, nil, first
}

// fill writes the value, and for a maximal sample goes on to shallower ones until it fits.
func (d *draft) fill(g goal, p place, k Kind) (*value, error) {
	if k == KindMinimal {
		p.lean, d.room = true, roomMost
		return d.write(g, p)
	}
	for _, deepest := range depths {
		d.deepest, d.room, d.left, d.stack = deepest, roomFull, nil, nil
		v, err := d.write(g, p)
		if err == nil || d.room >= 0 || d.work < 0 {
			return v, err
		}
	}
	d.deepest, d.room, d.left, d.stack = 0, roomMost, nil, nil
	return d.write(g, p)
}

// refusal turns an error of this package into the Refusal of a sample.
func refusal(err error, n *tree.Node, k Kind, name, mediaType string) Refusal {
	r := Refusal{Kind: k, Name: name, MediaType: mediaType, Reason: ReasonJudged, Message: err.Error(), At: n.KeyAt()}
	var e *dead
	if errors.As(err, &e) {
		r.Reason, r.InstancePath = e.reason, e.pointer
		if e.at.Line > 0 {
			r.At = e.at
		}
	}
	return r
}
