package tree

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/tape"
)

// File is one file that was read, whole.
type File struct {
	Name       string      // as it was given, or as the reference that led to it says
	Root       *Node       // never nil
	Digest     string      // sha256: and the hex digest of the bytes
	Size       int         // in bytes
	Duplicates []Duplicate // names that stand twice in one object, in the order of the source

	key     string // what the store knows it by: an absolute path, a URL, or the name of bytes that were added
	remote  bool   // the key is a URL
	once    sync.Once
	anchors map[string]*Node // $anchor and $dynamicAnchor, made when first asked for
}

// Duplicate is a name that stands twice in one object. Readers differ in which one they take; the tree keeps the last.
type Duplicate struct {
	Name      string
	At, First Position // of the later and of the earlier one
	In        *Node    // the object
}

// parse makes a file of bytes. JSON is tried first where the text looks like it: every JSON text is meant to be YAML too, but
// YAML readers stumble over escaped surrogates and long names, and take longer.
func parse(name string, data []byte, limit int) (*File, int, error) {
	sum := sha256.Sum256(data)
	file := &File{Name: name, Digest: "sha256:" + hex.EncodeToString(sum[:]), Size: len(data)}
	text, err := decodeText(name, data)
	if err != nil {
		return nil, 0, err
	}
	b := builder{file: file, name: name, limit: limit}
	root, err := b.read(text)
	if err != nil {
		return nil, 0, err
	}
	file.Root = root
	return file, b.nodes, nil
}

// read chooses the syntax. A text that begins like JSON and is none may still be YAML in flow style.
func (b *builder) read(text []byte) (*Node, error) {
	if !looksLikeJSON(text) {
		return b.readYAML(text)
	}
	root, err := b.readJSON(text)
	var fault tape.Fault
	if err == nil || !errors.As(err, &fault) || fault.Rule == tape.RuleDepth || strings.HasSuffix(b.name, ".json") {
		return root, err
	}
	root, yamlErr := b.readYAML(text)
	if yamlErr != nil && namesOfJSON(text) {
		return nil, err
	}
	return root, yamlErr
}

// decodeText returns data as UTF-8 without a byte order mark, or says why it is no text.
func decodeText(name string, data []byte) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, (&builder{name: name}).empty()
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xFE\xFF")):
		return nil, &Error{File: name, Problem: "the file is UTF-32", Fix: "save it as UTF-8"}
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return decodeUTF16(name, data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return decodeUTF16(name, data[2:], binary.BigEndian)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, &Error{File: name, Problem: fmt.Sprintf("the file is binary: byte %d is zero", i), Fix: "name a YAML or JSON file in UTF-8"}
	}
	if i := invalidUTF8(data); i >= 0 {
		line, column := place(data, i)
		return nil, &Error{File: name, Line: line, Column: column, Problem: fmt.Sprintf("byte 0x%02X is no UTF-8", data[i]), Fix: "save the file as UTF-8"}
	}
	return data, nil
}

func decodeUTF16(name string, data []byte, order binary.ByteOrder) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, &Error{File: name, Problem: "the file is UTF-16 with half a character at its end", Fix: "save it as UTF-8"}
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	text := []byte(string(utf16.Decode(units)))
	if len(text) == 0 {
		return nil, (&builder{name: name}).empty()
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, &Error{File: name, Problem: "the file is binary", Fix: "name a YAML or JSON file in UTF-8"}
	}
	return text, nil
}

// invalidUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return -1
}

// place returns the line and the column, in runes, of an offset.
func place(data []byte, offset int) (line, column int) {
	before := data[:offset]
	line = 1 + bytes.Count(before, []byte{'\n'})
	return line, 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}

// anchor returns the node that declares the plain-name fragment, or nil. Source: JSON Schema 2020-12 core, section 8.2.2.
func (f *File) anchor(name string) *Node {
	f.once.Do(func() {
		f.anchors = map[string]*Node{}
		f.Root.Walk(func(n *Node) bool {
			for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
				if text := n.Get(keyword); text.Is(String) && f.anchors[text.Text] == nil {
					f.anchors[text.Text] = n
				}
			}
			return true
		})
	})
	return f.anchors[name]
}
