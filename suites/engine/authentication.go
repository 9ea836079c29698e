package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// authentication are requests that are right but for who asks and how. Those that must be refused name a resource only where
// accepting them by mistake would change nothing: elsewhere they name one that does not exist, and a server that looks it up
// before it looks at the credentials gives itself away by its answer.
func (p *planner) authentication(op *spec.Operation) []variety {
	var all []variety
	for _, c := range p.credentialCases(op) {
		if slices.Contains(p.inEffects(), strings.TrimPrefix(c.ID, op.ID+"/authentication/")) && p.showsEffects(op) {
			continue // the effects phase sends it, and looks at what came of it
		}
		kind := "refused"
		if c.Promise.Accept {
			kind = "accepted"
		} else if len(c.Auth.Wrong)+len(c.Auth.Mixed)+len(c.Auth.Near) > 0 {
			kind = "wrong"
		}
		all = append(all, variety{kind, c})
	}
	return all
}

func (p *planner) credentialCases(op *spec.Operation) []*runner.Case {
	if len(p.pack.Credentials) == 0 {
		return nil
	}
	var every []string
	for _, cred := range p.pack.Credentials {
		every = append(every, cred.Name)
	}
	if runner.Enough(p.pack, op, every...) {
		return nil // anybody may ask
	}
	var cases []*runner.Case
	for _, place := range []runner.Place{runner.PlaceHeader, runner.PlaceBody} {
		if place == runner.PlaceHeader && !slices.ContainsFunc(p.pack.Credentials, func(c packs.Credential) bool { return c.Header != "" }) {
			continue
		}
		cases = append(cases, p.placed(op, place)...)
	}
	for _, cred := range p.pack.Credentials {
		if slices.Contains(p.face.Optional, cred.Name) {
			cases = append(cases, p.optional(op, cred)...)
			continue
		}
		if runner.Enough(p.pack, op, cred.Name) {
			continue // another requirement of the document is met all the same
		}
		empty := p.asksEmpty(op) && cred.Default == "" && cred.Field() != "Cookie"
		if !empty || p.pack.Hides(&cred) {
			c := p.refused(op, "without-"+dashed(cred.Name), fmt.Sprintf("refuses a request without %s", named(cred)))
			c.Auth.Without = []string{cred.Name}
			c.Promise.Why = named(cred) + " is demanded"
			cases = append(cases, c)
		}
		if empty {
			c := p.refused(op, "empty-"+dashed(cred.Name), "refuses an empty "+named(cred))
			c.Auth.Empty = []string{cred.Name}
			c.Promise.Why = "an empty " + named(cred) + " is nobody's"
			cases = append(cases, c)
		}
		cases = append(cases, p.wrong(op, cred)...)
		if c := p.mixed(op, cred); c != nil {
			cases = append(cases, c)
		}
	}
	c := p.refused(op, "absent", "refuses a request without any credentials")
	for _, cred := range p.pack.Credentials {
		if !slices.Contains(p.face.Optional, cred.Name) {
			c.Auth.Without = append(c.Auth.Without, cred.Name)
		}
	}
	c.Promise.Why = "the operation demands credentials"
	return append(cases, c)
}

// nobodys stands among slips for a value that is not nearly right, and belongs to nobody.
const nobodys runner.Slip = ""

// wrong are the requests with a credential that belongs to nobody: a secret that is almost the right one, or a name that is, or that nobody has. Each
// operation is asked in another way, and all ways are asked: who takes one at one operation takes it at others too. It is empty where the pack knows no wrong one.
func (p *planner) wrong(op *spec.Operation, cred packs.Credential) []*runner.Case {
	ways := runner.Slips
	if !p.pack.Hides(&cred) {
		ways = []runner.Slip{nobodys, runner.SlipCase, runner.SlipCut, runner.SlipLonger, runner.SlipLast}
	}
	if p.either(op, tape.PointerAppend("", cred.Body), "other-case") {
		ways = slices.DeleteFunc(slices.Clone(ways), func(s runner.Slip) bool { return s == runner.SlipCase })
	}
	turn := slices.Index(p.guarded(), op)
	if cred.Wrong == "" || turn < 0 {
		return nil
	}
	turn %= len(ways)
	var cases []*runner.Case
	for i := turn; i < len(ways); i += len(p.guarded()) {
		name := "wrong-" + dashed(cred.Name)
		if i != turn {
			name += "-" + string(ways[i])
		}
		c := p.refused(op, name, "refuses a wrong "+named(cred))
		c.Promise.Why = "the " + named(cred) + " belongs to nobody"
		if ways[i] == nobodys {
			c.Auth.Wrong = map[string]string{cred.Name: cred.Wrong}
		} else {
			c.Auth.Near = map[string]runner.Slip{cred.Name: ways[i]}
			c.Title = "refuses the " + named(cred) + " " + ways[i].Says()
		}
		cases = append(cases, c)
	}
	return cases
}

// guarded are the operations that demand credentials and may be asked here, in the order of the document.
func (p *planner) guarded() []*spec.Operation {
	if p.doors != nil {
		return p.doors
	}
	var every []string
	for _, cred := range p.pack.Credentials {
		every = append(every, cred.Name)
	}
	for _, op := range p.document.Operations {
		if !runner.Enough(p.pack, op, every...) && (p.reads(op) || p.environment.Writes) {
			p.doors = append(p.doors, op)
		}
	}
	return p.doors
}

// asksEmpty says whether op is one of the two that are asked with a credential that is there and empty: such as read, where there are any. Of what is no secret
// these two are not asked without it besides: the others are.
func (p *planner) asksEmpty(op *spec.Operation) bool {
	at := slices.IndexFunc(p.guarded(), p.reads)
	n := 0
	for _, other := range p.guarded() {
		if at >= 0 && !p.reads(other) {
			continue
		}
		if n++; other == op {
			return n <= 2
		}
	}
	return false
}

// mixed is the request with a secret that opens the door to another caller: a server that looks each credential up by itself lets it in. It is nil for
// what is no secret, for then the second partner would ask in the first one's name, and where nothing beside it says who asks.
func (p *planner) mixed(op *spec.Operation, cred packs.Credential) *runner.Case {
	known := slices.ContainsFunc(p.pack.Credentials, func(other packs.Credential) bool { return other.Name != cred.Name && other.Other != "" })
	if cred.Other == "" || !p.pack.Hides(&cred) || !known {
		return nil
	}
	c := p.refused(op, "other-"+dashed(cred.Name), "refuses another caller's "+named(cred))
	c.Auth.Mixed = []string{cred.Name}
	c.Promise.Why = "the " + named(cred) + " belongs to another caller"
	if p.credentials != nil && p.credentials.Other == nil {
		c.Skip = cmp.Or(c.Skip, p.lacksPartner())
	}
	return c
}

// misplaced is a request whose credentials stand where they belong, and that holds one again in its body, of a type that the document does not take there: a
// number of our own. The first two operations that may hold any are asked that, each of another one. Where credentials count in the body, authentication asks.
func (p *planner) misplaced(op *spec.Operation) []variety {
	var held []packs.Credential
	for _, cred := range p.pack.Credentials {
		if cred.Body != "" && cred.Field() != "" {
			held = append(held, cred)
		}
	}
	turn := slices.Index(slices.DeleteFunc(slices.Clone(p.guarded()), func(other *spec.Operation) bool { return other.RequestBody == nil }), op)
	if turn < 0 || turn > 1 && !p.profile.deep || len(held) == 0 || slices.Contains(p.face.Places, string(runner.PlaceBody)) {
		return nil
	}
	at := tape.PointerAppend("", held[len(held)-1-turn%len(held)].Body)
	wire := func(body []byte) []byte {
		if out, err := tape.Set(body, at, []byte("7")); err == nil {
			return out
		}
		return body
	}
	if plain, _ := p.template(op); !p.breaks(op, plain.MediaType, wire(plain.Body), "type") {
		return nil
	}
	c := p.mustRefuse(op, runner.PhaseNegative, slug("type "+at+" beside-headers"))
	c.Title, c.Wire, c.Promise.Why = "refuses a number at "+at+" beside the credentials in the headers", wire, "the document takes no number at "+at+" (type)"
	return []variety{{"type credential", c}}
}

// placed is the request with all credentials in one place only.
func (p *planner) placed(op *spec.Operation, place runner.Place) []*runner.Case {
	title := fmt.Sprintf("accepts credentials in the %s alone", place)
	right := slices.Contains(p.face.Places, string(place))
	if place == runner.PlaceBody && (op.RequestBody == nil || !p.bodyCredentials()) {
		return nil
	}
	if right {
		if !p.reads(op) {
			return nil // the bodies phase sends these already, and each costs a resource
		}
		c := p.plain(op, runner.PhaseAuthentication, "in-"+string(place), title)
		c.Auth.Places = []runner.Place{place}
		c.Promise = runner.Promise{Claim: "authentication-enforced", Accept: true, Why: "the " + p.face.Name + " face takes credentials there"}
		return []*runner.Case{c}
	}
	c := p.refused(op, "in-"+string(place), fmt.Sprintf("refuses credentials in the %s alone", place))
	c.Auth.Places = []runner.Place{place}
	c.Promise.Why = "the " + p.face.Name + " face takes no credentials there"
	return []*runner.Case{c}
}

// optional is the request without a credential that may be absent.
func (p *planner) optional(op *spec.Operation, cred packs.Credential) []*runner.Case {
	if !p.reads(op) {
		return nil
	}
	c := p.plain(op, runner.PhaseAuthentication, "without-"+dashed(cred.Name), fmt.Sprintf("accepts a request without %s", named(cred)))
	c.Auth.Without = []string{cred.Name}
	c.Promise = runner.Promise{Claim: "authentication-enforced", Accept: true, Why: named(cred) + " is optional by the " + p.face.Name + " face"}
	return []*runner.Case{c}
}

func (p *planner) refused(op *spec.Operation, name, title string) *runner.Case {
	c := p.plain(op, runner.PhaseAuthentication, name, title)
	switch c.Use {
	case runner.UseShared:
		c.Use = runner.UseAny
	case runner.UseFresh:
		c.Use = runner.UseUnknown
	}
	c.Promise = runner.Promise{Claim: "authentication-enforced", Statuses: p.face.Refused, Codes: p.face.Codes}
	return c
}

// reads says whether op only reads.
func (p *planner) reads(op *spec.Operation) bool {
	return p.about(op).Effect == packs.Read
}

func (p *planner) bodyCredentials() bool {
	return slices.ContainsFunc(p.pack.Credentials, func(c packs.Credential) bool { return c.Body != "" })
}

// named is how a credential is called in sentences: by its header or its query parameter if it has one.
func named(c packs.Credential) string { return cmp.Or(c.Header, c.Query, c.Name) }

func dashed(name string) string { return strings.ReplaceAll(name, "_", "-") }

// madeUp returns the values that stand where secrets do and were made up to be refused.
func madeUp(pack *packs.Pack) []string {
	var values []string
	for _, c := range pack.Credentials {
		if c.Wrong != "" {
			values = append(values, c.Wrong)
		}
	}
	return values
}
