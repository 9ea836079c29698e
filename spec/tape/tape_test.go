package tape_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// root reads text and returns its value; the tape lives as long as the test.
func root(t testing.TB, text string) tape.Value {
	t.Helper()
	tp, faults := tape.Read([]byte(text), tape.Limits{})
	if len(faults) > 0 {
		t.Fatalf("reading %s: %v", text, faults)
	}
	t.Cleanup(tp.Release)
	return tp.Root()
}

func TestRead_Faults(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 4097)
	for _, tt := range []struct {
		name, text string
		want       []string // rule offset path, one for each fault
		usable     bool
	}{
		{"one object", ` {"a":[1,"x",null,true,false,{}]} ` + "\r\n\t", nil, true},
		{"a bare string", `"x"`, nil, true},
		{"a bare number", `-0.5E+10`, nil, true},
		{"nothing", "", []string{"json-empty 0 "}, false},
		{"only white space", " \n ", []string{"json-empty 3 "}, false},
		{"byte order mark", "\xef\xbb\xbf{}", []string{"json-bom 0 "}, true},
		{"byte order mark and nothing", "\xef\xbb\xbf", []string{"json-bom 0 ", "json-empty 3 "}, false},
		{"UTF-16", "\xff\xfe{\x00", []string{"json-malformed 0 "}, false},
		{"two values", `{"a":1} {"b":2}`, []string{"json-trailing 8 "}, true},
		{"bytes after the value", "[1]\x00", []string{"json-trailing 3 "}, true},
		{"NUL inside", "[1,\x00]", []string{"json-malformed 3 /1"}, false},
		{"cut in an object", `{"a":{"b":1`, []string{"json-malformed 11 /a/b"}, false},
		{"cut behind a name", `{"a"`, []string{"json-malformed 4 /a"}, false},
		{"cut behind a colon", `{"a":`, []string{"json-malformed 5 /a"}, false},
		{"cut in a string", `["abc`, []string{"json-malformed 5 /0"}, false},
		{"cut in an escape", `["abc\`, []string{"json-malformed 6 /0"}, false},
		{"cut in a word", `tru`, []string{"json-malformed 3 "}, false},
		{"cut in a number", `[1,-`, []string{"json-malformed 4 /1"}, false},
		{"cut in a fraction", `1.`, []string{"json-malformed 2 "}, false},
		{"trailing comma in an array", `[1,]`, []string{"json-malformed 3 /0"}, false},
		{"trailing comma in an object", `{"a":1,}`, []string{"json-malformed 7 /a"}, false},
		{"no comma", `[1 2]`, []string{"json-malformed 3 /0"}, false},
		{"wrong bracket", `[1}`, []string{"json-malformed 2 /0"}, false},
		{"no colon", `{"a" 1}`, []string{"json-malformed 5 /a"}, false},
		{"unquoted name", `{a:1}`, []string{"json-malformed 1 "}, false},
		{"single quotes", `{'a':1}`, []string{"json-malformed 1 "}, false},
		{"comment", `// x`, []string{"json-malformed 0 "}, false},
		{"NaN", `NaN`, []string{"json-malformed 0 "}, false},
		{"wrong word", `nul1`, []string{"json-malformed 0 "}, false},
		{"word runs on", `nullx`, []string{"json-trailing 4 "}, true},
		{"leading zero", `01`, []string{"json-malformed 0 "}, false},
		{"leading plus", `+1`, []string{"json-malformed 0 "}, false},
		{"leading point", `.5`, []string{"json-malformed 0 "}, false},
		{"point without digit", `[1.]`, []string{"json-malformed 3 /0"}, false},
		{"exponent without digit", `[1e+]`, []string{"json-malformed 4 /0"}, false},
		{"hexadecimal number", `0x10`, []string{"json-trailing 1 "}, true},
		{"raw newline in a string", "\"a\nb\"", []string{"json-malformed 2 "}, false},
		{"unknown escape", `"\x41"`, []string{"json-malformed 1 "}, false},
		{"bad hexadecimal escape", `"\u12g4"`, []string{"json-malformed 1 "}, false},
		{"bytes that are no UTF-8", "{\"a\":[\"x\xffy\xc0\xaf\"]}", []string{"json-utf8 8 /a/0", "json-utf8 10 /a/0", "json-utf8 11 /a/0"}, true},
		{"a name that is no UTF-8", "{\"a\":1,\"\xff\":2}", []string{"json-utf8 8 "}, true},
		{"encoded surrogate", "\"\xed\xa0\x80\"", []string{"json-utf8 1 ", "json-utf8 2 ", "json-utf8 3 "}, true},
		{"lone surrogate", `"\ud800"`, []string{"json-utf8 1 "}, true},
		{"lone low surrogate", `"\udc00x"`, []string{"json-utf8 1 "}, true},
		{"surrogates the wrong way round", `"\udc00\ud800"`, []string{"json-utf8 1 ", "json-utf8 7 "}, true},
		{"surrogate pair", `"\ud83d\ude00"`, nil, true},
		{"duplicate name", `{"a":1,"b":{"c":1,"c":2},"a":3}`, []string{"json-duplicate-name 18 /b/c", "json-duplicate-name 25 /a"}, true},
		{"duplicate name through an escape", `{"a/b":1,"a\/b":2}`, []string{"json-duplicate-name 9 /a~1b"}, true},
		{"three times", `{"a":1,"a":2,"a":3}`, []string{"json-duplicate-name 7 /a", "json-duplicate-name 13 /a"}, true},
		{"in a wide object", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"a":2,"j":1,"a":3}`,
			[]string{"json-duplicate-name 55 /a", "json-duplicate-name 67 /a"}, true},
		{"too deep", deep, []string{"json-depth 4096 " + strings.Repeat("/0", 4096)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tp, faults := tape.Read([]byte(tt.text), tape.Limits{})
			defer tp.Release()
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprintf("%s %d %s", f.Rule, f.Offset, f.InstancePath))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("faults %q\n  want %q (%v)", got, tt.want, faults)
			}
			if tp.Usable() != tt.usable {
				t.Errorf("usable %v, want %v", tp.Usable(), tt.usable)
			}
			if (tp.Root().Kind() != 0) != tt.usable {
				t.Errorf("root of kind %v in a tape that is usable: %v", tp.Root().Kind(), tt.usable)
			}
		})
	}
}

func TestRead_Limits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		limits     tape.Limits
		rule       string
	}{
		{"size reached", `[1,2]`, tape.Limits{Size: 5}, ""},
		{"size passed", `[1,2] `, tape.Limits{Size: 5}, tape.RuleSize},
		{"depth reached", `[[]]`, tape.Limits{Depth: 2}, ""},
		{"depth passed", `[[{}]]`, tape.Limits{Depth: 2}, tape.RuleDepth},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tp, faults := tape.Read([]byte(tt.text), tt.limits)
			defer tp.Release()
			rule := ""
			if len(faults) > 0 {
				rule = faults[0].Rule
			}
			if rule != tt.rule || tp.Usable() != (tt.rule == "") {
				t.Errorf("rule %q, usable %v; want rule %q", rule, tp.Usable(), tt.rule)
			}
		})
	}
}

func TestRead_KeepsAtMostAHundredFaults(t *testing.T) {
	t.Parallel()
	tp, faults := tape.Read([]byte("\""+strings.Repeat("\xff", 5000)+"\""), tape.Limits{})
	defer tp.Release()
	if len(faults) != 100 {
		t.Errorf("%d faults, want 100", len(faults))
	}
	cut, faults := tape.Read([]byte("[\""+strings.Repeat("\xff", 5000)+"\","), tape.Limits{})
	defer cut.Release()
	if last := faults[len(faults)-1]; len(faults) != 100 || last.Rule != tape.RuleMalformed {
		t.Errorf("of %d faults the last is %s, want 100 and %s", len(faults), last.Rule, tape.RuleMalformed)
	}
}

func TestValue_Reads(t *testing.T) {
	t.Parallel()
	v := root(t, ` {"s":"a\nb\ud83d\ude00","n":-1.50e2,"t":true,"z":null,"a":[10,{"x/y":"~"},[]],"":7} `)
	var names []string
	for name, value := range v.Members() {
		names = append(names, name+":"+value.Kind().String())
	}
	if want := []string{"s:string", "n:number", "t:boolean", "z:null", "a:array", ":number"}; !slices.Equal(names, want) {
		t.Errorf("members %q, want %q", names, want)
	}
	type seen struct {
		kind   tape.Kind
		raw    string
		text   string
		offset int
		length int
	}
	for pointer, want := range map[string]seen{
		"/s":          {tape.String, `"a\nb\ud83d\ude00"`, "a\nb😀", 6, 0},
		"/n":          {tape.Number, "-1.50e2", "-1.50e2", 29, 0},
		"/t":          {tape.Bool, "true", "", 41, 0},
		"/z":          {tape.Null, "null", "", 50, 0},
		"/a":          {tape.Array, `[10,{"x/y":"~"},[]]`, "", 59, 3},
		"/a/1":        {tape.Object, `{"x/y":"~"}`, "", 63, 1},
		"/a/1/x~1y":   {tape.String, `"~"`, "~", 70, 0},
		"/a/2":        {tape.Array, "[]", "", 75, 0},
		"/":           {tape.Number, "7", "7", 82, 0},
		"/a/3":        {},
		"/a/01":       {},
		"/a/-":        {},
		"/missing":    {},
		"no pointer":  {},
		"/t/further":  {},
		"/a/1/x/y":    {},
		"/a/9999999":  {},
		"/a/-1":       {},
		"/a/1/x~1y/0": {},
	} {
		got, ok := v.At(pointer)
		if s := (seen{got.Kind(), string(got.Raw()), got.Text(), got.Offset(), got.Len()}); s != want || ok != (want.kind != 0) {
			t.Errorf("at %q: %+v, %v; want %+v", pointer, s, ok, want)
		}
	}
	if at, ok := v.At(""); !ok || at != v {
		t.Error("the empty pointer does not lead to the value itself")
	}
	if b, _ := v.Get("t"); !b.Bool() {
		t.Error("true reads as false")
	}
}

func TestValue_ZeroAnswersWithNothing(t *testing.T) {
	t.Parallel()
	var v tape.Value
	if v.Kind() != 0 || v.Kind().String() != "nothing" || v.Raw() != nil || v.Text() != "" || v.Bool() || v.Len() != 0 || v.Offset() != 0 || v.IsInteger() || v.ASCII() {
		t.Error("the zero value answers with something")
	}
	if _, ok := v.At(""); ok {
		t.Error("a pointer leads somewhere in the zero value")
	}
	for range v.Members() {
		t.Error("the zero value has a member")
	}
	for range v.Items() {
		t.Error("the zero value has an item")
	}
	if c := v.Walk(); c.Next() {
		t.Error("the zero value can be walked")
	}
	if !tape.Equal(v, tape.Value{}) {
		t.Error("two zero values differ")
	}
}

func TestGet_ReturnsTheLastOfDuplicates(t *testing.T) {
	t.Parallel()
	tp, _ := tape.Read([]byte(`{"a":1,"b":2,"a":3}`), tape.Limits{})
	defer tp.Release()
	if got, _ := tp.Root().Get("a"); got.Text() != "3" {
		t.Errorf("got %s, want 3", got.Text())
	}
	if n := tp.Root().Len(); n != 3 {
		t.Errorf("%d members, want 3", n)
	}
}

func TestWalk_YieldsNamesAndHashes(t *testing.T) {
	t.Parallel()
	v := root(t, `{"a":1,"b\u0041":[2]}`)
	var got [][3]any
	for c := v.Walk(); c.Next(); {
		got = append(got, [3]any{c.Index(), string(c.Name()), c.NameValue().Text()})
		if c.Hash() != tape.Hash(string(c.Name())) {
			t.Errorf("hash of %s differs from tape.Hash", c.Name())
		}
	}
	if want := [][3]any{{0, "a", "a"}, {1, "bA", "bA"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPointerAppend_Escapes(t *testing.T) {
	t.Parallel()
	if got, want := tape.PointerAppend("/a", "x~/y"), "/a/x~0~1y"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What other notations write is called by its name, and nothing else is, for a letter might begin a secret.
func TestRead_SaysWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`{"a":NaN}`, "NaN, which JSON has not, where a value should stand"},
		{`{"a":-Infinity}`, "-Infinity, which JSON has not, where a value should stand"},
		{`{"a":undefined}`, "undefined, which JSON has not, where a value should stand"},
		{`[True]`, "True, which JSON has not, where a value should stand"},
		{`[nil]`, "nil, which JSON has not, where a value should stand"},
		{`[nill]`, "a word where a value should stand; JSON knows true, false and null"},
		{`[Nanny]`, "a letter where a value should stand"},
		{"// c\n{}", "a comment, which JSON has not, where a value should stand"},
		{`{"a":1 /* c */}`, "a comment, which JSON has not, where ',' or '}' should follow a value"},
		{"# c\n{}", "a comment, which JSON has not, where a value should stand"},
		{`{/* c */}`, "a comment, which JSON has not, where a member's name in double quotes should stand"},
		{`{'a':1}`, "a single quote where a member's name in double quotes should stand"},
		{`[-]`, "a number without a digit"},
	} {
		read, faults := tape.Read([]byte(tt.text), tape.Limits{})
		read.Release()
		if len(faults) != 1 || faults[0].Message != tt.want {
			t.Errorf("%s: got %+v, want %q", tt.text, faults, tt.want)
		}
	}
}
