package reports

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// excerpt is the part of a message's body that fits on a screen.
type excerpt struct {
	lines  []string
	marked int // index into lines of the value the finding is about, -1 if there is none
	at     int // the same line counted from the beginning of the body, -1 if there is none
	before int // lines left out before
	after  int // lines left out after
}

// excerptOf returns at most most lines of body. Well-formed JSON is indented, which changes nothing but white space, and the
// lines around the value at pointer are taken; if no value stands there, the nearest one that encloses it is. Any other
// body is shown as it is, from its beginning, broken at width columns.
func excerptOf(body, pointer string, most, width int) excerpt {
	var pretty bytes.Buffer
	var lines []string
	marked := -1
	if depth(body) <= deepest && json.Indent(&pretty, []byte(strings.TrimSpace(body)), "", "  ") == nil {
		lines = strings.Split(pretty.String(), "\n")
		if len(lines) > 1 && pointer != "" {
			marked = lineOf(lines, pointer)
		}
	} else {
		lines = hardWrap(body, width)
	}
	from := 0
	if marked >= 0 {
		from = max(0, min(marked-most/2, len(lines)-most))
	}
	to := min(len(lines), from+most)
	e := excerpt{lines: lines[from:to], marked: -1, at: marked, before: from, after: len(lines) - to}
	// One line that says "1 more line" is no gain over the line itself.
	if e.after == 1 {
		e.lines, e.after = lines[from:], 0
	}
	if e.before == 1 {
		from--
		e.lines, e.before = lines[from:from+len(e.lines)+1], 0
	}
	if marked >= 0 {
		e.marked = marked - from
	}
	return e
}

// deepest is how far a body may nest and still be indented. Indenting ten thousand brackets, which 20 KB can hold, would
// take 200 MB.
const deepest = 100

// depth is how far the brackets of body nest at most, counting those within strings too.
func depth(body string) int {
	now, most := 0, 0
	for _, c := range []byte(body) {
		switch c {
		case '{', '[':
			now++
			most = max(most, now)
		case '}', ']':
			now--
		}
	}
	return most
}

// lineOf returns the index of the line on which the value at pointer begins, or that of the nearest value around it. Lines are
// what json.Indent writes: a member, an item or a bracket each. Of two members with one name the last is meant, as it is for
// every reader that builds a map.
func lineOf(lines []string, pointer string) int {
	want := strings.Split(pointer, "/")[1:]
	type open struct {
		index int // next item of an array, -1 in an object
		depth int // segments of want that lead here, -1 if they do not
	}
	stack := []open{}
	best, farthest := 0, 0
	for at, raw := range lines {
		text := strings.TrimSuffix(strings.TrimLeft(raw, " "), ",")
		if text == "}" || text == "]" {
			stack = stack[:len(stack)-1]
			continue
		}
		reached := 0
		if len(stack) > 0 {
			top := &stack[len(stack)-1]
			segment := strconv.Itoa(top.index)
			if top.index < 0 {
				segment, text = member(text)
			} else {
				top.index++
			}
			reached = -1
			if top.depth >= 0 && top.depth < len(want) && unescaped(want[top.depth]) == segment {
				reached = top.depth + 1
			}
		}
		if reached >= farthest {
			best, farthest = at, reached
		}
		switch text {
		case "{":
			stack = append(stack, open{index: -1, depth: reached})
		case "[":
			stack = append(stack, open{depth: reached})
		}
	}
	return best
}

// member splits a line of an object into the decoded name and the text of the value.
func member(text string) (name, value string) {
	end := 1
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	end = min(end+1, len(text))
	if json.Unmarshal([]byte(text[:end]), &name) != nil {
		name = text[:end]
	}
	return name, strings.TrimPrefix(text[end:], ": ")
}

// unescaped decodes one segment of a JSON pointer (RFC 6901, section 4).
func unescaped(segment string) string {
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(segment)
}

// hardWrap breaks text at line feeds and at width columns.
func hardWrap(text string, width int) []string {
	var lines []string
	for _, raw := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		runes := []rune(visible(strings.TrimSuffix(raw, "\r")))
		for len(runes) > width {
			lines, runes = append(lines, string(runes[:width])), runes[width:]
		}
		lines = append(lines, string(runes))
	}
	return lines
}
