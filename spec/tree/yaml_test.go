package tree

import (
	"fmt"
	"strings"
	"testing"
)

func TestYAML_MeansWhatTheCoreSchemaSays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"dates and words are strings", "d: 2022-06-30\nn: no\nt: 12:30\n", `{"d":"2022-06-30","n":"no","t":"12:30"}`},
		{"a status is a name", "200: a\n'201': b\n4XX: c\ntrue: d\n~: e\n", `{"200":"a","201":"b","4XX":"c","true":"d","~":"e"}`},
		{"quotes and blocks make strings", "a: '1'\nb: \"true\"\nc: |\n  null\nd: >-\n  1\n", `{"a":"1","b":"true","c":"null\n","d":"1"}`},
		{"tags of YAML", "a: !!str 1\nb: !!int '2'\nc: !own 3\nd: !!bool true\ne: !!float x\n", `{"a":"1","b":2,"c":3,"d":true,"e":"x"}`},
		{"nothing is null", "a:\nb: ~\n", `{"a":null,"b":null}`},
		{"an alias is its anchor's value", "a: &x {b: 1}\nc: *x\nd: [*x]\n", `{"a":{"b":1},"c":{"b":1},"d":[{"b":1}]}`},
		{"an alias may be a name", "a: &x key\n*x : 1\n", `{"a":"key","key":1}`},
		{"a merge adds what is absent", "b: &b {x: 1, y: 2}\nm:\n  y: 3\n  <<: *b\n  z: 4\n", `{"b":{"x":1,"y":2},"m":{"y":3,"x":1,"z":4}}`},
		{"the first of several merged wins", "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nm: {<<: [*a, *b]}\n", `{"a":{"x":1},"b":{"x":2,"y":2},"m":{"x":1,"y":2}}`},
		{"a merge may be written out", "m:\n  <<: {x: 1}\n", `{"m":{"x":1}}`},
		{"a merge may merge", "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nm: {<<: *b}\n", `{"a":{"x":1},"b":{"x":1,"y":2},"m":{"x":1,"y":2}}`},
		{"a quoted << is a name", "m:\n  '<<': {x: 1}\n", `{"m":{"<<":{"x":1}}}`},
		{"the version directive changes nothing", "%YAML 1.1\n---\na: no\n...\n", `{"a":"no"}`},
		{"flow style without quotes", "{a: b, c: [d, 1]}\n", `{"a":"b","c":["d",1]}`},
		{"a list at the top", "- 1\n- a\n", `[1,"a"]`},
		{"a scalar at the top", "just text\n", `"just text"`},
		{"a list inside an alias of a list", "a: &a [1]\nb: [*a, *a]\n", `{"a":[1],"b":[[1],[1]]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := string(mustParse(t, tt.text).JSON()); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestYAML_MergedAndAliasedNodesKnowWhereTheyAreUsed(t *testing.T) {
	t.Parallel()
	root := mustParse(t, "b: &b\n  x: 1\nm:\n  <<: *b\nc: *b\n")
	for _, pointer := range []string{"/b/x", "/m/x", "/c/x"} {
		n := root.Lookup(pointer)
		if n == nil || n.Pointer() != pointer || n.At.Line != 2 {
			t.Errorf("%s: got pointer %q at %s, want the same pointer and line 2, where the text stands", pointer, n.Pointer(), n.At)
		}
	}
}

func TestParse_BadText(t *testing.T) {
	t.Parallel()
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'i'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat("*"+string(c-1)+",", 9), ","))
	}
	deepAliases := "a0: &a0 []\n"
	for i := 1; i < 3000; i++ {
		deepAliases += fmt.Sprintf("a%d: &a%d [*a%d]\n", i, i, i-1)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"only a comment", "# nothing\n", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"only a marker", "---\n", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"white space", "  \n\n", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"only a byte order mark", "\uFEFF", "f.yaml: the file is empty; name a file that holds a YAML or JSON document"},
		{"a tab for indentation", "a:\n\tb: 1\n", "f.yaml:2:1: a character that cannot begin a value; indent with spaces instead of tabs, and quote text that begins with @, % or `"},
		{"a colon in plain text", "a: b: c\n", "f.yaml:1:5: mapping values are not allowed in this context; quote the text that holds the colon, or mend the indentation"},
		{"an open quote", "a: 'x\nb: 1\n", "f.yaml:3:1: found unexpected end of stream while scanning a quoted scalar that begins at 1:4; mend the YAML"},
		{"an unknown anchor", "a: *nope\n", "f.yaml:1:4: unknown anchor 'nope' referenced; define the anchor before it is used, or quote the text that begins with *"},
		{"an anchor in itself", "a: &x [1, *x]\n", "f.yaml:1:11: alias *x stands inside its own anchor; write the value out"},
		{"two documents", "a: 1\n---\nb: 2\n", "f.yaml:2:1: a second YAML document begins here; keep one in each file"},
		{"a mapping as a name", "? {a: 1}\n: x\n", "f.yaml:1:3: a list or a mapping cannot be a name; use a plain name"},
		{"a merge of a scalar", "a:\n  <<: 1\n", "f.yaml:2:7: a merge key takes a mapping or a list of mappings; give it an alias of a mapping, or quote the name \"<<\""},
		{"a billion laughs", laughs, "f.yaml:7:32: more than 5000000 values, aliases expanded; write out less, or expand fewer aliases"},
		{"aliases nested deeply", deepAliases, "f.yaml:1000:14: nested deeper than 1000 levels, aliases expanded; flatten the file"},
		{"deep brackets", strings.Repeat("[", 100_000), "f.yaml:1:1001: arrays and objects are nested deeper than 1000; flatten the file"},
		{"deep brackets, not JSON", "a: " + strings.Repeat("[", 100_000), "f.yaml:1:1004: nested deeper than 1000 levels; flatten the file"},
		{"deep blocks", strings.Repeat("- ", 100_000) + "x", "f.yaml:1:2001: nested deeper than 1000 levels; flatten the file"},
		{"deep JSON objects", strings.Repeat(`{"a":`, 100_000), "f.yaml:1:5001: arrays and objects are nested deeper than 1000; flatten the file"},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00", "f.yaml: the file is binary: byte 7 is zero; name a YAML or JSON file in UTF-8"},
		{"Latin-1", "a: 1\nb: caf\xe9\n", "f.yaml:2:7: byte 0xE9 is no UTF-8; save the file as UTF-8"},
		{"a control character", "a: \x01\n", "f.yaml: a control character stands in the text; write it as an escape in a quoted string"},
		{"UTF-16 cut short", "\xFF\xFEa", "f.yaml: the file is UTF-16 with half a character at its end; save it as UTF-8"},
		{"UTF-32", "\xFF\xFE\x00\x00a\x00\x00\x00", "f.yaml: the file is UTF-32; save it as UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := NewStore(Options{}).Add("f.yaml", []byte(tt.text))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestParse_BadJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, text, place string }{
		{"a comma too many", "f.json", "{\n  \"a\": 1,\n}", "f.json:3:1: "},
		{"cut off", "f.json", "{\"a\": [1", "f.json:1:9: "},
		{"two values", "f.json", "{}\n{}", "f.json:2:1: "},
		{"no quotes in a .json", "f.json", "{a: 1}", "f.json:1:2: "},
		{"JSON with a fault by another name", "f.yaml", "{\"a\": 1,, \"b\": 2}", "f.yaml:1:9: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := NewStore(Options{}).Add(tt.file, []byte(tt.text))
			if err == nil || !strings.HasPrefix(err.Error(), tt.place) {
				t.Errorf("got error %v, want it at %s", err, tt.place)
			}
		})
	}
}

func TestParse_DuplicateKeysAreKept(t *testing.T) {
	t.Parallel()
	many := "z: 0\n"
	for i := range 40 {
		many += fmt.Sprintf("k%d: %d\n", i, i)
	}
	for _, tt := range []struct{ name, text, json, duplicates string }{
		{"YAML", "a: 1\nb: 2\na: 3\n", `{"a":3,"b":2}`, "a 3:1 first 1:1"},
		{"JSON", "{\"a\": 1, \"b\": 2,\n\"\\u0061\": 3}", `{"a":3,"b":2}`, "a 2:1 first 1:2"},
		{"a number and its text", "200: 1\n'200': 2\n", `{"200":2}`, "200 2:1 first 1:1"},
		{"in a large mapping", many + "k7: x\n", "", "k7 42:1 first 9:1"},
		{"a merge is none", "b: &b {x: 1}\nm: {x: 2, <<: *b}\n", `{"b":{"x":1},"m":{"x":2}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := NewStore(Options{}).Add("", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range file.Duplicates {
				got = append(got, fmt.Sprintf("%s %s first %s", d.Name, d.At, d.First))
			}
			if strings.Join(got, ", ") != tt.duplicates {
				t.Errorf("duplicates: got %v, want %s", got, tt.duplicates)
			}
			if json := string(file.Root.JSON()); tt.json != "" && json != tt.json {
				t.Errorf("got %s, want %s", json, tt.json)
			}
			file.Root.Walk(func(n *Node) bool {
				if file.Root.Lookup(n.Pointer()) != n {
					t.Errorf("pointer %s does not lead back", n.Pointer())
				}
				return true
			})
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a: 1\n", "{\"a\": [1, null, true, \"\\u00e9\"]}", "a: &x [1]\nb: *x\n", "m:\n  <<: {x: 1}\n", "- - - 1\n", "? a\n: b\n", "a: |\n  x\n",
		"a: !!int x\n", "\xFF\xFEa\x00", "%YAML 1.2\n---\na: 0x1F\n...\n", "'a': \"\\x41\"\n", "a: {b: c, d: [e]}\n# end\n", "<<: [{a: 1}, {b: 2}]\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := NewStore(Options{MaxNodes: 10_000, MaxBytes: 1 << 16}).Add("fuzz.yaml", data)
		if err != nil {
			return
		}
		text := file.Root.JSON()
		again, err := NewStore(Options{}).Add("again.json", text)
		if err != nil {
			t.Fatalf("%q was read, but its JSON %s was not: %v", data, text, err)
		}
		if got := again.Root.JSON(); string(got) != string(text) {
			t.Fatalf("%q: JSON changed from %s to %s", data, text, got)
		}
		file.Root.Walk(func(n *Node) bool {
			if n.At.Line < 1 || n.At.Column < 1 || file.Root.Lookup(n.Pointer()) != n {
				t.Fatalf("%q: node at %s with pointer %s", data, n.At, n.Pointer())
			}
			return true
		})
	})
}
