package engine

import (
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/suites/checks"
)

// memory is what the answers of a run leave behind for judging the next ones: the secrets that were handed out, and the ids of requests.
type memory struct {
	secrets checks.Secrets

	mu    sync.Mutex
	first map[string]origin         // by secret, where it was handed out first
	cases map[string]string         // by request id, the case whose answer had it first
	given map[string][]checks.Given // by resource and id, the texts with which it was created; nil where two were given one id, and where it was changed since
}

// origin is where a secret was handed out: by the answer to which case, under which name, and of which resource, as the ids beside it say.
type origin struct{ whose, name, resource string }

// recalled is what an answer is held to that stands in earlier ones.
type recalled struct {
	handedOut int             // how many secrets were handed out before
	handed    []checks.Handed // those that this answer hands out
	repeated  string          // the case whose answer had the same request id; "" if none had
	given     []checks.Given  // the texts with which the resource was created that the answer shows
}

// recall returns what is known before the answer of an outcome. It takes note of the answer, whose body is given, and of what prepared it.
func (m *memory) recall(pack *packs.Pack, out *runner.Outcome, body *tape.Tape) recalled {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, call := range out.Before {
		t, _ := tape.Read(call.Reply, tape.Limits{})
		m.note(pack, call, t)
		t.Release()
	}
	before := m.secrets.Count()
	known := m.note(pack, out.Call, body)
	known.handedOut = before
	return known
}

// note takes note of one answer.
func (m *memory) note(pack *packs.Pack, call *runner.Call, body *tape.Tape) (known recalled) {
	m.changed(pack, call)
	if !call.Complete || !body.Usable() {
		return known
	}
	handOut := func(at, secret string) {
		if secret == "" {
			return
		}
		m.secrets.HandOut(secret)
		own := origin{whose: call.Case, name: at[strings.LastIndexByte(at, '/')+1:], resource: owner(pack, body.Root(), at)}
		first := m.first[secret]
		known.handed = append(known.handed, checks.Handed{
			At: at, Secret: secret, Before: first.whose, Same: own.resource != "" && own.resource == first.resource && own.name == first.name,
		})
		keep(&m.first, secret, own)
	}
	for _, place := range pack.Secrets.Places {
		texts(body.Root(), place, 0, "", handOut)
	}
	known.given = m.kept(pack, call, body.Root())
	if pack.RequestID == "" {
		return known
	}
	id, ok := body.Root().At(pack.RequestID)
	if !ok || id.Kind() != tape.String || id.Text() == "" {
		return known
	}
	known.repeated = m.cases[id.Text()]
	keep(&m.cases, id.Text(), call.Case)
	return known
}

// kept returns the texts with which the resource was created that an answer shows, and takes note of them where the answer is the one to that request.
func (m *memory) kept(pack *packs.Pack, call *runner.Call, answer tape.Value) []checks.Given {
	about := pack.Operation(call.Operation)
	res := pack.Resource(about.Resource)
	if res == nil || len(res.Kept) == 0 || call.Status < 200 || call.Status > 299 {
		return nil
	}
	id, ok := answer.At(res.ID)
	if !ok || id.Kind() != tape.String && !id.IsInteger() {
		return nil
	}
	whose := res.Name + " " + id.Plain()
	if about.Effect != packs.Create {
		return m.given[whose]
	}
	asked, _ := tape.Read(call.Body, tape.Limits{})
	defer asked.Release()
	if !asked.Usable() {
		return nil
	}
	var now, later []checks.Given
	for _, place := range res.Kept {
		text, ok := asked.Root().At(place.Given)
		if !ok || text.Kind() != tape.String {
			continue
		}
		g := checks.Given{Place: place.Given, Shown: place.Shown, Text: text.Text()}
		now = append(now, g)
		if made, ok := answer.At(place.Shown); ok && made.Kind() == tape.String {
			g.Made, g.Told = made.Text(), true
		}
		later = append(later, g)
	}
	if m.given == nil {
		m.given = map[string][]checks.Given{}
	}
	if _, taken := m.given[whose]; taken {
		later = nil
	}
	m.given[whose] = later
	return now
}

// changed forgets what a resource was created with that a request names and may have changed: any that is not refused and does something else than reading or
// creating. Whether it changed a value that is kept, and into what, is known to nobody but a pack that says it did not.
func (m *memory) changed(pack *packs.Pack, call *runner.Call) {
	if len(m.given) == 0 || call.Status/100 == 4 {
		return
	}
	res, place := pack.About(call.Operation)
	if op := pack.Operation(call.Operation); res == nil || op.Effect == packs.Read || op.Effect == packs.Create || op.Keeps {
		return
	}
	ids := []string{}
	if packs.InParameter(place) == "" {
		asked, _ := tape.Read(call.Body, tape.Limits{})
		defer asked.Release()
		if id, ok := asked.Root().At(place); asked.Usable() && ok {
			ids = append(ids, id.Plain())
		}
	} else { // in the path, the query or the header
		for _, part := range strings.FieldsFunc(call.Path, func(r rune) bool { return strings.ContainsRune("/?&=;", r) }) {
			inPath, _ := url.PathUnescape(part)
			inQuery, _ := url.QueryUnescape(part)
			ids = append(ids, inPath, inQuery)
		}
		for _, values := range call.Header {
			ids = append(ids, values...)
		}
	}
	for _, id := range ids {
		if whose := res.Name + " " + id; m.given[whose] != nil {
			m.given[whose] = nil
		}
	}
}

// owner is the resource that a place of an answer is about: its name, and the id in the nearest object around the place; "" where none is.
func owner(pack *packs.Pack, root tape.Value, at string) string {
	for ; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
		around, ok := root.At(at[:strings.LastIndexByte(at, '/')])
		if !ok || around.Kind() != tape.Object {
			continue
		}
		for i := range pack.Resources {
			res := &pack.Resources[i]
			if id, ok := around.At(res.ID[strings.LastIndexByte(res.ID, '/'):]); ok && (id.Kind() == tape.String || id.IsInteger()) {
				return res.Name + " " + id.Plain()
			}
		}
	}
	return ""
}

// keep remembers where a text was first.
func keep[T any](all *map[string]T, text string, whose T) {
	if *all == nil {
		*all = map[string]T{}
	}
	if _, ok := (*all)[text]; !ok {
		(*all)[text] = whose
	}
}

// texts calls yield for the strings at a place below v, which stands at the pointer at, and says where each stands. Of the place, as many bytes as read were
// followed to v; a segment * in it stands for every member and item.
func texts(v tape.Value, place string, read int, at string, yield func(at, text string)) {
	if read == len(place) {
		if v.Kind() == tape.String {
			yield(at, v.Text())
		}
		return
	}
	end := len(place)
	if next := strings.IndexByte(place[read+1:], '/'); next >= 0 {
		end = read + 1 + next
	}
	if step := place[read:end]; step != "/*" {
		if below, ok := v.At(step); ok {
			if at == place[:read] {
				at = place[:end]
			} else {
				at += step
			}
			texts(below, place, end, at, yield)
		}
		return
	}
	for c := v.Walk(); c.Next(); {
		step := strconv.Itoa(c.Index())
		if name := c.Name(); name != nil {
			step = string(name)
		}
		texts(c.Value(), place, end, tape.PointerAppend(at, step), yield)
	}
}
