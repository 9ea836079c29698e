package contain_test

import (
	"testing"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// pair is one body of two versions, in the direction it travels: sub is what is sent, super what is expected.
type pair struct {
	name       string // operationId, and request or the status
	id, status string // the status is "" for a request
	face       schema.Face
	sub, super *schema.Schema
}

// bodies returns the bodies both documents have.
func bodies(docs ...*spec.Document) []pair {
	of := func(d *spec.Document, n *tree.Node) *schema.Schema {
		s, _ := d.Schemas.Schema(n)
		return s
	}
	var all []pair
	for _, old := range docs[0].Operations {
		op := docs[1].Operation(old.ID)
		if op == nil {
			continue
		}
		if old.RequestBody != nil && op.RequestBody != nil && len(old.RequestBody.Content) > 0 && len(op.RequestBody.Content) > 0 {
			all = append(all, pair{old.ID + " request", old.ID, "", schema.Request, of(docs[0], old.RequestBody.Content[0].Schema), of(docs[1], op.RequestBody.Content[0].Schema)})
		}
		for _, r := range old.Responses {
			for _, s := range op.Responses {
				if r.Status == s.Status && len(r.Content) > 0 && len(s.Content) > 0 {
					all = append(all, pair{old.ID + " " + r.Status, old.ID, r.Status, schema.Response, of(docs[1], s.Content[0].Schema), of(docs[0], r.Content[0].Schema)})
				}
			}
		}
	}
	return all
}

// faces returns a Decider for each direction.
func faces() map[schema.Face]*contain.Decider {
	return map[schema.Face]*contain.Decider{
		schema.Request: contain.New(contain.Options{Face: schema.Request}), schema.Response: contain.New(contain.Options{Face: schema.Response}),
	}
}

func TestDecide_PlaidBodies(t *testing.T) {
	t.Parallel()
	folder := sharedFolder(t, "plaid", "full")
	all := pairs(t, folder+"/1.688.6.yaml", folder+"/1.697.4.yaml")
	for _, p := range all {
		p.sub.Hash()
		p.super.Hash()
	}
	deciders := faces()
	changed, slowest, slow := 0, time.Duration(0), ""
	count := map[contain.Answer]int{}
	begin := time.Now()
	for _, p := range all {
		if p.sub.Hash() == p.super.Hash() {
			continue
		}
		changed++
		at := time.Now()
		r := deciders[p.face].Decide(p.sub, p.super)
		if took := time.Since(at); took > slowest {
			slowest, slow = took, p.name
		}
		count[r.Answer]++
		if r.Answer == contain.Unproven {
			t.Errorf("%s: %s", p.name, r.Reason)
		}
	}
	t.Logf("%d bodies, %d changed, decided in %s (%v); the slowest is %s with %s", len(all), changed, time.Since(begin), count, slow, slowest)
}

// BenchmarkDecide_Plaid decides all changed bodies of two versions of the full document, their hashes known.
func BenchmarkDecide_Plaid(b *testing.B) {
	folder := sharedFolder(b, "plaid", "full")
	all := pairs(b, folder+"/1.688.6.yaml", folder+"/1.697.4.yaml")
	for _, p := range all {
		p.sub.Hash()
		p.super.Hash()
	}
	b.ReportAllocs()
	for b.Loop() {
		deciders := faces()
		for _, p := range all {
			deciders[p.face].Decide(p.sub, p.super)
		}
	}
}
