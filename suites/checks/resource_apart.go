package checks

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// The rules about resources that a server takes for each other.
const (
	RuleResourceUnique = "resource-unique"
	RuleResourceApart  = "resource-apart"
)

func init() {
	register(Check{
		ID:    RuleResourceUnique,
		Title: "every resource that is created has an id of its own",
		Doc: "Compared are the ids of all that a run has created and not removed yet, what was created at the same moment among them. Where the id stands is said by the " +
			"pack. Where creating answers with a sample, that may be the same every time.",
		Clause: "the pack's resources; CWE-362 (Race Condition)",
		Level:  reports.LevelError,
		Apply:  resourceUnique,
		Good:   []Example{{Name: "a new one", Operation: "addPet", Body: `{"id":"p1"}`}},
		Bad:    []Example{{Name: "that of another", Operation: "addPet", Body: `{"id":"p1"}`, Taken: "addPet/bodies/minimal"}},
	})
	origin := `{"id":"p1","name":"Rex 1"}`
	register(Check{
		ID:    RuleResourceApart,
		Title: "an answer about a resource shows nothing of another that was created at the same moment",
		Doc: "A server that keeps a request in a variable that others share answers rightly as long as it is asked one at a time. Looked for are the unique texts of the other requests, and " +
			"what the answer to the request that made the resource showed of its own.",
		Clause:  "the pack's resources; CWE-362 (Race Condition)",
		Level:   reports.LevelError,
		Follows: 1, // of an id that two have, that is said
		Apply:   resourceApart,
		Good: []Example{
			{Name: "its own values", Body: `{"id":"p1","name":"Rex 1"}`, Origin: origin, Rivals: []string{"Rex 2"}},
			{Name: "fewer values", Body: `{"tag":"x"}`, Origin: origin, Rivals: []string{"Rex 2"}},
		},
		Bad: []Example{
			{Name: "the name of another", Body: `{"id":"p1","name":"Rex 2"}`, Origin: origin, Rivals: []string{"Rex 2"}},
			{Name: "the name of another inside a text", Body: `{"id":"p1","name":"Rex 1","tag":"like Rex 2"}`, Origin: origin, Rivals: []string{"Rex 2"}},
			{Name: "the id of another", Body: `{"id":"p2","name":"Rex 1"}`, Origin: origin, Rivals: []string{"Rex 2"}},
		},
	})
}

func resourceUnique(s *Subject) Verdict {
	if s.Pack.Operation(s.Operation.ID).Effect != packs.Create || s.Call.Status < 200 || s.Call.Status > 299 || s.Sample || !s.Call.Complete || !s.Body.Usable() {
		return skip
	}
	res, _ := s.Pack.About(s.Operation.ID)
	if res == nil {
		return skip
	}
	if s.Call.Taken == "" {
		return held
	}
	v, _ := s.Body.Root().At(res.ID)
	return broken(spec.Fault{
		InstancePath: res.ID, Received: strconv.Quote(v.Plain()) + ", which is given already, to what " + s.Call.Taken + " created", Promised: "an id that no other " + res.Name + " has",
		Fix: "draw the id where two requests cannot draw the same, and keep each " + res.Name + " under its own",
	})
}

func resourceApart(s *Subject) Verdict {
	origin := s.Outcome.Origin
	if origin == nil || len(s.Outcome.Rivals) == 0 || s.Call.Status < 200 || s.Call.Status > 299 || !s.Body.Usable() {
		return skip
	}
	fault := spec.Fault{Fix: "keep what belongs to one request where no other can write, and read it by its id alone"}
	for _, rival := range s.Outcome.Rivals {
		if at, ok := find(s.Body.Root(), "", nil, func(text string) bool { return holdsName(text, rival) }); ok {
			fault.InstancePath, fault.Received = at, written(s.Body, at)+", which another request at the same moment held"
			fault.Promised = "nothing of another resource"
			return broken(fault)
		}
	}
	res, _ := s.Pack.About(s.Operation.ID)
	if origin == s.Call || res == nil {
		return held
	}
	made, _ := tape.Read(origin.Reply, tape.Limits{})
	defer made.Release()
	if made.Usable() {
		was, known := made.Root().At(res.ID)
		if is, shown := s.Body.Root().At(res.ID); known && shown && was.Plain() != is.Plain() {
			fault.InstancePath, fault.Received, fault.Promised = res.ID, string(is.Raw()), string(was.Raw())+", which was asked for"
			return broken(fault)
		}
	}
	return held
}

// holdsName says whether a text holds a name and not one that only begins with it.
func holdsName(text, name string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return false
		}
		end := from + at + len(name)
		if end == len(text) || !slices.Contains([]byte("0123456789abcdef"), text[end]) {
			return true
		}
		from = end
	}
}
