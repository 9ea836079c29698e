package diff

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

var (
	editCount = flag.Int("edits", 300, "how many random edits TestCompare_RandomEdits makes")
	editFirst = flag.Uint64("first", 1, "the first of them")
)

// rare are edits that meet what few do: names that only another alternative declares, required names that are not declared or do not travel,
// keywords that apply a schema by reference, unevaluatedProperties beside additionalProperties.
var rare = []uint64{
	1675, 4319, 1000378, 1001797, 1013255, 1014342, 1015478, 1022827, 1024314, 1028110, 1030860, 1033406, 1042937, 1045856, 1047638, 1057195, 1057246, 1057861, 1059728,
	1061186, 1065678, 1072411, 1073894, 1094905, 2059953,
}

func text(s any) string {
	out, _ := json.Marshal(s)
	return string(out)
}

func copied(s any) object {
	var out object
	if err := json.Unmarshal([]byte(text(s)), &out); err != nil {
		return object{}
	}
	return out
}

// drawn is a document that takes, or answers with, a schema among components.
func drawn(t testing.TB, newer, response bool, schemas object) *spec.Document {
	version := "3.0.3"
	if newer {
		version = "3.1.0"
	}
	body := object{"content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/R"}}}}
	operation := object{"operationId": "x", "responses": object{"204": object{"description": "ok"}}}
	if response {
		body["description"] = "ok"
		operation["responses"] = object{"200": body}
	} else {
		body["required"] = true
		operation["requestBody"] = body
	}
	whole := object{"openapi": version, "info": object{"title": "t", "version": "1"}, "paths": object{"/x": object{"post": operation}}, "components": object{"schemas": schemas}}
	doc, err := spec.Parse(t.Context(), "x.json", []byte(text(whole)), spec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Whatever is edited, no message contradicts what is said of it: one that base took and the revision refuses, or that the revision may send and base
// did not allow, is told as a break or as undecided.
func TestCompare_RandomEdits(t *testing.T) {
	t.Parallel()
	contradictions := 0
	seeds := slices.Clone(rare)
	for seed := *editFirst; seed < *editFirst+uint64(*editCount); seed++ {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		if said := contradiction(t, seed); said != "" {
			contradictions++
			t.Errorf("%d: %s", seed, said)
		}
	}
	if contradictions > 0 {
		t.Logf("%d contradictions in %d edits", contradictions, len(seeds))
	}
}

// contradiction makes the edit of a seed and returns what contradicts what is said of it; "" if nothing does.
func contradiction(t testing.TB, seed uint64) string {
	d := draftsman{rand.New(rand.NewPCG(seed, 7)), seed%2 == 0}
	before := object{"R": d.schema(2), "X": d.schema(1), "Y": object{"type": "object", "properties": object{"a": object{"$ref": "#/components/schemas/Y"}, "b": d.schema(0)}}, "Z": d.schema(0)}
	after := copied(before)
	for range 1 + d.IntN(2) {
		d.edit(after[one(d, "R", "R", "X", "Y", "Z")].(object))
	}
	asked := [2]*spec.Document{drawn(t, d.newer, false, before), drawn(t, d.newer, false, after)}
	answered := [2]*spec.Document{drawn(t, d.newer, true, before), drawn(t, d.newer, true, after)}
	var pool [][]byte
	for _, doc := range asked {
		maker := &payload.Maker{Document: doc}
		samples, _ := maker.Requests(doc.Operations[0])
		for _, kind := range []payload.Kind{payload.KindBoundary, payload.KindEnum, payload.KindAbsent, payload.KindFault} {
			more, _ := maker.Varied(doc.Operations[0], kind)
			samples = append(samples, more...)
		}
		for _, s := range samples {
			pool = append(pool, s.Body)
		}
	}
	pool = append(pool, []byte("null"), []byte("1"), []byte(`"a"`), []byte("[]"), []byte("{}"), []byte("true"))
	for _, response := range []bool{false, true} {
		docs, from, to, face := asked, 0, 1, schema.Request
		if response {
			docs, from, to, face = answered, 1, 0, schema.Response
		}
		r, err := Compare(docs[0], docs[1], Options{})
		if err != nil {
			return err.Error()
		}
		settled := true
		for _, f := range r.Findings {
			if f.Class == reports.ClassWire && f.Witness == nil {
				return fmt.Sprintf("%s breaks without a witness\n%s -> %s", f.Rule, text(before), text(after))
			}
			settled = settled && !f.Class.Breaking() && f.Class != reports.ClassUnproven && f.Rule != "document-fault" && !strings.Contains(f.Rule, "enum-value")
		}
		if !settled {
			continue
		}
		for _, value := range pool {
			if holds(docs[from], value, face, true) && !holds(docs[to], value, face, false) {
				return fmt.Sprintf("response %v, nothing breaks and still %s does\n%s\n-> %s\n%s", response, value, text(before), text(after), tell(r))
			}
		}
	}
	return ""
}

// names reports whether schemas declare all that a value holds.
func names(c conj, v tape.Value) bool {
	for name, part := range v.Members() {
		declared := below(c, v, func(f *flat) conj {
			if p := f.lookup(name); p != nil {
				return p.schemas
			}
			return f.additional
		})
		if len(declared) == 0 || !names(declared, part) {
			return false
		}
	}
	for i, part := range v.Items() {
		declared := below(c, v, func(f *flat) conj {
			if i < len(f.prefix) {
				return conj{f.prefix[i]}
			}
			return f.items
		})
		if !names(declared, part) {
			return false
		}
	}
	return true
}

// below collects what schemas and their alternatives say of a part of v: of anyOf those that take v, for another one says nothing of it.
func below(c conj, v tape.Value, of func(*flat) conj) conj {
	f := flatten(c)
	out := slices.Clone(of(f))
	for _, g := range f.groups {
		for _, branch := range g.branches {
			if g.keyword == "oneOf" || branch.Accepts(v, schema.Options{}) {
				out = append(out, below(conj{branch}, v, of)...)
			}
		}
	}
	return out
}

// holds reports whether the operation of a document takes a body, or answers with it; one that is expected, if that is asked for: of declared names that
// travel in this direction.
func holds(doc *spec.Document, body []byte, face schema.Face, expected bool) bool {
	op, header := doc.Operations[0], map[string][]string{"Content-Type": {"application/json"}}
	media := op.Responses[0].Content
	if face == schema.Request {
		media = op.RequestBody.Content
	}
	if expected {
		v, _ := tape.Read(body, tape.Limits{})
		defer v.Release()
		s, _ := doc.Schemas.Schema(media[0].Schema)
		if !names(conj{s}, v.Root()) {
			return false
		}
	}
	j := doc.JudgeResponse(op, spec.Answer{Status: 200, Header: header, Body: body})
	if face == schema.Request {
		j = doc.JudgeRequest(op, spec.Ask{Path: "/x", Header: header, Body: body})
	}
	return j.Holds() && !(expected && slices.ContainsFunc(j.Faults, func(f spec.Fault) bool { return f.Warning }))
}
