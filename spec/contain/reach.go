package contain

import "github.com/plumbline-dev/plumbline/spec/schema"

// reach is what a schema, or one it leads to, holds that cannot be judged by itself.
type reach struct{ dynamic, unchecked bool }

func (r reach) or(other reach) reach {
	return reach{r.dynamic || other.dynamic, r.unchecked || other.unchecked}
}

// reaches looks for a $dynamicRef and for formats that spec/schema does not check, once for each schema.
func (s *search) reaches(from *schema.Schema) reach {
	if known, ok := s.reached[from]; ok {
		return known
	}
	found := map[*schema.Schema]reach{}
	users := map[*schema.Schema][]*schema.Schema{} // who leads to a schema
	var work []*schema.Schema
	for queue := []*schema.Schema{from}; len(queue) > 0; {
		next := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if _, seen := found[next]; seen {
			continue
		}
		k := s.view(next)
		r := reach{k.DynamicRef != nil, !checked(k.Format)}
		for _, to := range parts(k) {
			if to == nil {
				continue
			}
			if known, ok := s.reached[to]; ok {
				r = r.or(known)
				continue
			}
			users[to] = append(users[to], next)
			queue = append(queue, to)
		}
		if found[next] = r; r != (reach{}) {
			work = append(work, next)
		}
	}
	for len(work) > 0 {
		next := work[len(work)-1]
		work = work[:len(work)-1]
		for _, user := range users[next] {
			if more := found[user].or(found[next]); more != found[user] {
				found[user] = more
				work = append(work, user)
			}
		}
	}
	for schema, r := range found {
		s.reached[schema] = r
	}
	return found[from]
}

// parts returns every schema that a schema applies, with nil for each it does not have.
func parts(k *schema.Keywords) []*schema.Schema {
	all := []*schema.Schema{
		k.Ref, k.DynamicRef, k.Not, k.If, k.Then, k.Else, k.Items, k.Contains, k.UnevaluatedItems, k.AdditionalProperties, k.PropertyNames, k.UnevaluatedProperties,
	}
	for _, list := range [...][]*schema.Schema{k.AllOf, k.AnyOf, k.OneOf, k.PrefixItems} {
		all = append(all, list...)
	}
	for i := range k.Properties {
		all = append(all, k.Properties[i].Schema)
	}
	for _, p := range k.PatternProperties {
		all = append(all, p.Schema)
	}
	for _, d := range k.Dependencies {
		all = append(all, d.Schema)
	}
	return all
}
