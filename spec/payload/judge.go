package payload

import (
	"errors"
	"fmt"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// judge asks spec/schema, which did not make the value, whether a value satisfies the schemas it was made for.
type judge struct {
	set  *schema.Set
	face schema.Face
	room []byte // reused from value to value
}

// holds reports whether v satisfies every schema of the goal.
func (j *judge) holds(g goal, v *value) bool {
	if len(g) == 0 {
		return true
	}
	j.room = v.appendTo(j.room[:0])
	t, faults := tape.Read(j.room, tape.Limits{})
	defer t.Release()
	if len(faults) > 0 {
		return false
	}
	for _, s := range g {
		if !s.Accepts(t.Root(), schema.Options{Face: j.face}) {
			return false
		}
	}
	return true
}

// first returns the first way in which a JSON text breaks the schema, and false if there is none.
func (j *judge) first(s *schema.Schema, body []byte) (schema.Violation, bool) {
	t, faults := tape.Read(body, tape.Limits{})
	defer t.Release()
	if len(faults) > 0 {
		return schema.Violation{
			Rule: faults[0].Rule, InstancePath: faults[0].InstancePath, Received: faults[0].Message, Promised: "one JSON value", At: s.Node().KeyAt(),
		}, true
	}
	for _, v := range s.Validate(t.Root(), schema.Options{Face: j.face, First: true}) {
		if !v.Warning {
			return v, true
		}
	}
	return schema.Violation{}, false
}

// unjudged lists the keywords the schema at n or below holds that could not be compiled, so that no sample of it is proven.
func (j *judge) unjudged(n *tree.Node) []schema.Refusal {
	_, err := j.set.Schema(n)
	var compile *schema.CompileError
	if errors.As(err, &compile) {
		return compile.Refusals
	}
	return nil
}

// broken describes a violation in one line: what was received, what was promised, where.
func broken(v schema.Violation) string {
	return fmt.Sprintf("received %s at %s; promised %s (%s at %s)", v.Received, label(v.InstancePath), v.Promised, v.Rule, v.At)
}
