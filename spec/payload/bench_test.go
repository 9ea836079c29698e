package payload

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

func BenchmarkMaker_PartnerCreate(b *testing.B) {
	docs := pinned(b)
	op := docs[0].Operation("partnerCustomerCreate")
	m := &Maker{Document: docs[0], Seed: 1}
	b.ReportAllocs()
	for b.Loop() {
		if samples, _ := m.Requests(op); len(samples) != 3 {
			b.Fatal("not three samples")
		}
	}
}

func BenchmarkMaker_PartnerAnswer(b *testing.B) {
	docs := pinned(b)
	op := docs[0].Operation("partnerCustomerOauthInstitutionsGet")
	m := &Maker{Document: docs[0], Seed: 1}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Answer(op, "200", KindMaximal); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMaker_LargestAnswers(b *testing.B) {
	doc, err := spec.Load(context.Background(), filepath.Join(shared(b), "real-specs", "stripe", "v481.yaml"), spec.Options{})
	if err != nil {
		b.Skip(err)
	}
	ops := doc.Operations[:20]
	m := &Maker{Document: doc, Seed: 1}
	bytes := 0
	b.ReportAllocs()
	for b.Loop() {
		bytes = 0
		for _, op := range ops {
			s, err := m.Answer(op, "200", KindMaximal)
			if err != nil {
				b.Fatal(err)
			}
			bytes += len(s.Body)
		}
	}
	b.SetBytes(int64(bytes))
}

func BenchmarkPattern_Text(b *testing.B) {
	for _, source := range []string{`^[A-Z]{2}-\d{4}$`, `^(cus|acct)_[a-zA-Z0-9]{14,}$`, `^([a-z]{3}|[0-9]{5})+(-[a-f]{2,9})*$`} {
		p, err := readPattern(source)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(source, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := p.text(throw(1, source, 0), 24, 0, unbounded, false); !ok {
					b.Fatal("no text")
				}
			}
		})
	}
}

func BenchmarkMaker_Recursive(b *testing.B) {
	doc := document(b, "3.0.3", `{"$ref":"#/components/schemas/Tree"}`, drawnComponents)
	m := &Maker{Document: doc}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Value(schemaOf(doc), schema.Request, KindMaximal, "tree", "bench"); err != nil {
			b.Fatal(err)
		}
	}
}
