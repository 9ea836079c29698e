package upgrade_test

import (
	"flag"
	"testing"

	_ "github.com/onsi/ginkgo/v2" // only for the ginkgo command, which knows a suite by this line

	"github.com/plumbline-dev/plumbline/suites"
)

var options = suites.UpgradeFlags(flag.CommandLine)

func init() {
	options.Base, options.Revision = "plaid-partner@1.517.0", "plaid-partner@1.697.4"
	options.Waivers = []string{"testdata/partner.yaml"}
}

// TestUpgrade shows the upgrade of the Partner API as another repository would have it: what breaks it is excused with a reason, and a
// further break would fail.
func TestUpgrade(t *testing.T) { suites.Upgrade(t, options) }
