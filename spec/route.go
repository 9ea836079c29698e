package spec

import (
	"net/url"
	"slices"
	"sort"
	"strings"
)

// router finds the operation a request line means. Source: OpenAPI 3.0.3, section 4.7.8.1: a concrete path is matched before a
// templated one. Between two templated ones, the one whose earlier segments are concrete wins.
type router struct {
	concrete  map[string]*route
	templated map[int][]*route // by number of segments, most concrete first
}

// route is one path of the document with its operations.
type route struct {
	path       string
	segments   []segment
	operations map[string]*Operation // by method
}

// segment is one part of a path between slashes: literals and names take turns, beginning with a literal, which may be empty.
type segment struct {
	literals []string
	names    []string
}

func newRouter(operations []*Operation) router {
	r := router{concrete: map[string]*route{}, templated: map[int][]*route{}}
	byPath := map[string]*route{}
	for _, op := range operations {
		known := byPath[op.Path]
		if known == nil {
			known = &route{path: op.Path, operations: map[string]*Operation{}}
			byPath[op.Path] = known
			if strings.ContainsAny(op.Path, "{}") {
				known.segments = op.segments
				count := len(known.segments)
				r.templated[count] = append(r.templated[count], known)
			} else {
				r.concrete[op.Path] = known
				r.concrete[(&url.URL{Path: op.Path}).EscapedPath()] = known // for a character that no request line holds bare
			}
		}
		known.operations[op.Method] = op
	}
	for _, routes := range r.templated {
		sort.SliceStable(routes, func(i, j int) bool { return moreConcrete(routes[i].segments, routes[j].segments) })
	}
	return r
}

// parsePath takes a path template apart.
func parsePath(path string) []segment {
	var out []segment
	for part := range strings.SplitSeq(path, "/") {
		out = append(out, parseSegment(part))
	}
	return out
}

func parseSegment(text string) segment {
	var s segment
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		s.literals = append(s.literals, text[:open])
		s.names = append(s.names, text[open+1:open+end])
		text = text[open+end+1:]
	}
	s.literals = append(s.literals, text)
	return s
}

// weight orders segments: a literal one before one with literals in it before a bare name.
func (s segment) weight() int {
	if len(s.names) == 0 {
		return 0
	}
	for _, literal := range s.literals {
		if literal != "" {
			return 1
		}
	}
	return 2
}

func moreConcrete(a, b []segment) bool {
	for i := range a {
		if x, y := a[i].weight(), b[i].weight(); x != y {
			return x < y
		}
	}
	return false
}

// match reads the values of s out of text, as they are written. A value is at least one character long and ends where the next literal begins.
func (s segment) match(text string, into map[string]string) bool {
	rest, ok := strings.CutPrefix(text, s.literals[0])
	if !ok {
		return false
	}
	for i, name := range s.names {
		next := s.literals[i+1]
		end := len(rest)
		switch {
		case i == len(s.names)-1:
			if !strings.HasSuffix(rest, next) {
				return false
			}
			end -= len(next)
		case next != "":
			if end = strings.Index(rest, next); end < 0 {
				return false
			}
		}
		if end <= 0 {
			return false
		}
		into[name] = rest[:end]
		rest = rest[end+len(next):]
	}
	return rest == ""
}

// Route returns the operation that answers method on path, with the values of its path parameters. The path is as it stands on
// the request line, percent-encoded, below the server's URL and without a query. If no operation answers, op is nil, and allowed
// tells the methods that the path has, sorted: empty means that the path itself is unknown.
func (d *Document) Route(method, path string) (op *Operation, pathParams map[string]string, allowed []string) {
	if r := d.router.concrete[path]; r != nil {
		if op := r.operations[method]; op != nil {
			return op, nil, nil
		}
		allowed = r.methods(allowed)
	}
	parts := strings.Split(path, "/")
	for _, r := range d.router.templated[len(parts)] {
		values := matchSegments(r.segments, parts)
		if values == nil {
			continue
		}
		if op := r.operations[method]; op != nil {
			for name, value := range values {
				if decoded, err := url.PathUnescape(value); err == nil {
					values[name] = decoded
				}
			}
			return op, values, nil
		}
		allowed = r.methods(allowed)
	}
	slices.Sort(allowed)
	return nil, nil, slices.Compact(allowed)
}

// matchSegments returns the values of a path's names as they are written, or nil if parts are not this path.
func matchSegments(segments []segment, parts []string) map[string]string {
	for i := range segments {
		if len(segments[i].names) == 0 && segments[i].literals[0] != parts[i] {
			return nil
		}
	}
	values := map[string]string{}
	for i := range segments {
		if len(segments[i].names) > 0 && !segments[i].match(parts[i], values) {
			return nil
		}
	}
	return values
}

// valuesIn returns the values of the operation's path parameters as path writes them, or nil if it is another path.
func (o *Operation) valuesIn(path string) map[string]string {
	parts := strings.Split(path, "/")
	if len(parts) != len(o.segments) {
		return nil
	}
	return matchSegments(o.segments, parts)
}

func (r *route) methods(list []string) []string {
	for method := range r.operations {
		list = append(list, method)
	}
	return list
}
