package spec

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func routed(t *testing.T, paths ...string) *Document {
	t.Helper()
	text := "openapi: 3.0.3\npaths:\n"
	for _, line := range paths {
		method, path, _ := strings.Cut(line, " ")
		text += fmt.Sprintf("  '%s': {%s: {operationId: '%s'}}\n", path, strings.ToLower(method), line)
	}
	return mustDocument(t, text)
}

func TestRoute(t *testing.T) {
	t.Parallel()
	d := routed(t, "GET /pets/{id}", "POST /pets/{name}/toys", "GET /pets/{id}/toys/{toy}", "PUT /{kind}/mine", "GET /files/{name}.{ext}", "GET /files/{whole}", "GET /v1/{id}:cancel", "GET /", "GET /a-{x}-{y}", "DELETE /pets/mine")
	for _, tt := range []struct{ method, path, want string }{
		{"GET", "/pets/7", "GET /pets/{id} map[id:7]"},
		{"GET", "/pets/mine", "GET /pets/{id} map[id:mine]"},
		{"POST", "/pets/mine", "allowed DELETE,GET,PUT"},
		{"DELETE", "/pets/mine", "DELETE /pets/mine map[]"},
		{"PUT", "/pets/mine", "PUT /{kind}/mine map[kind:pets]"},
		{"POST", "/pets/7", "allowed GET"},
		{"POST", "/pets/7/toys", "POST /pets/{name}/toys map[name:7]"},
		{"GET", "/pets/a%2Fb/toys/x%20y", "GET /pets/{id}/toys/{toy} map[id:a/b toy:x y]"},
		{"GET", "/pets/%zz", "GET /pets/{id} map[id:%zz]"},
		{"GET", "/pets/", "allowed "},
		{"GET", "/nope/x/y/z/w", "allowed "},
		{"GET", "/files/a.b.txt", "GET /files/{name}.{ext} map[ext:b.txt name:a]"},
		{"GET", "/files/plain", "GET /files/{whole} map[whole:plain]"},
		{"GET", "/v1/7:cancel", "GET /v1/{id}:cancel map[id:7]"},
		{"GET", "/v1/7:stop", "allowed "},
		{"GET", "/", "GET / map[]"},
		{"GET", "/a-1-2-3", "GET /a-{x}-{y} map[x:1 y:2-3]"},
		{"GET", "", "allowed "},
	} {
		op, values, allowed := d.Route(tt.method, tt.path)
		got := "allowed " + strings.Join(allowed, ",")
		if op != nil {
			got = fmt.Sprintf("%s %v", op.ID, values)
		}
		if got != tt.want {
			t.Errorf("%s %s: got %s, want %s", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestRoute_FindsWhatATemplateMakes(t *testing.T) {
	t.Parallel()
	d := routed(t, "GET /a/{x}/b/{y}", "POST /{z}", "PUT /a/{x}")
	rapid.Check(t, func(t *rapid.T) {
		op := rapid.SampledFrom(d.Operations).Draw(t, "operation")
		path, want := op.Path, map[string]string{}
		for _, name := range templateNames(op.Path) {
			value := rapid.StringMatching(`[a-zA-Z0-9 %/é:.~-]{1,8}`).Draw(t, name)
			want[name] = value
			path = strings.ReplaceAll(path, "{"+name+"}", escapeSegment(value))
		}
		got, values, _ := d.Route(op.Method, path)
		if got != op || fmt.Sprint(values) != fmt.Sprint(want) {
			t.Fatalf("%s %s: got %v %v, want %s %v", op.Method, path, got, values, op.ID, want)
		}
	})
}

// escapeSegment percent-encodes every byte that is not a letter or a digit.
func escapeSegment(text string) string {
	out := ""
	for _, b := range []byte(text) {
		if b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' {
			out += string(rune(b))
		} else {
			out += fmt.Sprintf("%%%02X", b)
		}
	}
	return out
}
