package runner

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func TestHistory(t *testing.T) {
	t.Parallel()
	get, drop := packs.Operation{ID: "get", Resource: "pet", Effect: packs.Read}, packs.Operation{ID: "drop", Resource: "pet", Effect: packs.Remove}
	var h history
	h.note(get, "life", "get/one", "p1", &Call{Status: 200})
	h.note(get, "life", "get/lost", "p1", &Call{Status: 404})
	h.note(drop, "drop/own", "drop/own", "p2", &Call{Status: 204})
	h.note(drop, "life", "drop/more", "p3", &Call{Status: 204})
	h.note(drop, "drop/no-id", "drop/no-id", "", &Call{Status: 204})
	h.note(packs.Operation{ID: "evict", Resource: "owner", Effect: packs.Remove}, "evict/own", "evict/own", "p1", &Call{Status: 204})
	for id, want := range map[string]Past{
		"p1": {Operation: "get", Case: "get/one", Others: []string{"drop", "evict"}},
		"p2": {Operation: "drop", Case: "drop/own", Others: []string{"drop", "evict"}},
		"p3": {Operation: "drop", Case: "drop/more", Others: []string{"evict"}},
		"p4": {}, "": {},
	} {
		if diff := cmp.Diff(want, h.before(what{"pet", id}, "life", false)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", id, diff)
		}
	}
	// Beside others only what is the workflow's own is known in each run.
	for id, want := range map[string]Past{"p1": {Operation: "get", Case: "get/one", Others: []string{"drop"}}, "p2": {}, "p3": {Operation: "drop", Case: "drop/more"}} {
		if diff := cmp.Diff(want, h.before(what{"pet", id}, "life", true)); diff != "" {
			t.Errorf("%q beside others (-want +got):\n%s", id, diff)
		}
	}
}
