package diff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// statusNumber is a status that falls under the key of a response: 404, 4XX, default.
func statusNumber(key string) int {
	if n, err := strconv.Atoi(key); err == nil {
		return n
	}
	if len(key) == 3 && key[0] >= '1' && key[0] <= '5' {
		return int(key[0]-'0')*100 + 18
	}
	return http.StatusInternalServerError
}

// responseFor returns what an operation declares for the key of a response: by itself, by its range, by default.
func responseFor(op *spec.Operation, key string) *spec.Response {
	ranged := ""
	if len(key) == 3 {
		ranged = key[:1] + "XX"
	}
	for _, name := range []string{key, ranged, "default"} {
		for _, r := range op.Responses {
			if strings.EqualFold(r.Status, name) {
				return r
			}
		}
	}
	return nil
}

func isSuccess(key string) bool { return strings.HasPrefix(key, "2") }

// isOfRange reports whether all that an operation says of a range of success is what its default does, and a status within the range: then the others
// are none of its successes, and what default describes is no answer to compare theirs with.
func isOfRange(op *spec.Operation, found *spec.Response, key string) bool {
	return found.Status == "default" && isSuccess(key) && strings.EqualFold(key[1:], "XX") && narrowed(op, key) != ""
}

// responses compares what comes back, status by status. A status that only a range or default covers in one document is compared with that.
func (c *comparer) responses(m match) {
	var keys []string
	for _, r := range slices.Concat(m.base.Responses, m.revision.Responses) {
		if !slices.ContainsFunc(keys, func(known string) bool { return strings.EqualFold(known, r.Status) }) {
			keys = append(keys, r.Status)
		}
	}
	var gone, added []*spec.Response
	done := map[[2]*spec.Response]bool{}
	for _, key := range keys {
		before, after := responseFor(m.base, key), responseFor(m.revision, key)
		pair := [2]*spec.Response{before, after}
		switch {
		case done[pair]:
		case after == nil:
			gone = append(gone, before)
		case before == nil:
			added = append(added, after)
		case isOfRange(m.base, before, key):
			added = append(added, after)
		case isOfRange(m.revision, after, key):
			gone = append(gone, before)
		case before.Unresolved:
			c.base.noteNode("the response "+key+" of "+m.name+" is a reference that leads nowhere: it was not compared", before.Node)
		case after.Unresolved:
			c.revision.noteNode("the response "+key+" of "+m.name+" is a reference that leads nowhere: it was not compared", after.Node)
		default:
			c.headers(m, key, before, after)
			c.links(m, key, before, after)
			c.content(m, m.answers(), "status "+key+" body", before.Content, after.Content, before.Node, after.Node, key)
		}
		done[pair] = true
	}
	c.statuses(m, gone, added)
}

// answer builds the smallest answer to m with a status that s accepts, its required headers and the one called also among them.
func (c *comparer) answer(s *side, m match, status, also string) (spec.Answer, error) {
	op := m.base
	if s == c.revision {
		op = m.revision
	}
	a := spec.Answer{Status: statusNumber(status), Header: http.Header{}}
	r := op.Response(a.Status)
	if r == nil {
		return a, nil
	}
	if made, err := s.maker.Answer(op, r.Status, payload.KindMinimal); err == nil && len(made.Body) > 0 {
		a.Body = made.Body
		a.Header.Set("Content-Type", made.MediaType)
	}
	for _, h := range r.Headers {
		if !h.Required && !strings.EqualFold(h.Name, also) {
			continue
		}
		value, err := s.maker.Value(headerSchema(h), schema.Response, payload.KindMinimal, h.Name, op.ID)
		if err != nil {
			return a, err
		}
		a.Header.Set(h.Name, headerText(value))
	}
	return a, nil
}
