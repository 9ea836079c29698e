package engine

import "testing"

// An id that is almost one which is there is never that one, and of an id that is short nothing is made: it may be another's.
func TestNearID(t *testing.T) {
	t.Parallel()
	const unknown = "000000000000000000000000"
	for _, tt := range []struct {
		way      nearID
		id, want string
	}{
		{cutID, "5f1e9a7c3b2d4e6f80a1b2c3", "5f1e9a7c3b2d4e6f80a1b2c"},
		{longerID, "5f1e9a7c3b2d4e6f80a1b2c3", "5f1e9a7c3b2d4e6f80a1b2c30"},
		{shortID, "5f1e9a7c3b2d4e6f80a1b2c3", "5f1e9a7c"},
		{turnedID, "5f1e9a7c3b2d4e6f80a1b2c3", "5f1e9a7c3c2b1a08f6e4d2b3"},
		{turnedID, "aaaaaaaaaaaaaaaa", unknown},
		{cutID, "12", unknown},
		{longerID, "12", unknown},
		{shortID, "", unknown},
		{patternID, "12", "%"},
	} {
		if got := tt.way.of(tt.id, unknown); got != tt.want {
			t.Errorf("%s of %q: got %q, want %q", tt.way.name, tt.id, got, tt.want)
		}
	}
}
