package mock

import (
	"encoding/json"
	"testing"
)

func TestPage_IsIndentedAsPlaidIndents(t *testing.T) {
	t.Parallel()
	var p page
	p.open('{')
	p.name("a")
	p.open('[')
	p.shut(']')
	p.name("b")
	p.open('[')
	p.item()
	p.open('{')
	p.text("c", "x")
	p.date("d", "")
	p.date("e", "2022-12-19")
	p.shut('}')
	p.item()
	p.open('{')
	p.shut('}')
	p.shut(']')
	p.raw("f", "null")
	p.shut('}')
	var v any
	if err := json.Unmarshal(p.b, &v); err != nil {
		t.Fatalf("got %s: %v", p.b, err)
	}
	want, _ := json.MarshalIndent(v, "", "  ")
	if string(p.b) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", p.b, want)
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", `"\`, "a\nb\rc\td", "\x00\x1f\x7f", "é\U0001F600", "\xff\xc3", "<&>", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := appendString(nil, s)
		var back string
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatalf("%q: got %s: %v", s, got, err)
		}
		encoded, _ := json.Marshal(s)
		var want string
		if err := json.Unmarshal(encoded, &want); err != nil {
			t.Fatal(err)
		}
		if back != want {
			t.Errorf("%q: got %q, want %q", s, back, want)
		}
	})
}
