package tree

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Decode fills into, a pointer, from n, as settings files are read: strictly. A struct's fields are named by their `yaml` tag, or by
// their name in lower case; the tag "-" leaves a field out and the tag "." gives a *Node field the node of its struct, so that later errors
// can name a line. Maps with string keys, slices, strings, booleans, integers, floats, time.Duration (written "1m30s"), pointers,
// any, encoding.TextUnmarshaler and *Node are filled. What n does not name stays as it is, so defaults can be set before; null
// does the same.
//
// Every unknown key, every duplicate key and every value of the wrong kind is an *Error with its place; all of them are joined.
func (n *Node) Decode(into any) error {
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return errors.New("tree: Decode needs a pointer that is not nil")
	}
	if n == nil {
		return nil
	}
	d := &decoder{}
	if n.file != nil {
		for _, dup := range n.file.Duplicates {
			if within(dup.In, n) {
				d.fail(dup.At, "keep one", "key %q stands twice, first at line %d", dup.Name, dup.First.Line)
			}
		}
	}
	d.value(n, target.Elem())
	return errors.Join(d.errs...)
}

func within(n, outer *Node) bool {
	for ; n != nil; n = n.parent {
		if n == outer {
			return true
		}
	}
	return false
}

type decoder struct{ errs []error }

func (d *decoder) fail(at Position, fix, problem string, values ...any) {
	d.errs = append(d.errs, errorAt(at, fix, problem, values...))
}

var (
	nodeType     = reflect.TypeFor[*Node]()
	durationType = reflect.TypeFor[time.Duration]()
	anyType      = reflect.TypeFor[any]()
)

func (d *decoder) value(n *Node, v reflect.Value) {
	if v.Type() == nodeType {
		v.Set(reflect.ValueOf(n))
		return
	}
	if n.Kind == Null {
		return
	}
	if v.CanAddr() {
		if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
			d.text(n, u)
			return
		}
	}
	if v.Type() == durationType {
		d.duration(n, v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(n, v.Elem())
	case reflect.Struct:
		if d.want(n, Object, "a mapping") {
			d.structure(n, v)
		}
	case reflect.Map:
		if d.want(n, Object, "a mapping") {
			d.mapping(n, v)
		}
	case reflect.Slice:
		if d.want(n, Array, "a list") {
			list := reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items))
			for i, item := range n.Items {
				d.value(item, list.Index(i))
			}
			v.Set(list)
		}
	case reflect.String:
		if d.want(n, String, "a string") {
			v.SetString(n.Text)
		}
	case reflect.Bool:
		if d.want(n, Bool, "true or false") {
			v.SetBool(n.Text == "true")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64,
		reflect.Float32, reflect.Float64:
		if d.want(n, Number, "a number") {
			d.number(n, v)
		}
	case reflect.Interface:
		if v.Type() != anyType {
			panic("tree: Decode cannot fill a " + v.Type().String())
		}
		v.Set(reflect.ValueOf(n.plain()))
	default:
		panic("tree: Decode cannot fill a " + v.Type().String())
	}
}

func (d *decoder) want(n *Node, k Kind, what string) bool {
	if n.Kind == k {
		return true
	}
	fix := ""
	if k == String && (n.Kind == Number || n.Kind == Bool) {
		fix = "put it in quotes"
	}
	d.fail(n.At, fix, "%sis %s, not %s", subject(n), shown(n), what)
	return false
}

// subject names the key that n stands under, for an error.
func subject(n *Node) string {
	if name := n.Name(); name != "" {
		return name + " "
	}
	return ""
}

func shown(n *Node) string {
	switch n.Kind {
	case Object:
		return "a mapping"
	case Array:
		return "a list"
	case Null:
		return "null"
	}
	text := []rune(n.Text)
	if len(text) > 40 {
		text = append(text[:40], '…')
	}
	if n.Kind == String {
		return "the string " + strconv.Quote(string(text))
	}
	return "the " + n.Kind.String() + " " + string(text)
}

func (d *decoder) structure(n *Node, v reflect.Value) {
	fields := map[string]int{}
	var names []string
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name := field.Tag.Get("yaml")
		if !field.IsExported() || name == "-" {
			continue
		}
		if name == "." {
			v.Field(i).Set(reflect.ValueOf(n))
			continue
		}
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		fields[name] = i
		names = append(names, name)
	}
	for i := range n.Members {
		m := &n.Members[i]
		field, known := fields[m.Name]
		if !known {
			d.unknown(m, names)
			continue
		}
		d.value(m.Value, v.Field(field))
	}
}

func (d *decoder) unknown(m *Member, known []string) {
	hint := ""
	if near := Nearest(m.Name, known); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	} else if len(known) > 0 {
		hint = " (known are " + strings.Join(known, ", ") + ")"
	}
	d.fail(m.At, "", "unknown key %q%s", m.Name, hint)
}

func (d *decoder) mapping(n *Node, v reflect.Value) {
	if v.Type().Key().Kind() != reflect.String {
		panic("tree: Decode fills only maps with string keys, not a " + v.Type().String())
	}
	if v.IsNil() {
		v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Members)))
	}
	for i := range n.Members {
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(n.Members[i].Value, value)
		v.SetMapIndex(reflect.ValueOf(n.Members[i].Name).Convert(v.Type().Key()), value)
	}
}

func (d *decoder) number(n *Node, v reflect.Value) {
	var fits bool
	switch {
	case v.CanFloat():
		f, err := strconv.ParseFloat(n.Text, 64)
		if fits = err == nil && !v.OverflowFloat(f); fits {
			v.SetFloat(f)
		}
	case v.CanInt():
		i, ok := wholeNumber(n.Text)
		if fits = ok && !v.OverflowInt(i); fits {
			v.SetInt(i)
		}
	default:
		u, err := strconv.ParseUint(n.Text, 10, 64)
		if fits = err == nil && !v.OverflowUint(u); fits {
			v.SetUint(u)
		}
	}
	if !fits {
		d.fail(n.At, "", "%sis %s, which does not fit %s", subject(n), shown(n), v.Kind())
	}
}

// wholeNumber reads 200 and also 2e2, which is the same number in JSON.
func wholeNumber(text string) (int64, bool) {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func (d *decoder) duration(n *Node, v reflect.Value) {
	if n.Kind == String {
		if span, err := time.ParseDuration(n.Text); err == nil {
			v.SetInt(int64(span))
			return
		}
	}
	d.fail(n.At, `write it like "1m30s" or 500ms`, "%sis %s, not a duration", subject(n), shown(n))
}

func (d *decoder) text(n *Node, u encoding.TextUnmarshaler) {
	if n.Kind == Object || n.Kind == Array {
		d.want(n, String, "a string")
		return
	}
	if err := u.UnmarshalText([]byte(n.Text)); err != nil {
		d.fail(n.At, "", "%sis %s: %v", subject(n), shown(n), err)
	}
}
