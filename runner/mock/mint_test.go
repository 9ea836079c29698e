package mock

import (
	"regexp"
	"testing"
)

func TestMint_SameSeedSameValues(t *testing.T) {
	t.Parallel()
	draw := func(seed uint64) (out []string) {
		m := &mint{seed: seed}
		for range 3 {
			var id [requestIDLength]byte
			m.requestID(&id)
			n := m.customer()
			out = append(out, string(id[:]), m.clientID(n), m.secret(n, secretSandbox), m.secret(n, secretProduction))
		}
		return out
	}
	first, again, other := draw(7), draw(7), draw(8)
	for i := range first {
		if first[i] != again[i] {
			t.Errorf("value %d: got %q and %q with the same seed", i, first[i], again[i])
		}
		if first[i] == other[i] {
			t.Errorf("value %d: got %q with two seeds", i, first[i])
		}
	}
}

func TestMint_FormAndUniqueness(t *testing.T) {
	t.Parallel()
	m := &mint{}
	for _, tt := range []struct {
		name, form string
		draw       func() string
	}{
		{"request id", `^[A-Za-z0-9]{15}$`, func() string { var b [requestIDLength]byte; m.requestID(&b); return string(b[:]) }},
		{"client id", `^[0-9a-f]{24}$`, func() string { return m.clientID(m.customer()) }},
		{"secret", `^[0-9a-f]{30}$`, func() string { return m.secret(m.customer(), secretLimited) }},
	} {
		form, seen := regexp.MustCompile(tt.form), map[string]bool{}
		for range 20000 {
			v := tt.draw()
			if !form.MatchString(v) {
				t.Fatalf("%s: got %q, want %s", tt.name, v, tt.form)
			}
			if seen[v] {
				t.Fatalf("%s: got %q twice", tt.name, v)
			}
			seen[v] = true
		}
	}
}

func TestMint_SecretsOfACustomerDiffer(t *testing.T) {
	t.Parallel()
	m, seen := &mint{}, map[string]bool{}
	for n := range uint64(100) {
		for kind := range uint64(secretKinds) {
			s := m.secret(n, kind)
			if seen[s] {
				t.Fatalf("customer %d, kind %d: got %q, which was handed out before", n, kind, s)
			}
			seen[s] = true
		}
	}
}
