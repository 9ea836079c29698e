package reports

import (
	"strings"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	type step struct {
		after  time.Duration // since the step before
		result Result
		want   string // what is written
	}
	passed := Result{Operation: "partnerCustomerGet", Status: StatusPassed}
	failed := Result{Operation: "partnerCustomerGet", Status: StatusFailed}
	errored := Result{Operation: "partnerCustomerGet", Workflow: "remove-customer", Status: StatusErrored}
	for _, tt := range []struct {
		name    string
		options ProgressOptions
		steps   []step
		closing string
	}{
		{"a short run on a terminal shows nothing", ProgressOptions{Total: 3, Terminal: true}, []step{
			{300 * time.Millisecond, passed, ""}, {300 * time.Millisecond, failed, ""}, {300 * time.Millisecond, passed, ""},
		}, ""},
		{"a long run rewrites one line", ProgressOptions{Total: 4, Terminal: true}, []step{
			{900 * time.Millisecond, passed, ""},
			{100 * time.Millisecond, failed, "\r2/4 cases after 1.0 s, 1 failed  partnerCustomerGet\x1b[K"},
			{50 * time.Millisecond, passed, ""},
			{time.Second, errored, "\r4/4 cases after 2.0 s, 1 failed, 1 errored  remove-customer\x1b[K"},
		}, "\r\x1b[K"},
		{"a narrow terminal cuts the name", ProgressOptions{Terminal: true, Width: 30}, []step{
			{time.Second, passed, "\r1 case after 1.0 s  partnerC…\x1b[K"},
		}, "\r\x1b[K"},
		{"colour", ProgressOptions{Terminal: true, Colour: true}, []step{
			{time.Second, failed, "\r1 case after 1.0 s\x1b[31m, 1 failed\x1b[0m\x1b[2m  partnerCustomerGet\x1b[0m\x1b[K"},
		}, "\r\x1b[K"},
		{"a log gets a line every half minute and never an escape", ProgressOptions{Total: 9, Colour: true}, []step{
			{29 * time.Second, failed, ""},
			{time.Second, passed, "2/9 cases after 30.0 s, 1 failed  partnerCustomerGet\n"},
			{29 * time.Second, passed, ""},
			{40 * time.Second, passed, "4/9 cases after 1 min 39 s, 1 failed  partnerCustomerGet\n"},
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := started
			tt.options.Now = func() time.Time { return now }
			var out strings.Builder
			written := func() string { s := out.String(); out.Reset(); return s }
			p := NewProgress(&out, tt.options)
			for i, s := range tt.steps {
				now = now.Add(s.after)
				p.Case(s.result)
				if got := written(); got != s.want {
					t.Errorf("step %d: got %q, want %q", i+1, got, s.want)
				}
			}
			p.Close()
			p.Close()
			if got := written(); got != tt.closing {
				t.Errorf("closing: got %q, want %q", got, tt.closing)
			}
		})
	}
}
