package checks

import (
	"slices"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// AsBefore follows the value that was there before, in what refusal-without-effect promises.
const AsBefore = ", as it was before"

// RuleRefusalWithoutEffect is the rule of a request that was refused and changed something all the same.
const RuleRefusalWithoutEffect = "refusal-without-effect"

func init() {
	free := runner.Promise{Claim: RuleRefusalWithoutEffect, Accept: true, Why: "every request for it before was refused"}
	const before = `{"name":"Rex","tag":"at home"}`
	register(Check{
		ID:    RuleRefusalWithoutEffect,
		Title: "what was refused has changed nothing",
		Doc: "A server that looks at credentials, or at the body, after it has done what it was asked for answers as a right one does. So what would create is refused first, " +
			"and then something of the same name must still be to be had; and what was created reads as before after requests that would change it. What changes by itself is told apart by " +
			"reading something new twice.",
		Clause: "RFC 9110, section 15.5 (Client Error 4xx): the request was not carried out; CWE-696 (Incorrect Behavior Order)",
		Level:  reports.LevelError,
		Apply:  refusalHasNoEffect,
		Good: []Example{
			{Name: "the name is free", Operation: "addPet", Body: `{"id":"p1"}`, Promise: free},
			{Name: "it reads as before", Body: before, Promise: free, Earlier: before},
			{Name: "something else changes by itself", Body: `{"name":"Rex","tag":"at home","seen":2}`, Promise: free, Earlier: `{"name":"Rex","tag":"at home","seen":1}`},
		},
		Bad: []Example{
			{Name: "the name is taken", Operation: "addPet", Status: 409, Body: `{"error":"there is a Rex"}`, Promise: free, Earlier: `{"id":"p2"}`},
			{Name: "it is gone", Status: 404, Body: `{"error":"no such pet"}`, Promise: free, Earlier: before},
			{Name: "it is changed", Body: `{"name":"Rex","tag":"lost"}`, Promise: free, Earlier: before, Changed: []string{"/tag"}},
			{Name: "a part of it is gone", Body: `{"name":"Rex"}`, Promise: free, Earlier: before, Changed: []string{"/tag"}},
		},
	})
}

func refusalHasNoEffect(s *Subject) Verdict {
	if s.Outcome.Earlier == nil && (s.Case.Like != "" || s.Call.Status >= 400) {
		return skip // the answer says nothing, or it is not the refusals that it comes of
	}
	const fix = "refuse before anything is done: look at who asks, and at the whole request, first"
	v := claimed(RuleRefusalWithoutEffect, fix)(s)
	if !v.Applied || len(v.Faults) > 0 || len(s.Outcome.Changed) == 0 {
		return v
	}
	at := slices.Min(s.Outcome.Changed)
	earlier, _ := tape.Read(s.Outcome.Earlier.Reply, tape.Limits{})
	defer earlier.Release()
	return broken(spec.Fault{
		InstancePath: at, Received: written(s.Body, at), Promised: written(earlier, at) + AsBefore + " requests that were refused, since " + s.Case.Promise.Why,
		Fix: fix, At: s.Operation.Node.At,
	})
}

// written is the JSON at a pointer, or that there is nothing.
func written(t *tape.Tape, at string) string {
	if !t.Usable() {
		return "nothing"
	}
	v, ok := t.Root().At(at)
	if !ok {
		return "nothing"
	}
	return string(v.Raw())
}
