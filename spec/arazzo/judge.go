package arazzo

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// isNumber says whether text is one number as JSON writes them.
func isNumber(text string) error {
	t, faults := tape.Read([]byte(text), tape.Limits{})
	defer t.Release()
	if len(faults) > 0 || t.Root().Kind() != tape.Number {
		return errNoLiteral
	}
	return nil
}

// read returns the JSON value of data, and what ends its life. Faults that leave a value, such as a duplicate name, are
// reported by other checks.
func read(data []byte) (v tape.Value, release func()) {
	t, _ := tape.Read(data, tape.Limits{})
	return t.Root(), t.Release
}

// truth is the value of a condition. senseless comes of a comparison that makes no sense; no operator turns it into isTrue.
type truth uint8

const (
	senseless truth = iota
	isFalse
	isTrue
)

func truthOf(b bool) truth {
	if b {
		return isTrue
	}
	return isFalse
}

// truth evaluates n. The error is the driver's: an input that was not given, a step that has not run.
func (n *node) truth(ctx *Context) (truth, error) {
	switch n.op {
	case opAnd, opOr:
		return n.combine(ctx)
	case opNot:
		inner, err := n.left.truth(ctx)
		return [...]truth{senseless, isTrue, isFalse}[inner], err
	case opEqual, opNotEqual, opLess, opLessEqual, opGreater, opGreaterEqual:
		left, err := n.left.operand(ctx)
		if err != nil {
			return senseless, err
		}
		right, err := n.right.operand(ctx)
		if err != nil {
			return senseless, err
		}
		return compare(n.op, left, right, ctx.exact), nil
	default:
		value, err := n.operand(ctx)
		if err != nil || value.senseless != "" {
			return senseless, err
		}
		text := string(value.json)
		return truthOf(text != "" && text != "null" && text != "false"), nil
	}
}

// combine evaluates && and ||. The right side is left alone once the left one has decided.
func (n *node) combine(ctx *Context) (truth, error) {
	decided := isFalse
	if n.op == opOr {
		decided = isTrue
	}
	left, err := n.left.truth(ctx)
	if err != nil || left == decided {
		return left, err
	}
	right, err := n.right.truth(ctx)
	if err != nil || right == decided || left != senseless {
		return right, err
	}
	return senseless, nil
}

// operand returns the value n stands for.
func (n *node) operand(ctx *Context) (operand, error) {
	switch n.op {
	case opLiteral:
		return operand{json: n.json}, nil
	case opString:
		text, err := n.template.text(ctx, false)
		return operand{json: quote(text)}, err
	case opExpression:
		return n.expression.eval(ctx)
	}
	value, err := n.truth(ctx)
	switch value {
	case isTrue:
		return operand{json: []byte("true")}, err
	case isFalse:
		return operand{json: []byte("false")}, err
	default:
		return operand{senseless: "its condition makes no sense"}, err
	}
}

var null = []byte("null")

// compare compares two operands; exact strings with regard to case.
func compare(o op, a, b operand, exact bool) truth {
	if a.senseless != "" || b.senseless != "" {
		return senseless
	}
	x, releaseX := read(bytesOr(a.json, null))
	defer releaseX()
	y, releaseY := read(bytesOr(b.json, null))
	defer releaseY()
	if a.untyped && !b.untyped {
		release := retype(&x, y.Kind())
		defer release()
	}
	if b.untyped && !a.untyped {
		release := retype(&y, x.Kind())
		defer release()
	}
	switch o {
	case opEqual:
		return truthOf(equal(x, y, exact))
	case opNotEqual:
		return truthOf(!equal(x, y, exact))
	}
	order := 0
	switch {
	case x.Kind() == tape.Number && y.Kind() == tape.Number:
		order = tape.Compare(x, y)
	case x.Kind() == tape.String && y.Kind() == tape.String:
		left, right := x.Text(), y.Text()
		if !exact {
			left, right = fold(left), fold(right)
		}
		order = strings.Compare(left, right)
	default:
		return senseless
	}
	switch o {
	case opLess:
		return truthOf(order < 0)
	case opLessEqual:
		return truthOf(order <= 0)
	case opGreater:
		return truthOf(order > 0)
	default:
		return truthOf(order >= 0)
	}
}

func bytesOr(b, or []byte) []byte {
	if b == nil {
		return or
	}
	return b
}

// retype reads an untyped text as what it is compared with, if that is a number or a boolean and the text can be read so.
func retype(v *tape.Value, as tape.Kind) (release func()) {
	if v.Kind() != tape.String || as != tape.Number && as != tape.Bool {
		return func() {}
	}
	t, faults := tape.Read([]byte(v.Text()), tape.Limits{})
	if len(faults) > 0 || t.Root().Kind() != as {
		t.Release()
		return func() {}
	}
	*v = t.Root()
	return t.Release
}

// equal compares two JSON values: strings without regard to case, as Arazzo demands, unless exact; everything else exactly.
func equal(x, y tape.Value, exact bool) bool {
	if !exact && x.Kind() == tape.String && y.Kind() == tape.String {
		return strings.EqualFold(x.Text(), y.Text())
	}
	return tape.Equal(x, y)
}

func fold(text string) string { return strings.ToLower(strings.ToUpper(text)) }

// shown writes what stands on one side, for an explanation.
func (o operand) shown() string {
	switch {
	case o.senseless != "":
		return fmt.Sprintf("nothing (%s)", o.senseless)
	case o.json == nil:
		return "nothing"
	default:
		return show(o.json)
	}
}
