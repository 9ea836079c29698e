package engine

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

// linking is the API of pets with a link from what is added to where it is read, and one that leads nowhere.
func linking(t *testing.T) (string, *spec.Document) {
	t.Helper()
	const made = `{description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}`
	links := `, links: {read: {operationId: getPet, parameters: {path.id: $response.body#/id}}, lost: {operationId: feedPet}}`
	text := strings.Replace(restDocument, made, made+links, 1)
	if !strings.Contains(text, "links:") {
		t.Fatal("the document is not written as this test expects")
	}
	return packed(t, text, restPack)
}

func TestRun_FollowsLinks(t *testing.T) {
	t.Parallel()
	status := func(r *reports.Report, id string) reports.Result {
		for _, result := range r.Results {
			if result.Case == id {
				return result
			}
		}
		t.Fatalf("no case %s", id)
		return reports.Result{}
	}
	pack, document := linking(t)
	api := &pets{document: document, alive: map[string]string{}}
	o := through(t, api)
	o.Pack, o.Cases = pack, []string{"link-addPet-read", "link-addPet-lost"}
	r := run(t, o)
	if got := status(r, "link-addPet-read/to"); got.Status != reports.StatusPassed || len(got.Exchanges) != 1 || !strings.HasSuffix(got.Exchanges[0].Request.URL, "/pets/pet-1") {
		t.Errorf("got %+v, want the pet that was added", got)
	}
	if got := status(r, "link-addPet-lost/from"); got.Status != reports.StatusSkipped || got.Note != "the document has no operation that the link leads to" {
		t.Errorf("got %s: %s", got.Status, got.Note)
	}
	if len(r.Findings) > 0 || len(api.alive) > 0 {
		t.Errorf("findings %v, still alive %v", distinct(r.Findings), api.alive)
	}

	wrong := through(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		api.ServeHTTP(w, r)
	}))
	wrong.Pack, wrong.Cases = pack, o.Cases
	r = run(t, wrong)
	if len(r.Findings) != 1 || r.Findings[0].Rule != "positive-data-accepted" || r.Findings[0].Case != "link-addPet-read/to" {
		t.Errorf("got %v, want the link that leads to nothing", distinct(r.Findings))
	}
}
