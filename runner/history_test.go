package runner

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestHistory(t *testing.T) {
	t.Parallel()
	get, drop := packs.Operation{ID: "get", Effect: packs.Read}, packs.Operation{ID: "drop", Effect: packs.Remove}
	var h history
	h.note(get, "get/one", "p1", &Call{Status: 200})
	h.note(get, "get/lost", "p1", &Call{Status: 404})
	h.note(drop, "drop/own", "p2", &Call{Status: 204})
	h.note(drop, "drop/more", "p3", &Call{Status: 204})
	h.note(drop, "drop/no-id", "", &Call{Status: 204})
	for id, want := range map[string]Past{
		"p1": {Operation: "get", Case: "get/one", Others: []string{"drop"}},
		"p2": {Operation: "drop", Case: "drop/own", Others: []string{"drop"}},
		"p3": {Operation: "drop", Case: "drop/more"},
		"p4": {}, "": {},
	} {
		if diff := cmp.Diff(want, h.before(id)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", id, diff)
		}
	}
}
