package prove

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner/mock"
)

// The marks of the matrix.
const (
	markClaimed = "x" // the check claims the fault and caught it
	markAlso    = "o" // it found something too
	markNothing = "."
)

// Write prints the matrix for a person: a column for each check, a row for each fault, what is excepted and why, and what is not as it must
// be. A column is as wide as a letter, so that the whole fits on a screen.
func (m *Matrix) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n\n", m.Subject.Title, m.Subject.Version)
	var letters []string
	for i, c := range m.Checks {
		letters = append(letters, letter(i))
		why := ""
		if c.Faults == 0 && c.Exception != nil {
			why = "  " + c.Exception.Reason
		}
		fmt.Fprintf(&b, "%s  %-28s %s%s\n", letter(i), c.ID, plural(c.Faults, "fault"), why)
	}
	width, world := 0, len("face")
	for i := range m.Rows {
		width, world = max(width, len(m.Rows[i].Fault.Name)), max(world, len(m.Rows[i].World()))
	}
	var class mock.Class
	for i := range m.Rows {
		r := &m.Rows[i]
		if r.Fault.Name == "" {
			continue
		}
		if r.Fault.Class != class {
			class = r.Fault.Class
			fmt.Fprintf(&b, "\n%-*s  %-*s  %s\n", width, class, world, "face", strings.Join(letters, ""))
		}
		fmt.Fprintf(&b, "%-*s  %-*s  %s%s\n", width, r.Fault.Name, world, r.World(), m.marks(r), r.tail())
	}
	b.WriteString("\n")
	for _, c := range m.Classes() {
		fmt.Fprintf(&b, "%-8s %d of %d caught\n", c.Class, c.Caught, c.Faults)
	}
	fmt.Fprintf(&b, "\n%s\n", m.Verdict())
	for _, hole := range m.Holes {
		fmt.Fprintf(&b, "  %s\n", hole)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// letter is the name of a column: a to z, then A to Z.
func letter(i int) string {
	return string("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[i%52])
}

// marks is one row of the matrix.
func (m *Matrix) marks(r *Row) string {
	var b strings.Builder
	rules := r.Rules()
	for _, c := range m.Checks {
		switch {
		case c.ID == r.Fault.Rule && r.Caught():
			b.WriteString(markClaimed)
		case slices.Contains(rules, c.ID):
			b.WriteString(markAlso)
		default:
			b.WriteString(markNothing)
		}
	}
	return b.String()
}

// World is what the mock showed and was held to: its face, and whether the document was a tightened one.
func (r *Row) World() string {
	if r.Tight {
		return strings.TrimSpace(r.Face + " tight")
	}
	return r.Face
}

// tail says what is special about a row.
func (r *Row) tail() string {
	switch {
	case r.Hole != "":
		return "  HOLE"
	case !r.Caught() && r.Exception != nil:
		return "  excepted: " + r.Exception.Reason
	}
	return ""
}

// Verdict sums up in a line or two.
func (m *Matrix) Verdict() string {
	faults, caught, excepted, requests, right := 0, 0, 0, 0, 0
	for i := range m.Rows {
		r := &m.Rows[i]
		requests += r.Exchanges
		switch {
		case r.Fault.Name == "":
			right++
			continue
		case r.Caught():
			caught++
		case r.Exception != nil:
			excepted++
		}
		faults++
	}
	word := "complete"
	if n := len(m.Holes); n > 0 {
		word = "not complete: " + plural(n, "hole")
	}
	return fmt.Sprintf("%s\n%s, %d caught by the check that claims them, %d excepted; %.2f findings for one cause\n%s without a fault, %s, %s\n",
		word, plural(faults, "fault"), caught, excepted, m.PerCause(), plural(right, "mock"), plural(requests, "request"), m.Elapsed.Round(100_000_000))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
