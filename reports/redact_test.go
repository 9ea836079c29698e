package reports

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever string of a report Redact leaves alone is in this list, so that a new field is a decision and not an oversight.
func TestRedact_ReachesEverythingButNames(t *testing.T) {
	t.Parallel()
	kept := []string{
		"Change.Kind",
		"Environment.Auth", "Environment.Lifecycle", "Environment.Name",
		"Exchange.Purpose",
		"Finding.After", "Finding.Case", "Finding.Cases", "Finding.Class", "Finding.Clause", "Finding.Direction", "Finding.Fingerprint", "Finding.Follows", "Finding.KeywordPath",
		"Finding.Level", "Finding.Operation", "Finding.Operations", "Finding.Rule",
		"Gate.FailOn", "Gate.Policy",
		"Header.Name",
		"Leftover.Operation", "Leftover.Resource",
		"Place.Pointer",
		"Reach.Direction", "Reach.Operation", "Reach.Path",
		"Report.Kind",
		"Request.Method",
		"Result.Case", "Result.Checks", "Result.Fingerprints", "Result.Operation", "Result.Phase", "Result.Status", "Result.Workflow",
		"Subject.Digest", "Subject.Pack", "Subject.Version",
		"Summary.Unmet", "Survivor.Change", "Survivor.InstancePath",
		"Tool.Name", "Tool.Version",
		"Variant.After", "Variant.Case", "Variant.Clause", "Variant.Fingerprint", "Variant.KeywordPath", "Variant.Operation",
		"Waiver.Until",
		"Weight.Base", "Weight.Operation", "Weight.Status",
		"Witness.AcceptedBy", "Witness.Direction", "Witness.Judges", "Witness.Proof", "Witness.RejectedBy",
	}
	r := &Report{}
	fill(reflect.ValueOf(r).Elem())
	r.Redact(func(s string) string { return strings.ReplaceAll(s, "canary", "[redacted]") })

	found := map[string]bool{}
	texts(reflect.ValueOf(r).Elem(), "", func(path, s string) {
		if strings.Contains(s, "canary") {
			found[path] = true
		}
	})
	var got []string
	for path := range found {
		got = append(got, path)
	}
	slices.Sort(got)
	if diff := cmp.Diff(kept, got); diff != "" {
		t.Errorf("fields that Redact leaves alone (-want +got):\n%s", diff)
	}
}

// A secret in any free text is in no format afterwards.
func TestRedact_NothingIsWritten(t *testing.T) {
	t.Parallel()
	const secret = "632f3c9a1b"
	for _, w := range Formats() {
		r := red()
		r.Redact(func(s string) string { return strings.ReplaceAll(s, secret, "[secret]") })
		var out strings.Builder
		if err := w.Write(&out, r); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), secret) {
			t.Errorf("%s holds the secret", w.Name)
		}
	}
}

// fill puts the canary into every string that v leads to, and one element into every list and pointer.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("canary")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	}
}

// texts calls f for every string that v leads to, with the type and field that hold it.
func texts(v reflect.Value, path string, f func(path, s string)) {
	switch v.Kind() {
	case reflect.String:
		f(path, v.String())
	case reflect.Pointer:
		texts(v.Elem(), path, f)
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path, f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				texts(v.Field(i), fmt.Sprintf("%s.%s", v.Type().Name(), field.Name), f)
			}
		}
	}
}
