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

// A later step takes a change back if it does the opposite to the same thing at the same place, and not to another thing there.
func TestFinding_UndoneBy(t *testing.T) {
	t.Parallel()
	change := func(rule, kind, before, after string) Finding {
		return Finding{
			Rule: rule, Class: ClassWire, Change: &Change{Kind: kind, Before: before, After: after},
			Base: &Place{Pointer: "#/components/schemas/A"}, Revision: &Place{Pointer: "#/components/schemas/A"},
		}
	}
	gone := change("request-enum-value-removed", ChangeRemoved, `"a"`, "")
	server := func(rule, kind, before, after, pointer string) Finding {
		f := change(rule, kind, before, after)
		f.Base, f.Revision = &Place{Pointer: pointer}, &Place{Pointer: pointer}
		return f
	}
	for _, tt := range []struct {
		name    string
		f, g    Finding
		another bool
		want    bool
	}{
		{"a value that is listed again", gone, change("request-enum-value-added", ChangeAdded, "", `"a"`), false, true},
		{"another value at the same place", gone, change("request-enum-value-added", ChangeAdded, "", `"b"`), false, false},
		{"the same at another place", gone, change("request-enum-value-added", ChangeAdded, "", `"a"`), true, false},
		{"a limit that is as it was", change("request-max-length-narrowed", ChangeChanged, "20", "10"), change("response-max-length-widened", ChangeChanged, "10", "20"), false, true},
		{"another limit of the same size", change("request-max-length-narrowed", ChangeChanged, "20", "10"), change("response-min-length-widened", ChangeChanged, "10", "20"), false, false},
		{"a limit that is another again", change("request-max-length-narrowed", ChangeChanged, "20", "10"), change("response-max-length-widened", ChangeChanged, "10", "30"), false, false},
		{"a property that is there again, otherwise", change("response-property-removed", ChangeRemoved, "a: string, required", ""), change("response-property-added", ChangeAdded, "", "a: integer"), false, true},
		{"a required property that is gone", change("request-property-required-added", ChangeAdded, "", "a: string"), change("request-property-removed", ChangeRemoved, "a: string", ""), false, true},
		{"a server that is listed again, elsewhere", server("server-removed", ChangeRemoved, "https://a.example", "", "#/servers/0"), server("server-added", ChangeAdded, "", "https://a.example", "#/servers/1"), false, true},
		{"another server at its place", server("server-removed", ChangeRemoved, "https://a.example", "", "#/servers/0"), server("server-added", ChangeAdded, "", "https://b.example", "#/servers/0"), false, false},
		{"required and optional again", change("request-property-became-required", ChangeChanged, "optional", "required"), change("response-property-became-optional", ChangeChanged, "required", "optional"), false, true},
	} {
		if tt.another {
			tt.g.Base, tt.g.Revision = &Place{Pointer: "#/components/schemas/B"}, &Place{Pointer: "#/components/schemas/B"}
		}
		if got := tt.f.undoneBy(&tt.g); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
