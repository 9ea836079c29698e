package contain_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"pgregory.net/rapid"
)

// failer is what a test and a drawn test have in common.
type failer interface {
	Fatalf(format string, args ...any)
}

// judged says whether a schema accepts a value, by spec/schema.
func judged(t failer, s *schema.Schema, value string, face schema.Face) bool {
	tp, faults := tape.Read([]byte(value), tape.Limits{})
	defer tp.Release()
	if len(faults) > 0 {
		t.Fatalf("%s: %v", value, faults)
	}
	return s.Accepts(tp.Root(), schema.Options{Face: face})
}

func drawn(t *rapid.T, d schema.Dialect, text string) *schema.Schema {
	store := tree.NewStore(tree.Options{})
	file, err := store.Add("schema.json", []byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	s, err := schema.NewSet(store, d).Schema(file.Root.Get("root"))
	if err != nil {
		t.Skip(err)
	}
	return s
}

// smallValues are all scalars, and arrays and objects of up to two parts.
var smallValues = func() []string {
	all := []string{
		"[]", "{}", "[1,1,1]", "[1,2,3]", `["a","b",1]`, `{"a":1,"b":1,"c":1}`, `{"a":"a","b":"a","ab":1}`, "null", "true", "false", "0", "1", "-1", "2", "2.5", "10", "3", "6", `""`, `"a"`,
		`"ab"`, `"b"`, `"abc"`, `"é"`, `"2024-02-29"`, `"P1D"`, `"2024-02-29T00:00:00Z"`,
	}
	parts := []string{"null", "true", "0", "1", "2.5", `"a"`, `"ab"`, "[1]", `{"a":1}`, `{"b":"a"}`}
	names := []string{"a", "b", "c", "ab"}
	for i, one := range parts {
		all = append(all, "["+one+"]")
		for _, two := range parts {
			all = append(all, "["+one+","+two+"]")
		}
		for j, name := range names {
			all = append(all, fmt.Sprintf("{%q:%s}", name, one))
			for _, other := range names[j+1:] {
				for _, two := range parts[i%2:] {
					all = append(all, fmt.Sprintf("{%q:%s,%q:%s}", name, one, other, two))
				}
			}
		}
	}
	return all
}()

// TestDecide_NoInstanceContradicts draws pairs of schemas and instances: none may be accepted by sub and rejected by super where
// containment was proved, and every witness is one.
func TestDecide_NoInstanceContradicts(t *testing.T) {
	t.Parallel()
	var contained, escapes, unproven atomic.Int64
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom([]schema.Dialect{schema.OpenAPI30, schema.OpenAPI31}).Draw(r, "dialect")
		x := anySchema(d, 1).Draw(r, "x")
		one, two := anySchema(d, 2).Draw(r, "one"), anySchema(d, 2).Draw(r, "two")
		switch rapid.IntRange(0, 5).Draw(r, "kin") {
		case 0:
			two = fmt.Sprintf(`{"anyOf":[%s,%s]}`, one, two)
		case 1:
			one, two = fmt.Sprintf(`{"allOf":[%s,%s]}`, one, two), one
		case 2:
			one, two = fmt.Sprintf(`{"oneOf":[%s,%s]}`, one, two), fmt.Sprintf(`{"anyOf":[%s,%s]}`, one, two)
		}
		face := rapid.SampledFrom([]schema.Face{0, schema.Request, schema.Response}).Draw(r, "face")
		sub, super := drawn(r, d, fmt.Sprintf(`{"root":%s,"x":%s}`, one, x)), drawn(r, d, fmt.Sprintf(`{"root":%s,"x":%s}`, two, x))
		result := contain.Decide(sub, super, contain.Options{Face: face, Undeclared: contain.Formal, Work: 20_000})
		switch result.Answer {
		case contain.Contained:
			contained.Add(1)
			for i := range len(smallValues) + 5 {
				value := ""
				if i < len(smallValues) {
					value = smallValues[i]
				} else {
					value = anyValue(3).Draw(r, "value")
				}
				if judged(r, sub, value, face) && !judged(r, super, value, face) {
					r.Fatalf("%s is accepted by %s and rejected by %s (x is %s), but contained was said: %s", value, one, two, x, result.Reason)
				}
			}
		case contain.Escapes:
			escapes.Add(1)
			if !judged(r, sub, string(result.Witness), face) || judged(r, super, string(result.Witness), face) {
				r.Fatalf("%s is no witness for %s and %s", result.Witness, one, two)
			}
			if d == schema.OpenAPI31 && face == 0 && !strings.Contains(one+two+x, "int32") { // the other validator knows no formats of numbers
				valid, err := second(fmt.Sprintf(`{"root":%s,"x":%s}`, one, x), "/root", string(result.Witness))
				invalid, bad := second(fmt.Sprintf(`{"root":%s,"x":%s}`, two, x), "/root", string(result.Witness))
				if err == nil && bad == nil && (!valid || invalid) { // it refuses patterns that look ahead
					r.Fatalf("another validator does not take %s for a witness of %s and %s (x is %s)", result.Witness, one, two, x)
				}
			}
		default:
			unproven.Add(1)
			if result.Reason == "" {
				r.Fatal("unproven without a reason")
			}
			r.Logf("UNPROVEN %s: %s in %s (x %s)", result.Reason, one, two, x)
		}
	})
	t.Logf("%d contained, %d escape, %d unproven", contained.Load(), escapes.Load(), unproven.Load())
}
