// Package suites shows a run as a Ginkgo tree: one container for each operation, one It for each case, and an ordered container for each
// workflow. The work itself is done by package engine; the tree asserts its verdicts.
//
//	func TestPartnerAPI(t *testing.T) { suites.Run(t, &suites.Options{}) }
//
// runs the Plaid Partner pack against the embedded mock. With flags, chosen when the tests are run:
//
//	var options = suites.Flags(flag.CommandLine)
//
//	func TestPartnerAPI(t *testing.T) { suites.Run(t, options) }
//
//	go test . -count=1 -args -plumbline.env=sandbox -plumbline.report=junit=run.xml
//
// Each case carries the labels phase:NAME and operation:NAME or workflow:NAME, so Ginkgo's own filters work too; ginkgo -p runs the tree in
// several processes, and their results become one report. A filter that matches nothing fails.
//
// Upgrade shows what a newer version of a document breaks as such a tree, so that a repository which pins a document fails its build before
// the next one would break it.
//
// For tests of one's own there is the matcher Conform.
package suites
