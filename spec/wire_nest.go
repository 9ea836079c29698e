package spec

import (
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// deepWritten reads name[property]=value. The standard defines it for properties that are scalars; what nests deeper, and lists, are read as
// servers agree on, a[b][c]=1 and a[]=1, but cannot be wrong. Source: OpenAPI 3.0.3, section 4.7.12.2.1, and, clearer, OpenAPI 3.0.4,
// section 4.7.12.3: "The representation of array or object properties is not defined."
func (d *Document) deepWritten(p *Parameter, q query) written {
	var w written
	o := d.outline(p.Schema)
	var found []nested
	seen := map[string]bool{}
	for _, pair := range q.pairs {
		path, ok := bracketed(pair.name, p.Name)
		if !ok {
			continue
		}
		w.there = true
		if len(path) != 1 || path[0] == "" || seen[path[0]] || o.property(path[0]).kinds&^scalars != 0 {
			w.open = "how style deepObject writes a property that is an array or an object"
		}
		seen[path[0]] = true
		found = append(found, nested{path, pair.raw})
	}
	if len(found) == 0 {
		return d.plainWritten(p, q)
	}
	if !o.kinds.has(tape.Object) && o.kinds != 0 {
		w.open = "how style deepObject writes a value that is no object"
	}
	for _, decode := range q.decoders {
		w.add(func(r *wireReader) []byte { return r.nest(o, found, decode) })
	}
	return w
}

// plainWritten reads a parameter of style deepObject that stands there without brackets: a schema that also takes a scalar or a list leaves nothing
// else, though the standard defines it for objects alone.
func (d *Document) plainWritten(p *Parameter, q query) written {
	o, raws := d.outline(p.Schema), q.named(p.Name)
	w := written{there: len(raws) > 0}
	if !w.there {
		return w
	}
	for _, decode := range q.decoders {
		for _, shape := range o.shapes {
			switch {
			case shape == tape.Array:
				addRepeated(&w, o, raws, decode)
			case shape == tape.String && len(raws) == 1:
				w.add(func(r *wireReader) []byte { return r.scalar(o, decode(r, raws[0])) })
			}
		}
	}
	if len(w.readings) > 0 {
		w.open = "how style deepObject writes a value that is no object"
	} else {
		w.addFailure("it without brackets", p.Name+"[property]=value for each of its properties, as style deepObject writes it", clauseForm)
	}
	return w
}

// nested is a value with the names in brackets that lead to it.
type nested struct {
	path []string
	raw  string
}

// deepest is how many brackets a name may have.
const deepest = 16

// bracketed takes root[a][b] apart; ok is false for a name of another kind.
func bracketed(name, root string) (path []string, ok bool) {
	rest, found := strings.CutPrefix(name, root)
	if !found || rest == "" {
		return nil, false
	}
	for rest != "" {
		end := strings.IndexByte(rest, ']')
		if rest[0] != '[' || end < 0 || len(path) == deepest {
			return nil, false
		}
		path = append(path, rest[1:end])
		rest = rest[end+1:]
	}
	return path, true
}

// nest writes values with paths as the JSON value they make up together.
func (r *wireReader) nest(o *outline, values []nested, decode decoder) []byte {
	if len(values) == 1 && len(values[0].path) == 0 {
		return r.scalar(o, decode(r, values[0].raw))
	}
	var names []string
	below := map[string][]nested{}
	listed, ended := true, true
	for _, v := range values {
		name, rest := "", v.path
		if len(rest) > 0 {
			name, rest, ended = rest[0], rest[1:], false
		}
		if _, known := below[name]; !known {
			names = append(names, name)
		}
		listed = listed && leadingDigits(name) == len(name)
		below[name] = append(below[name], nested{rest, v.raw})
	}
	allowed := o.kinds
	if ended || listed && (allowed.has(tape.Array) || !allowed.has(tape.Object)) {
		return r.nestList(o, names, below, decode)
	}
	out := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, quoteJSON(name)...), ':')
		out = append(out, r.nest(o.property(name), below[name], decode)...)
	}
	return append(out, '}')
}

// nestList writes what stands under [], of which each is an item, and under numbers, in the order they were sent.
func (r *wireReader) nestList(o *outline, names []string, below map[string][]nested, decode decoder) []byte {
	out := []byte{'['}
	count := 0
	item := func(values []nested) {
		if count > 0 {
			out = append(out, ',')
		}
		out = append(out, r.nest(o.item(count), values, decode)...)
		count++
	}
	for _, name := range names {
		if name != "" {
			item(below[name])
			continue
		}
		for _, v := range below[name] {
			item([]nested{v})
		}
	}
	return append(out, ']')
}
