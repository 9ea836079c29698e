package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// TestValidate_StaysLinear judges values made to take long. The bound is loose, it only tells seconds from hours.
func TestValidate_StaysLinear(t *testing.T) {
	t.Parallel()
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for _, tt := range []struct{ name, document, value string }{
		{"many different items", "uniqueItems: true", "[" + numbered(200_000, "%d,") + "]"},
		{"many different objects", "uniqueItems: true", "[" + numbered(50_000, `{"a":%d},`) + "]"},
		{"many properties", "additionalProperties: {type: integer}\nminProperties: 3", "{" + numbered(200_000, `"p%d":1,`) + "}"},
		{"many unevaluated properties", "unevaluatedProperties: {type: integer}", "{" + numbered(100_000, `"p%d":1,`) + "}"},
		{"a long number", "multipleOf: 7", strings.Repeat("7", 1_000_000)},
		{"a long fraction", "maximum: 1\nminimum: 0", "0." + strings.Repeat("9", 1_000_000)},
		{"a large exponent", "multipleOf: 3\nminimum: 1", "3e999999999"},
		{"a long exponent", "minimum: 1", "1e" + strings.Repeat("9", 1_000_000)},
		{"deep arrays", "items: {$ref: '#'}", strings.Repeat("[", 500) + strings.Repeat("]", 500)},
		{"a pattern that backtracks elsewhere", "pattern: '^(a+)+$'", `"` + strings.Repeat("a", 100_000) + `"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := compile(t, schema.OpenAPI31, tt.document, "")
			if err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			tp, faults := tape.Read([]byte(tt.value), tape.Limits{})
			defer tp.Release()
			if found := s.Validate(tp.Root(), schema.Options{}); len(found)+len(faults) > 0 {
				t.Errorf("faults %v, violations %+v", faults, found)
			}
			if took := time.Since(started); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
