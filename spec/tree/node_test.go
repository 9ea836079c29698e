package tree

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// tester is what both *testing.T and *rapid.T are.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func mustParse(t tester, text string) *Node {
	t.Helper()
	file, err := NewStore(Options{}).Add("test.yaml", []byte(text))
	if err != nil {
		t.Fatalf("parsing %q: %v", text, err)
	}
	return file.Root
}

// drawNode draws a tree of any shape.
func drawNode(t *rapid.T, depth int) *Node {
	kind := Kind(rapid.IntRange(1, 6).Draw(t, "kind"))
	if depth == 0 && kind > String {
		kind = String
	}
	n := &Node{Kind: kind}
	switch kind {
	case Bool:
		n.Text = rapid.SampledFrom([]string{"true", "false"}).Draw(t, "bool")
	case Number:
		n.Text = rapid.SampledFrom([]string{"0", "-1", "12.50", "1e400", "9007199254740993"}).Draw(t, "number")
	case String:
		n.Text = rapid.String().Draw(t, "string")
	case Array:
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			n.Items = append(n.Items, drawNode(t, depth-1))
		}
	case Object:
		names := rapid.SliceOfNDistinct(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a/b", "m~n", "", "$ref x"})), 0, 20, rapid.ID).Draw(t, "names")
		for _, name := range names {
			n.Members = append(n.Members, Member{Name: name, Value: drawNode(t, depth-1)})
		}
	}
	return n
}

func TestJSON_ReadsBackTheSameFromJSONAndFromYAML(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNode(t, 3)
		text := n.JSON()
		if !json.Valid(text) {
			t.Fatalf("not JSON: %s", text)
		}
		var viaStandard any
		if err := json.Unmarshal(text, &viaStandard); err != nil {
			return // 1e400 has no float64
		}
		if n.Kind < Array {
			return
		}
		if got := mustParse(t, string(text)).JSON(); string(got) != string(text) {
			t.Fatalf("got %s, want %s", got, text)
		}
	})
}

func TestNode_NilIsSafe(t *testing.T) {
	t.Parallel()
	var n *Node
	_, ok := n.Member("x")
	_, isBool := n.Bool()
	_, isRef := n.Reference()
	n.Walk(func(*Node) bool { t.Error("a nil node was visited"); return true })
	got := []any{n.Get("a").Get("b"), ok, isBool, isRef, n.String(), n.Strings(), n.Len(), n.File(), n.Parent(), n.Name(), n.Pointer(), n.KeyAt(), n.Is(Null), string(n.JSON()), n.Lookup("/a")}
	want := []any{(*Node)(nil), false, false, false, "", []string(nil), 0, (*File)(nil), (*Node)(nil), "", "", Position{}, false, "null", (*Node)(nil)}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNode_KeepsOrderAndPlaces(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"YAML": "zeta: 1\nalpha:\n  - é: x\n    b: [2, {c: 3}]\n",
		"CRLF": "zeta: 1\r\nalpha:\r\n  - é: x\r\n    b: [2, {c: 3}]\r\n",
		"BOM":  "\uFEFFzeta: 1\nalpha:\n  - é: x\n    b: [2, {c: 3}]\n",
		"UTF-16": "\xFF\xFE" + "z\x00e\x00t\x00a\x00:\x00 \x001\x00\n\x00a\x00l\x00p\x00h\x00a\x00:\x00\n\x00 \x00 \x00-\x00 \x00\xE9\x00:\x00 \x00x\x00\n\x00" +
			" \x00 \x00 \x00 \x00b\x00:\x00 \x00[\x002\x00,\x00 \x00{\x00c\x00:\x00 \x003\x00}\x00]\x00\n\x00",
	} {
		root := mustParse(t, text)
		got := ""
		root.Walk(func(n *Node) bool {
			got += fmt.Sprintf("%s %s key %s value %s\n", n.Kind, n.Pointer(), n.KeyAt(), n.At)
			return true
		})
		want := "object  key test.yaml:1:1 value test.yaml:1:1\n" +
			"number /zeta key test.yaml:1:1 value test.yaml:1:7\n" +
			"array /alpha key test.yaml:2:1 value test.yaml:3:3\n" +
			"object /alpha/0 key test.yaml:3:5 value test.yaml:3:5\n" +
			"string /alpha/0/é key test.yaml:3:5 value test.yaml:3:8\n" +
			"array /alpha/0/b key test.yaml:4:5 value test.yaml:4:8\n" +
			"number /alpha/0/b/0 key test.yaml:4:9 value test.yaml:4:9\n" +
			"object /alpha/0/b/1 key test.yaml:4:12 value test.yaml:4:12\n" +
			"number /alpha/0/b/1/c key test.yaml:4:13 value test.yaml:4:16\n"
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestNode_JSONHasPlacesToo(t *testing.T) {
	t.Parallel()
	root := mustParse(t, "{\n  \"é\": \"\\ud83d\\ude00\", \"b\": [true,\n null]\n}")
	b := root.Get("b")
	got := fmt.Sprint(root.Get("é").KeyAt(), root.Get("é").At, b.KeyAt(), b.At, b.Items[1].At, " "+root.Get("é").Text)
	if want := "test.yaml:2:3 test.yaml:2:8 test.yaml:2:24 test.yaml:2:29 test.yaml:3:2 😀"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
