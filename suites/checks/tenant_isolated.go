package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
)

func init() {
	hidden := runner.Promise{Claim: "tenant-isolated", Statuses: []int{404}, Why: "the pet belongs to another partner"}
	register(Check{
		ID:     "tenant-isolated",
		Title:  "another partner's resource is refused as if it did not exist",
		Doc:    "A refusal that differs from the one for an unknown id tells a stranger which ids exist. Needs a second partner.",
		Clause: "OWASP API Security 2023, API1 (Broken Object Level Authorization)",
		Level:  reports.LevelError,
		Apply:  claimed("tenant-isolated", "look resources up among those of the partner that asks, never by id alone"),
		Good:   []Example{{Name: "not found", Status: 404, Body: `{"error":"no such pet"}`, Promise: hidden}},
		Bad: []Example{
			{Name: "another partner's pet is shown", Body: `{"name":"Rex"}`, Promise: hidden},
			{Name: "forbidden, so it exists", Status: 403, Body: `{"error":"not yours"}`, Promise: hidden},
		},
	})
}
