package reports

import (
	"slices"
	"strings"
)

// A server whose errors lack a property has one fault, not one for each operation that refuses something. So findings of one rule about
// one place are one where they have more in common: the same clause of the document, the same answer, or the same case but for the operation.

// kin is what findings must share to be looked at as one at all.
type kin struct {
	rule, place string
	level       Level
	waiver      Waiver
}

// join makes one finding of those that one cause has in several operations, or in several clauses about one value. What was said of each
// case stays, as a Variant.
func join(findings []Finding) []Finding {
	joined, families := []Finding{}, map[kin][]int{}
	for _, f := range findings {
		if len(f.Cases) == 0 {
			joined = append(joined, f)
			continue
		}
		k := kin{rule: f.Rule, place: anyIndex(f.InstancePath), level: f.Level}
		if f.Waiver != nil {
			k.waiver = *f.Waiver
		}
		at := slices.IndexFunc(families[k], func(i int) bool { return related(&joined[i], &f) })
		if at < 0 {
			families[k] = append(families[k], len(joined))
			joined = append(joined, f)
			continue
		}
		joined[families[k][at]].take(f)
	}
	return joined
}

// related says whether two findings of one rule about one place have one cause.
func related(a, b *Finding) bool {
	if a.Operation == b.Operation && !slices.Contains(a.Operations, b.Operation) && a.InstancePath == "" {
		return false // about the message as a whole an operation can have several faults that read alike
	}
	clause := a.Location.Line > 0 && a.Location == b.Location
	return clause || a.Received != "" && a.Received == b.Received || a.Operation != b.Operation && slices.ContainsFunc(a.Cases, func(id string) bool {
		rest := afterOperation(id)
		return rest != "" && slices.ContainsFunc(b.Cases, func(other string) bool { return rest == afterOperation(other) })
	})
}

// afterOperation is the id of a case without its operation: authentication/wrong-secret.
func afterOperation(id string) string {
	_, rest, _ := strings.Cut(id, "/")
	return rest
}

// take adds what other was seen in to f. The words of other stay with its cases.
func (f *Finding) take(other Finding) {
	for _, operation := range append(slices.Clone(other.Operations), other.Operation) {
		f.reaches(operation)
	}
	f.Seen += other.Seen
	varied := map[string]bool{}
	for _, v := range other.Variants {
		varied[v.Case] = true
	}
	for _, id := range other.Cases {
		if slices.Contains(f.Cases, id) {
			continue // the first speaks for a case
		}
		f.Cases = append(f.Cases, id)
		if !varied[id] {
			f.Variants = append(f.Variants, other.variant(id))
		}
	}
	for _, v := range other.Variants {
		if !slices.ContainsFunc(f.Variants, func(w Variant) bool { return w.Case == v.Case }) {
			f.Variants = append(f.Variants, v)
		}
	}
}

// reaches notes that an operation shows f. Of one alone there is no list.
func (f *Finding) reaches(operation string) {
	if operation == f.Operation || slices.Contains(f.Operations, operation) {
		return
	}
	if len(f.Operations) == 0 {
		f.Operations = []string{f.Operation}
	}
	f.Operations = append(f.Operations, operation)
}

// subject says which operations show f: the first by its name.
func (f *Finding) subject() string {
	if n := len(f.Operations); n > 1 {
		return f.Operation + " and " + count(n-1, "more operation")
	}
	return f.Operation
}
