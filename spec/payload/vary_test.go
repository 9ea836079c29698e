package payload

import (
	"context"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// Each row lists all samples of a kind: their names and bodies.
func TestMaker_VariesOnePlaceAtATime(t *testing.T) {
	t.Parallel()
	const v30, v31 = "3.0.3", "3.1.0"
	for _, tt := range []struct {
		name, version, schema string
		kind                  Kind
		want                  []string
	}{
		{"lengths", v30, `{"type":"object","properties":{"name":{"type":"string","minLength":2,"maxLength":4}}}`, KindBoundary, []string{
			`boundary minLength /name {"name":"ba"}`, // the longest is what the maximal body holds already
		}},
		{"numbers", v30, `{"type":"object","properties":{"n":{"type":"integer","minimum":3,"exclusiveMinimum":true,"maximum":90,"multipleOf":4}}}`, KindBoundary, []string{
			`boundary minimum /n {"n":4}`, `boundary maximum /n {"n":88}`,
		}},
		{"a format's range", v30, `{"type":"integer","format":"int32"}`, KindBoundary, []string{
			`boundary format / -2147483648 -2147483648`, `boundary format / 2147483647 2147483647`,
		}},
		{"lists", v30, `{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3}`, KindBoundary, []string{
			`boundary minItems / [42]`, `boundary maxItems / [42,43,44]`,
		}},
		{"null and booleans", v30, `{"type":"object","properties":{"b":{"type":"boolean","nullable":true}}}`, KindBoundary, []string{
			`boundary type /b {"b":false}`, `boundary nullable /b null {"b":null}`,
		}},
		{"types", v31, `{"type":["integer","string","null"]}`, KindBoundary, []string{`boundary type / string "tidal upland"`, `boundary type / null null`}},
		{"branches", v30, `{"oneOf":[{"type":"integer"},{"type":"object","required":["k"],"properties":{"k":{"type":"boolean"}}}]}`, KindBoundary, []string{`boundary oneOf / 2 {"k":true}`}},

		{"each value", v30, `{"type":"object","properties":{"status":{"type":"string","enum":["A","B","C"]},"kind":{"type":"string","enum":["only"]}}}`, KindEnum, []string{
			`enum /status A {"status":"A","kind":"only"}`, `enum /status C {"status":"C","kind":"only"}`, // the maximal body holds B
		}},

		{"what may be left out", v30, `{"type":"object","required":["a"],"properties":{"a":{"type":"object","properties":{"b":{"type":"boolean"}}},"c":{"type":"boolean"}}}`, KindAbsent, []string{
			`absent / c {"a":{"b":true}}`, `absent /a b {"a":{},"c":true}`,
		}},

		{"faults of a string", v30, `{"type":"string","minLength":2,"maxLength":4,"pattern":"^[a-z]+$"}`, KindFault, []string{
			`fault type / null null`, `fault type / number 41`, `fault type / boolean true`, `fault type / array ["lomj"]`, `fault minLength / "l"`,
			`fault maxLength / "lomjr"`, `fault pattern / "LOMJ"`,
		}},
		{"faults of a number", v30, `{"type":"integer","minimum":4,"maximum":20,"multipleOf":4}`, KindFault, []string{
			`fault type / fraction 41.5`, `fault type / null null`, `fault type / string "41"`, `fault type / boolean true`, `fault minimum / 0`,
			`fault maximum / 24`, `fault multipleOf / 5`,
		}},
		{"faults of exclusive bounds in 3.0", v30, `{"type":"number","minimum":0,"exclusiveMinimum":true,"maximum":1.5,"exclusiveMaximum":true}`, KindFault, []string{
			`fault type / null null`, `fault type / string "41"`, `fault type / boolean true`, `fault exclusiveMinimum / 0`, `fault exclusiveMaximum / 1.5`,
		}},
		{"faults of exclusive bounds in 3.1", v31, `{"type":"integer","exclusiveMinimum":8,"maximum":10}`, KindFault, []string{
			`fault type / fraction 41.5`, `fault type / null null`, `fault type / string "41"`, `fault type / boolean true`, `fault exclusiveMinimum / 8`,
			`fault maximum / 11`,
		}},
		{"faults of a list", v30, `{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3,"uniqueItems":true}`, KindFault, []string{
			`fault type / null null`, `fault type / string "not of this type"`, `fault type / object {}`, `fault type / number 41`, `fault minItems / [42]`,
			`fault maxItems / [42,43,44,45]`, `fault uniqueItems / [42,43,42]`, `fault type /0 fraction [41.5,43]`, `fault type /0 null [null,43]`,
			`fault type /0 string ["41",43]`, `fault type /0 boolean [true,43]`, `fault type /1 fraction [42,41.5]`, `fault type /1 null [42,null]`,
			`fault type /1 string [42,"41"]`, `fault type /1 boolean [42,true]`,
		}},
		{"faults of an object", v30, `{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"boolean"}}}`, KindFault, []string{
			`fault type / null null`, `fault type / string "not of this type"`, `fault type / array ["x"]`, `fault type / number 41`, `fault required / a {}`,
			`fault additionalProperties / {"a":true,"unexpected_property":"x"}`, `fault type /a null {"a":null}`, `fault type /a string {"a":"true"}`,
			`fault type /a number {"a":1}`,
		}},
		{"faults of places of one type", v30, `{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"boolean"},"c":{"type":"array","items":{"type":"boolean"},"maxItems":1}}}`, KindFault, []string{
			`fault type / null null`, `fault type / string "not of this type"`, `fault type / array ["x"]`, `fault type / number 41`,
			`fault type /a null {"a":null,"b":true,"c":[true]}`, `fault type /a string {"a":"true","b":true,"c":[true]}`,
			`fault type /a number {"a":1,"b":true,"c":[true]}`, `fault type /b null {"a":true,"b":null,"c":[true]}`,
			`fault type /b string {"a":true,"b":"true","c":[true]}`, `fault type /b number {"a":true,"b":1,"c":[true]}`,
			`fault type /c null {"a":true,"b":true,"c":null}`, `fault type /c string {"a":true,"b":true,"c":"not of this type"}`,
			`fault type /c object {"a":true,"b":true,"c":{}}`, `fault type /c number {"a":true,"b":true,"c":41}`,
			`fault maxItems /c {"a":true,"b":true,"c":[true,false]}`, `fault type /c/0 null {"a":true,"b":true,"c":[null]}`,
			`fault type /c/0 string {"a":true,"b":true,"c":["true"]}`, `fault type /c/0 number {"a":true,"b":true,"c":[1]}`,
		}},
		{"faults of an enum", v30, `{"type":"string","enum":["RED","GREEN"]}`, KindFault, []string{
			`fault type / null null`, `fault type / number 41`, `fault type / boolean true`, `fault type / array ["GREEN"]`, `fault enum / "red"`,
			`fault enum / empty ""`,
		}},
		{"faults of a format", v30, `{"type":"string","format":"date"}`, KindFault, []string{
			`fault type / null null`, `fault type / number 41`, `fault type / boolean true`, `fault type / array ["2024-06-15"]`, `fault format / "not-a-date"`,
		}},
		{"faults of a pattern", v30, `{"type":"object","properties":{"a":{"type":"string","pattern":"^[A-Z]{3}$","example":"USD"},"b":{"type":"string","pattern":"^[0-9]{2}$","example":"12"}}}`, KindFault, []string{
			`fault type / null null`, `fault type / string "not of this type"`, `fault type / array ["x"]`, `fault type / number 41`,
			`fault type /a null {"a":null,"b":"12"}`, `fault type /a number {"a":41,"b":"12"}`, `fault type /a boolean {"a":true,"b":"12"}`, `fault type /a array {"a":["USD"],"b":"12"}`,
			`fault pattern /a {"a":"usd","b":"12"}`,
			`fault type /b null {"a":"USD","b":null}`, `fault type /b number {"a":"USD","b":41}`, `fault type /b boolean {"a":"USD","b":true}`, `fault type /b array {"a":"USD","b":["12"]}`,
			`fault pattern /b {"a":"USD","b":"122"}`,
		}},
		{"a property that nothing declares, where more is taken in so many words", v30, `{"type":"object","additionalProperties":true,"properties":{"a":{"type":"boolean"}}}`, KindBoundary, []string{
			`boundary additionalProperties / unexpected_property {"a":true,"unexpected_property":"x"}`, `boundary type /a {"a":false}`,
		}},
		{"faults of other keywords", v31, `{"type":"object","properties":{"a":{"const":1},"b":{"type":"integer"}},"dependentRequired":{"a":["b"]},"minProperties":1,"maxProperties":2,"propertyNames":{"maxLength":9}}`, KindFault, []string{
			`fault type / null null`, `fault type / string "not of this type"`, `fault type / array ["x"]`, `fault type / number 41`,
			`fault maxProperties / {"a":1,"b":42,"key_0":"x"}`, `fault minProperties / {}`, `fault dependentRequired / b {"a":1}`,
			`fault const /a {"a":"not-the-constant","b":42}`, `fault type /b fraction {"a":1,"b":41.5}`, `fault type /b null {"a":1,"b":null}`,
			`fault type /b string {"a":1,"b":"41"}`, `fault type /b boolean {"a":1,"b":true}`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, tt.version, tt.schema, "")
			n := schemaOf(doc)
			samples, refusals := (&Maker{Document: doc}).Varied(doc.Operation("send"), tt.kind)
			var got []string
			for _, s := range samples {
				got = append(got, strings.Join([]string{s.Name, string(s.Body)}, " "))
				if err := accepted(doc, n, s.Body); (err == nil) != (tt.kind != KindFault) {
					t.Errorf("%s %s: the other validator says %v", s.Name, s.Body, err)
				}
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			for _, r := range refusals {
				t.Logf("refused: %v", r)
			}
		})
	}
}

// Every fault of the pinned documents is one fault, of the keyword it is named for.
func TestMaker_FaultsOfPinnedDocumentsAreSingle(t *testing.T) {
	t.Parallel()
	docs := pinned(t)
	doc := docs[len(docs)-1]
	m := &Maker{Document: doc, Seed: 1}
	for _, op := range doc.Operations {
		s, _ := doc.Schemas.Schema(op.RequestBody.Content[0].Schema)
		for _, sample := range mustVary(t, m, op, KindFault) {
			broke := violations(s, sample.Body, schema.Request)
			if len(broke) != 1 || broke[0].Rule != sample.Variation.Keyword {
				t.Errorf("%s %s: got %v, want one violation of %s", op.ID, sample.Name, broke, sample.Variation.Keyword)
			}
			if sample.Variation.At.Line == 0 {
				t.Errorf("%s %s: the place of the keyword is not known", op.ID, sample.Name)
			}
		}
		for _, k := range []Kind{KindBoundary, KindEnum} {
			for _, sample := range mustVary(t, m, op, k) {
				ours(t, doc, op.RequestBody.Content[0].Schema, schema.Request, sample.Body)
			}
		}
	}
}

func mustVary(t *testing.T, m *Maker, op *spec.Operation, k Kind) []Sample {
	t.Helper()
	samples, refusals := m.Varied(op, k)
	for _, r := range refusals {
		t.Errorf("%s: %v", op.ID, r)
	}
	seen := map[string]bool{}
	for _, s := range samples {
		if seen[s.Name] {
			t.Errorf("%s: two samples are called %s", op.ID, s.Name)
		}
		seen[s.Name] = true
	}
	return samples
}

func TestMaker_VariesRealDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("reads documents of several megabytes")
	}
	for _, file := range []string{
		"plaid/partner/1.697.4.yaml", "real-specs/museum/1.2.1-20241120-2770b2b.yaml", "real-specs/adyen-checkout/v72.yaml", "plaid/full/1.697.4.yaml", "real-specs/stripe/v481.yaml",
	} {
		t.Run(file, func(t *testing.T) {
			doc, err := spec.Load(context.Background(), filepath.Join(shared(t), file), spec.Options{})
			if err != nil {
				t.Skip(err)
			}
			m := &Maker{Document: doc, Seed: 1}
			counts, shown := map[string]int{}, map[string]string{}
			started := time.Now()
			for i, op := range doc.Operations {
				if len(doc.Operations) > 400 && i%6 > 0 {
					continue // every sixth of the largest document tells enough
				}
				for _, k := range []Kind{KindBoundary, KindEnum, KindFault} {
					samples, refusals := m.Varied(op, k)
					counts[string(k)+" samples"] += len(samples)
					for _, r := range refusals {
						key := fmt.Sprintf("%s refused %s %s", k, r.Reason, strings.Fields(r.Name + " - -")[1])
						if counts[key]++; counts[key] <= 2 {
							shown[key] += "\n      " + op.ID + " " + r.Error()
						}
					}
				}
			}
			spent := time.Since(started)
			var keys []string
			for k := range counts {
				keys = append(keys, k)
			}
			sort.Strings(keys)
			for _, k := range keys {
				t.Logf("%-50s %6d%.900s", k, counts[k], shown[k])
			}
			t.Logf("in %v", spent.Round(time.Millisecond))
			if spent > 3*time.Minute {
				t.Errorf("it took %v, want at most three minutes", spent)
			}
		})
	}
}
