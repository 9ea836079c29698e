package pinned_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/pinned"
)

func TestNames_OldestFirst(t *testing.T) {
	t.Parallel()
	got, want := pinned.Names("plaid-partner"), []string{"1.517.0", "1.525.1", "1.556.0", "1.697.4"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, unknown := range []string{"", ".", "..", "plaid", "plaid-partner/", "plaid-partner/1.517.0.yaml"} {
		if got := pinned.Names(unknown); got != nil {
			t.Errorf("%q: got %v, want none", unknown, got)
		}
	}
	if got, want := pinned.APIs(), []string{"plaid-partner"}; !slices.Equal(got, want) {
		t.Errorf("APIs: got %v, want %v", got, want)
	}
}

func TestRead_Known(t *testing.T) {
	t.Parallel()
	for _, version := range pinned.Names("plaid-partner") {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			file, data, err := pinned.Read("plaid-partner@" + version)
			if err != nil {
				t.Fatal(err)
			}
			if want := "spec/pinned/plaid-partner/" + version + ".yaml"; file != want {
				t.Errorf("file: got %s, want %s", file, want)
			}
			head, _, _ := strings.Cut(string(data), "openapi:")
			for _, want := range []string{"2020-09-14_" + version, "plaid/plaid-openapi", "2020-09-14.yml", "Plumbline's own, written on 20"} {
				if !strings.Contains(head, want) {
					t.Errorf("the head does not say %q:\n%s", want, head)
				}
			}
			if strings.ContainsAny(string(data), "\t\r") || !strings.HasSuffix(string(data), "\n") {
				t.Error("the file holds tabs or carriage returns, or does not end its last line")
			}
		})
	}
}

func TestRead_Unknown(t *testing.T) {
	t.Parallel()
	const all = "plaid-partner@1.517.0, plaid-partner@1.525.1, plaid-partner@1.556.0, plaid-partner@1.697.4"
	for _, tt := range []struct{ name, ask, want string }{
		{
			"mistyped version", "plaid-partner@1.697.3",
			`no pinned document "plaid-partner@1.697.3"; known are plaid-partner@1.697.4, ` +
				"plaid-partner@1.517.0, plaid-partner@1.525.1, plaid-partner@1.556.0",
		},
		{"no version", "plaid-partner", `no pinned document "plaid-partner"; known are ` + all},
		{"nothing", "", `no pinned document ""; known are ` + all},
		{"another API", "pet@1", `no pinned document "pet@1"; known are ` + all},
		{
			"a way out", "plaid-partner@./1.517.0",
			`no pinned document "plaid-partner@./1.517.0"; known are plaid-partner@1.517.0, plaid-partner@1.556.0, ` +
				"plaid-partner@1.525.1, plaid-partner@1.697.4",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, data, err := pinned.Read(tt.ask)
			if err == nil || file != "" || data != nil {
				t.Fatalf("got %q, %d bytes, error %v, want an error alone", file, len(data), err)
			}
			if got := err.Error(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
