package runner

import (
	"errors"
	"strings"
	"testing"
)

// call is an exchange of an operation with its trouble.
func call(operation string, trouble Trouble, status int) *Call {
	c := &Call{Ask: Ask{Operation: operation}, Trouble: trouble, Status: status}
	if trouble != TroubleNone {
		c.Err = errors.New("because of " + string(trouble))
	}
	return c
}

func silent(operation string) *Call { return call(operation, TroubleNoAnswer, 0) }

func late(operation string) *Call {
	c := call(operation, TroubleCutOff, 200)
	c.Err = errLate
	return c
}

// removing is an exchange that was to remove what the run created.
func removing(c *Call) *Call {
	c.Purpose = PurposeRemove
	return c
}

func TestSilence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		calls []*Call
		ask   string
		want  string // part of the reason; empty if it is asked
	}{
		{"nothing was asked", nil, "a", ""},
		{"silent once", []*Call{silent("a")}, "a", ""},
		{"silent twice", []*Call{silent("a"), silent("a")}, "a", "a gave no whole answer 2 times in a row (because of no-answer), so it is not asked again"},
		{"silent twice, and an answer between", []*Call{silent("a"), call("a", TroubleNone, 200), silent("a")}, "a", ""},
		{"silent twice, and an answer of another between", []*Call{silent("a"), call("b", TroubleNone, 200), silent("a")}, "a", "a gave no whole answer"},
		{"unreached twice", []*Call{call("a", TroubleUnreached, 0), call("a", TroubleUnreached, 0)}, "a", "because of unreached"},
		{"interrupted twice", []*Call{call("a", TroubleInterrupt, 0), call("a", TroubleInterrupt, 0)}, "a", ""},
		{"cut off twice", []*Call{call("a", TroubleCutOff, 200), call("a", TroubleCutOff, 200)}, "a", ""},
		{"a body that does not end, twice", []*Call{late("a"), late("a")}, "a", "a gave no whole answer 2 times in a row (the body did not end in time)"},
		{"more than is read, twice", []*Call{call("a", TroubleTooLarge, 200), call("a", TroubleTooLarge, 200)}, "a", "a gave no whole answer 2 times in a row (because of too-large)"},
		{"an error is an answer", []*Call{silent("a"), call("a", TroubleNone, 503), silent("a")}, "a", ""},
		{"another is silent", []*Call{silent("a"), silent("a")}, "b", ""},
		{"two others are, and nothing has answered", []*Call{silent("a"), silent("a"), silent("b"), silent("b")}, "c", "nothing has answered yet, and 2 operations were asked 2 times each"},
		{"two others are, but something has answered", []*Call{call("d", TroubleNone, 404), silent("a"), silent("a"), silent("b"), silent("b")}, "c", ""},
		{"two others are, but a body has begun", []*Call{late("d"), silent("a"), silent("a"), silent("b"), silent("b")}, "c", ""},
		{"silent twice where it should remove", []*Call{removing(silent("a")), removing(silent("a"))}, "a", ""},
		{"silent twice, and an answer to a removal between", []*Call{silent("a"), removing(call("a", TroubleNone, 200)), silent("a")}, "a", "a gave no whole answer"},
		{"one other is, twice as often", []*Call{silent("a"), silent("a"), silent("a"), silent("a")}, "c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &silence{}
			for _, c := range tt.calls {
				s.heard(c)
			}
			if got := s.why(tt.ask); !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// An operation that answers its own cases may remove something again.
func TestSilence_OfRemovals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		calls []*Call
		want  string // part of the reason; empty if it is asked
	}{
		{"silent once", []*Call{removing(silent("a"))}, ""},
		{"silent twice", []*Call{removing(silent("a")), removing(silent("a"))}, "a gave no whole answer 2 times in a row"},
		{"silent twice, and an answer between", []*Call{removing(silent("a")), removing(call("a", TroubleNone, 409)), removing(silent("a"))}, ""},
		{"silent twice, and an answer to a case between", []*Call{removing(silent("a")), call("a", TroubleNone, 404), removing(silent("a"))}, ""},
		{"silent twice, and then an answer to a case", []*Call{removing(silent("a")), removing(silent("a")), call("a", TroubleNone, 200)}, ""},
		{"silent twice, and then a body that does not end", []*Call{removing(silent("a")), removing(silent("a")), late("a")}, "a gave no whole answer"},
		{"silent twice, and then an answer of another", []*Call{removing(silent("a")), removing(silent("a")), call("b", TroubleNone, 200)}, "a gave no whole answer"},
		{"only cases are silent", []*Call{silent("a"), silent("a")}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &silence{}
			for _, c := range tt.calls {
				s.heard(c)
			}
			if got := s.whyRemoval("a"); !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
