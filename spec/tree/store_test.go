package tree

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// write makes files below a new folder and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen_BadFiles(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"big.yaml": "", "dir/x.yaml": "a: 1", "hundred.yaml": strings.Repeat("#", 100)})
	if err := os.Truncate(filepath.Join(dir, "big.yaml"), 2<<30); err != nil {
		t.Skip("no sparse files here: ", err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, tt := range []struct{ name, file, want string }{
		{"absent", "nope.yaml", "no such file; check the path"},
		{"a directory", "dir", "is a directory; name the file in it that holds the document"},
		{"two gigabytes", "big.yaml", "has 2147483648 bytes, 67108864 are read at most; name a smaller file"},
	} {
		path := filepath.Join(dir, tt.file)
		_, err := NewStore(Options{}).Open(context.Background(), path)
		if err == nil || err.Error() != path+": "+tt.want {
			t.Errorf("%s: got error %v, want %s", tt.name, err, tt.want)
		}
		if tt.name == "absent" && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("absent: the error does not wrap fs.ErrNotExist")
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
		t.Errorf("allocated %d bytes for files that are not read", used)
	}
	if _, err := NewStore(Options{MaxBytes: 99}).Open(context.Background(), filepath.Join(dir, "hundred.yaml")); err == nil || !strings.Contains(err.Error(), "has 100 bytes") {
		t.Errorf("got error %v, want the limit of 99 bytes", err)
	}
	if _, err := NewStore(Options{}).Open(context.Background(), ""); err == nil {
		t.Error("an empty name was opened")
	}
}

func TestOpen_AFileWithoutASizeIsReadToTheLimit(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip("no /dev/zero here")
	}
	_, err := NewStore(Options{MaxBytes: 1000}).Open(context.Background(), "/dev/zero")
	if want := "/dev/zero: has more than 1000 bytes; name a smaller file"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestOpen_ReadsAFileOnce(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"a.yaml": "x: 1\n"})
	store := NewStore(Options{})
	first, err := store.Open(context.Background(), filepath.Join(dir, "a.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := store.Open(context.Background(), dir+"/./a.yaml")
	if err != nil || first != second || len(store.Files()) != 1 {
		t.Errorf("got %p and %p (%v) and %d files, want the same file twice", first, second, err, len(store.Files()))
	}
	if want := "sha256:8ff8fc1b55bdb3aab4a0fd9c6cf4f2d20ab4a9bf2a8d7a1c3a2f0ab7f0fbb5f1"; len(first.Digest) != len(want) || first.Size != 5 {
		t.Errorf("got digest %s and size %d", first.Digest, first.Size)
	}
}

func TestOpen_LimitsNodesOverAllFiles(t *testing.T) {
	t.Parallel()
	store := NewStore(Options{MaxNodes: 10})
	if _, err := store.Add("a.yaml", []byte("[1, 2, 3, 4, 5]")); err != nil {
		t.Fatal(err)
	}
	_, err := store.Add("b.yaml", []byte("[1, 2, 3, 4, 5]"))
	if want := "b.yaml:1:11: more than 4 values, aliases expanded; write out less, or expand fewer aliases"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{
		"main.yaml": `
same: {$ref: '#/target'}
chain: {$ref: '#/same'}
escaped: {$ref: '#/a~1b/c%20d'}
other: {$ref: 'sub/other.yaml#/x'}
whole: {$ref: 'sub/other.yaml'}
back: {$ref: 'sub/other.yaml#/back'}
spaced: {$ref: 'sub/with%20space.json#/0'}
anchor: {$ref: '#here'}
dangling: {$ref: '#/nope'}
dangling chain: {$ref: '#/dangling'}
dangling file: {$ref: 'nope.yaml'}
dangling there: {$ref: 'sub/other.yaml#/nope'}
circle: {$ref: '#/circle'}
circle a: {$ref: '#/circle b'}
circle b: {$ref: '#/circle a'}
number: {$ref: 12}
bad: {$ref: '#/a~2'}
bad percent: {$ref: '#/%zz'}
remote: {$ref: 'https://example.com/x.yaml#/y'}
host: {$ref: '//example.com/x.yaml'}
scheme: {$ref: 'ftp://example.com/x.yaml'}
mail: {$ref: 'mailto:x@example.com'}
directory: {$ref: 'sub'}
broken: {$ref: 'sub/broken.yaml#/x'}
target: {value: 1}
a/b: {c d: {value: 2}}
anchored: {$anchor: here, value: 3}
none: {value: 4}
properties: {$ref: {type: string}}
`,
		"sub/other.yaml":      "x: {value: 5}\nback: {$ref: '../main.yaml#/target'}\n",
		"sub/with space.json": `[{"value": 6}]`,
		"sub/broken.yaml":     "a: 'x\n",
	})
	store := NewStore(Options{})
	main, err := store.Open(context.Background(), filepath.Join(dir, "main.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, want string }{
		{"same", "1"}, {"chain", "1"}, {"escaped", "2"}, {"other", "5"}, {"whole", ""}, {"back", "1"}, {"spaced", "6"}, {"anchor", "3"}, {"none", "4"}, {"properties", ""},
		{"dangling", "10:18: reference #/nope leads nowhere"},
		{"dangling chain", "10:18: reference #/nope leads nowhere"},
		{"dangling file", "12:23: reference nope.yaml cannot be read: DIR/nope.yaml: no such file; check the path"},
		{"dangling there", "13:24: reference sub/other.yaml#/nope leads nowhere"},
		{"circle", "14:16: reference #/circle leads back to itself"},
		{"circle a", "15:18: reference #/circle b leads back to itself"},
		{"number", "17:16: reference 12 is malformed: a $ref is a string"},
		{"bad", `18:13: reference #/a~2 is malformed: in a JSON pointer ~ is followed by 0 or 1, "a~2" is not`},
		{"bad percent", `19:21: reference #/%zz is malformed: invalid URL escape "%zz"`},
		{"remote", "20:16: reference https://example.com/x.yaml#/y is on the network; allow remote references or copy the file next to this one"},
		{"host", "21:14: reference //example.com/x.yaml is malformed: not a URI reference"},
		{"scheme", "22:16: reference ftp://example.com/x.yaml cannot be read: ftp://example.com/x.yaml: scheme ftp is not supported; use a path, http or https"},
		{"mail", "23:14: reference mailto:x@example.com is malformed: not a URI reference"},
		{"directory", "24:19: reference sub cannot be read: DIR/sub: is a directory; name the file in it that holds the document"},
		{"broken", "25:16: reference sub/broken.yaml#/x cannot be read: DIR/sub/broken.yaml:2:1: found unexpected end of stream while scanning a quoted scalar that begins at 1:4; mend the YAML"},
	} {
		got := ""
		n, err := store.Resolve(context.Background(), main.Root.Get(tt.name))
		if err != nil {
			got = strings.TrimPrefix(strings.ReplaceAll(err.Error(), dir, "DIR"), "DIR/main.yaml:")
		} else {
			got = n.Get("value").String()
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestResolve_RemoteOnlyWhereAllowed(t *testing.T) {
	t.Parallel()
	asked := []string{}
	fetch := func(_ context.Context, url string) ([]byte, error) {
		asked = append(asked, url)
		switch url {
		case "https://example.com/api/main.yaml":
			return []byte("a: {$ref: '../shared/b.yaml#/b'}\nc: {$ref: '//other.example/c.yaml#/c'}\n"), nil
		case "https://example.com/shared/b.yaml":
			return []byte("b: {value: 1}\n"), nil
		case "https://other.example/c.yaml":
			return []byte("c: {value: 2}\n"), nil
		}
		return nil, errors.New("refused")
	}
	closed := NewStore(Options{Fetch: fetch})
	if _, err := closed.Open(context.Background(), "https://example.com/api/main.yaml"); err == nil || len(asked) != 0 {
		t.Fatalf("got error %v after %d requests, want an error and no request", err, len(asked))
	}
	store := NewStore(Options{Fetch: fetch, AllowRemote: true})
	main, err := store.Open(context.Background(), "https://example.com/api/main.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "1", "c": "2"} {
		n, err := store.Resolve(context.Background(), main.Root.Get(name))
		if err != nil || n.Get("value").String() != want {
			t.Errorf("%s: got %s, %v; want %s", name, n.JSON(), err, want)
		}
	}
	_, err = store.Lookup(main, "gone.yaml")
	want := "reference gone.yaml cannot be read: https://example.com/api/gone.yaml: cannot be fetched: refused; check the URL and the network"
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	small := NewStore(Options{Fetch: fetch, AllowRemote: true, MaxBytes: 10})
	if _, err := small.Open(context.Background(), "https://example.com/api/main.yaml"); err == nil || !strings.Contains(err.Error(), "10 are read at most") {
		t.Errorf("got error %v, want the limit", err)
	}
}

// The tree of a commit stands in for the disk: references stay within it, and positions say where they are.
func TestOpen_OtherFiles(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"api/openapi.yaml":   {Data: []byte("a: {$ref: '../shared/x.yaml#/b'}\nout: {$ref: '../../etc/passwd'}\nself: {$ref: '#/a'}\n")},
		"shared/x.yaml":      {Data: []byte("b: {$ref: y.yaml}\n")},
		"shared/y.yaml":      {Data: []byte("c: 1\n")},
		"api/sub/ignored.md": {Data: []byte("")},
	}
	store := NewStore(Options{Files: files, Prefix: "git:v1:"})
	file, err := store.Open(context.Background(), "./api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := store.Resolve(context.Background(), file.Root.Get("self"))
	if err != nil || n.Get("c").String() != "1" || n.At.String() != "git:v1:shared/y.yaml:1:1" {
		t.Errorf("got %v at %v, %v", n, n.At, err)
	}
	for _, tt := range []struct{ name, want string }{
		{"api/none.yaml", "git:v1:api/none.yaml: no such file; check the path"},
		{"api", "git:v1:api: is a directory; name the file in it that holds the document"},
	} {
		if _, err := store.Open(context.Background(), tt.name); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
	if _, err := store.Resolve(context.Background(), file.Root.Get("out")); err == nil {
		t.Error("a reference left the tree")
	}
}
