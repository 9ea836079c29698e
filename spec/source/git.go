package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path"
	"strings"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
)

const gitScheme = "git:"

// gitName is a document in git: a path at one revision, or at a range of them.
type gitName struct {
	name     string // as it was given
	from, to string // from is "" unless it is a range
	path     string
}

// parseGit reads git:REV:PATH and git:FROM..TO:PATH. The first colon ends the revision, as it does for git.
func parseGit(name string) (gitName, error) {
	rev, file, found := strings.Cut(strings.TrimPrefix(name, gitScheme), ":")
	if !found || rev == "" || file == "" {
		return gitName{}, fmt.Errorf("document %s: write git:REV:PATH, for instance git:main:api/openapi.yaml", name)
	}
	g := gitName{name: name, to: rev, path: file}
	if from, to, ranged := strings.Cut(rev, ".."); ranged {
		g.from, g.to = from, to
		if from == "" || to == "" || strings.HasPrefix(to, ".") {
			return gitName{}, fmt.Errorf("document %s: write a range as git:FROM..TO:PATH, for instance git:v1..main:api/openapi.yaml", name)
		}
	}
	for _, rev := range []string{g.from, g.to} {
		if strings.HasPrefix(rev, "-") { // git would take it for an option
			return gitName{}, fmt.Errorf("document %s: no revision is called %s", name, rev)
		}
	}
	return g, nil
}

// open reads the document at one revision.
func (g gitName) open(ctx context.Context, o spec.Options) (*spec.Document, error) {
	if g.from != "" {
		return nil, fmt.Errorf("document %s is a range; name one revision, or walk the range with diff --through", g.name)
	}
	commit, err := g.commit(ctx, g.to)
	if err != nil {
		return nil, err
	}
	file, err := g.fromRoot(ctx)
	if err != nil {
		return nil, err
	}
	o.Files, o.Prefix = &revision{ctx: ctx, commit: commit}, gitScheme+g.to+":"
	doc, err := spec.Load(ctx, file, o)
	if errors.Is(err, fs.ErrNotExist) && !strings.HasPrefix(g.path, "./") && below(ctx) {
		return nil, fmt.Errorf("%w; it begins at the root of the repository unless it begins with ./", err)
	}
	return doc, err
}

// commits returns the names of the document along a range.
func (g gitName) commits(ctx context.Context) ([]string, error) {
	if g.from == "" {
		return []string{g.name}, nil
	}
	for _, rev := range []string{g.from, g.to} {
		if _, err := g.commit(ctx, rev); err != nil {
			return nil, err
		}
	}
	file, err := g.fromRoot(ctx)
	if err != nil {
		return nil, err
	}
	out, err := git(ctx, "rev-list", "--reverse", "--abbrev-commit", "--abbrev=10", g.from+".."+g.to, "--", ":(top)"+file)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", g.name, err)
	}
	revs := append([]string{g.from}, strings.Fields(out)...)
	// What is left between the last of them and the end can only be a change of a file that the document refers to.
	last, err := g.commit(ctx, revs[len(revs)-1])
	if err != nil {
		return nil, err
	}
	if end, err := g.commit(ctx, g.to); err != nil {
		return nil, err
	} else if end != last {
		revs = append(revs, g.to)
	}
	var names []string
	for _, rev := range revs {
		names = append(names, gitScheme+rev+":"+file)
	}
	return names, nil
}

// commit returns the hash of a revision.
func (g gitName) commit(ctx context.Context, rev string) (string, error) {
	out, err := git(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}")
	var missing *exec.ExitError
	switch {
	case errors.As(err, &missing) && strings.Contains(string(missing.Stderr), "not a git repository"):
		return "", fmt.Errorf("document %s: there is no git repository here; start plumbline in one, or name a file", g.name)
	case errors.As(err, &missing):
		return "", fmt.Errorf("document %s: git knows no revision %s here; git log --oneline --all lists those it has, and a shallow clone may lack it", g.name, rev)
	case err != nil:
		return "", fmt.Errorf("document %s: %w", g.name, err)
	}
	return strings.TrimSpace(out), nil
}

// fromRoot returns the path from the root of the repository. As for git itself, one that begins with ./ or ../ is relative to where the
// program was started, any other to the root.
func (g gitName) fromRoot(ctx context.Context) (string, error) {
	if !strings.HasPrefix(g.path, "./") && !strings.HasPrefix(g.path, "../") {
		return path.Clean(g.path), nil
	}
	prefix, err := git(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return "", fmt.Errorf("document %s: %w", g.name, err)
	}
	return path.Join(strings.TrimSpace(prefix), g.path), nil
}

// below reports whether the program was started in a folder within the repository, and not at its root.
func below(ctx context.Context) bool {
	prefix, err := git(ctx, "rev-parse", "--show-prefix")
	return err == nil && strings.TrimSpace(prefix) != ""
}

// git runs git and returns what it wrote. Nothing that it is asked here changes the repository.
func git(ctx context.Context, arguments ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "git", arguments...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("git is not installed; name a file instead")
	}
	return string(out), err
}

// revision is the tree of one commit as a file system. It reads one file at a time, and only those that are asked for.
type revision struct {
	ctx    context.Context // fs.FS has no place for one
	commit string
}

// Open implements fs.FS.
func (r *revision) Open(name string) (fs.File, error) {
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrNotExist)
	}
	object := r.commit + ":" + name
	kind, err := git(r.ctx, "cat-file", "-t", object)
	var missing *exec.ExitError
	switch {
	case errors.As(err, &missing):
		return fail(fs.ErrNotExist)
	case err != nil:
		return fail(err)
	}
	if strings.TrimSpace(kind) != "blob" {
		return &blob{bytes.NewReader(nil), name, true}, nil
	}
	data, err := git(r.ctx, "cat-file", "blob", object)
	if err != nil {
		return fail(err)
	}
	return &blob{bytes.NewReader([]byte(data)), name, false}, nil
}

// blob is one file of a commit.
type blob struct {
	*bytes.Reader
	name   string
	folder bool
}

// Stat, Close and the rest implement fs.File and fs.FileInfo. A file in git is read whole, so there is nothing to close.
func (b *blob) Stat() (fs.FileInfo, error) { return b, nil }
func (b *blob) Close() error               { return nil }
func (b *blob) Name() string               { return path.Base(b.name) }
func (b *blob) IsDir() bool                { return b.folder }
func (b *blob) ModTime() time.Time         { return time.Time{} }
func (b *blob) Sys() any                   { return nil }
func (b *blob) Mode() fs.FileMode {
	if b.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
