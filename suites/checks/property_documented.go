package checks

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// RulePropertyDocumented is the rule of a property that an answer has and the document has not.
const RulePropertyDocumented = "property-documented"

func init() {
	register(Check{
		ID:    RulePropertyDocumented,
		Title: "an answer holds no property that the document does not declare, also where objects are open to more",
		Doc: "An open object may hold more than its schema declares, so this breaks no promise and fails no run. But document and server drift apart there: a property is new, or misspelt, or " +
			"never meant to be shown. Maps and objects of free form declare whatever they hold. In a closed object such a property is a finding of response-schema.",
		Clause: "OpenAPI 3.0.3, section 4.7.24 (Schema Object), additionalProperties",
		Level:  reports.LevelNote,
		Apply:  propertyDocumented,
		Good: []Example{
			{Name: "what is declared", Body: `{"name":"Rex","tag":null,"kind":"dog"}`},
			{Name: "free form", Operation: "addPet", Body: `{"anything":1}`},
		},
		Bad: []Example{
			{Name: "more than is declared", Body: `{"name":"Rex","age":3}`},
			{Name: "more at depth", Operation: "findPet", Body: `{"id":"p1","owner":{"mail":"a@example.com","phone":"1"}}`},
			{Name: "more in an error", Status: 404, Body: `{"error":"no such pet","hint":"look again"}`},
		},
	})
}

func propertyDocumented(s *Subject) Verdict {
	j := s.Judgement
	if j == nil || j.MediaType == nil || j.MediaType.Schema == nil || s.serverError() || s.sentElsewhere() || !s.readable() {
		return skip
	}
	if !s.Body.Usable() {
		return skip
	}
	v := held
	var seen []string
	for _, at := range s.Document.Undeclared(j.MediaType, s.Body.Root()) {
		if place := anyItem(at); !slices.Contains(seen, place) {
			seen = append(seen, place)
			v.Faults = append(v.Faults, spec.Fault{
				Received: "a property " + strconv.Quote(at[strings.LastIndexByte(at, '/')+1:]), Promised: "what the document declares, and no more",
				Fix: "declare the property in the document, or leave it out of the answer", InstancePath: at, At: j.MediaType.Node.KeyAt(),
			})
		}
	}
	return v
}

// anyItem is a pointer with a star for each index of a list: what one item has too much, its neighbours have as well.
func anyItem(pointer string) string {
	segments := strings.Split(pointer, "/")
	for i, s := range segments {
		if s != "" && strings.Trim(s, "0123456789") == "" {
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}
