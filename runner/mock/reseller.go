package mock

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// resellerPack is the pack whose API has a life cycle here.
const resellerPack = "plaid-partner"

// reseller behaves as the Partner API of Plaid. What is checked first is not on record; here it is, for a face that reads headers alone,
// credentials, media type, JSON, fields, state, and for one that reads the body too, media type, JSON, credentials, fields,
// state. Fields are checked for what is missing, then for what is unknown, then against the schema.
//
// The face that reads the body is the API as it is. It refuses members the document does not name and a logo that is no PNG. The other is
// the document's letter: it accepts every object that the document accepts.
type reseller struct {
	document *spec.Document
	gate     *gate
	life     *lifecycle
	shape    shape
	letter   bool // the document's letter
	actions  map[*spec.Operation]*action
	samples  *samples // for the operations of a larger document that have no life cycle here
}

// action is what one operation does.
type action struct {
	fields *fields
	schema *schema.Schema
	run    func(b *reseller, x *exchange, p *partner, body tape.Value)
}

// runs are the operations with a life cycle.
var runs = map[string]func(*reseller, *exchange, *partner, tape.Value){
	"partnerCustomerCreate":               (*reseller).create,
	"partnerCustomerGet":                  (*reseller).get,
	"partnerCustomerEnable":               (*reseller).enable,
	"partnerCustomerRemove":               (*reseller).remove,
	"partnerCustomerOauthInstitutionsGet": (*reseller).institutions,
}

func newReseller(doc *spec.Document, pack *packs.Pack, o Options) (*reseller, error) {
	g, err := newGate(pack, o)
	if err != nil {
		return nil, err
	}
	m := &mint{seed: o.Seed}
	b := &reseller{
		document: doc, gate: g, letter: !g.body,
		life:    &lifecycle{mint: m, clock: o.Clock},
		actions: map[*spec.Operation]*action{},
		samples: newSamples(doc, o.Seed),
	}
	if b.life.clock == nil {
		day := time.Date(2022, 12, 19, 12, 0, 0, 0, time.UTC)
		b.life.clock = func() time.Time { return day }
	}
	b.shape = shapeOf(doc)
	var errs []error
	for _, op := range doc.Operations {
		run := runs[op.ID]
		if run == nil {
			continue
		}
		a := &action{run: run, fields: &fields{free: true}}
		if media := jsonBody(op.RequestBody); media != nil && media.Schema != nil {
			a.fields = fieldsOf(doc, media.Schema)
			if a.schema, err = doc.Schemas.Schema(media.Schema); err != nil {
				errs = append(errs, fmt.Errorf("request of %s: %w", op.ID, err))
			}
		}
		b.actions[op] = a
	}
	return b, errors.Join(errs...)
}

// jsonBody returns the JSON media type of a request body, or nil.
func jsonBody(body *spec.RequestBody) *spec.MediaType {
	if body == nil {
		return nil
	}
	for _, media := range body.Content {
		if mediaType(media.Type) == "application/json" {
			return media
		}
	}
	return nil
}

// decide answers one request to an operation of the document.
func (b *reseller) decide(x *exchange) {
	if given := x.request.Header[b.gate.version.header]; len(given) > 0 && !wellFormedVersion(given[0]) {
		b.turnAway(x, &refuseHeaders, b.gate.version.shown)
		return
	}
	var p *partner
	if !b.gate.body {
		var refused *refusal
		var detail string
		if p, refused, detail = b.gate.admit(x, tape.Value{}); refused != nil {
			b.turnAway(x, refused, detail)
			return
		}
	}
	switch content := x.request.Header["Content-Type"]; {
	case len(content) == 0:
		b.refuse(x, &refuseHeaders, "Content-Type")
		return
	case mediaType(content[0]) != "application/json":
		b.refuse(x, &refuseMedia, "application/json")
		return
	}
	text, faults := tape.Read(x.in, tape.Limits{})
	defer text.Release()
	if len(faults) > 0 {
		b.refuse(x, &refuseBody, ": "+faults[0].Message)
		return
	}
	b.judge(x, p, text.Root())
}

// judge checks a body that is JSON, and hands it to the operation. p is nil if credentials may stand in the body.
func (b *reseller) judge(x *exchange, p *partner, body tape.Value) {
	if body.Kind() != tape.Object {
		b.refuse(x, &refuseObject, "")
		return
	}
	if p == nil {
		var refused *refusal
		var detail string
		if p, refused, detail = b.gate.admit(x, body); refused != nil {
			b.turnAway(x, refused, detail)
			return
		}
	}
	a := b.actions[x.operation]
	if a == nil {
		b.sample(x)
		return
	}
	var found flaws
	a.fields.check(body, "", &found)
	if len(found.missing) > 0 {
		b.refuse(x, &refuseMissing, strings.Join(found.missing, ", "))
		return
	}
	if len(found.unknown) > 0 && !b.letter {
		b.refuse(x, &refuseUnknown, strings.Join(found.unknown, ", "))
		return
	}
	if a.schema != nil {
		if violations := a.schema.Validate(body, schema.Options{Face: schema.Request}); len(violations) > 0 {
			b.refuse(x, &refuseField, described(violations))
			return
		}
	}
	a.run(b, x, p, body)
}

// described names what a body got wrong: where, and what the document says of it. It never repeats a value, which could be a secret.
func described(violations []schema.Violation) string {
	var b strings.Builder
	for i, v := range violations {
		if i == mostNamed {
			fmt.Fprintf(&b, " and %d more", len(violations)-i)
			break
		}
		if i > 0 {
			b.WriteString("; ")
		}
		path := "the body"
		if v.InstancePath != "" {
			path = dotted(v.InstancePath)
		}
		fmt.Fprintf(&b, "%s must be %s", path, v.Promised)
	}
	return b.String()
}

// dotted writes a JSON pointer as the API names a field: /address/city is address.city.
func dotted(pointer string) string {
	path := ""
	for segment := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		path = joined(path, tape.PointerSegment(segment))
	}
	return path
}

// turnAway refuses a request because of who asks, with the status the face has for that.
func (b *reseller) turnAway(x *exchange, r *refusal, detail string) {
	refused := *r
	refused.Status = b.gate.status
	x.invite = b.gate.invite
	b.refuse(x, &refused, detail)
}

func (b *reseller) create(x *exchange, p *partner, body tape.Value) {
	company, _ := body.Get("company_name")
	application, _ := body.Get("application_name")
	if logo, ok := body.Get("logo"); ok && !b.letter && !isLogo(logo.Text()) {
		b.refuse(x, &refuseLogo, "")
		return
	}
	c, refused := b.life.create(p, wish{
		company: string(company.Raw()), application: application.Text(), outcome: b.shape.adapt(outcomeOf(company.Text())),
	})
	if refused != nil {
		b.refuse(x, refused, "")
		return
	}
	b.showCreated(x, c)
}

func (b *reseller) get(x *exchange, p *partner, body tape.Value) {
	c, refused := b.life.get(p, subject(body))
	if refused != nil {
		b.refuse(x, refused, "")
		return
	}
	b.showCustomer(x, c)
}

func (b *reseller) enable(x *exchange, p *partner, body tape.Value) {
	c, refused := b.life.enable(p, subject(body))
	if refused != nil {
		b.refuse(x, refused, "")
		return
	}
	b.showEnabled(x, c)
}

func (b *reseller) remove(x *exchange, p *partner, body tape.Value) {
	if refused := b.life.remove(p, subject(body)); refused != nil {
		b.refuse(x, refused, "")
		return
	}
	b.showRemoved(x)
}

func (b *reseller) institutions(x *exchange, p *partner, body tape.Value) {
	c, list, refused := b.life.registrations(p, subject(body))
	if refused != nil {
		b.refuse(x, refused, "")
		return
	}
	b.showRegistrations(x, c, list[:])
}

// subject is the customer a request is about.
func subject(body tape.Value) string {
	v, _ := body.Get("end_customer_client_id")
	return v.Text()
}

// isLogo says whether s is a PNG in base64, or empty, which stands for no logo.
func isLogo(s string) bool {
	if s == "" {
		return true
	}
	const signature = "\x89PNG\r\n\x1a\n"
	r := base64.NewDecoder(base64.StdEncoding, strings.NewReader(s))
	head := make([]byte, len(signature))
	if _, err := io.ReadFull(r, head); err != nil || string(head) != signature {
		return false
	}
	_, err := io.Copy(io.Discard, r)
	return err == nil
}

// sample answers an operation without a life cycle from the document.
func (b *reseller) sample(x *exchange) {
	s, err := b.samples.of(x.operation)
	if err != nil {
		b.refuse(x, &refuseSample, err.Error())
		return
	}
	x.version = b.version(x)
	s.show(x)
}

// version is what Plaid-Version echoes: what the request said, or what counts if it said nothing that makes sense.
func (b *reseller) version(x *exchange) []string {
	given := x.request.Header[b.gate.version.header]
	if len(given) > 0 && wellFormedVersion(given[0]) {
		return given[:1:1]
	}
	return []string{b.gate.version.fallback}
}
