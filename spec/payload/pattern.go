package payload

import (
	"fmt"
	"regexp/syntax"
	"strings"
)

// pattern is one `pattern` keyword made ready to write texts that match it.
//
//	pattern text --translate--> RE2 text --regexp/syntax--> tree --build--> pieces that know their lengths --text--> a match
//
// What translate had to drop (look-around) and what pieces do not plan for (word boundaries, anchors in the middle) makes
// a pattern loose: its texts usually match, and the caller has the validator judge each one.
type pattern struct {
	source     string
	root       *piece
	start, end bool // the pattern is tied to the start, the end of the text
	loose      bool
}

// readPattern returns the pattern for source, or an error that says in one clause why no text can be made from it.
func readPattern(source string) (*pattern, error) {
	t, err := translate(source)
	if err != nil {
		return nil, err
	}
	re, err := syntax.Parse(t.out.String(), syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	b := build{meter: meter{maxSums}}
	root, err := b.sequence([]*syntax.Regexp{re})
	if err == nil && b.meter.spent() {
		err = errInvolved
	}
	if err != nil {
		return nil, err
	}
	return &pattern{source: source, root: root, start: b.start, end: b.end, loose: t.dropped || b.assertion}, nil
}

// usual is the length a text gets when nothing asks for another one.
const usual = 8

// text returns a text that matches p and has from lo to hi code points, as near to want of them as the pattern allows.
// wide asks for all the characters a class offers instead of those that read best. It reports false when no text of
// the pattern has such a length.
func (p *pattern) text(d *dice, want, lo, hi int, wide bool) (string, bool) {
	if len(p.root.lengths) == 0 || lo > hi {
		return "", false
	}
	if want > hi {
		want = hi
	}
	n, ok := p.root.lengths.nearest(want, lo, hi)
	pad := 0
	if !ok {
		// Nothing of the pattern is long enough, but an open end may take what is missing.
		if p.start && p.end {
			return "", false
		}
		if n, ok = p.root.lengths.nearest(lo, 0, lo); !ok {
			return "", false
		}
		pad = lo - n
	}
	if n > maxText || pad > maxText {
		return "", false
	}
	w := writer{dice: d, wide: wide, meter: meter{maxSums}}
	if !w.write(p.root, n) {
		return "", false
	}
	filler := d.letters(pad, "abcdefghijklmnopqrstuvwxyz")
	if !p.end {
		return string(w.out) + filler, true
	}
	return filler + string(w.out), true
}

// maxText bounds the texts this package writes, in code points.
const maxText = 1 << 20

type writer struct {
	dice  *dice
	wide  bool
	out   []rune
	meter meter
}

// write appends a text of p with exactly n code points; n is a length of p.
func (w *writer) write(p *piece, n int) bool {
	if w.meter.left--; w.meter.spent() {
		return false
	}
	switch p.kind {
	case pieceEmpty:
		return n == 0
	case pieceText:
		w.out = append(w.out, p.text...)
		return n == len(p.text)
	case pieceRune:
		alphabet := p.alphabet
		if w.wide {
			alphabet = p.wide
		}
		w.out = append(w.out, alphabet[w.dice.below(len(alphabet))])
		return n == 1
	case pieceSequence:
		for i, sub := range p.subs {
			k, ok := split(w.dice, sub.lengths, p.rest[i+1], n)
			if !ok || !w.write(sub, k) {
				return false
			}
			n -= k
		}
		return n == 0
	case pieceChoice:
		return w.choose(p, n)
	default:
		return w.repeat(p, n)
	}
}

func (w *writer) choose(p *piece, n int) bool {
	first := w.dice.below(len(p.subs))
	for i := range p.subs {
		if sub := p.subs[(first+i)%len(p.subs)]; sub.lengths.holds(n) {
			return w.write(sub, n)
		}
	}
	return false
}

func (w *writer) repeat(p *piece, n int) bool {
	sub := p.subs[0]
	if n == 0 && p.lo == 0 {
		return true
	}
	if len(sub.lengths) == 0 {
		return false
	}
	if len(sub.lengths) == 1 {
		return w.repeatSpan(p, sub.lengths[0], n)
	}
	reach := w.reach(p, n)
	k := -1
	for i := p.lo; i < len(reach) && i <= p.hi; i++ {
		if reach[i].holds(n) {
			k = i
			break
		}
	}
	if k < 0 {
		return false
	}
	for ; k > 0; k-- {
		m, ok := split(w.dice, sub.lengths, reach[k-1], n)
		if !ok || !w.write(sub, m) {
			return false
		}
		n -= m
	}
	return n == 0
}

// reach returns the lengths of exactly 0, 1, 2... texts of a repetition, up to the count from which on all are longer
// than n.
func (w *writer) reach(p *piece, n int) []lengths {
	out := []lengths{{{0, 0}}}
	for k := 1; k <= min(p.hi, p.lo+n+1); k++ {
		next := w.meter.sum(out[k-1], p.subs[0].lengths)
		out = append(out, next)
		if len(next) == 0 || next.least() > n {
			break
		}
	}
	return out
}

// repeatSpan picks a count k with k*lo <= n <= k*hi and deals the rest of n out over the k texts.
func (w *writer) repeatSpan(p *piece, s span, n int) bool {
	least, most := p.lo, min(p.hi, max(n, p.lo))
	if s.hi > 0 {
		least = max(least, (n+s.hi-1)/s.hi)
	}
	if s.lo > 0 {
		most = min(most, n/s.lo)
	}
	if least > most || s.hi == 0 && n > 0 {
		return false
	}
	k := w.dice.between(least, min(most, least+usual))
	left := n - k*s.lo
	for i := k; i > 0; i-- {
		room := s.hi - s.lo
		lo := max(0, left-times(room, i-1))
		more := w.dice.between(lo, max(lo, min(room, min(left, lo+left/i+1))))
		if !w.write(p.subs[0], s.lo+more) {
			return false
		}
		left -= more
	}
	return left == 0
}
