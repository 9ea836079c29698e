package reports

import (
	"strings"
	"testing"
)

// A message is shown as far as a person reads; the record has all of it.
func TestWitness_LongLine(t *testing.T) {
	t.Parallel()
	w := Witness{Message: "POST /x HTTP/1.1\nContent-Type: application/json\n\n\"" + strings.Repeat("a", 100_001) + "\""}
	lines := w.lines()
	want := "\"" + strings.Repeat("a", 1999) + "... (100003 characters)"
	if got := lines[len(lines)-1]; got != want {
		t.Errorf("got a line of %d bytes, want %d that end with the length", len(got), len(want))
	}
}
