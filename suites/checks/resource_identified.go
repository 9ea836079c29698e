package checks

import (
	"fmt"
	"strconv"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

func init() {
	register(Check{
		ID:     "resource-identified",
		Title:  "the answer that creates a resource says its id",
		Doc:    "Without an id nothing that was created can be read, changed or removed. Where the id stands is said by the pack, since documents tend to leave it optional.",
		Clause: "the pack's resources",
		Level:  reports.LevelError,
		Apply:  resourceIdentified,
		Good: []Example{
			{Name: "an id", Operation: "addPet", Body: `{"id":"p1","name":"Rex"}`},
			{Name: "a number", Operation: "addPet", Body: `{"id":1,"name":"Rex"}`},
		},
		Bad: []Example{
			{Name: "no id", Operation: "addPet", Body: `{"name":"Rex"}`},
			{Name: "an empty object", Operation: "addPet", Body: `{}`},
			{Name: "an empty id", Operation: "addPet", Body: `{"id":"","name":"Rex"}`},
			{Name: "a fraction", Operation: "addPet", Body: `{"id":1.5,"name":"Rex"}`},
			{Name: "null", Operation: "addPet", Body: `{"id":null,"name":"Rex"}`},
		},
	})
}

func resourceIdentified(s *Subject) Verdict {
	about := s.Pack.Operation(s.Operation.ID)
	res := s.Pack.Resource(about.Resource)
	if s.Judgement != nil && !s.readable() {
		return skip
	}
	if res == nil || about.Effect != packs.Create || s.Call.Status < 200 || s.Call.Status > 299 || !s.Call.Complete {
		return skip
	}
	if !s.Body.Usable() {
		return skip // json-well-formed says so
	}
	v, ok := s.Body.Root().At(res.ID)
	received := "nothing"
	switch {
	case ok && (v.Kind() == tape.String && v.Text() != "" || v.IsInteger()):
		return held
	case ok && v.Kind() == tape.String:
		received = strconv.Quote("")
	case ok:
		received = v.Kind().String()
	}
	return broken(spec.Fault{
		InstancePath: s.absent(res.ID), Received: received, Promised: fmt.Sprintf("the id of the new %s, a string that is not empty, or an integer", res.Name),
		Fix: fmt.Sprintf("answer with the id of what was created at %s", res.ID),
	})
}
