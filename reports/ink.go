package reports

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ink is how text is drawn for a person: five ANSI codes and a handful of marks, each of which has an ASCII twin. A styling
// library was measured for this job and would double the size of a small binary and cost more to start than to print.
type ink struct {
	colour bool // ANSI codes are allowed
	plain  bool // only ASCII marks
	width  int  // columns
}

// defaultWidth is the width that is assumed where none is known.
const defaultWidth = 80

func (k ink) paint(code, s string) string {
	if !k.colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (k ink) bold(s string) string   { return k.paint("1", s) }
func (k ink) dim(s string) string    { return k.paint("2", s) }
func (k ink) red(s string) string    { return k.paint("31", s) }
func (k ink) green(s string) string  { return k.paint("32", s) }
func (k ink) yellow(s string) string { return k.paint("33", s) }

// ascii holds the twin of every mark that is not ASCII.
var ascii = strings.NewReplacer("✓", "+", "✗", "x", "–", "~", "·", "-", "…", "...", "→", ">", "▸", ">", "─", "-")

// mark returns marks of our own as they can be shown here. Text of the document or of the API never goes through it.
func (k ink) mark(s string) string {
	if k.plain {
		return ascii.Replace(s)
	}
	return s
}

// status returns the mark of an outcome in its colour.
func (k ink) status(s Status) string {
	switch s {
	case StatusPassed:
		return k.green(k.mark("✓"))
	case StatusFailed:
		return k.red(k.mark("✗"))
	case StatusErrored:
		return k.yellow("!")
	default:
		return k.dim(k.mark("–"))
	}
}

// level paints s as grave as l is.
func (k ink) level(l Level, s string) string {
	switch l {
	case LevelError:
		return k.red(s)
	case LevelWarning:
		return k.yellow(s)
	default:
		return s
	}
}

// visible returns s with every rune that could move the cursor, change a colour, reverse the reading direction or be
// invalid in XML 1.0 written as an escape. An API's answer may hold any of them, and a report must neither obey them nor
// hide them. Line feeds and tabs stay.
func visible(s string) string {
	clean := func(r rune) bool { return r == '\n' || r == '\t' || (unicode.IsGraphic(r) && r <= 0x10FFFF) }
	ok := utf8.ValidString(s)
	for _, r := range s {
		ok = ok && clean(r)
	}
	if ok {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case clean(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return b.String()
}

// line returns s as one visible line: runs of white space become one blank.
func line(s string) string { return visible(strings.Join(strings.Fields(s), " ")) }

// cut shortens s to at most width columns; a cut shows.
func (k ink) cut(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	dots := k.mark("…")
	return string([]rune(s)[:max(0, width-columns(dots))]) + dots
}

// columns is the width of s on a terminal, counting every rune as one column.
func columns(s string) int { return utf8.RuneCountInString(s) }

// pad fills s with blanks up to width columns.
func pad(s string, width int) string { return s + strings.Repeat(" ", max(0, width-columns(s))) }

// fold breaks s between words into lines of at most width columns; a longer word keeps a line of its own.
func fold(s string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(s) {
		switch {
		case current == "":
			current = word
		case columns(current)+1+columns(word) <= width:
			current += " " + word
		default:
			lines, current = append(lines, current), word
		}
	}
	return append(lines, current)
}

// foldPath breaks a JSON pointer before its slashes into lines of at most width columns.
func foldPath(pointer string, width int) []string {
	var lines []string
	current := ""
	for i, segment := range strings.Split(pointer, "/") {
		if i > 0 {
			segment = "/" + segment
		}
		if current != "" && columns(current)+columns(segment) > width {
			lines, current = append(lines, current), ""
		}
		current += segment
	}
	return append(lines, current)
}

// count returns n and noun, in the plural unless n is 1.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// brief returns d with the precision a person wants.
func brief(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	default:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
}
