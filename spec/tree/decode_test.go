package tree

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

type level string

func (l *level) UnmarshalText(text []byte) error {
	if string(text) != "high" {
		return errors.New("known is high")
	}
	*l = level(text)
	return nil
}

type settings struct {
	Name    string            `yaml:"name"`
	Ready   bool              `yaml:"ready"`
	Count   int               `yaml:"count"`
	Small   uint8             `yaml:"small"`
	Share   float64           `yaml:"share"`
	Wait    time.Duration     `yaml:"wait"`
	Tags    []string          `yaml:"tags"`
	Headers map[string]string `yaml:"headers"`
	Inner   *inner            `yaml:"inner"`
	List    []inner           `yaml:"list"`
	Level   level             `yaml:"level"`
	Raw     *Node             `yaml:"raw"`
	Any     any               `yaml:"any"`
	Plain   string
	Skipped string `yaml:"-"`
	Where   *Node  `yaml:"."`
	hidden  string
}

type inner struct {
	ID    string `yaml:"id"`
	Where *Node  `yaml:"."`
}

func TestDecode_FillsWhatIsNamedAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `
name: x
ready: true
count: 2e2
small: 255
share: 0.5
wait: 1m30s
tags: [a, b]
headers: {Plaid-Version: '2020-09-14'}
inner: {id: one}
list:
  - id: two
level: high
raw: {anything: [1]}
any: {a: [1, 2.5, x, true, null]}
plain: y
`)
	got := settings{Count: 7, Skipped: "kept", hidden: "kept"}
	if err := root.Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := settings{
		Name: "x", Ready: true, Count: 200, Small: 255, Share: 0.5, Wait: 90 * time.Second, Tags: []string{"a", "b"},
		Headers: map[string]string{"Plaid-Version": "2020-09-14"}, Inner: &inner{"one", root.Get("inner")},
		List: []inner{{"two", root.Lookup("/list/0")}}, Level: "high", Raw: root.Get("raw"),
		Any: map[string]any{"a": []any{int64(1), 2.5, "x", true, nil}}, Plain: "y", Skipped: "kept", Where: root, hidden: "kept",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	defaults := settings{Name: "default", Count: 3}
	if err := mustParse(t, "name: ~\nready: true\n").Decode(&defaults); err != nil || defaults.Name != "default" || defaults.Count != 3 || !defaults.Ready {
		t.Errorf("got %+v, %v; want the defaults kept", defaults, err)
	}
}

func TestDecode_TellsEveryFaultWithItsPlace(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `
nmae: x
colour: red
name: 2020
ready: maybe
count: 1.5
small: 256
share: x
wait: 90
tags: one
headers: [a]
inner: {idd: 1}
list: [{id: []}]
level: low
name: y
`)
	err := root.Decode(&settings{})
	want := `test.yaml:15:1: key "name" stands twice, first at line 4; keep one
test.yaml:2:1: unknown key "nmae" (did you mean "name"?)
test.yaml:3:1: unknown key "colour" (known are name, ready, count, small, share, wait, tags, headers, inner, list, level, raw, any, plain)
test.yaml:5:8: ready is the string "maybe", not true or false
test.yaml:6:8: count is the number 1.5, which does not fit int
test.yaml:7:8: small is the number 256, which does not fit uint8
test.yaml:8:8: share is the string "x", not a number
test.yaml:9:7: wait is the number 90, not a duration; write it like "1m30s" or 500ms
test.yaml:10:7: tags is the string "one", not a list
test.yaml:11:10: headers is a list, not a mapping
test.yaml:12:9: unknown key "idd" (did you mean "id"?)
test.yaml:13:13: id is a list, not a string
test.yaml:14:8: level is the string "low": known is high`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	err = mustParse(t, "name: 2020\n").Decode(&settings{})
	if want := "test.yaml:1:7: name is the number 2020, not a string; put it in quotes"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	var first *Error
	if !errors.As(err, &first) || first.Line != 1 || first.Column != 7 {
		t.Errorf("got %+v, want an *Error at 1:7", first)
	}
}

func TestDecode_WrongUse(t *testing.T) {
	t.Parallel()
	if err := mustParse(t, "a: 1").Decode(settings{}); err == nil {
		t.Error("a struct that is no pointer was accepted")
	}
	var n *Node
	if err := n.Decode(&settings{}); err != nil {
		t.Errorf("a nil node: got %v, want nothing to happen", err)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"resources", "operations", "id", "partnerCustomerGet", "partnerCustomerCreate"}
	for word, want := range map[string]string{
		"recources": "resources", "resuorces": "resources", "operation": "operations", "di": "id", "partnerCustomerget": "partnerCustomerGet",
		"zebra": "", "resources": "", "": "", "partnerCustomerCrate": "partnerCustomerCreate",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q): got %q, want %q", word, got, want)
		}
	}
}

func TestErrors_Text(t *testing.T) {
	t.Parallel()
	got := fmt.Sprint(Position{}, Position{File: "a"}, Position{"a", 1, 0}, Position{"", 2, 3}, &Error{Problem: "p"}, &Error{File: "f", Line: 1, Problem: "p", Fix: "x"}, Kind(0), Kind(99))
	if want := strings.Join([]string{"", "a", "a:1", "2:3", "p", "f:1: p; x", "nothing", "nothing"}, " "); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("got %q, want %q", got, want)
	}
	if !(Position{"a", 1, 2}).Before(Position{"b", 1, 1}) || !(Position{"a", 1, 2}).Before(Position{"a", 2, 1}) || (Position{"a", 1, 2}).Before(Position{"a", 1, 2}) {
		t.Error("positions are not ordered by file, line and column")
	}
}
