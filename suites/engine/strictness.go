package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/expect"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// The values of Options.Strictness: whose word about an answer is enough for an error.
const (
	StrictDocument = "document" // the document's alone; nothing else is expected
	StrictPack     = "pack"     // the document's and the pack's; what only examples show is a warning
	StrictExamples = "examples" // the examples' too
)

// DefaultStrictness is the strictest that has no false alarm on a server that is right: an example is one answer, and a server may well
// leave out an optional property that it shows. What the pack says is known.
const DefaultStrictness = StrictPack

// Strictnesses are the values of Options.Strictness, the mildest first.
var Strictnesses = []string{StrictDocument, StrictPack, StrictExamples}

// checkStrictness returns the strictness meant, or an error that names those there are.
func checkStrictness(s string) (string, error) {
	if s = cmp.Or(s, DefaultStrictness); !slices.Contains(Strictnesses, s) {
		return "", fmt.Errorf("unknown strictness %q; known are %s", s, strings.Join(Strictnesses, ", "))
	}
	return s, nil
}

// expected returns what the answers of the run are held to besides the document; nil if nothing but the document counts.
func (s *Session) expected() *expect.Book {
	if s.options.Strictness == StrictDocument {
		return nil
	}
	return s.book
}

// Expectations returns what answers are expected to hold besides what the document asks for. A pack whose overlay cannot be applied to the
// document, or leaves none behind, is an error.
func Expectations(ctx context.Context, doc *spec.Document, pack *packs.Pack) (*expect.Book, error) {
	if pack.Overlay == nil {
		return expect.NewBook(doc, nil), nil
	}
	// What the overlay looks for in vain is no warning here: one file serves every version of the document.
	tight, err := doc.Overlaid(ctx, pack.Overlay)
	if err != nil {
		return nil, fmt.Errorf("pack %s: the overlay does not fit document %s: %w", pack.Name, doc.Name, err)
	}
	return expect.NewBook(doc, tight), nil
}
