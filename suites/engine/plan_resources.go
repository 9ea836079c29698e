package engine

import (
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// oddIDs are ids that no server gives out. What is refused for its form may be refused otherwise than what is not found.
var oddIDs = []struct {
	name, title, id string
	deep            bool // only where the profile goes deep
}{
	{"empty", "an empty id", "", false},
	{"long", "an id of 1000 characters", strings.Repeat("a", 1000), false},
	{"path", "an id with the characters of a path", "../../etc/passwd?a=b#c", false},
	{"quote", "an id with a quote", `' OR '1'='1`, false},
	{"unicode", "an id beyond ASCII", "\u043a\u043b\u044e\u0447-\U0001F511", true},
	{"control", "an id with a line break and a tab", "a\r\nb\tc", true},
}

// nearID makes an id that nothing has of one that is there, as a lookup takes it for that one which compares a part, or with a pattern.
type nearID struct {
	name, title string
	near        func(id string) string
}

// wholeID is how long an id is at least of which a part is no other's: 12 of a thousand numbers is 1 and 2 as well.
const wholeID = 12

// beginning is how much of an id is kept where most of it is not.
const beginning = 8

var (
	cutID     = nearID{"cut", "an id without its last character", func(id string) string { return id[:len(id)-1] }}
	longerID  = nearID{"longer", "an id with a character more", func(id string) string { return id + "0" }}
	patternID = nearID{"pattern", "a pattern that fits every id", func(string) string { return "%" }}
	shortID   = nearID{"beginning", "the first characters of an id", func(id string) string { return id[:beginning] }}
	turnedID  = nearID{"turned", "an id that ends as another does", func(id string) string {
		end := []byte(id[beginning:])
		slices.Reverse(end)
		return id[:beginning] + string(end)
	}}
)

// of is the id made of another; what is too short for that gives unknown, which nothing has.
func (n nearID) of(id, unknown string) string {
	if len(id) < wholeID && n.name != patternID.name {
		return unknown
	}
	if near := n.near(id); near != id {
		return near
	}
	return unknown
}

// nearIDs are those that op is asked: what only reads all of them, and what changes something one, each operation another. Where the document rules out a
// shorter id, the first that reads and every second that changes something are asked one of the same length.
func (p *planner) nearIDs(op *spec.Operation, res *packs.Resource, place string) []nearID {
	if packs.InParameter(place) != "" {
		return nil
	}
	before := 0 // of its kind
	for _, other := range p.document.Operations {
		if other == op {
			break
		}
		if about := p.about(other); about.Resource == res.Name && about.Effect != packs.Create && p.reads(other) == p.reads(op) {
			before++
		}
	}
	asked, turned := []nearID{cutID, longerID, patternID}, before == 0
	if !p.reads(op) {
		asked, turned = []nearID{[]nearID{shortID, cutID}[before%2]}, before%2 == 1
	}
	plain := p.plain(op, runner.PhaseResources, "", "")
	var out []nearID
	for _, n := range asked {
		if p.ruledOut(op, plain, place, n.of(res.Unknown, res.Unknown)) {
			if n.name != cutID.name || !turned {
				continue
			}
			n = turnedID
		}
		out = append(out, n)
	}
	return out
}

// resources are requests that name something that does not exist.
func (p *planner) resources(op *spec.Operation) []variety {
	about := p.about(op)
	res, place := p.pack.About(op.ID)
	if res == nil || about.Effect == packs.Create || res.Unknown == "" || !runner.Names(p.pack, op) {
		return nil
	}
	c := p.plain(op, runner.PhaseResources, "unknown", "refuses an unknown "+res.Name)
	c.Use = runner.UseUnknown
	c.Promise = runner.Promise{Claim: "unknown-resource-refused", Statuses: res.NotFound, Why: "there is no such " + res.Name}
	out, near := []variety{{"unknown", c}}, p.nearIDs(op, res, place)
	for _, odd := range oddIDs {
		if !p.profile.deep && (odd.deep || odd.name == "path" && !p.reads(op) && len(near) > 0) {
			continue // what only reads is asked that
		}
		if c := p.oddlyNamed(op, place, odd.id); c != nil && (odd.id == "" || !p.ruledOut(op, c, place, odd.id)) {
			c.ID, c.Title = op.ID+"/"+string(runner.PhaseResources)+"/"+odd.name, "refuses "+odd.title
			c.Promise = runner.Promise{Claim: "unknown-resource-refused", Why: "no " + res.Name + " has " + odd.title}
			out = append(out, variety{odd.name, c})
		}
	}
	for _, n := range near {
		c := p.mustRefuse(op, runner.PhaseResources, n.name)
		c.Title = "refuses " + n.title
		c.Wire = func(body []byte) []byte {
			made, err := tape.Set(body, place, tape.Quote(n.of(tape.TextAt(body, place), res.Unknown)))
			if err != nil {
				return body
			}
			return made
		}
		c.Promise = runner.Promise{Claim: "unknown-resource-refused", Why: "no " + res.Name + " has " + n.title}
		out = append(out, variety{n.name, c})
	}
	return out
}

// ruledOut says whether the document allows no such id in a body: then the negative phase asks for what rules it out, and this says little more but for
// the empty one, which many a server takes for none at all before it looks at the form.
func (p *planner) ruledOut(op *spec.Operation, c *runner.Case, place, id string) bool {
	if p.profile.deep || packs.InParameter(place) != "" {
		return false
	}
	body, err := tape.Set(c.Body, place, tape.Quote(id))
	return err == nil && !p.keeps(op, c.MediaType, body)
}

// created is a body with which op answers when it has created something, as the document has it; nil where none can be made.
func (p *planner) created(op *spec.Operation) []byte {
	if op == nil {
		return nil
	}
	for _, r := range op.Responses {
		if !strings.HasPrefix(r.Status, "2") {
			continue
		}
		if s, err := p.maker.Answer(op, r.Status, payload.KindExample); err == nil && len(s.Body) > 0 {
			return s.Body
		}
	}
	return nil
}

// oddlyNamed is a plain case of op that names a resource by id; nil where none can.
func (p *planner) oddlyNamed(op *spec.Operation, place, id string) *runner.Case {
	c := p.plain(op, runner.PhaseResources, "", "")
	c.Use = runner.UseNone
	if packs.InParameter(place) != "" {
		at, ok := runner.ResourceParameter(p.pack, op)
		if !ok || id == "" && at.In == "path" {
			return nil // without an id it is another path
		}
		c.Parameters[at] = id
		if _, _, err := runner.Address(p.document, op, c.Parameters); err != nil {
			return nil
		}
		return c
	}
	body, err := tape.Set(c.Body, place, tape.Quote(id))
	if err != nil {
		return nil
	}
	c.Body = body
	return c
}
