package tape_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
	"pgregory.net/rapid"
)

func TestCompare_Exactly(t *testing.T) {
	t.Parallel()
	nines := strings.Repeat("9", 5000)
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"1", "1.0", 0}, {"1", "10e-1", 0}, {"100", "1e2", 0}, {"0.00100", "1E-3", 0}, {"0", "-0", 0}, {"0.0", "0e999999999999999999999", 0},
		{"9007199254740993", "9007199254740992", 1}, {"0.1", "0.10000000000000000001", -1},
		{"-1", "1", -1}, {"-2", "-1", -1}, {"-1e400", "-1e399", -1}, {"1e400", "1e401", -1}, {"1e999999999", "1e999999998", 1},
		{"1e-999999999", "0", 1}, {"-1e-999999999", "0", -1},
		{"1e99999999999999999999", "1e99999999999999999998", 1}, {"10e99999999999999999998", "1e99999999999999999999", 0},
		{"1e-99999999999999999999", "1", -1}, {"0.01e1000000000000000000", "1e999999999999999998", 0},
		{"1e" + nines, "1e10", 1}, {"1e-" + nines, "1e-10", -1}, {"1e" + nines, "2e" + nines, -1},
		{"123456789012345678", "123456789012345679", -1}, {"1234567890123456789", "1234567890123456788", 1},
	} {
		a, b := root(t, tt.a), root(t, tt.b)
		if got := tape.Compare(a, b); got != tt.want {
			t.Errorf("Compare(%.40s, %.40s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := tape.Compare(b, a); got != -tt.want {
			t.Errorf("Compare(%.40s, %.40s) = %d, want %d", tt.b, tt.a, got, -tt.want)
		}
		if tape.Equal(a, b) != (tt.want == 0) || tt.want == 0 && a.Hash() != b.Hash() {
			t.Errorf("Equal or Hash of %.40s and %.40s contradict Compare", tt.a, tt.b)
		}
	}
	if tape.Compare(root(t, `"a"`), root(t, "1")) != 1 {
		t.Error("values of other kinds are not ordered by kind")
	}
}

func TestIsInteger(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1": true, "1.0": true, "1e3": true, "1.5e1": true, "100e-2": true, "0.0": true, "-0": true, "1e400": true, "1e99999999999999999999": true,
		"12345678901234567890": true, "1.5": false, "15e-2": false, "1e-1": false, "1e-99999999999999999999": false, `"1"`: false, "true": false,
	} {
		if got := root(t, text).IsInteger(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestInt64_EndsOfTheRange(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"9223372036854775807": true, "9223372036854775808": false, "-9223372036854775808": true, "-9223372036854775809": false,
		"9.223372036854775807e18": true, "1e19": false, "99999999999999999999": false, "1e400": false, "1.5": false, "12e-1": false, "1e18": true,
	} {
		n, got := root(t, text).Decimal().Int64()
		if got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if f, _, _ := big.ParseFloat(text, 10, 200, big.ToNearestEven); got && new(big.Float).SetInt64(n).Cmp(f) != 0 {
			t.Errorf("%s reads as %d", text, n)
		}
	}
}

func TestMultipleOf_Exactly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"10", "5", true}, {"10", "3", false}, {"0", "0.01", true}, {"4.5", "1.5", true}, {"0.0075", "0.0001", true}, {"0.00751", "0.0001", false},
		{"1e308", "0.123456789", false}, {"12391239123", "1e-8", true}, {"1e999999999", "3", false}, {"3e999999999", "3", true}, {"3e-999999999", "3", false},
		{"9007199254740993", "2", false}, {"1.1", "0.1", true}, {"-7", "7", true}, {"123456789123456789123456789", "9", true}, {"7", "14", false}, {"1e99999999999999999999", "4", true},
		{"246913578246913578246913578", "123456789123456789123456789", true}, {"5", "0", false},
	} {
		if got := root(t, tt.a).Decimal().MultipleOf(root(t, tt.b).Decimal()); got != tt.want {
			t.Errorf("%s multiple of %s: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestDecimal_AgreesWithBigRat(t *testing.T) {
	t.Parallel()
	number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?`)
	rapid.Check(t, func(r *rapid.T) {
		a, b := number.Draw(r, "a"), number.Draw(r, "b")
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		da, db := tape.ParseDecimal([]byte(a)), tape.ParseDecimal([]byte(b))
		if got, want := da.Cmp(db), x.Cmp(y); got != want {
			r.Fatalf("%s against %s: %d, want %d", a, b, got, want)
		}
		if got, want := da.IsInteger(), x.IsInt(); got != want {
			r.Fatalf("%s integer: %v, want %v", a, got, want)
		}
		if n, ok := da.Int64(); ok != (x.IsInt() && x.Num().IsInt64()) || ok && x.Num().Int64() != n {
			r.Fatalf("%s as int64: %d, %v", a, n, ok)
		}
		if y.Sign() != 0 {
			if got, want := da.MultipleOf(db), new(big.Rat).Quo(x, y).IsInt(); got != want {
				r.Fatalf("%s multiple of %s: %v, want %v", a, b, got, want)
			}
		}
	})
}

func TestEqual(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{`{"a":1,"b":[1,2]}`, `{"b":[1.0,2],"a":1e0}`, true},
		{`{"a":1}`, `{"a":1,"b":2}`, false},
		{`{"a":1,"b":2}`, `{"a":1,"c":2}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `[1,2]`, false},
		{`"\u0041"`, `"A"`, true},
		{`"a"`, `"b"`, false},
		{`null`, `null`, true},
		{`true`, `false`, false},
		{`0`, `false`, false},
		{`{}`, `[]`, false},
		{`{"a":{"b":{"c":null}}}`, `{"a":{"b":{"c":null}}}`, true},
	} {
		a, b := root(t, tt.a), root(t, tt.b)
		if got := tape.Equal(a, b); got != tt.want {
			t.Errorf("Equal(%s, %s) = %v", tt.a, tt.b, got)
		}
		if (a.Hash() == b.Hash()) != tt.want {
			t.Errorf("hashes of %s and %s: equal %v, want %v", tt.a, tt.b, !tt.want, tt.want)
		}
	}
}

func TestEqual_DuplicatesCountOnce(t *testing.T) {
	t.Parallel()
	twice, _ := tape.Read([]byte(`{"a":1,"b":2,"a":3}`), tape.Limits{})
	defer twice.Release()
	for text, want := range map[string]bool{`{"a":3,"b":2}`: true, `{"a":1,"b":2}`: false, `{"a":3,"b":2,"c":1}`: false} {
		other := root(t, text)
		if tape.Equal(twice.Root(), other) != want || tape.Equal(other, twice.Root()) != want {
			t.Errorf("against %s: not %v", text, want)
		}
		if want && other.Hash() != twice.Root().Hash() {
			t.Errorf("hash against %s differs", text)
		}
	}
}
