package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Writer is one format a report can be written in. A format is one file: it declares a Writer in its init function and
// needs no other line anywhere.
type Writer struct {
	Name    string                             // what a person types: --report NAME=FILE
	Summary string                             // one line for a list, lower case, without a period
	Doc     string                             // what the format holds and who reads it, in paragraphs
	Write   func(w io.Writer, r *Report) error // writes the whole report; it must not change r
	Beside  *Beside                            // what is written besides, where the surroundings ask for it; nil if nothing is
}

// Beside is a second format of the same report, which is appended to a file that an environment variable names; nothing is written
// where the variable is not set.
type Beside struct {
	Variable string // GITHUB_STEP_SUMMARY
	Format   string // the name of a Writer
}

var writers = map[string]Writer{}

// register adds a format. It panics on a name that is taken or a Writer that is not complete.
func register(w Writer) {
	if w.Name == "" || w.Summary == "" || w.Doc == "" || w.Write == nil {
		panic(fmt.Sprintf("reports: format %q needs a name, a summary, a doc and a function", w.Name))
	}
	if _, taken := writers[w.Name]; taken {
		panic(fmt.Sprintf("reports: format %q is registered twice", w.Name))
	}
	writers[w.Name] = w
}

// Formats returns every format, sorted by name.
func Formats() []Writer {
	all := make([]Writer, 0, len(writers))
	for _, w := range writers {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Writer) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Lookup returns the format called name. The error of an unknown name lists the known ones and offers the nearest.
func Lookup(name string) (Writer, error) {
	if w, ok := writers[name]; ok {
		return w, nil
	}
	var known []string
	for _, w := range Formats() {
		known = append(known, w.Name)
	}
	hint := ""
	if near := nearest(name, known); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return Writer{}, fmt.Errorf("unknown report format %q%s; known formats: %s", name, hint, strings.Join(known, ", "))
}

// nearest returns the known word that takes the fewest changes to become word, or "" if even that one takes more than a
// third of its letters.
func nearest(word string, known []string) string {
	best, fewest := "", len(word)/3+2
	for _, candidate := range known {
		if n := changes(strings.ToLower(word), candidate); n < fewest && n <= (len(candidate)+2)/3 {
			best, fewest = candidate, n
		}
	}
	return best
}

// changes counts the letters to insert, delete, replace or swap with their neighbour to turn a into b.
func changes(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replace := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
