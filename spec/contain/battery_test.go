package contain_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// batteryDeviations are the pairs whose truth is not a question of what the two schemas accept.
var batteryDeviations = map[string]string{}

// TestDecide_Battery decides the pairs of schemas of the battery by the policy of a diff: a break is an escape, what is safe is contained.
func TestDecide_Battery(t *testing.T) {
	t.Parallel()
	root := sharedFolder(t, "corpus", "battery")
	files, _ := filepath.Glob(filepath.Join(root, "*", "truth.json"))
	asked, right := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c struct {
			Truth   string
			Schemas *struct {
				Old, New json.RawMessage
				OldComps json.RawMessage `json:"old_comps"`
				NewComps json.RawMessage `json:"new_comps"`
				Dir, Ver string
			}
		}
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(file))
		if c.Schemas == nil || c.Schemas.Old == nil || c.Truth == "debatable" {
			continue
		}
		d := schema.OpenAPI30
		if strings.HasPrefix(c.Schemas.Ver, "3.1") {
			d = schema.OpenAPI31
		}
		of := func(text, components json.RawMessage) *schema.Schema {
			if components == nil {
				components = json.RawMessage("{}")
			}
			file, err := tree.NewStore(tree.Options{}).Add("doc.json", fmt.Appendf(nil, `{"root":%s,"components":{"schemas":%s}}`, text, components))
			if err != nil {
				t.Fatal(err)
			}
			store := tree.NewStore(tree.Options{})
			file, _ = store.Add("doc.json", file.Root.JSON())
			s, err := schema.NewSet(store, d).Schema(file.Root.Get("root"))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return s
		}
		sub, super, face := of(c.Schemas.Old, c.Schemas.OldComps), of(c.Schemas.New, c.Schemas.NewComps), schema.Request
		if c.Schemas.Dir != "req" {
			sub, super, face = super, sub, schema.Response
		}
		asked++
		r := contain.Decide(sub, super, contain.Options{Face: face})
		want := contain.Contained
		if c.Truth == "break" {
			want = contain.Escapes
		}
		if r.Answer == want {
			right++
		} else if batteryDeviations[name] == "" {
			t.Errorf("%s is %s (%s) %s, and the truth is %s\n%s\n%s", name, r.Answer, r.Reason, r.Witness, c.Truth, compact(c.Schemas.Old), compact(c.Schemas.New))
		}
	}
	t.Logf("%d of %d right", right, asked)
}

func compact(data []byte) string {
	var v any
	_ = json.Unmarshal(data, &v)
	out, _ := json.Marshal(v)
	return string(out)
}
