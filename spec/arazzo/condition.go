package arazzo

import (
	"errors"
	"fmt"
	"strings"
)

// What a condition may be at most. Conditions come from files other people write.
const (
	maxLength = 8 << 10 // bytes
	maxDepth  = 64      // parentheses, braces and ! within each other
)

// op is what a node of a condition does.
type op uint8

const (
	opLiteral op = iota + 1 // a JSON value
	opString                // a string in single quotes, which may hold expressions
	opExpression
	opEqual
	opNotEqual
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opNot // of left
	opAnd
	opOr
)

// node is a parsed condition.
type node struct {
	op          op
	text        string // of a literal or string, as written
	json        []byte // of a literal
	template    template
	expression  Expression
	left, right *node
}

// operators in the order in which they are tried: the longer ones first.
var operators = []struct {
	text string
	op   op
}{
	{"==", opEqual}, {"!=", opNotEqual}, {"<=", opLessEqual}, {">=", opGreaterEqual},
	{"&&", opAnd}, {"||", opOr}, {"<", opLess}, {">", opGreater}, {"!", opNot},
}

// comparisons are the operators between two values.
var comparisons = []op{opEqual, opNotEqual, opLess, opLessEqual, opGreater, opGreaterEqual}

// parser reads a condition from left to right.
//
//	or   = and *( "||" and )
//	and  = comp *( "&&" comp )
//	comp = unary [ ( "==" / "!=" / "<" / "<=" / ">" / ">=" ) unary ]
//	unary = "!" unary / "(" or ")" / "{" or "}" / literal / expression
type parser struct {
	text  string
	at    int
	depth int
}

// parseCondition reads a condition of type simple. Source: Arazzo 1.0.1, Criterion Object, Literals and Operators.
func parseCondition(text string) (*node, error) {
	if len(text) > maxLength {
		return nil, fmt.Errorf("a condition of %d bytes is longer than %d", len(text), maxLength)
	}
	p := &parser{text: text}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.blank(); p.at < len(text) {
		return nil, p.errorf("%q is left over", shorten(text[p.at:]))
	}
	return n, nil
}

func (p *parser) errorf(format string, values ...any) error {
	return fmt.Errorf("at character %d: %w", len([]rune(p.text[:p.at]))+1, fmt.Errorf(format, values...))
}

func (p *parser) blank() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// operator returns the operator that comes next, without taking it.
func (p *parser) operator() (o op, length int) {
	p.blank()
	for _, known := range operators {
		if strings.HasPrefix(p.text[p.at:], known.text) {
			return known.op, len(known.text)
		}
	}
	return 0, 0
}

// take takes the next operator if it is one of wanted.
func (p *parser) take(wanted ...op) op {
	found, length := p.operator()
	for _, w := range wanted {
		if found == w {
			p.at += length
			return w
		}
	}
	return 0
}

func (p *parser) or() (*node, error) {
	left, err := p.and()
	for err == nil && p.take(opOr) != 0 {
		var right *node
		right, err = p.and()
		left = &node{op: opOr, left: left, right: right}
	}
	return left, err
}

func (p *parser) and() (*node, error) {
	left, err := p.comparison()
	for err == nil && p.take(opAnd) != 0 {
		var right *node
		right, err = p.comparison()
		left = &node{op: opAnd, left: left, right: right}
	}
	return left, err
}

func (p *parser) comparison() (*node, error) {
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	o := p.take(comparisons...)
	if o == 0 {
		return left, nil
	}
	right, err := p.unary()
	if err != nil {
		return nil, err
	}
	if p.take(comparisons...) != 0 {
		return nil, p.errorf("only two values can be compared; put && between two comparisons")
	}
	return &node{op: o, left: left, right: right}, nil
}

func (p *parser) unary() (*node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.errorf("more than %d parentheses and ! within each other", maxDepth)
	}
	defer func() { p.depth-- }()
	if p.take(opNot) != 0 {
		inner, err := p.unary()
		return &node{op: opNot, left: inner}, err
	}
	p.blank()
	if p.at == len(p.text) {
		return nil, p.errorf("a value is missing")
	}
	switch c := p.text[p.at]; {
	case c == '(':
		return p.group(')')
	case c == '{':
		return p.group('}')
	case c == '\'':
		return p.quoted()
	case c == '$':
		e, err := ParseExpression(p.word())
		if err != nil {
			return nil, p.errorf("%w", err)
		}
		return &node{op: opExpression, text: e.text, expression: e}, nil
	default:
		return p.literal()
	}
}

func (p *parser) group(end byte) (*node, error) {
	start := p.at
	p.at++
	inner, err := p.or()
	if err != nil {
		return nil, err
	}
	p.blank()
	if p.at == len(p.text) || p.text[p.at] != end {
		open := p.text[start]
		if p.at < len(p.text) {
			return nil, p.errorf("%q stands where %q closes the %q", p.text[p.at], end, open)
		}
		return nil, p.errorf("%q is not closed", open)
	}
	p.at++
	return inner, nil
}

// word takes everything up to the next blank, bracket or operator. A ! alone, a single & or | and a quote belong to the
// word, for a header's name may hold them.
func (p *parser) word() string {
	start := p.at
	for p.at < len(p.text) {
		rest := p.text[p.at:]
		if strings.IndexByte(" \t\r\n(){}<>=", rest[0]) >= 0 ||
			strings.HasPrefix(rest, "!=") || strings.HasPrefix(rest, "&&") || strings.HasPrefix(rest, "||") {
			break
		}
		p.at++
	}
	return p.text[start:p.at]
}

func (p *parser) quoted() (*node, error) {
	start := p.at
	var b strings.Builder
	for i := start + 1; i < len(p.text); i++ {
		if p.text[i] != '\'' {
			b.WriteByte(p.text[i])
			continue
		}
		if i+1 < len(p.text) && p.text[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		p.at = i + 1
		return p.stringNode(b.String(), p.text[start:p.at])
	}
	return nil, p.errorf("the string %s is not closed by a single quote", shorten(p.text[start:]))
}

func (p *parser) stringNode(text, written string) (*node, error) {
	t := template{parts: []part{{text: text}}}
	if findBrace(text) >= 0 {
		// Only braces make an expression of a part of a literal: the literal '$url' is four characters.
		var err error
		if t, err = parseTemplate(" " + text); err != nil {
			return nil, p.errorf("%w", err)
		}
		t.parts[0].text = t.parts[0].text[1:]
	}
	return &node{op: opString, text: written, template: t}, nil
}

// literal reads true, false, null or a number.
func (p *parser) literal() (*node, error) {
	if c := p.text[p.at]; c == '"' {
		return nil, p.errorf("strings stand in single quotes")
	}
	start := p.at
	word := p.word()
	switch word {
	case "true", "false", "null":
		return &node{op: opLiteral, text: word, json: []byte(word)}, nil
	}
	if err := isNumber(word); err != nil {
		p.at = start
		if word == "" {
			return nil, p.errorf("%q stands where a value should", p.text[start:start+1])
		}
		return nil, p.errorf("%s %w", shorten(word), err)
	}
	return &node{op: opLiteral, text: word, json: []byte(word)}, nil
}

var errNoLiteral = errors.New("is no number, true, false, null, 'string' or $expression")
