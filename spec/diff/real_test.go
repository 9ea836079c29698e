package diff

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
)

// steps are real upgrades with how many findings of class wire and of class unpromised they give. All were held beside a structural
// difference of the two files, both ways: no finding without a fact, no fact without a finding.
var steps = []struct {
	base, revision string
	wire           int
	unpromised     int
}{
	{"plaid/full/1.457.0", "plaid/full/1.470.1", 18, 0},
	{"plaid/full/1.514.1", "plaid/full/1.517.0", 7, 0},
	{"plaid/full/1.688.6", "plaid/full/1.697.4", 5, 1},
	{"plaid/full/1.517.0", "plaid/full/1.697.4", 72, 10},
	{"real-specs/adyen-checkout/v70", "real-specs/adyen-checkout/v71", 37, 0},
	{"real-specs/adyen-checkout/v71", "real-specs/adyen-checkout/v72", 28, 0},
	{"real-specs/stripe/v361", "real-specs/stripe/v481", 6, 7},
	{"real-specs/obuk-vrp/v3.1.9", "real-specs/obuk-vrp/v3.1.11", 10, 2},
	{"real-specs/obuk-vrp/v3.1.11", "real-specs/obuk-vrp/v4.0", 27, 4},
	{"real-specs/obuk-vrp/v4.0", "real-specs/obuk-vrp/v4.0-Update-4", 10, 5},
}

// traps are schemas of Plaid 1.697.4 that only look changed: a reference became an allOf of it, an enum grew within one.
var traps = []string{"FraudAnalysisDetails", "ImageQualityDetails", "ItemProductsTerminateReasonCode", "CraCheckReportVerificationPdfReportType"}

func TestCompare_RealUpgrades(t *testing.T) {
	t.Parallel()
	broken, proven, judged := 0, 0, 0
	for _, step := range steps {
		base, revision := filepath.Join(shared, step.base+".yaml"), filepath.Join(shared, step.revision+".yaml")
		folder(t, strings.Split(step.base+".yaml", "/")...)
		r := compareFiles(t, base, revision, Options{})
		count := map[reports.Class]int{}
		for _, f := range r.Findings {
			count[f.Class]++
			if f.Class != reports.ClassWire {
				continue
			}
			broken++
			if f.Witness != nil {
				proven++
			}
			if f.Witness != nil && (f.Witness.Proof == reports.ProofUnroutable || len(f.Witness.Judges) > 0) {
				judged++
			}
		}
		for _, line := range breaks(r) {
			if i := slices.IndexFunc(traps, func(trap string) bool { return strings.Contains(line, "/"+trap) }); i >= 0 && step.base == "plaid/full/1.688.6" {
				t.Errorf("%s means the same or takes more, and still: %s", traps[i], line)
			}
		}
		if count[reports.ClassWire] != step.wire || count[reports.ClassUnpromised] != step.unpromised {
			t.Errorf("%s -> %s: %v, want %d wire and %d unpromised\n%s", step.base, step.revision, count, step.wire, step.unpromised, tell(r))
		}
	}
	if proven != broken || 100*judged < 95*broken {
		t.Errorf("of %d findings that break %d have a witness, %d one that a second validator judged", broken, proven, judged)
	}
}

// breaks lists what breaks as rule and place.
func breaks(r *reports.Report) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Class.Breaking() {
			out = append(out, fmt.Sprint(f.Rule, " ", f.Base.Pointer, " -> ", f.Revision.Pointer))
		}
	}
	return out
}

// The pinned versions of the Partner API against each other, and back again: what breaks, at which place.
func TestCompare_PinnedPartner(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		base, revision string
		want           []string
	}{
		{"1.517.0", "1.525.1", nil},
		{"1.525.1", "1.556.0", []string{"server-removed #/servers/1 -> #/servers/1"}},
		{"1.556.0", "1.697.4", []string{"request-enum-value-removed #/components/schemas/Products -> #/components/schemas/Products"}},
		{"1.525.1", "1.517.0", []string{
			"request-enum-value-removed #/components/schemas/Products -> #/components/schemas/Products",
			"response-property-removed #/components/schemas/PartnerEndCustomerSecrets/properties/production -> #/components/schemas/PartnerEndCustomerSecrets",
		}},
	} {
		name := func(version string) string { return filepath.Join("..", "pinned", "plaid-partner", version+".yaml") }
		r := compareFiles(t, name(tt.base), name(tt.revision), Options{})
		if got := breaks(r); !slices.Equal(got, tt.want) {
			t.Errorf("%s -> %s: got %q, want %q", tt.base, tt.revision, got, tt.want)
		}
	}
}

// The fifteen states of the Museum API, each against the one before: most steps break nothing.
func TestCompare_Museum(t *testing.T) {
	t.Parallel()
	dir := folder(t, "real-specs", "museum")
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	want := map[string]int{"1.1.0-20240306-2f8d96d": 1, "1.1.0-20240426-e6c64b4": 2, "1.1.0-20240604-62024de": 2, "1.1.1-20240719-6db4b2d": 1, "1.2.0-20241008-3bdfc57": 3}
	for i := 1; i < len(files); i++ {
		step := strings.TrimSuffix(filepath.Base(files[i]), ".yaml")
		if got := breaks(compareFiles(t, files[i-1], files[i], Options{})); len(got) != want[step] {
			t.Errorf("%s: %d changes break, want %d: %q", step, len(got), want[step], got)
		}
	}
}
