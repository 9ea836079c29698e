package runner

import (
	"context"
	"maps"
	"slices"
)

// Again sends the request of an answered outcome a second time, byte for byte, and returns what came of that; nil if it may not be
// sent any more. It is for operations that only read: nothing is accounted for.
func (d *Driver) Again(ctx context.Context, out *Outcome) *Outcome {
	again := *out
	again.Before, again.Criteria, again.Failures = nil, 0, nil
	ask := out.Call.Ask
	ask.Purpose, ask.Header = PurposeRepeat, ask.Header.Clone() // the client adds to it
	if d.turn(ctx, PurposeRepeat, 1) != nil {
		return nil
	}
	again.Call = d.Client.Do(ctx, ask)
	if out.Earlier != nil {
		still := d.differences(out.Earlier, again.Call)
		again.Changed = slices.DeleteFunc(slices.Clone(out.Changed), func(at string) bool { return !slices.Contains(still, at) })
	}
	if out.Case.Step == nil || !again.Call.Answered() {
		return &again
	}
	second := d.flow(out.Case.Step.In).context // what earlier steps handed on, and the first request
	second.Steps = maps.Clone(second.Steps)
	second.Status, second.ResponseHeader, second.ResponseBody = again.Call.Status, again.Call.Answer, again.Call.Reply
	d.criteria(out.Case, &second, &again)
	return &again
}
