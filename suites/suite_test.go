package suites_test

import (
	"flag"
	"testing"

	_ "github.com/onsi/ginkgo/v2" // by this line the ginkgo command knows a suite

	"github.com/plumbline-dev/plumbline/suites"
)

var options = suites.Flags(flag.CommandLine)

func TestConformance(t *testing.T) { suites.Run(t, options) }
