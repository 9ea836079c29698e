package spec

import (
	"bytes"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// What Go's mime/multipart really does: it forgives lines that end in LF, headers that are none, and what stands between parts, and stops at the first
// thing it does not forgive, without a place. A contract is judged by the letter, so the framing is read here.

// part is one body part.
type part struct {
	header http.Header
	body   []byte
	number int // from 1
}

// frameFault is one way in which bytes are not framed as multipart asks.
type frameFault struct {
	received, promised, fix, clause string
	warning                         bool
	cut                             bool // the body is not whole, so what it holds says nothing
}

func framing(received, promised, fix, clause string) *frameFault {
	return &frameFault{received: received, promised: promised, fix: fix, clause: clause}
}

// The clauses on multipart bodies.
const (
	clauseMultipart   = "RFC 2046, section 5.1.1 (Common Syntax)"
	clauseBoundary    = "RFC 2046, section 5.1.1 (Common Syntax), boundary"
	clauseDisposition = "RFC 7578, section 4.2 (Content-Disposition Header Field for Each Part)"
	clausePartType    = "RFC 7578, section 4.4 (Content-Type Header Field for Each Part)"
	clausePartHeader  = "RFC 2046, section 5.1 (Multipart Media Type); RFC 5322, section 2.2 (Header Fields)"
)

// delimiter is one line that parts a body.
type delimiter struct {
	start, end int // of the line, the line break before it included, which belongs to it
	last       bool
	bare       bool // a line break of it is LF alone
}

// parts takes a multipart body apart. Source: RFC 2046, section 5.1.1.
func parts(body []byte, boundary string) ([]part, []*frameFault) {
	var out []part
	var faults []*frameFault
	dash := []byte("--" + boundary)
	current, found := nextDelimiter(body, dash, 0)
	if !found {
		none := framing("no line that is -- and the boundary", "such a line before each part and, with -- behind it, after the last", "write the boundary that the Content-Type names", clauseMultipart)
		none.cut = true
		return nil, []*frameFault{none}
	}
	bare := current.bare
	for !current.last {
		next, found := nextDelimiter(body, dash, current.end)
		if !found {
			next = delimiter{start: len(body), end: len(body), last: true}
			cut := framing("a body that ends without the closing line", "-- and the boundary and -- on the last line", "end the body with the closing boundary; it may have been cut off", clauseMultipart)
			cut.cut = true
			faults = append(faults, cut)
		}
		bare = bare || next.bare
		p, wrong := readPart(body[current.end:next.start], len(out)+1)
		out, faults = append(out, p), append(faults, wrong...)
		current = next
	}
	if bare {
		faults = append(faults, framing("boundary lines that end in LF alone", "lines that end in CR LF", "end each line of the framing with CR LF", clauseMultipart))
	}
	if len(out) == 0 {
		empty := framing("a body without a part", "at least one", "send a part, or no body", clauseMultipart)
		empty.warning = true // browsers send an empty form so
		faults = append(faults, empty)
	}
	return out, faults
}

// nextDelimiter finds the next line that is the boundary, from an offset where a line may begin.
func nextDelimiter(body, dash []byte, from int) (delimiter, bool) {
	for at := from; ; {
		i := bytes.Index(body[at:], dash)
		if i < 0 {
			return delimiter{}, false
		}
		start := at + i
		at = start + 1
		d := delimiter{start: start, end: start + len(dash)}
		// It may be the first thing there is, else the line before it ends here.
		switch {
		case start == from:
		case body[start-1] != '\n':
			continue
		case start-from > 1 && body[start-2] == '\r':
			d.start = start - 2
		default:
			d.start, d.bare = start-1, true
		}
		if bytes.HasPrefix(body[d.end:], []byte("--")) {
			d.last = true
			d.end += 2
		}
		for d.end < len(body) && (body[d.end] == ' ' || body[d.end] == '\t') {
			d.end++ // padding that a transport may have added
		}
		switch rest := body[d.end:]; {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			d.end += 2
		case bytes.HasPrefix(rest, []byte("\n")):
			d.end++
			d.bare = true
		case len(rest) > 0 || !d.last:
			continue // the beginning of a longer line, which is not it
		}
		return d, true
	}
}

// readPart takes the header fields of a part off its content.
func readPart(data []byte, number int) (part, []*frameFault) {
	p := part{header: http.Header{}, number: number}
	var faults []*frameFault
	name := "part " + strconv.Itoa(number)
	key, wrong := "", false
	for {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			if len(data) > 0 { // fields alone are a part without content
				faults = append(faults, framing(name+" without an empty line behind its header fields", "header fields, an empty line, and the content", "write an empty line before the content of a part", clausePartHeader))
			}
			return p, faults
		}
		line := strings.TrimSuffix(string(data[:end]), "\r")
		data = data[end+1:]
		if line == "" {
			p.body = data
			return p, faults
		}
		field, value, ok := strings.Cut(line, ":")
		switch {
		case (line[0] == ' ' || line[0] == '\t') && key != "":
			values := p.header[key] // a folded line goes on
			values[len(values)-1] += " " + strings.Trim(line, " \t")
		case wrong:
		case !ok || !isToken(field):
			wrong = true
			faults = append(faults, framing(name+" with a line among its header fields that is none", "Name: value on each line, then an empty line", "write header fields as Name: value", clausePartHeader))
		default:
			key = textproto.CanonicalMIMEHeaderKey(field)
			p.header[key] = append(p.header[key], strings.Trim(value, " \t"))
		}
	}
}

// boundaryFault says what is wrong with a boundary; nil if nothing is.
func boundaryFault(boundary string, there bool) *frameFault {
	switch {
	case !there || boundary == "":
		return framing("a Content-Type without a boundary", "boundary=... among its parameters", "name the boundary in the Content-Type", clauseBoundary)
	case len(boundary) > 70:
		return framing("a boundary of "+strconv.Itoa(len(boundary))+" characters", "at most 70", "choose a shorter boundary", clauseBoundary)
	case strings.HasSuffix(boundary, " "):
		return framing("a boundary that ends in a space", "one that does not", "choose another boundary", clauseBoundary)
	}
	for i := 0; i < len(boundary); i++ {
		c := boundary[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte("'()+_,-./:=? ", c) < 0 {
			return framing("a boundary with a character that is not allowed", "letters, digits and '()+_,-./:=? alone", "choose another boundary", clauseBoundary)
		}
	}
	return nil
}

// partName returns the name a part has in a form, and what is wrong if it has none. Browsers write a quote and line breaks in a name as %22, %0D
// and %0A. Source: RFC 7578, section 4.2.
func partName(p *part, form bool) (name string, named bool, wrong *frameFault) {
	what := "part " + strconv.Itoa(p.number)
	value := p.header.Get("Content-Disposition")
	kind, _, _ := strings.Cut(value, ";")
	fields := parameters(value[len(kind):])
	name, named = fields.get("name")
	if strings.Contains(name, "%") {
		name = strings.NewReplacer("%22", `"`, "%0D", "\r", "%0A", "\n").Replace(name)
	}
	fix := `write Content-Disposition: form-data; name="..." in each part`
	switch {
	case !form:
	case value == "":
		return "", false, framing(what+" without a Content-Disposition", "Content-Disposition: form-data with a name", fix, clauseDisposition)
	case !strings.EqualFold(strings.Trim(kind, " \t"), "form-data"):
		wrong = framing(what+" with Content-Disposition "+quoted(strings.Trim(kind, " \t")), "form-data", fix, clauseDisposition)
	case !fields.wellFormed():
		wrong = framing(what+" with a Content-Disposition that is malformed", "parameters as name=value, parted by semicolons", fix, clauseDisposition)
	case !named:
		wrong = framing(what+" without a name", "Content-Disposition: form-data with a name", fix, clauseDisposition)
	}
	return name, named, wrong
}
