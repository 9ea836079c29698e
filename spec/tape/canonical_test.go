package tape_test

import (
	"math/big"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"pgregory.net/rapid"
)

func TestAppendCanonical_WritesEqualValuesAlike(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`0`, `0`}, {`-0.0e5`, `0`}, {`1.0`, `1`}, {`10e-1`, `1`}, {`-12.50`, `-12.5`}, {`100`, `100`}, {`1e2`, `100`}, {`0.00123`, `0.00123`},
		{`123e-8`, `0.00000123`}, {`123e-9`, `1.23e-7`}, {`9007199254740993`, `9007199254740993`}, {`1e20`, `100000000000000000000`}, {`1e21`, `1e21`},
		{`15e399`, `1.5e400`}, {`-0.1e-99999999999999999999`, `-1e-100000000000000000000`}, {`10e99999999999999999998`, `1e99999999999999999999`},
		{`null`, `null`}, {`true`, `true`}, {`"\u0041\n"`, `"A\n"`}, {`[ 1.0, [ ], "x" ]`, `[1,[],"x"]`}, {`{"b":1,"a":{"d":[],"c":2.0}}`, `{"a":{"c":2,"d":[]},"b":1}`},
	} {
		if got := string(root(t, tt.text).AppendCanonical(nil)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
	tp, _ := tape.Read([]byte(`{"a":1,"b":2,"a":3}`), tape.Limits{})
	defer tp.Release()
	if got := string(tp.Root().AppendCanonical(nil)); got != `{"a":3,"b":2}` {
		t.Errorf("of duplicate names %s is left, want the last", got)
	}
}

func TestDecimal_StringIsTheNumberInOneForm(t *testing.T) {
	t.Parallel()
	number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?`)
	rapid.Check(t, func(r *rapid.T) {
		text := number.Draw(r, "number")
		d := tape.ParseDecimal([]byte(text))
		want, _ := new(big.Rat).SetString(text)
		if got, ok := new(big.Rat).SetString(d.String()); !ok || got.Cmp(want) != 0 {
			r.Fatalf("%s became %s", text, d)
		}
		if again := tape.ParseDecimal([]byte(d.String())); again.String() != d.String() {
			r.Fatalf("%s became %s and then %s", text, d, again)
		}
		other := number.Draw(r, "other")
		if e := tape.ParseDecimal([]byte(other)); (e.String() == d.String()) != (e.Cmp(d) == 0) {
			r.Fatalf("%s and %s are written %s and %s", text, other, d, e)
		}
	})
}
