package arazzo

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Criterion is a condition on an exchange, parsed once. Its type is simple, or regex if it has a context.
// Source: Arazzo 1.0.1, Criterion Object.
type Criterion struct {
	Condition string // as written

	simple  *node
	context Expression
	pattern *regexp.Regexp
}

// ParseCriterion reads a condition of type simple.
func ParseCriterion(condition string) (Criterion, error) {
	n, err := parseCondition(condition)
	return Criterion{Condition: condition, simple: n}, err
}

// Mismatch is one comparison that made a criterion fail.
type Mismatch struct {
	Expression   string // what was looked at: $response.body#/end_customer/status
	InstancePath string // where that stands in the response's body, as a JSON pointer; "" if it is elsewhere
	Received     string // a value whole, or only what it is; never a part of it. Secrets are still in it
	Promised     string
}

// String returns what was received and what was promised.
func (m Mismatch) String() string {
	return fmt.Sprintf("received %s for %s, promised %s", m.Received, m.Expression, m.Promised)
}

// Outcome is what became of a criterion.
type Outcome struct {
	Holds      bool
	Mismatches []Mismatch // why it does not hold; empty if it does
}

// String explains in one line why the criterion does not hold; "" if it does.
func (o Outcome) String() string {
	var lines []string
	for _, m := range o.Mismatches {
		lines = append(lines, m.String())
	}
	return strings.Join(lines, "; and ")
}

// Holds reports whether c is true of the exchange in ctx. The error means that it could not be asked: an input that was not given,
// an output of a step that has not run.
func (c Criterion) Holds(ctx *Context) (bool, error) {
	if c.pattern != nil {
		outcome, err := c.match(ctx)
		return outcome.Holds, err
	}
	if c.simple == nil {
		return false, fmt.Errorf("criterion %q was not parsed", c.Condition)
	}
	value, err := c.simple.truth(ctx)
	return err == nil && value == isTrue, err
}

// Judge is Holds with the reason why not.
func (c Criterion) Judge(ctx *Context) (Outcome, error) {
	if c.pattern != nil {
		return c.match(ctx)
	}
	holds, err := c.Holds(ctx)
	if err != nil || holds {
		return Outcome{Holds: holds}, err
	}
	mismatches, err := c.simple.explain(ctx, true)
	return Outcome{Mismatches: mismatches}, err
}

func (c Criterion) match(ctx *Context) (Outcome, error) {
	value, err := c.context.eval(ctx)
	if err != nil {
		return Outcome{}, err
	}
	text, _ := Text(value.json)
	if value.json != nil && c.pattern.MatchString(text) {
		return Outcome{Holds: true}, nil
	}
	return Outcome{Mismatches: []Mismatch{c.context.mismatch(value, "a match of /"+c.Condition+"/")}}, nil
}

func (e Expression) mismatch(got operand, promised string) Mismatch {
	m := Mismatch{Expression: e.text, Received: got.shown(), Promised: promised}
	if e.from == fromResponseBody {
		m.InstancePath = e.pointer
	}
	return m
}

// expressions calls visit with every expression of c.
func (c Criterion) expressions(visit func(Expression)) {
	if c.pattern != nil {
		visit(c.context)
	}
	c.simple.expressions(visit)
}

func (n *node) expressions(visit func(Expression)) {
	if n == nil {
		return
	}
	if n.op == opExpression {
		visit(n.expression)
	}
	n.template.expressions(visit)
	n.left.expressions(visit)
	n.right.expressions(visit)
}

// explain returns the comparisons because of which n is not what was wanted. Of && only the first side that fails is told: the
// second often fails for the same cause.
func (n *node) explain(ctx *Context, wanted bool) ([]Mismatch, error) {
	switch n.op {
	case opNot:
		return n.left.explain(ctx, !wanted)
	case opAnd, opOr:
		left, err := n.left.truth(ctx)
		if err != nil {
			return nil, err
		}
		first := (n.op == opAnd) == wanted // one side is enough
		if left == truthOf(wanted) {
			return n.right.explain(ctx, wanted)
		}
		mismatches, err := n.left.explain(ctx, wanted)
		if err != nil || first {
			return mismatches, err
		}
		more, err := n.right.explain(ctx, wanted)
		return merge(mismatches, more), err
	case opEqual, opNotEqual, opLess, opLessEqual, opGreater, opGreaterEqual:
		return n.explainComparison(ctx, wanted)
	default:
		value, err := n.operand(ctx)
		if err != nil {
			return nil, err
		}
		promised := "a value that is not null or false"
		if !wanted {
			promised = "nothing, null or false"
		}
		return []Mismatch{n.mismatch(value, promised)}, nil
	}
}

// merge joins the sides of an ||. Where both looked at the same value, one line says all that was promised; what an earlier
// step handed on is left out where the answer itself is to blame: it is the reason for the promise, not what broke it.
func merge(a, b []Mismatch) []Mismatch {
	for _, m := range b {
		last := &a[len(a)-1]
		if last.Expression == m.Expression && last.Received == m.Received {
			last.Promised += " or " + m.Promised
			continue
		}
		a = append(a, m)
	}
	if answered := slices.DeleteFunc(slices.Clone(a), Mismatch.given); len(answered) > 0 {
		return answered
	}
	return a
}

// given reports whether m looked at something that was settled before the exchange.
func (m Mismatch) given() bool {
	return strings.HasPrefix(m.Expression, "$inputs.") || strings.HasPrefix(m.Expression, "$steps.")
}

// swapped is the operator that says the same with its sides exchanged; opposite is the one that says the contrary.
var (
	swapped = map[op]op{
		opEqual: opEqual, opNotEqual: opNotEqual,
		opLess: opGreater, opLessEqual: opGreaterEqual, opGreater: opLess, opGreaterEqual: opLessEqual,
	}
	opposite = map[op]op{
		opEqual: opNotEqual, opNotEqual: opEqual,
		opLess: opGreaterEqual, opLessEqual: opGreater, opGreater: opLessEqual, opGreaterEqual: opLess,
	}
	promises = map[op]string{
		opEqual: "%s", opNotEqual: "anything but %s",
		opLess: "less than %s", opLessEqual: "at most %s", opGreater: "more than %s", opGreaterEqual: "at least %s",
	}
)

func (n *node) explainComparison(ctx *Context, wanted bool) ([]Mismatch, error) {
	subject, other, o := n.left, n.right, n.op
	if subject.weight() < other.weight() {
		subject, other, o = other, subject, swapped[o]
	}
	if !wanted {
		o = opposite[o]
	}
	got, err := subject.operand(ctx)
	if err != nil {
		return nil, err
	}
	against, err := other.operand(ctx)
	if err != nil {
		return nil, err
	}
	promised := fmt.Sprintf(promises[o], other.shown(against))
	if o == opNotEqual && (against.json == nil || string(against.json) == "null") {
		promised = "a value"
	}
	return []Mismatch{subject.mismatch(got, promised)}, nil
}

// weight tells which side of a comparison is looked at and which one it is measured by: the answer is measured by what was asked.
func (n *node) weight() int {
	switch {
	case n.op != opExpression:
		return 0
	case n.expression.from == fromStep || n.expression.from == fromInput:
		return 1
	case n.expression.from == fromResponseBody || n.expression.from == fromResponseHeader || n.expression.from == fromStatus:
		return 3
	default:
		return 2
	}
}

func (n *node) mismatch(got operand, promised string) Mismatch {
	if n.op == opExpression {
		return n.expression.mismatch(got, promised)
	}
	return Mismatch{Expression: n.describe(), Received: got.shown(), Promised: promised}
}

// shown writes the side a value is measured by: literals as in the condition, expressions with their value.
func (n *node) shown(value operand) string {
	switch {
	case n.op == opExpression:
		return fmt.Sprintf("%s as in %s", value.shown(), n.expression.text)
	case n.op == opString && findBrace(n.text) >= 0:
		return value.shown()
	case n.op == opLiteral || n.op == opString:
		return n.text
	default:
		return value.shown()
	}
}

// describe names a side that is no expression.
func (n *node) describe() string {
	if n.op == opLiteral || n.op == opString {
		return n.text
	}
	return "a condition"
}
