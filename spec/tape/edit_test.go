package tape_test

import (
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

func TestSet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, pointer, raw, want string }{
		{"replaces a value and nothing else", `{ "a" : 1, "b":2 }`, "/a", `"x"`, `{ "a" : "x", "b":2 }`},
		{"adds a name at the end", `{"a":1}`, "/b", `true`, `{"a":1,"b":true}`},
		{"adds to an empty object", `{ }`, "/b", `1`, `{ "b":1}`},
		{"replaces in depth", `{"a":{"b":[1,2]}}`, "/a/b/1", `3`, `{"a":{"b":[1,3]}}`},
		{"adds in depth", `{"a":{}}`, "/a/b~1c", `3`, `{"a":{"b/c":3}}`},
		{"replaces the whole", `1`, "", `2`, `2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tape.Set([]byte(tt.data), tt.pointer, []byte(tt.raw))
			if err != nil || string(got) != tt.want {
				t.Errorf("Set(%s, %s, %s) = %s, %v; want %s", tt.data, tt.pointer, tt.raw, got, err, tt.want)
			}
		})
	}
}

func TestSet_WhereNothingCanStand(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, pointer, want string }{
		{"no object there", `[1]`, "/a", "there is no object"},
		{"no parent", `{}`, "/a/b", "there is no object"},
		{"no pointer", `{}`, "a", "must begin with /"},
		{"no JSON", `{`, "/a", "not a JSON value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := tape.Set([]byte(tt.data), tt.pointer, []byte("1")); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Set(%s, %s) gives error %v, want one with %q", tt.data, tt.pointer, err, tt.want)
			}
		})
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, data, pointer, want string }{
		{"the only member", `{"a":1}`, "/a", `{}`},
		{"the first member", `{"a":1,"b":2}`, "/a", `{"b":2}`},
		{"the last member", `{"a":1,"b":2}`, "/b", `{"a":1}`},
		{"a member between spaces", `{"a" : 1 , "b" : 2}`, "/b", `{"a" : 1 }`},
		{"a name with quotes and separators", `{"x":0,"a\",{":1,"b":2}`, `/a",{`, `{"x":0,"b":2}`},
		{"an item", `[1,2,3]`, "/1", `[1,3]`},
		{"in depth", `{"a":{"b":{"c":[]},"d":0}}`, "/a/b", `{"a":{"d":0}}`},
		{"what is absent", `{"a":1}`, "/b", `{"a":1}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tape.Delete([]byte(tt.data), tt.pointer)
			if err != nil || string(got) != tt.want {
				t.Errorf("Delete(%s, %s) = %s, %v; want %s", tt.data, tt.pointer, got, err, tt.want)
			}
		})
	}
}

func TestTextAt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ data, pointer, want string }{
		{`{"a":{"b":"x"}}`, "/a/b", "x"}, {`{"a":1}`, "/a", ""}, {`{"a":"x"}`, "/b", ""}, {`{"a":`, "/a", ""}, {`"x"`, "", "x"}, {``, "", ""},
	} {
		if got := tape.TextAt([]byte(tt.data), tt.pointer); got != tt.want {
			t.Errorf("%s at %q: got %q, want %q", tt.data, tt.pointer, got, tt.want)
		}
	}
}
