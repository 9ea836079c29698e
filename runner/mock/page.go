package mock

import "unicode/utf8"

// page writes one JSON value as Plaid writes it: indented by two blanks, without a line break at the end. The members of an object come
// out in the order in which they are written; Plaid sorts them by name, so the callers write them sorted and a test holds them to it.
// It appends to one buffer and allocates nothing else, for it stands in the way of every answer.
type page struct {
	b     []byte
	depth int
	next  bool // a member or item stands before the next one
}

const blanks = "\n                                " // one line break and room for 16 levels

func (p *page) line() {
	if p.next {
		p.b = append(p.b, ',')
	}
	p.b = append(p.b, blanks[:1+2*min(p.depth, (len(blanks)-1)/2)]...)
	p.next = true
}

func (p *page) open(bracket byte) {
	p.b = append(p.b, bracket)
	p.depth++
	p.next = false
}

func (p *page) shut(bracket byte) {
	p.depth--
	if p.next {
		p.next = false
		p.line()
	}
	p.b = append(p.b, bracket)
	p.next = true
}

// name starts a member: its value must follow.
func (p *page) name(name string) {
	p.line()
	p.b = append(p.b, '"')
	p.b = append(p.b, name...) // names are ours and need no escapes
	p.b = append(p.b, `": `...)
}

// item starts an item of an array: its value must follow.
func (p *page) item() { p.line() }

// text writes a member whose value is a string.
func (p *page) text(name, value string) {
	p.name(name)
	p.b = appendString(p.b, value)
}

// raw writes a member whose value is JSON already.
func (p *page) raw(name, value string) {
	p.name(name)
	p.b = append(p.b, value...)
}

// date writes a member whose value is a string, or null if there is none yet.
func (p *page) date(name, value string) {
	if value == "" {
		p.raw(name, "null")
		return
	}
	p.text(name, value)
}

// appendString appends s as a JSON string. What is no UTF-8 becomes U+FFFD, as in encoding/json; <, > and & stay themselves.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		i++
		from = i
	}
	return append(append(b, s[from:]...), '"')
}
