package suites_test

import (
	"flag"
	"testing"

	"github.com/plumbline-dev/plumbline/suites"
)

var options = suites.Flags(flag.CommandLine)

func TestConformance(t *testing.T) { suites.Run(t, options) }
