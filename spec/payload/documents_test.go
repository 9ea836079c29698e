package payload

import (
	"context"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
)

// Every operation of the documents at hand gives samples or refusals with a reason, within a bound of time.
func TestMaker_WritesRealDocuments(t *testing.T) {
	for _, tt := range []struct {
		file  string
		bound time.Duration
	}{
		{"plaid/partner/1.517.0.yaml", 2 * time.Second},
		{"real-specs/museum/1.2.1-20241120-2770b2b.yaml", 2 * time.Second},
		{"real-specs/adyen-checkout/*.yaml", 60 * time.Second},
		{"real-specs/digitalocean/specification/DigitalOcean-public.v2.yaml", 60 * time.Second},
		{"real-specs/stripe/v481.yaml", 120 * time.Second},
		{"plaid/full/1.697.4.yaml", 60 * time.Second},
	} {
		t.Run(tt.file, func(t *testing.T) {
			files, err := filepath.Glob(shared(t) + "/" + tt.file)
			if err != nil || len(files) == 0 {
				t.Skipf("shared material is not here: %s", tt.file)
			}
			file := files[len(files)-1]
			doc, err := spec.Load(context.Background(), file, spec.Options{})
			if err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			c := countSamples(doc)
			spent := time.Since(started)
			t.Logf("%s in %v\n%s", filepath.Base(file), spent.Round(time.Millisecond), c)
			if spent > tt.bound {
				t.Errorf("it took %v, want at most %v", spent, tt.bound)
			}
		})
	}
}

// tally counts what a Maker makes of a whole document.
type tally struct {
	operations, samples, bytes int
	kinds                      map[string]int
	reasons                    map[string]int
	shown                      map[string]string // one refusal of each reason
}

func countSamples(doc *spec.Document) *tally {
	c := &tally{kinds: map[string]int{}, reasons: map[string]int{}, shown: map[string]string{}}
	m := &Maker{Document: doc, Seed: 1}
	refuse := func(side string, r Refusal) {
		key := side + " " + string(r.Kind) + " " + string(r.Reason)
		c.reasons[key]++
		if len(c.shown[key]) < 1200 {
			c.shown[key] += "\n      " + r.Error()
		}
	}
	for _, op := range doc.Operations {
		c.operations++
		samples, refusals := m.Requests(op)
		for _, s := range samples {
			c.add("request", s, refuse)
		}
		for _, r := range refusals {
			refuse("request", r)
		}
		for _, r := range op.Responses {
			for _, k := range []Kind{KindExample, KindMinimal, KindMaximal} {
				s, err := m.Answer(op, r.Status, k)
				if err == nil {
					c.add("response", s, refuse)
					continue
				}
				refusal, ok := err.(Refusal)
				if !ok {
					refusal = Refusal{Kind: k, Reason: "other", Message: err.Error()}
				}
				refuse("response", refusal)
			}
		}
	}
	return c
}

func (c *tally) add(side string, s Sample, refuse func(string, Refusal)) {
	c.samples++
	c.bytes += len(s.Body)
	c.kinds[side+" "+string(s.Kind)]++
	for _, l := range s.Left {
		if l.Reason != ReasonKeyword {
			refuse(side+" left", l)
		}
	}
}

func (c *tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %d operations, %d samples, %d bytes\n", c.operations, c.samples, c.bytes)
	for _, m := range []map[string]int{c.kinds, c.reasons} {
		var keys []string
		for k := range m {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			fmt.Fprintf(&b, "    %-50s %6d%s\n", k, m[k], c.shown[k])
		}
	}
	return b.String()
}
