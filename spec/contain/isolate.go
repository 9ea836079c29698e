package contain

import (
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// mostAdded is how many members are added to one witness so that it breaks one thing alone.
const mostAdded = 20

// isolate adds what super requires besides, where a witness breaks another keyword, so that one cause is shown at a time.
func (s *search) isolate(sub, super *schema.Schema, r Result) Result {
	if r.Keyword == "required" {
		return r
	}
	for range mostAdded {
		better, ok := s.completed(sub, super, r)
		if !ok {
			return r
		}
		r = better
	}
	return r
}

// completed adds one member that is required and absent; false if none is, or none can be added.
func (s *search) completed(sub, super *schema.Schema, r Result) (Result, bool) {
	t, _ := tape.Read(r.Witness, tape.Limits{})
	defer t.Release()
	broken := super.Validate(t.Root(), schema.Options{Face: s.options.Face})
	for _, v := range broken {
		if v.Rule != "required" {
			continue
		}
		owner, name := s.missing(super, v.KeywordPath)
		if owner == nil {
			continue
		}
		value := `"a"`
		for _, part := range applied(s.view(owner), name) {
			if o := s.find([]literal{{schema: part}}); len(o.values) > 0 {
				value = o.values[0]
			}
		}
		changed, err := tape.Set(r.Witness, tape.PointerAppend(v.InstancePath, name), []byte(value))
		if err != nil {
			continue
		}
		if better, ok := s.judge(sub, super, string(changed)); ok && better.InstancePath == r.InstancePath && better.KeywordPath == r.KeywordPath {
			return better, true
		}
	}
	return r, false
}

// missing returns the schema and the name that a keyword path to an item of required leads to.
func (s *search) missing(super *schema.Schema, path string) (*schema.Schema, string) {
	from, at := s.follow(super, path)
	at, index := cutLast(at)
	at, _ = cutLast(at)
	owner := s.standing(from, at)
	i, err := strconv.Atoi(index)
	if owner == nil || err != nil {
		return nil, ""
	}
	if required := s.view(owner).Required; i < len(required) {
		return owner, required[i]
	}
	return nil, ""
}

// cutLast parts a pointer before its last segment.
func cutLast(pointer string) (before, last string) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return pointer, ""
	}
	return pointer[:i], pointer[i+1:]
}

// pointer returns the pointer of the keyword that a keyword path leads to in the file it stands in.
func (s *search) pointer(from *schema.Schema, path string) string {
	from, at := s.follow(from, path)
	if from.Node() == nil {
		return at
	}
	return from.Node().Pointer() + at
}

// follow follows a keyword path through the references on its way. It returns where the last of them leads, and what is left of the path.
func (s *search) follow(from *schema.Schema, path string) (to *schema.Schema, at string) {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		if segment == "$ref" && i < len(segments)-1 {
			if holder := s.standing(from, at); holder != nil && s.view(holder).Ref != nil {
				from, at = s.view(holder).Ref, ""
				continue
			}
		}
		at += "/" + segment
	}
	return from, at
}

// standing returns the schema that stands at a pointer below another one; nil if none does.
func (s *search) standing(from *schema.Schema, at string) *schema.Schema {
	if from.Node() == nil {
		return nil
	}
	target := from.Node().Lookup(at)
	seen := map[*schema.Schema]bool{}
	for queue := []*schema.Schema{from}; len(queue) > 0; {
		next := queue[0]
		queue = queue[1:]
		if next == nil || seen[next] {
			continue
		}
		seen[next] = true
		if next.Node() == target {
			return next
		}
		k := s.view(next)
		for _, to := range parts(k) {
			// Only what stands below; what a reference leads to is another place.
			if to != nil && to != k.Ref && to != k.DynamicRef {
				queue = append(queue, to)
			}
		}
	}
	return nil
}
