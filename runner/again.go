package runner

import "context"

// Again sends the request of an answered outcome a second time, byte for byte, and returns what came of that. It is for operations that only
// read: nothing is accounted for.
func (d *Driver) Again(ctx context.Context, out *Outcome) *Outcome {
	again := *out
	again.Before, again.Criteria, again.Failures = nil, 0, nil
	ask := out.Call.Ask
	ask.Purpose, ask.Header = PurposeRepeat, ask.Header.Clone() // the client adds to it
	again.Call = d.Client.Do(ctx, ask)
	step := out.Case.Step
	if step == nil || !again.Call.Answered() {
		return &again
	}
	second := d.flow(step.In).context // what earlier steps handed on, and the first request
	second.Status, second.ResponseHeader, second.ResponseBody = again.Call.Status, again.Call.Answer, again.Call.Reply
	asked, failures, err := step.Judge(&second)
	again.Criteria, again.Failures = asked, failures
	if err != nil {
		again.Trouble = err.Error()
	}
	return &again
}
