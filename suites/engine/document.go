package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/overlay"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/source"
)

// LoadPack reads a pack by its name or path; an empty name is DefaultPack.
func LoadPack(name string) (*packs.Pack, error) { return packs.Load(cmp.Or(name, DefaultPack)) }

// LoadDocument reads the document that a pack is run with: name is one that source.Open takes, or empty for the pack's own. Overlays
// are files that change it, each what the ones before it left.
func LoadDocument(ctx context.Context, pack *packs.Pack, name string, allowRemote bool, overlays ...string) (*spec.Document, reports.Subject, error) {
	subject := reports.Subject{Pack: pack.Name, Document: cmp.Or(name, pack.Document), Overlays: slices.Clone(overlays)}
	doc, err := source.Open(ctx, subject.Document, spec.Options{AllowRemote: allowRemote})
	if err != nil {
		return nil, subject, err
	}
	if doc, err = Overlay(ctx, doc, overlays); err != nil {
		return nil, subject, err
	}
	subject.Title, subject.Version, subject.Digest = doc.Title, doc.Version, doc.Digest
	return doc, subject, nil
}

// Overlay returns the document as the overlays in files change it.
func Overlay(ctx context.Context, doc *spec.Document, files []string) (*spec.Document, error) {
	var overlays []*overlay.Overlay
	for _, file := range files {
		o, err := overlay.Load(ctx, file)
		if err != nil {
			return nil, err
		}
		overlays = append(overlays, o)
	}
	return doc.Overlaid(ctx, overlays...)
}

// missed returns the warnings of overlays that change less of the document than they mean to.
func (s *Session) missed() []reports.Finding {
	var out []reports.Finding
	for _, p := range s.Document.Missed() {
		out = append(out, reports.Finding{
			Rule: p.Rule, Level: reports.LevelWarning, Message: p.Message, Fix: p.Fix,
			Location:    reports.Location{File: p.At.File, Line: p.At.Line, Column: p.At.Column},
			Fingerprint: reports.Fingerprint(p.Rule, "", "", p.At.String()),
		})
	}
	return out
}

// documentRule is the rule of the one finding that stands for the errors of a run's own document. It is one, because the run is about
// the API: a document with a hundred errors must not hide what the API did wrong.
const documentRule = "document-without-errors"

// knownRule is the rule of the finding that the pack and the document do not speak of the same operations.
const knownRule = "pack-fits-document"

// gaps returns the warning that the document lacks operations that the pack knows: what the pack says of them, and every workflow that
// needs them, is left out, and the run proves less than it could.
func (s *Session) gaps() []reports.Finding {
	var absent []string
	for _, op := range s.Pack.Operations {
		if s.Document.Operation(op.ID) == nil {
			absent = append(absent, op.ID)
		}
	}
	if len(absent) == 0 {
		return nil
	}
	return []reports.Finding{Finding(spec.Fault{
		Rule: knownRule, Received: "a document without " + strings.Join(absent, ", "), Promised: "the operations that pack " + s.Pack.Name + " knows", Warning: true,
		Fix: "name the document that belongs to the pack, or the pack that belongs to the document (--pack none if there is none)", At: s.Document.Root.At,
	}, "")}
}

// documentFaults returns the finding that the document has errors of its own, if it has. Whatever such an error touches cannot be judged,
// and a run that could not judge must not be green.
func (s *Session) documentFaults(ctx context.Context) []reports.Finding {
	var first *spec.Problem
	errors := 0
	for _, p := range s.Document.Problems(ctx) {
		if p.Level != spec.LevelError {
			continue
		}
		if errors++; first == nil {
			first = &p
		}
	}
	if first == nil {
		return nil
	}
	received := "an error in the document: " + first.Message
	if errors > 1 {
		received = fmt.Sprintf("%d errors in the document, the first: %s", errors, first.Message)
	}
	return []reports.Finding{Finding(spec.Fault{
		Rule: documentRule, Received: received, Promised: "a document without errors, since what they touch cannot be judged",
		Fix:         fmt.Sprintf("mend the document; plumbline spec check %s lists every error with its place", s.subject.Document),
		KeywordPath: first.Pointer, At: first.At,
	}, "")}
}
