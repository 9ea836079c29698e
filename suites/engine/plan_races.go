package engine

import (
	"fmt"

	"github.com/plumbline-dev/plumbline/runner"
)

// rivals is how many resources are created at the same moment, and how many where the profile goes deep.
const rivals, manyRivals = 3, 8

// races are, for each resource that can be created and read, several that are created at the same moment: each must get an id and secrets of its own, and must be
// read back as it was asked for.
func (p *planner) races() []Group {
	var groups []Group
	for i := range p.pack.Resources {
		res := &p.pack.Resources[i]
		g := p.sequence(res, runner.PhaseRaces, "-at-once", "Several that are created at the same moment")
		if g == nil {
			continue
		}
		n := rivals
		if p.profile.deep {
			n = manyRivals
		}
		var all []*runner.Case
		for i := range n {
			c := g.plain(g.create, fmt.Sprintf("create-%d", i+1), fmt.Sprintf("creates one of %d at the same moment", n))
			c.Promise = runner.Promise{Claim: "positive-data-accepted", Accept: true, Why: "the request keeps to the document, whatever else is asked at the same moment", Excuses: p.face.Excuses}
			all = append(all, c)
		}
		for _, c := range all {
			c.AtOnce = all
			g.add(c)
		}
		for i, c := range all {
			g.readBack(fmt.Sprintf("read-%d", i+1), c, "reads it back as it was asked for")
		}
		groups = append(groups, g.group)
	}
	return groups
}
