package spec

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/plumbline-dev/plumbline/spec/overlay"
)

// RuleOverlayTarget is the rule of a Problem: an overlay's action selects nothing, or the overlay extends another document.
const RuleOverlayTarget = "overlay-target-found"

// Overlaid returns the document as the overlays change it, each applied to what the ones before it left. The document itself stays as it
// is. What the overlays put in has its place in their files; all else keeps its own. An action that selects nothing is one of the
// Problems of the result. Only the document's main file is changed. The error is a *tree.Error: what an overlay asks for cannot be done, or
// leaves no OpenAPI document behind.
func (d *Document) Overlaid(ctx context.Context, overlays ...*overlay.Overlay) (*Document, error) {
	if len(overlays) == 0 {
		return d, nil
	}
	store, draft := d.Store.Fork(d.Root.File())
	missed := append([]Problem(nil), d.missed...)
	digest := draft.File.Digest
	for _, o := range overlays {
		misses, err := o.Apply(draft)
		if err != nil {
			return nil, err
		}
		if !o.Meant(d.Name) {
			missed = append(missed, Problem{
				Rule: RuleOverlayTarget, Level: LevelWarning, At: o.At,
				Message: fmt.Sprintf("received an overlay that extends %s, applied to %s; promised the document it is meant for", o.Extends, d.Name),
				Fix:     "name the document that the overlay extends, or correct extends",
			})
		}
		for _, miss := range misses {
			missed = append(missed, Problem{
				Rule: RuleOverlayTarget, Level: LevelWarning, At: miss.At,
				Message: fmt.Sprintf("received target %s, which selects nothing in %s; promised a place to change", miss.Target, d.Name),
				Fix:     "correct the target, or drop the action if the document has changed",
			})
		}
		sum := sha256.Sum256([]byte(digest + " " + o.Digest))
		digest = "sha256:" + hex.EncodeToString(sum[:])
	}
	draft.File.Digest = digest
	out, err := build(ctx, store, draft.File, Options{Strict: d.strict})
	if err != nil {
		return nil, err
	}
	out.missed = missed
	return out, nil
}

// Missed returns the Problems that overlays have with the document: actions that select nothing.
func (d *Document) Missed() []Problem { return d.missed }
