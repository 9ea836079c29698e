package checks

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func init() {
	hidden := runner.Promise{Claim: "tenant-isolated", Statuses: []int{404}, Why: "the pet belongs to another caller"}
	register(Check{
		ID:    "tenant-isolated",
		Title: "another caller's resource is refused as if it did not exist",
		Doc: "A refusal that differs from the one for an unknown id tells a stranger which ids exist, one that holds the name under which the owner made the " +
			"resource tells what it is, and a list must not hold it. Needs a second caller.",
		Clause: "OWASP API Security 2023, API1 (Broken Object Level Authorization)",
		Level:  reports.LevelError,
		Apply:  tenantIsolated,
		Good: []Example{
			{Name: "not found", Status: 404, Body: `{"error":"no such pet"}`, Promise: hidden},
			{Name: "not found, and nothing of its name", Status: 404, Body: `{"error":"no such pet"}`, Promise: hidden, Names: "Plumbline 1-"},
		},
		Bad: []Example{
			{Name: "another caller's pet is shown", Body: `{"name":"Rex"}`, Promise: hidden},
			{Name: "forbidden, so it exists", Status: 403, Body: `{"error":"not yours"}`, Promise: hidden},
			{Name: "not found, by its name", Status: 404, Body: `{"error":"Plumbline 1-00c0ffee-1 is not yours"}`, Promise: hidden, Names: "Plumbline 1-"},
		},
	})
}

// apart is how to keep callers from each other's resources.
const apart = "look resources up among those of the caller who asks, never by id alone"

var isolated = claimed("tenant-isolated", apart)

// tenantIsolated holds an answer to the promise that another caller's resource is not there, and a list to not showing it.
func tenantIsolated(s *Subject) Verdict {
	if !s.Case.Hides {
		return s.unnamed(isolated(s))
	}
	res := s.Pack.Resource(s.Case.Resource)
	if res == nil || s.Outcome.ID == "" || s.Call.Status/100 != 2 || !s.Body.Usable() {
		return skip
	}
	name := res.ID[strings.LastIndexByte(res.ID, '/')+1:]
	at, found := named(s.Body.Root(), name, s.Outcome.ID, "")
	if !found {
		return held
	}
	return broken(spec.Fault{
		Received: "a " + res.Name + " of another caller, whose id is " + strconv.Quote(s.Outcome.ID), Promised: "what belongs to the caller who asks, and nothing else",
		Fix: apart, InstancePath: at, At: s.Operation.Node.At,
	})
}

// unnamed holds what is not there for the caller also to saying nothing of it. Only names that the run made are looked for, and only where the request
// holds none itself.
func (s *Subject) unnamed(v Verdict) Verdict {
	if !v.Applied || len(v.Faults) > 0 || s.Names == "" || !bytes.Contains(s.Call.Reply, []byte(s.Names)) || bytes.Contains(s.Call.Body, []byte(s.Names)) {
		return v
	}
	return broken(spec.Fault{
		Received: "the name of another caller's resource in what refuses it", Promised: promised(s.Case.Promise) + ", that says nothing of it",
		Fix: "answer as for an id that does not exist, in the same words", At: s.Operation.Node.At,
	})
}

// named finds the first member of a name and a value, as text or as an integer, in v or below it.
func named(v tape.Value, name, text, at string) (string, bool) {
	for c := v.Walk(); c.Next(); {
		step := strconv.Itoa(c.Index())
		if member := c.Name(); member != nil {
			step = string(member)
		}
		below := tape.PointerAppend(at, step)
		if step == name && c.Value().Plain() == text && (c.Value().Kind() == tape.String || c.Value().IsInteger()) {
			return below, true
		}
		if found, ok := named(c.Value(), name, text, below); ok {
			return found, true
		}
	}
	return "", false
}
