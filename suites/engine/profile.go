package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// Profile is how thoroughly an API is asked: which phases, how many cases of each for one operation, and how many requests in all.
type Profile struct {
	Name    string
	Summary string
	limits  map[runner.Phase]int // cases of one operation; all of a phase that is not listed
	room    map[runner.Phase]int // up to how many of them those are asked for that are second or spare
	without []runner.Phase       // phases that are left out unless they are asked for by name
	each    int                  // requests for each operation of the document that the whole run may take; 0 is no bound
	brief   bool                 // no made body where the document shows one
	deep    bool                 // also what costs a resource of its own and says little that its neighbours do not
}

// profiles are listed from the least to the most. What a run of a profile costs is bounded by its size: a document of five operations is
// asked with at most 60 requests, with at most 400, or with all there are.
var profiles = []Profile{
	{
		Name: "quick", Summary: "one case of each kind: at most 12 requests an operation", each: 12, brief: true, without: []runner.Phase{runner.PhaseFuzz, runner.PhaseTenants, runner.PhaseResources, runner.PhaseMethods, runner.PhaseEffects, runner.PhaseRaces},
		limits: map[runner.Phase]int{
			runner.PhaseExamples: 1, runner.PhaseBodies: 1, runner.PhaseNegative: 1, runner.PhaseWire: 1,
			runner.PhaseAuthentication: 2,
		},
	},
	{
		Name: "default", Summary: "every kind of fault at every place: at most 80 requests an operation", each: 80, without: []runner.Phase{runner.PhaseFuzz},
		limits: map[runner.Phase]int{runner.PhaseBodies: 40, runner.PhaseNegative: 120}, room: map[runner.Phase]int{runner.PhaseNegative: 92},
	},
	{Name: "thorough", Summary: "all there is, without a bound, and generated bodies beyond that", deep: true},
}

// DefaultProfile is the profile of a run that names none.
const DefaultProfile = "default"

// Profiles returns every profile, from the least to the most.
func Profiles() []Profile { return slices.Clone(profiles) }

// profileNamed returns the profile called name; "" is DefaultProfile.
func profileNamed(name string) (Profile, error) {
	name = cmp.Or(name, DefaultProfile)
	var known []string
	for _, p := range profiles {
		if p.Name == name {
			return p, nil
		}
		known = append(known, p.Name)
	}
	return Profile{}, fmt.Errorf("unknown profile %q; known are %s", name, strings.Join(known, ", "))
}

// phasesOf reads the phases that a caller asked for.
func phasesOf(names []string) ([]runner.Phase, error) {
	var out []runner.Phase
	for _, name := range names {
		if !slices.Contains(runner.Phases, runner.Phase(name)) {
			var known []string
			for _, p := range runner.Phases {
				known = append(known, string(p))
			}
			return nil, fmt.Errorf("unknown phase %q; known are %s", name, strings.Join(known, ", "))
		}
		out = append(out, runner.Phase(name))
	}
	return out, nil
}

// wants says whether cases of a phase are planned: those that were asked for by name, else those of the profile.
func (p *planner) wants(phase runner.Phase) bool {
	switch {
	case len(p.phases) > 0:
		return slices.Contains(p.phases, phase)
	case slices.ContainsFunc(p.cases, func(id string) bool { return strings.Contains(id+"/", "/"+string(phase)+"/") }):
		return true
	}
	return !slices.Contains(p.profile.without, phase)
}

// variety is a case on its way into the plan, with what tells it from others of its phase: of many of one kind a few say nearly as much.
type variety struct {
	kind string
	c    *runner.Case
}

// The kinds that begin with one of these are asked for where all others of their phase have room: first those of which each says something of its own, as null
// inside of objects does, and then those that repeat at one place what another says of it.
const second, spare = "second ", "spare "

// behind says how many other kinds come before one.
func behind(kind string) int {
	switch {
	case strings.HasPrefix(kind, spare):
		return 2
	case strings.HasPrefix(kind, second):
		return 1
	}
	return 0
}

// common are the kinds of which so many are worth the first of another: what servers let slip the most, and what a document says of few places.
var common = map[string]int{"required": 6, "additionalProperties": 3, "type": 3, "null": 2, "format": 2, "pattern": 2, "minimum": 2, "maximum": 2}

// apart is how far a case is from the next of its kind, where one of them is worth the first of another.
const apart = 12

// farBehind is how far those that are second come behind others, and those that are spare behind them.
const farBehind = 10 * apart

// pick keeps at most as many cases as the profile has room for in a phase: one of each kind, then a second of each, in the order of the plan, and those
// that are second or spare after all others.
func (p *planner) pick(phase runner.Phase, all []variety) []*runner.Case {
	if !p.wants(phase) {
		return nil
	}
	limit, bounded := p.profile.limits[phase]
	if !bounded {
		limit = len(all)
	}
	kept, taken := make([]bool, len(all)), 0
	for turn := range 3 {
		most := limit
		if room, bounded := p.profile.room[phase]; bounded && turn > 0 {
			most = min(most, room)
		}
		for round := 0; taken < most && round < len(all); round++ {
			seen := map[string]int{}
			for i, v := range all {
				if behind(v.kind) != turn {
					continue
				}
				if seen[v.kind]++; seen[v.kind] == round+1 && taken < most {
					kept[i] = true
					taken++
				}
			}
		}
	}
	var out []*runner.Case
	of := map[string]int{}
	for i, v := range all {
		if kept[i] {
			out = append(out, v.c)
			p.rank[v.c] = behind(v.kind)*farBehind + of[v.kind]*apart/max(1, common[strings.Fields(v.kind + " ")[0]])
			of[v.kind]++
		}
	}
	return out
}

// importance is the order in which the budget is spent: what proves most with the fewest requests comes first.
var importance = []runner.Phase{
	runner.PhaseWorkflows, runner.PhaseExamples, runner.PhaseAuthentication, runner.PhaseNegative, runner.PhaseResources, runner.PhaseBodies,
	runner.PhaseWire, runner.PhaseMethods, runner.PhaseTenants, runner.PhaseFuzz,
}

// afford skips the cases that the budget of requests has no room for, as far as a right server's answers can be foretold. Every
// operation gets its share: the first case of each phase of each operation, then the second of each. Within a phase the first of each kind comes
// before the second of any.
func (p *planner) afford(groups []Group) {
	if p.maxRequests == 0 && slices.Contains(p.phases, runner.PhaseFuzz) {
		return // who asks for bodies at random says how many
	}
	budget, flag := p.maxRequests, fmt.Sprintf("--max-requests %d", p.maxRequests)
	if budget == 0 {
		budget = p.profile.each * len(p.document.Operations)
		flag = fmt.Sprintf("%d requests by profile %s", budget, p.profile.Name)
	}
	if budget == 0 {
		return
	}
	bill := &bill{pack: p.pack, left: budget, once: map[string]bool{}}
	why := "the budget has no room for it (" + flag + ")"
	first := []runner.Phase{runner.PhaseWorkflows, runner.PhaseEffects} // the second asks what the authentication of what writes leaves to it
	for _, phase := range first {
		bill.groups(groups, why, func(other runner.Phase) bool { return other == phase })
	}
	queues := map[runner.Phase][][]*runner.Case{}
	for _, phase := range importance {
		for _, g := range groups {
			queues[phase] = append(queues[phase], p.queue(g, phase))
		}
	}
	for round, more := 0, true; more; round++ {
		if round == several {
			bill.groups(groups, why, func(phase runner.Phase) bool { return !slices.Contains(first, phase) })
		}
		more = round < several
		for _, phase := range importance {
			for _, queue := range queues[phase] {
				if round >= len(queue) {
					continue
				}
				c := queue[round]
				if more = true; !bill.pay(c) {
					skipAll([]*runner.Case{c}, why)
				}
			}
		}
	}
}

// several is how many cases of each phase of an operation come before groups of cases that are no workflow, which cost as much and show one thing.
const several = 24

// groups pays for those groups whose cases build on each other and are of a phase that fits, and skips those for which there is no room.
func (b *bill) groups(groups []Group, why string, fits func(runner.Phase) bool) {
	for _, g := range groups {
		if g.Workflow && fits(g.Cases[0].Phase) && !b.workflow(g.Cases) {
			skipAll(g.Cases, why)
		}
	}
}

func skipAll(cases []*runner.Case, why string) {
	for _, c := range cases {
		c.Skip = cmp.Or(c.Skip, why)
	}
}

// queue returns the cases of a phase of an operation in the order in which they are worth their price.
func (p *planner) queue(g Group, phase runner.Phase) []*runner.Case {
	var out []*runner.Case
	for _, c := range g.Cases {
		if !g.Workflow && c.Phase == phase {
			out = append(out, c)
		}
	}
	worth := func(c *runner.Case) int {
		if c.Promise.Claim == "" { // says half as much as what is promised something, and may cost twice as much
			return 2*p.rank[c] + apart
		}
		return p.rank[c]
	}
	slices.SortStableFunc(out, func(a, b *runner.Case) int { return worth(a) - worth(b) })
	return out
}

// bill reckons what cases cost against a right server: the request, what has to be made for it, and what has to be removed after it.
type bill struct {
	pack *packs.Pack
	left int
	once map[string]bool // what was made for several cases
}

// pay takes the price of a case off what is left; it is false, and nothing is taken, where that is not enough.
func (b *bill) pay(c *runner.Case) bool {
	if c.Skip != "" {
		return true
	}
	price, key := 1, ""
	about := b.pack.Operation(c.Operation)
	switch {
	case c.Phase == runner.PhaseNegative && len(c.Parts) > 1: // which of them are refused is looked for
		price = 1 + runner.Splits(len(c.Parts))
	case c.Use == runner.UseFresh && c.Promise.Accept && (about.Irreversible || about.Effect == packs.Remove):
		price = 2
	case c.Use == runner.UseFresh:
		price = 3
	case c.Use == runner.UseSpare:
		key = "spare " + c.Operation
	case c.Use == runner.UseShared || c.Use == runner.UseAny:
		key = "shared " + c.Resource
	case about.Effect == packs.Create && (c.Promise.Accept || c.Promise.Claim == "" && c.Phase != runner.PhaseMethods):
		price = 2
	}
	if key != "" && !b.once[key] {
		price += 2
	}
	if price > b.left {
		return false
	}
	if key != "" {
		b.once[key] = true
	}
	b.left -= price
	return true
}

// workflow pays for all cases of a group that build on each other, and for the removal of what they create and leave.
func (b *bill) workflow(cases []*runner.Case) bool {
	price, left := 0, 0
	for _, c := range cases {
		if c.Skip != "" {
			continue
		}
		price++
		if !c.Promise.Accept {
			continue
		}
		switch about := b.pack.Operation(c.Operation); {
		case about.Effect == packs.Create:
			left++
		case about.Effect == packs.Remove || about.Irreversible:
			left--
		}
	}
	if price += max(0, left); price > b.left {
		return false
	}
	b.left -= price
	return true
}
