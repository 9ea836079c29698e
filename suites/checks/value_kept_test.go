package checks

import (
	"strings"
	"testing"
)

func TestValueKept(t *testing.T) {
	t.Parallel()
	doc, pack := exampleWorld(t)
	long := strings.Repeat("長", 300)
	for _, tt := range []struct {
		name    string
		example Example
		said    string // received and promised; "" for no fault
		applied bool
		warning bool
	}{
		{"no text", Example{Body: `{"name":7}`, Given: "Rex"}, "", false, false},
		{"not shown", Example{Body: `{"tag":"x"}`, Given: "Rex"}, "", false, false},
		{"not known", Example{Body: `{"name":"Rex"}`}, "", false, false},
		{"a refusal", Example{Status: 404, Body: `{"name":"Max"}`, Given: "Rex"}, "", false, false},
		{"a sample", Example{Body: `{"name":"Max"}`, Given: "Rex", Sample: true}, "", false, false},
		{"another request's", Example{Body: `{"name":"Rex 2"}`, Given: "Rex 1", Rivals: []string{"Rex 2"}}, "", true, false},
		{"trimmed", Example{Body: `{"name":"Rex"}`, Given: "Rex "}, `"Rex"; "Rex ", which the request that created it gave at /name`, true, true},
		{"trimmed and folded", Example{Body: `{"name":"rex"}`, Given: "Rex "}, `"rex"; "Rex ", which the request that created it gave at /name`, true, false},
		{"told otherwise before", Example{Body: `{"name":"rEX"}`, Given: "Rex", Made: "REX"}, `"rEX"; "Rex", which the request that created it gave at /name`, true, false},
		{
			"a long one cut", Example{Body: `{"name":"` + long[:600] + `"}`, Given: long},
			`..."` + long[:60] + `" of 200 characters; ..."` + long[:102] + `"... of 300 characters, which the request that created it gave at /name`, true, false,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := valueKept(tt.example.subject(t, doc, pack))
			said, warning := "", false
			for _, f := range v.Faults {
				said, warning = f.Received+"; "+f.Promised, f.Warning
			}
			if said != tt.said || warning != tt.warning || v.Applied != tt.applied {
				t.Errorf("got  %v %v %s\nwant %v %v %s", v.Applied, warning, said, tt.applied, tt.warning, tt.said)
			}
		})
	}
}
