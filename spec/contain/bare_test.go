package contain

import "testing"

func TestBare(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		source     string
		closing    int
		alternates bool
	}{
		{"(a)", 2, false}, {"(a(b)c)d", 6, false}, {`(\)[)])`, 6, false}, {"(a", -1, false}, {"(a|b)", 4, false}, {"(a)|b", 2, true}, {`a\|[|]`, -1, false}, {"a|b", -1, true},
	} {
		if got := closing(tt.source); got != tt.closing {
			t.Errorf("%s: the group ends at %d, want %d", tt.source, got, tt.closing)
		}
		if got := alternates(tt.source); got != tt.alternates {
			t.Errorf("%s: alternates %v", tt.source, got)
		}
	}
}
