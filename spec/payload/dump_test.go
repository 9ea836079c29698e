package payload

import (
	"context"
	"fmt"
	"github.com/plumbline-dev/plumbline/spec"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		t.Skip()
	}
	doc, err := spec.Load(context.Background(), f, spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := &Maker{Document: doc, Seed: 1}
	for i, op := range doc.Operations {
		if i > 40 {
			break
		}
		ss, rs := m.Requests(op)
		for _, s := range ss {
			if s.Kind != KindExample {
				b := string(s.Body)
				if len(b) > 1500 {
					b = b[:1500]
				}
				fmt.Println(op.ID, s.Name, s.MediaType, b)
			}
		}
		for _, r := range rs {
			fmt.Println("REFUSED", r)
		}
		for _, r := range op.Responses {
			s, err := m.Answer(op, r.Status, KindFull)
			b := string(s.Body)
			if len(b) > 1500 {
				b = b[:1500]
			}
			fmt.Println("   ", op.ID, r.Status, s.Name, b, err)
		}
	}
}
