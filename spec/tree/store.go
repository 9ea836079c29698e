package tree

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// Options limits what a Store reads. The zero Options is safe: no network, 64 MiB a file, five million values.
type Options struct {
	MaxBytes    int64 // of one file; 0 is 64 MiB
	MaxNodes    int   // of all files together, aliases expanded; 0 is 5 million
	AllowRemote bool  // whether http and https references are fetched
	// Fetch replaces the HTTP client, for tests. It is only called if AllowRemote is set.
	Fetch func(ctx context.Context, url string) ([]byte, error)
	// Files replaces the file system, for instance by the tree of a commit; names are then paths within it. Nil is that of the machine.
	Files  fs.FS
	Prefix string // what stands before a path of Files where a position is shown: git:v1.2:
}

// Store reads each file once and follows references between files. It is safe for concurrent use.
type Store struct {
	options Options

	mu    sync.Mutex
	files map[string]*entry
	nodes int
	order []*File
}

// entry is a file that was read, or the reason why it could not be.
type entry struct {
	file *File
	err  error
}

// NewStore returns an empty store.
func NewStore(o Options) *Store {
	if o.MaxBytes <= 0 {
		o.MaxBytes = 64 << 20
	}
	if o.MaxNodes <= 0 {
		o.MaxNodes = 5_000_000
	}
	if o.Fetch == nil {
		o.Fetch = fetcher(o.MaxBytes)
	}
	return &Store{options: o, files: map[string]*entry{}}
}

// Files returns every file that was read so far, in the order of reading.
func (s *Store) Files() []*File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*File(nil), s.order...)
}

// Open reads the file at a path, or at an http or https URL if the store may use the network. It returns an *Error if the
// file cannot be read or is neither YAML nor JSON; an absent file's error wraps fs.ErrNotExist.
func (s *Store) Open(ctx context.Context, name string) (*File, error) {
	if name == "" {
		return nil, &Error{Problem: "no file was named", Fix: "give the path of a YAML or JSON file"}
	}
	if isURL(name) {
		u, err := url.Parse(name)
		if err != nil {
			return nil, &Error{File: name, Problem: "not a URL", Fix: "write scheme, host and path", Err: err}
		}
		u.Fragment, u.RawFragment = "", ""
		return s.read(ctx, name, u.String(), true)
	}
	key := s.pathKey(name)
	return s.read(ctx, s.shown(name, key), key, false)
}

// Add takes bytes at hand as the file called name. References inside it are relative to that name.
func (s *Store) Add(name string, data []byte) (*File, error) {
	if int64(len(data)) > s.options.MaxBytes {
		return nil, tooLarge(name, int64(len(data)), s.options.MaxBytes)
	}
	key, remote := s.pathKey(name), false
	if isURL(name) {
		key, remote = name, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keep(name, key, remote, data)
}

// isURL reports whether name is one for the network. A Windows path (C:\a.yaml) has a scheme of one letter and no //.
func isURL(name string) bool {
	scheme, rest, found := strings.Cut(name, "://")
	return found && rest != "" && len(scheme) > 1 && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+.-0123456789") == ""
}

func (s *Store) pathKey(name string) string {
	if s.options.Files != nil {
		return path.Clean(filepath.ToSlash(name))
	}
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return filepath.Clean(name)
}

// shown is how positions name the file of key, which was asked for by name.
func (s *Store) shown(name, key string) string {
	if s.options.Files != nil {
		return s.options.Prefix + key
	}
	return name
}

// read returns the file known by key, reading it if it is new. A failure is remembered too: a document may refer to the same
// absent file a thousand times.
func (s *Store) read(ctx context.Context, name, key string, remote bool) (*File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.files[key]; known != nil {
		return known.file, known.err
	}
	data, err := s.bytes(ctx, name, key, remote)
	if err != nil {
		if ctx.Err() == nil {
			s.files[key] = &entry{err: err}
		}
		return nil, err
	}
	return s.keep(name, key, remote, data)
}

func (s *Store) keep(name, key string, remote bool, data []byte) (*File, error) {
	file, nodes, err := parse(name, data, s.options.MaxNodes-s.nodes)
	if err != nil {
		s.files[key] = &entry{err: err}
		return nil, err
	}
	file.key, file.remote = key, remote
	s.nodes += nodes
	s.files[key] = &entry{file: file}
	s.order = append(s.order, file)
	return file, nil
}

func (s *Store) bytes(ctx context.Context, name, key string, remote bool) ([]byte, error) {
	if !remote {
		return s.readFile(name, key)
	}
	if !strings.HasPrefix(key, "http://") && !strings.HasPrefix(key, "https://") {
		scheme, _, _ := strings.Cut(key, "://")
		return nil, &Error{File: name, Problem: fmt.Sprintf("scheme %s is not supported", scheme), Fix: "use a path, http or https"}
	}
	if !s.options.AllowRemote {
		return nil, &Error{File: name, Problem: "the file is on the network, which is not used unless allowed", Fix: "allow remote references, or copy the file here", Err: errRemote}
	}
	data, err := s.options.Fetch(ctx, key)
	if err != nil {
		return nil, &Error{File: name, Problem: "cannot be fetched: " + err.Error(), Fix: "check the URL and the network", Err: err}
	}
	if int64(len(data)) > s.options.MaxBytes {
		return nil, tooLarge(name, int64(len(data)), s.options.MaxBytes)
	}
	return data, nil
}

var errRemote = errors.New("remote files are not allowed")

// readFile reads a file no further than the limit. The size is asked for before anything is read, and what has no size (a pipe, a
// device) is read no further than the limit.
func (s *Store) readFile(name, key string) ([]byte, error) {
	f, err := s.openFile(key)
	if err != nil {
		return nil, openError(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, openError(name, err)
	}
	most := s.options.MaxBytes
	switch {
	case info.IsDir():
		return nil, &Error{File: name, Problem: "is a directory", Fix: "name the file in it that holds the document"}
	case info.Size() > most:
		return nil, tooLarge(name, info.Size(), most)
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, openError(name, err)
	}
	if int64(len(data)) > most {
		return nil, tooLarge(name, -1, most)
	}
	return data, nil
}

func (s *Store) openFile(key string) (fs.File, error) {
	if s.options.Files != nil {
		return s.options.Files.Open(key)
	}
	return os.Open(key)
}

func openError(name string, err error) error {
	out := &Error{File: name, Problem: "cannot be read", Err: err}
	var inner *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.Problem, out.Fix = "no such file", "check the path"
	case errors.Is(err, fs.ErrPermission):
		out.Problem, out.Fix = "may not be read", "change its permissions"
	case errors.As(err, &inner):
		out.Problem += ": " + inner.Err.Error()
	default:
		out.Problem += ": " + err.Error()
	}
	return out
}

func tooLarge(name string, size, max int64) error {
	problem := fmt.Sprintf("has more than %d bytes", max)
	if size >= 0 {
		problem = fmt.Sprintf("has %d bytes, %d are read at most", size, max)
	}
	return &Error{File: name, Problem: problem, Fix: "name a smaller file"}
}
