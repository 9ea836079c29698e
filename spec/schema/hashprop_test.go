package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
	"github.com/plumbline-dev/plumbline/spec/tree"
	"pgregory.net/rapid"
)

// drawnSchema compiles the root of a document of a property test.
func drawnSchema(t *rapid.T, d schema.Dialect, document string) *schema.Schema {
	store := tree.NewStore(tree.Options{})
	f, err := store.Add("doc.json", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.NewSet(store, d).Schema(f.Root.Get("root"))
	if err != nil {
		t.Fatalf("%s: %v", document, err)
	}
	return s
}

func drawDocument(t *rapid.T, d schema.Dialect, depth int) string {
	return fmt.Sprintf(`{"root":%s,"x":%s}`, markedSchema(d, depth, false).Draw(t, "root"), markedSchema(d, min(1, depth), false).Draw(t, "x"))
}

func TestHash_IsEqualInOtherWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom([]schema.Dialect{v30, v31}).Draw(r, "dialect")
		document := drawDocument(r, d, 2)
		other := decoded(document).(object)
		components := object{}
		write := rewriting{r, d, components}
		components["root"] = write.schema(other["root"])
		components["x"] = other["x"]
		if !strings.Contains(document, "unevaluated") { // see inner
			components["x"] = write.schema(other["x"])
		}
		a, b := drawnSchema(r, d, document).Hash(), drawnSchema(r, d, encoded(components)).Hash()
		if a != b {
			r.Fatalf("%s for %s\n%s for %s", a, document, b, encoded(components))
		}
	})
}

func TestHash_IsEqualInTheWordsOf31(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		document := drawDocument(r, v30, 2)
		newer := decoded(document).(object)
		for name := range newer {
			if meansMore(newer[name]) {
				r.Skip("with Compat, nullable may mean more than 3.1 can say")
			}
			newer[name] = modern(newer[name])
		}
		old := drawnSchema(r, v30, document)
		if a, b := old.Hash(), drawnSchema(r, v31, encoded(newer)).Hash(); a != b {
			r.Fatalf("%s for %s\n%s for %s", a, document, b, encoded(newer))
		}
	})
}

// meansMore says whether nullable stands beside something that may refuse null.
func meansMore(v any) bool {
	s, ok := v.(object)
	if !ok {
		return false
	}
	found := s["nullable"] == true && (s["enum"] != nil || s["allOf"] != nil || s["anyOf"] != nil || s["oneOf"] != nil || s["not"] != nil)
	inner(s, func(part any) any {
		found = found || meansMore(part)
		return part
	})
	return found
}

// TestHash_EqualOnesNeverDisagree draws many small schemas and mutants of them, which therefore often have equal hashes, and holds those
// that do against each other.
func TestHash_EqualOnesNeverDisagree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := rapid.SampledFrom([]schema.Dialect{v30, v31}).Draw(r, "dialect")
		values := rapid.SliceOfN(anyValue(2), 12, 12).Draw(r, "values")
		first := map[schema.Hash]string{}
		judged := map[schema.Hash]string{}
		document := drawDocument(r, d, rapid.IntRange(0, 1).Draw(r, "depth"))
		for range 12 {
			s := drawnSchema(r, d, document)
			verdicts := verdictsOf(s, values)
			if of, met := judged[s.Hash()]; met && of != verdicts {
				r.Fatalf("equal hashes, but on %v\n%s for %s\n%s for %s", values, of, first[s.Hash()], verdicts, document)
			}
			first[s.Hash()], judged[s.Hash()] = document, verdicts
			next := decoded(document).(object)
			next["root"] = mutated(r, d, next["root"])
			document = encoded(next)
		}
	})
}

// verdictsOf judges the values in every direction, by the letter and with Compat.
func verdictsOf(s *schema.Schema, values []string) string {
	verdicts := ""
	for _, value := range values {
		tp, _ := tape.Read([]byte(value), tape.Limits{})
		for _, o := range []schema.Options{{}, {Face: schema.Request}, {Face: schema.Response}, {Compat: true}} {
			if s.Accepts(tp.Root(), o) {
				verdicts += "+"
			} else {
				verdicts += "-"
			}
		}
		tp.Release()
	}
	return verdicts
}
