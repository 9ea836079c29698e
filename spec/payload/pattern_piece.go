package payload

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// piece is one node of a pattern made ready for walking: it knows which lengths its texts can have, so that a text of
// an exact length is planned from the top and never found by trying.
type piece struct {
	kind     pieceKind
	text     []rune   // pieceText
	alphabet []rune   // pieceRune: what reads best
	wide     []rune   // pieceRune: all that may be used
	subs     []*piece // pieceSequence, pieceChoice: the parts; pieceRepeat: the one part
	lo, hi   int      // pieceRepeat: how often
	lengths  lengths
	rest     []lengths // pieceSequence: the lengths of subs[i:] together
}

type pieceKind uint8

const (
	pieceEmpty pieceKind = iota
	pieceText
	pieceRune
	pieceSequence
	pieceChoice
	pieceRepeat
)

// build is the state of turning one syntax tree into pieces.
type build struct {
	start, end bool // an anchor stands somewhere: nothing may be added before, after
	assertion  bool // a word boundary stands somewhere: texts must be judged
	pieces     int
	meter      meter
}

// maxPieces and maxSums bound the work on one pattern.
const (
	maxPieces = 20000
	maxSums   = 1 << 20
)

var errInvolved = errors.New("its repetitions are too involved to plan a text for")

func (b *build) piece(re *syntax.Regexp) (*piece, error) {
	if b.pieces++; b.pieces > maxPieces {
		return nil, fmt.Errorf("it has more than %d parts", maxPieces)
	}
	if b.meter.spent() {
		return nil, errInvolved
	}
	switch re.Op {
	case syntax.OpNoMatch:
		return &piece{kind: pieceChoice}, nil
	case syntax.OpBeginLine, syntax.OpBeginText:
		b.start = true
	case syntax.OpEndLine, syntax.OpEndText:
		b.end = true
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		b.assertion = true
	case syntax.OpLiteral:
		if slices.ContainsFunc(re.Rune, utf16.IsSurrogate) {
			return &piece{kind: pieceChoice}, nil // half a pair stands in no text
		}
		return &piece{kind: pieceText, text: re.Rune, lengths: lengths{{len(re.Rune), len(re.Rune)}}}, nil
	case syntax.OpCharClass:
		return runePiece(re.Rune), nil
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return runePiece([]rune{0x20, unicode.MaxRune}), nil
	case syntax.OpCapture:
		return b.piece(re.Sub[0])
	case syntax.OpStar:
		return b.repeat(re.Sub[0], 0, unbounded)
	case syntax.OpPlus:
		return b.repeat(re.Sub[0], 1, unbounded)
	case syntax.OpQuest:
		return b.repeat(re.Sub[0], 0, 1)
	case syntax.OpRepeat:
		hi := re.Max
		if hi < 0 {
			hi = unbounded
		}
		return b.repeat(re.Sub[0], re.Min, hi)
	case syntax.OpConcat:
		return b.sequence(re.Sub)
	case syntax.OpAlternate:
		return b.choice(re.Sub)
	}
	return &piece{kind: pieceEmpty, lengths: lengths{{0, 0}}}, nil
}

func (b *build) repeat(re *syntax.Regexp, lo, hi int) (*piece, error) {
	sub, err := b.piece(re)
	if err != nil {
		return nil, err
	}
	return &piece{kind: pieceRepeat, subs: []*piece{sub}, lo: lo, hi: hi, lengths: b.meter.repeated(sub.lengths, lo, hi)}, nil
}

func (b *build) sequence(subs []*syntax.Regexp) (*piece, error) {
	p := &piece{kind: pieceSequence}
	for _, re := range subs {
		if lo, hi, ok := markedCount(re); ok && len(p.subs) > 0 && p.subs[len(p.subs)-1].kind == pieceRepeat {
			last := p.subs[len(p.subs)-1]
			last.lo, last.hi, last.lengths = lo, hi, b.meter.repeated(last.subs[0].lengths, lo, hi)
			continue
		}
		sub, err := b.piece(re)
		if err != nil {
			return nil, err
		}
		p.subs = append(p.subs, sub)
	}
	p.rest = make([]lengths, len(p.subs)+1)
	p.rest[len(p.subs)] = lengths{{0, 0}}
	for i := len(p.subs) - 1; i >= 0; i-- {
		p.rest[i] = b.meter.sum(p.subs[i].lengths, p.rest[i+1])
	}
	p.lengths = p.rest[0]
	return p, nil
}

func (b *build) choice(subs []*syntax.Regexp) (*piece, error) {
	p := &piece{kind: pieceChoice}
	for _, re := range subs {
		sub, err := b.piece(re)
		if err != nil {
			return nil, err
		}
		p.subs = append(p.subs, sub)
		p.lengths = union(p.lengths, sub.lengths)
	}
	return p, nil
}

// markedCount reads the mark that translate leaves behind a count above 1000.
func markedCount(re *syntax.Regexp) (lo, hi int, ok bool) {
	if re.Op != syntax.OpCapture || !strings.HasPrefix(re.Name, countMark) {
		return 0, 0, false
	}
	_, err := fmt.Sscanf(re.Name, countMark+"%d_%d_", &lo, &hi)
	return lo, hi, err == nil
}

// maxAlphabet is how many characters of a class are kept. A text needs variety, not completeness.
const maxAlphabet = 96

// runePiece picks what a character class is written with: letters and digits where it has them, then what ASCII can
// print, then whatever else a reader can see, and control characters only where nothing else is left.
func runePiece(class []rune) *piece {
	var plain, printable, seen, other []rune
	for i := 0; i+1 < len(class); i += 2 {
		for r := class[i]; r <= class[i+1] && r < 0x7f; r++ {
			switch {
			case r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
				plain = append(plain, r)
			case r > 0x20:
				printable = append(printable, r)
			default:
				other = append(other, r)
			}
		}
		for r := max(class[i], 0x7f); r <= class[i+1] && len(seen) < maxAlphabet; r++ {
			if r >= 0xD800 && r <= 0xDFFF {
				r = 0xDFFF
				continue
			}
			if unicode.IsPrint(r) {
				seen = append(seen, r)
			} else if len(other) < maxAlphabet {
				other = append(other, r)
			}
			if r-class[i] > 0x3000 {
				break
			}
		}
	}
	p := &piece{kind: pieceRune, lengths: lengths{{1, 1}}}
	for _, tier := range [][]rune{plain, printable, seen, other} {
		if len(p.alphabet) == 0 {
			p.alphabet = tier
		}
	}
	if p.wide = append(append([]rune{}, plain...), printable...); len(p.wide) == 0 {
		p.wide = p.alphabet
	}
	if len(p.alphabet) == 0 {
		return &piece{kind: pieceChoice} // an empty class matches nothing
	}
	if lower := lowerOnly(p.alphabet); len(lower) == 26 && len(class) == 2 && class[0] < 'A' && class[1] > 'z' {
		p.alphabet = lower // a dot, or nearly: plain words read best
	}
	return p
}

func lowerOnly(alphabet []rune) []rune {
	var out []rune
	for _, r := range alphabet {
		if r >= 'a' && r <= 'z' {
			out = append(out, r)
		}
	}
	return out
}
