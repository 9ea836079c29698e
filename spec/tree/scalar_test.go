package tree

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestScalar_CoreSchema(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		written string
		kind    Kind
		text    string
	}{
		{"", Null, ""}, {"~", Null, ""}, {"null", Null, ""}, {"NULL", Null, ""}, {"nULL", String, "nULL"},
		{"true", Bool, "true"}, {"False", Bool, "false"}, {"yes", String, "yes"}, {"no", String, "no"}, {"on", String, "on"},
		{"2022-06-30", String, "2022-06-30"}, {"2022-06-30T10:00:00Z", String, "2022-06-30T10:00:00Z"}, {"12:30:45", String, "12:30:45"},
		{"12", Number, "12"}, {"+12", Number, "12"}, {"-0", Number, "-0"}, {"0777", Number, "777"}, {"00", Number, "0"}, {"1_000", String, "1_000"},
		{"0x1F", Number, "31"}, {"0o17", Number, "15"}, {"0b11", String, "0b11"}, {"0x", String, "0x"}, {"0xFFFFFFFFFFFFFFFFFFFF", Number, "1208925819614629174706175"},
		{"1.5", Number, "1.5"}, {".5", Number, "0.5"}, {"1.", Number, "1.0"}, {"-.5e-3", Number, "-0.5e-3"}, {"1e400", Number, "1e400"}, {"1E+2", Number, "1E+2"},
		{".inf", String, ".inf"}, {"-.INF", String, "-.INF"}, {".nan", String, ".nan"}, {"1e", String, "1e"}, {"1.2.3", String, "1.2.3"},
		{"-", String, "-"}, {".", String, "."}, {"+", String, "+"}, {"e5", String, "e5"}, {"12abc", String, "12abc"},
	} {
		kind, text := scalar(tt.written)
		if kind != tt.kind || text != tt.text {
			t.Errorf("scalar(%q): got %s %q, want %s %q", tt.written, kind, text, tt.kind, tt.text)
		}
	}
}

func TestScalar_NumbersAreJSONAndKeepTheirValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.StringMatching(`[-+]?([0-9]{1,30}(\.[0-9]{0,10})?|\.[0-9]{1,10})([eE][-+]?[0-9]{1,3})?`).Draw(t, "written")
		kind, text := scalar(written)
		if kind != Number || !json.Valid([]byte(text)) {
			t.Fatalf("scalar(%q): got %s %q, want a JSON number", written, kind, text)
		}
		want, ok := new(big.Rat).SetString(strings.TrimPrefix(written, "+"))
		got, okGot := new(big.Rat).SetString(text)
		if !ok || !okGot || want.Cmp(got) != 0 {
			t.Fatalf("scalar(%q): got %s, which is another number", written, text)
		}
	})
}
