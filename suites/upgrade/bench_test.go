package upgrade_test

import (
	"context"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/source"
	"github.com/plumbline-dev/plumbline/suites/upgrade"
)

// BenchmarkPartner is the comparison of the five operations of the Partner API, oldest to newest, and what that takes over reading the two
// documents.
func BenchmarkPartner(b *testing.B) {
	const base, revision = "plaid-partner@1.517.0", "plaid-partner@1.697.4"
	var reading, whole time.Duration
	for b.Loop() {
		started := time.Now()
		for _, name := range []string{base, revision} {
			if _, err := source.Open(context.Background(), name, spec.Options{}); err != nil {
				b.Fatal(err)
			}
		}
		read := time.Now()
		if _, err := upgrade.Run(context.Background(), upgrade.Options{Base: base, Revision: revision}); err != nil {
			b.Fatal(err)
		}
		reading += read.Sub(started)
		whole += time.Since(read)
	}
	b.ReportMetric(float64(reading.Microseconds())/1000/float64(b.N), "reading-ms")
	b.ReportMetric(float64((whole-reading).Microseconds())/1000/float64(b.N), "over-reading-ms")
}
