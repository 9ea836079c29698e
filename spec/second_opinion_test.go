package spec

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel"
)

// danglingName is how libopenapi words a reference that leads nowhere, as of v0.40.1.
var danglingName = regexp.MustCompile("#/components/[A-Za-z0-9/]+")

func TestProblems_LibopenapiAgreesOnTheSeed(t *testing.T) {
	t.Parallel()
	d := loadSeed(t)
	ours := map[string]bool{}
	for _, p := range d.Problems(context.Background()) {
		if p.Rule == "reference-dangling" {
			ours[d.Root.Lookup(p.Pointer).Get("$ref").String()] = true
		}
	}
	data, err := os.ReadFile(d.Name)
	if err != nil {
		t.Fatal(err)
	}
	config := datamodel.NewDocumentConfiguration()
	config.Logger = slog.New(slog.DiscardHandler)
	document, err := libopenapi.NewDocumentWithConfiguration(data, config)
	if err != nil {
		t.Fatal(err)
	}
	_, err = document.BuildV3Model()
	if err == nil {
		t.Fatal("libopenapi found nothing")
	}
	theirs := map[string]bool{}
	for _, name := range danglingName.FindAllString(err.Error(), -1) {
		theirs[name] = true
	}
	got, want := slices.Sorted(maps.Keys(ours)), slices.Sorted(maps.Keys(theirs))
	if !slices.Equal(got, want) {
		t.Errorf("ours\n%q\nlibopenapi's\n%q", got, want)
	}
}
