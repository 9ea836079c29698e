package runner

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddress(t *testing.T) {
	t.Parallel()
	doc, _ := pets(t)
	in := func(place, name string) Parameter { return Parameter{In: place, Name: name} }
	both := func(more map[Parameter]string) map[Parameter]string {
		values := map[Parameter]string{in("path", "owner"): "ann", in("path", "id"): "7"}
		for p, v := range more {
			values[p] = v
		}
		return values
	}
	for _, tt := range []struct {
		name   string
		values map[Parameter]string
		path   string
		header http.Header
		want   string // part of the error
	}{
		{"path", both(nil), "/owners/ann/pets/7", http.Header{}, ""},
		{"a value with everything that a path cannot hold", map[Parameter]string{in("path", "owner"): "a/b c?d#e%f", in("path", "id"): "é"},
			"/owners/a%2Fb%20c%3Fd%23e%25f/pets/%C3%A9", http.Header{}, ""},
		{"an empty value", map[Parameter]string{in("path", "owner"): "", in("path", "id"): "7"}, "/owners//pets/7", http.Header{}, ""},
		{"query", both(map[Parameter]string{in("query", "colour"): "light & dark", in("query", "a"): "="}), "/owners/ann/pets/7?colour=light+%26+dark&a=%3D", http.Header{}, ""},
		{"header", both(map[Parameter]string{in("header", "x-mood"): "good, mostly"}), "/owners/ann/pets/7", http.Header{"X-Mood": {"good, mostly"}}, ""},
		{"cookie", both(map[Parameter]string{in("cookie", "session"): "42"}), "/owners/ann/pets/7", http.Header{"Cookie": {"session=42"}}, ""},
		{"several cookies", both(map[Parameter]string{in("cookie", "b"): "2", in("cookie", "a"): "1", in("cookie", "c"): "3"}), "/owners/ann/pets/7", http.Header{"Cookie": {"a=1; b=2; c=3"}}, ""},
		{"a list with commas", both(map[Parameter]string{in("query", "ids"): "[1,2]", in("query", "name"): "a,b"}), "/owners/ann/pets/7?ids=1,2&name=a%2Cb", http.Header{}, ""},
		{"a path parameter without a value", map[Parameter]string{in("path", "owner"): "ann"}, "", nil, "visitPet: the path /owners/ann/pets/{id} still holds a parameter without a value"},
		{"a segment of one dot", map[Parameter]string{in("path", "owner"): "ann", in("path", "id"): "."}, "", nil, `visitPet: the path /owners/ann/pets/. holds a segment "."`},
		{"a segment of two dots", map[Parameter]string{in("path", "owner"): "..", in("path", "id"): "7"}, "", nil, `holds a segment ".."`},
		{"three dots", map[Parameter]string{in("path", "owner"): "...", in("path", "id"): "7"}, "/owners/.../pets/7", http.Header{}, ""},
		{"one that the path does not have", both(map[Parameter]string{in("path", "nowhere"): "x"}), "/owners/ann/pets/7", http.Header{}, ""},
		{"a place that there is not", both(map[Parameter]string{in("body", "id"): "x"}), "", nil, `parameter id: there is no place "body"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, header, err := Address(doc, doc.Operation("visitPet"), tt.values)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got error %v, want one with %q", err, tt.want)
				}
				return
			}
			if err != nil || path != tt.path {
				t.Errorf("got %s, %v, want %s", path, err, tt.path)
			}
			if diff := cmp.Diff(tt.header, header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddress_ValuesAreNoTemplates(t *testing.T) {
	t.Parallel()
	doc, _ := pets(t)
	// Whatever order the values are put in, one that looks like a parameter stays a value.
	for range 50 {
		path, _, err := Address(doc, doc.Operation("visitPet"), map[Parameter]string{{In: "path", Name: "owner"}: "{id}", {In: "path", Name: "id"}: "{owner}"})
		if want := "/owners/%7Bid%7D/pets/%7Bowner%7D"; err != nil || path != want {
			t.Fatalf("got %s, %v, want %s", path, err, want)
		}
	}
}
