package reports

import "testing"

func TestHistory(t *testing.T) {
	t.Parallel()
	h := walked()
	if History(nil) != nil {
		t.Error("no steps make a history")
	}
	var returned, steps []string
	for _, f := range h.Findings {
		if f.Returned != "" {
			returned = append(returned, f.Rule+" "+f.Step+" "+f.Returned)
		}
		if f.Rule == "request-property-became-required" {
			steps = append(steps, f.Step)
		}
	}
	if len(returned) != 1 || returned[0] != "response-property-removed v2.yaml v3.yaml" {
		t.Errorf("came back: %v", returned)
	}
	if len(steps) != 2 || steps[0] != "v2.yaml" || steps[1] != "v3.yaml" {
		t.Errorf("the same change in two steps stands in %v", steps)
	}
	c := h.Summary.Changes
	if c.Classes[ClassProse] != 13 || c.Classes[ClassWire] != 4 || c.Breaks[DirectionRequest] != 3 || h.Summary.Known != 1 || h.ExitCode() != 1 {
		t.Errorf("summary %+v, changes %+v", h.Summary, c)
	}
	golden(t, "console-history", console(t, h, ConsoleOptions{}))
	golden(t, "markdown-history", written(t, "markdown", h))
}
