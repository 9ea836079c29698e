package source

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plumbline-dev/plumbline/spec"
)

const small = "openapi: 3.0.3\ninfo: {title: T, version: '%'}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: {'200': {$ref: 'parts.yaml#/ok'}}\n"

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// repository makes a git repository with three commits, tagged v1 to v3, of a document of two files, and stands in it. It is no parallel
// test's: git: names are about the folder the program stands in.
func repository(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	t.Chdir(dir)
	run := func(arguments ...string) {
		t.Helper()
		if out, err := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"}, arguments...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", arguments, err, out)
		}
	}
	run("init", "-q")
	commit := func(tag string) {
		t.Helper()
		run("add", "-A")
		run("commit", "-q", "-m", tag)
		run("tag", tag)
	}
	write(t, dir, map[string]string{"api/openapi.yaml": strings.ReplaceAll(small, "%", "1"), "api/parts.yaml": "ok: {description: first}\n"})
	commit("v1")
	write(t, dir, map[string]string{"api/openapi.yaml": strings.ReplaceAll(small, "%", "2")})
	commit("v2")
	write(t, dir, map[string]string{"api/parts.yaml": "ok: {description: third}\n"})
	commit("v3")
	write(t, dir, map[string]string{"api/parts.yaml": "not at all: [\n"})
}

func TestOpen_GitStaysInItsRevision(t *testing.T) {
	repository(t)
	for _, tt := range []struct{ name, version, description, at string }{
		{"git:v1:api/openapi.yaml", "1", "first", "git:v1:api/parts.yaml:1:5"},
		{"git:v2:api/openapi.yaml", "2", "first", "git:v2:api/parts.yaml:1:5"},
		{"git:HEAD:./api/openapi.yaml", "2", "third", "git:HEAD:api/parts.yaml:1:5"},
	} {
		doc, err := Open(context.Background(), tt.name, spec.Options{})
		if err != nil {
			t.Fatal(err)
		}
		answer := doc.Resolve(doc.Root.Get("paths").Get("/a").Get("get").Get("responses").Get("200"))
		if doc.Version != tt.version || answer.Get("description").String() != tt.description || answer.At.String() != tt.at {
			t.Errorf("%s: version %s, description %s at %s", tt.name, doc.Version, answer.Get("description"), answer.At)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"git:v9:api/openapi.yaml", "document git:v9:api/openapi.yaml: git knows no revision v9 here"},
		{"git:v1:api/none.yaml", "git:v1:api/none.yaml: no such file"},
		{"git:v1:api", "git:v1:api: is a directory"},
		{"git:v1:../etc/passwd", "no such file"},
		{"git:v1", "write git:REV:PATH"},
		{"git:--help:x", "no revision is called --help"},
		{"git:v1..v2:api/openapi.yaml", "is a range"},
		{"git:..v2:api/openapi.yaml", "git:FROM..TO:PATH"},
		{"git:v1...v2:api/openapi.yaml", "git:FROM..TO:PATH"},
	} {
		if _, err := Open(context.Background(), tt.name, spec.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestNames_GitRange(t *testing.T) {
	repository(t)
	names, err := Names(context.Background(), "git:v1..v3:api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// v3 changed only a file that the document refers to, and is the end all the same.
	if len(names) != 3 || names[0] != "git:v1:api/openapi.yaml" || names[2] != "git:v3:api/openapi.yaml" {
		t.Errorf("got %v", names)
	}
	if doc, err := Open(context.Background(), names[1], spec.Options{}); err != nil || doc.Version != "2" {
		t.Errorf("%s: %v", names[1], err)
	}
	if _, err := Names(context.Background(), "git:v1..v9:api/openapi.yaml"); err == nil || !strings.Contains(err.Error(), "no revision v9") {
		t.Errorf("got %v", err)
	}
}

func TestOpen_OutsideARepository(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	t.Chdir(t.TempDir())
	if _, err := Open(context.Background(), "git:main:a.yaml", spec.Options{}); err == nil || !strings.Contains(err.Error(), "there is no git repository here") {
		t.Errorf("got %v", err)
	}
}

func TestOpen_OtherNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"plaid-partner@0.yaml": strings.ReplaceAll(small, "%", "0")})
	for _, tt := range []struct{ name, version, want string }{
		{"plaid-partner@1.517.0", "2020-09-14_1.517.0", ""},
		{filepath.Join(dir, "plaid-partner@0.yaml"), "0", ""},
		{"plaid-partner@1.518.0", "", `no pinned document "plaid-partner@1.518.0"; known are plaid-partner@1.517.0`},
		{"", "", "document is empty"},
		{filepath.Join(dir, "none.yaml"), "", "no such file"},
		{"https://example.com/openapi.yaml", "", "on the network"},
	} {
		doc, err := Open(context.Background(), tt.name, spec.Options{})
		switch {
		case tt.want == "" && (err != nil || doc.Version != tt.version):
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"v1.10.yaml": "", "v1.9.yml": "", "v1.9.json": "", "README.md": "", "old/v0.yaml": "", "empty/x.txt": ""})
	in := func(names ...string) []string {
		for i := range names {
			names[i] = filepath.Join(dir, names[i])
		}
		return names
	}
	for _, tt := range []struct {
		name string
		want []string
	}{
		{dir, in("v1.9.json", "v1.9.yml", "v1.10.yaml")},
		{filepath.Join(dir, "v1.9.yml"), in("v1.9.yml")},
		{"plaid-partner@1.517.0", []string{"plaid-partner@1.517.0"}},
		{"plaid-partner", []string{"plaid-partner@1.517.0", "plaid-partner@1.525.1", "plaid-partner@1.556.0", "plaid-partner@1.697.4"}},
	} {
		got, err := Names(context.Background(), tt.name)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	if _, err := Names(context.Background(), filepath.Join(dir, "empty")); err == nil || !strings.Contains(err.Error(), "holds no .yaml") {
		t.Errorf("got %v", err)
	}
}
