package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHash_StaysLinear hashes documents made to take long. The bound is loose, it only tells seconds from hours.
func TestHash_StaysLinear(t *testing.T) {
	t.Parallel()
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+"\n", i, i+1)
		}
		return b.String()
	}
	for _, tt := range []struct{ name, document string }{
		{"a long cycle", "root: {$ref: '#/A0'}\n" + numbered(600, "A%d: {items: {$ref: '#/A%d'}}") + "A600: {items: {$ref: '#/A0'}, maxItems: 1}"},
		{"a cycle beyond measure", "root: {$ref: '#/A0'}\n" + numbered(20_000, "A%d: {items: {$ref: '#/A%d'}}") + "A20000: {items: {$ref: '#/A0'}, maxItems: 1}"},
		{"a long chain of references", "root: {$ref: '#/A0'}\n" + numbered(20_000, "A%d: {$ref: '#/A%d'}") + "A20000: {type: string}"},
		{"a long chain of conjunctions", "root: {$ref: '#/A0'}\n" + numbered(5000, "A%d: {required: [x], allOf: [{$ref: '#/A%d'}]}") + "A5000: {type: string}"},
		{"conjunctions that double", "root: {$ref: '#/A0'}\n" + numbered(60, "A%[1]d: {allOf: [{$ref: '#/A%[2]d'}, {$ref: '#/A%[2]d'}]}") + "A60: {type: string}"},
		{"nullable that doubles", "root: {$ref: '#/A0'}\n" + numbered(60, "A%[1]d: {nullable: true, allOf: [{$ref: '#/A%[2]d'}, {$ref: '#/A%[2]d'}]}") + "A60: {type: string}"},
		{"alternatives that double", "root: {$ref: '#/A0'}\n" + numbered(60, "A%[1]d: {anyOf: [{$ref: '#/A%[2]d'}, {$ref: '#/A%[2]d'}]}") + "A60: {type: string}"},
		{"a wide cycle", "root: {properties: {" + strings.ReplaceAll(numbered(3000, "a%d: {items: {$ref: '#/root'}, maxItems: %d},"), "\n", "") + "}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			started := time.Now()
			first := hashOf(t, v30, tt.document)
			if took := time.Since(started); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if strings.Contains(tt.name, "beyond measure") {
				if again := hashOf(t, v30, tt.document); again == first {
					t.Error("what is too large to be compared counts as equal")
				}
			}
			t.Log(time.Since(started))
		})
	}
}
