package reports

import (
	"cmp"
	"slices"
)

// One fault of an API is met by many cases, and a record that told it as often would bury the next one. So the record holds it once, with the
// cases that showed it. What they said is not always the same: the fault of an item may stand at the third item in one answer and at the
// fifth in another. Each case keeps its own words as a Variant, because a format that fails a case must not show it another's evidence.

// cause is what two sightings of one finding have in common.
type cause struct {
	fingerprint string
	level       Level
	waiver      Waiver // two reasons to excuse are two deviations, and neither may vanish
	document    bool   // no case showed it

	// Where no case is, nothing varies between sightings: another place or another message is another fault. An example that lacks two
	// required properties has two, both with the rule and the path of the example.
	location Location
	message  string
	step     string // the same change can come, go and come again, and so can a document
	returned string
}

func causeOf(f Finding) cause {
	c := cause{fingerprint: cmp.Or(f.Follows, f.Fingerprint), level: f.Level}
	if f.Waiver != nil {
		c.waiver = *f.Waiver
	}
	if f.Case == "" {
		c.document, c.location, c.message, c.step, c.returned = true, f.Location, f.Message, f.Step, f.Returned
	}
	return c
}

// once makes one finding of all sightings of one cause. Findings stand in the order in which each was seen first, and so do their cases.
// Of several sightings in one case the first speaks for it.
func once(sightings []Finding) []Finding {
	type sighting struct {
		cause
		in string
	}
	merged, index, met := []Finding{}, map[cause]int{}, map[sighting]bool{}
	for _, f := range sightings {
		c := causeOf(f)
		i, ok := index[c]
		if !ok {
			i = len(merged)
			index[c] = i
			f.Cases, f.Seen, f.Variants = []string{}, 0, []Variant{}
			merged = append(merged, f)
		}
		first := &merged[i]
		if first.Follows != "" && f.Follows == "" && f.Case != "" {
			first.leadBy(f)
		}
		first.Seen++
		if f.Rule == first.Rule && f.Case != "" {
			first.reaches(f.Operation)
		}
		if f.Case == "" {
			continue
		}
		if met[sighting{c, f.Case}] {
			if f.Follows != "" && !slices.Contains(first.Fingerprints(), f.Fingerprint) {
				first.Variants = append(first.Variants, f.variant(f.Case)) // a baseline must know it again
			}
			continue
		}
		met[sighting{c, f.Case}] = true
		first.Cases = append(first.Cases, f.Case)
		if v := f.variant(f.Case); v != first.variant(f.Case) {
			first.Variants = append(first.Variants, v)
		}
	}
	return merged
}

// leadBy lets other speak for f: other is the cause, and what was met before only follows from it. What each case said stays as a Variant.
func (f *Finding) leadBy(other Finding) {
	for _, id := range f.Cases {
		if !slices.ContainsFunc(f.Variants, func(v Variant) bool { return v.Case == id }) {
			f.Variants = append(f.Variants, f.variant(id))
		}
	}
	other.Cases, other.Seen, other.Variants = f.Cases, f.Seen, f.Variants
	if f.Rule == other.Rule {
		for _, operation := range append(slices.Clone(f.Operations), f.Operation) {
			other.reaches(operation)
		}
	}
	*f = other
}

// variant returns what f says as the words of a case.
func (f Finding) variant(id string) Variant {
	return Variant{
		Case: id, Operation: f.Operation, Message: f.Message, Received: f.Received, Promised: f.Promised, Fix: f.Fix, Clause: f.Clause, After: f.After,
		InstancePath: f.InstancePath, KeywordPath: f.KeywordPath, Location: f.Location, Fingerprint: f.Fingerprint,
	}
}

// as returns f in the words of v.
func (f Finding) as(v Variant) Finding {
	f.Message, f.Received, f.Promised, f.Fix, f.Clause, f.After = v.Message, v.Received, v.Promised, v.Fix, v.Clause, v.After
	f.InstancePath, f.KeywordPath, f.Location = v.InstancePath, v.KeywordPath, v.Location
	f.Operation, f.Fingerprint = v.Operation, v.Fingerprint
	return f
}

// Fingerprints returns those of all that f was made of, each once: one cause that several operations show has one for each of them.
func (f Finding) Fingerprints() []string {
	all := []string{f.Fingerprint}
	for _, v := range f.Variants {
		if !slices.Contains(all, v.Fingerprint) {
			all = append(all, v.Fingerprint)
		}
	}
	return all
}

// cases returns every case that showed f, also if f was made by hand and names only the first.
func (f Finding) cases() []string {
	if len(f.Cases) == 0 && f.Case != "" {
		return []string{f.Case}
	}
	return f.Cases
}

// times is how often f was seen, also if f was made by hand and does not say.
func (f Finding) times() int { return max(1, f.Seen, len(f.Cases)) }

// byCase takes findings of the report apart again: for each case what it showed, in its own words and with its own exchange.
func (r *Report) byCase(findings []Finding) map[string][]Finding {
	own := r.owned()
	apart := map[string][]Finding{}
	for _, f := range findings {
		variants := map[string]Variant{}
		for _, v := range f.Variants {
			variants[v.Case] = v
		}
		for _, id := range f.cases() {
			one := f
			if v, ok := variants[id]; ok && id != f.Case {
				one = f.as(v)
			}
			if id != f.Case || one.Exchange == nil {
				one.Exchange = own[id]
			}
			one.Case, one.Cases, one.Seen, one.Variants, one.Operations = id, nil, 0, nil, nil
			apart[id] = append(apart[id], one)
		}
	}
	return apart
}

// owned returns the exchange of each case that has one.
func (r *Report) owned() map[string]*Exchange {
	own := make(map[string]*Exchange, len(r.Results))
	for i := range r.Results {
		result := &r.Results[i]
		if x := result.Own(); x != nil && own[result.Case] == nil {
			own[result.Case] = x
		}
	}
	return own
}

// relink restores what the record leaves out because it stands there once already: the exchange of every finding and the
// findings of every result.
func (r *Report) relink() {
	own := r.owned()
	for _, findings := range [][]Finding{r.Findings, r.Known} {
		for i := range findings {
			findings[i].Exchange = own[findings[i].Case]
		}
	}
	found, known := r.byCase(r.Findings), r.byCase(r.Known)
	for i := range r.Results {
		id := r.Results[i].Case
		r.Results[i].Findings = slices.Concat(found[id], known[id])
	}
}
