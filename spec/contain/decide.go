package contain

import (
	"regexp"
	"strconv"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// indexes are the numbers of items in an instance path; which item breaks makes no other result.
var indexes = regexp.MustCompile(`/[0-9]+`)

// decide returns at least one result; several only if all of them are escapes.
func (s *search) decide(sub, super *schema.Schema) []Result {
	work := s.options.Work
	if work <= 0 {
		work = DefaultWork
	}
	s.left, s.steps, s.floor = work, nil, nowhere
	if s.options.Explain {
		clear(s.known) // what is remembered would not be explained
	}
	switch {
	case sub == super || sub.Hash() == super.Hash():
		return []Result{{Answer: Contained, Reason: "both schemas mean the same"}}
	}
	if s.any(super) {
		return []Result{{Answer: Contained, Reason: "the other accepts every value"}}
	}
	found := s.find([]literal{{schema: sub}, {schema: super, not: true, super: true}})
	var all []Result
	met := map[[2]string]bool{}
	for _, value := range found.values {
		r, ok := s.witness(sub, super, value)
		if place := [2]string{indexes.ReplaceAllString(r.InstancePath, "/*"), r.KeywordPath}; ok && !met[place] {
			met[place] = true
			all = append(all, r)
		}
	}
	if len(all) > 0 {
		return all
	}
	reason := found.open
	switch {
	case reason == "" && len(found.values) > 0:
		reason = found.doubt
		if reason == "" {
			reason = unexpected
		}
	case reason == "":
		return []Result{{Answer: Contained, Reason: "no value of the one breaks a rule of the other: every way to break one contradicts itself, after " + counted(work-s.left), Steps: s.steps}}
	}
	if reason == outOfWork {
		reason = "given up after " + counted(work) + ": " + outOfWork
	}
	return []Result{{Answer: Unproven, Reason: reason, Steps: s.steps}}
}

func counted(steps int) string {
	if steps == 1 {
		return "one step"
	}
	return strconv.Itoa(steps) + " steps"
}

// witness has both sides judge a value, and makes it break one thing and read well.
func (s *search) witness(sub, super *schema.Schema, value string) (Result, bool) {
	r, ok := s.judge(sub, super, value)
	if ok {
		r = s.dress(sub, super, s.isolate(sub, super, r))
	}
	return r, ok
}

// judge has both sides judge a value, and says where super breaks.
func (s *search) judge(sub, super *schema.Schema, value string) (Result, bool) {
	t, _ := tape.Read([]byte(value), tape.Limits{})
	defer t.Release()
	judge := schema.Options{Face: s.options.Face}
	if !t.Usable() || !sub.Accepts(t.Root(), judge) {
		return Result{}, false
	}
	judge.First = true
	broken := super.Validate(t.Root(), judge)
	if len(broken) == 0 {
		return Result{}, false
	}
	v := broken[0]
	return Result{
		Answer: Escapes, Witness: []byte(value), InstancePath: v.InstancePath, Keyword: v.Rule,
		KeywordPath: s.pointer(super, v.KeywordPath), Way: v.KeywordPath, Steps: s.steps,
	}, true
}
