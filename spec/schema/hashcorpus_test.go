package schema_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec/schema"
)

// TestHash_DiffersWhereOneSchemaHoldsMore reads pairs of schemas with the truth of "every instance of the first is one of the second".
func TestHash_DiffersWhereOneSchemaHoldsMore(t *testing.T) {
	t.Parallel()
	pairs, equal := 0, 0
	err := filepath.WalkDir(sharedFolder(t, "corpus", "containment"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var cases []struct {
			ID               int
			Schema1, Schema2 json.RawMessage
			Tests            struct{ S1SubsetEqOfs2 *bool }
		}
		if err := json.Unmarshal(data, &cases); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, c := range cases {
			pairs++
			if hashOf(t, v31, string(c.Schema1)) != hashOf(t, v31, string(c.Schema2)) {
				continue
			}
			equal++
			if c.Tests.S1SubsetEqOfs2 != nil && !*c.Tests.S1SubsetEqOfs2 {
				t.Errorf("%s %d: equal hashes, but the first holds more: %s, %s", filepath.Base(path), c.ID, compact(c.Schema1), compact(c.Schema2))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d pairs have equal hashes", equal, pairs)
}

// TestHash_OfTheWholeDocument hashes every schema of the largest document at hand.
func TestHash_OfTheWholeDocument(t *testing.T) {
	t.Parallel()
	store, f := open(t, filepath.Join(sharedFolder(t, "plaid", "full"), "1.697.4.yaml"))
	set := schema.NewSet(store, v30)
	var all []*schema.Schema
	for _, n := range schemasOf(store, f) {
		s, _ := set.Schema(n)
		all = append(all, s)
	}
	started, distinct := time.Now(), map[schema.Hash]bool{}
	for _, s := range all {
		distinct[s.Hash()] = true
	}
	t.Logf("%d schemas, %d of them different, in %v", len(all), len(distinct), time.Since(started))
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
