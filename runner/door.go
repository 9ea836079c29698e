package runner

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Credentials that have expired, or are another environment's, are refused by a right server, at every request. One refusal says little: a server
// may be wrong in one operation. So where nothing has let the caller in yet, a refusal is held against other operations, which are asked for what
// a caller that is known is answered otherwise: for a resource that is not there. Where all of them refuse, nothing more is asked.

// mostProbes is how many other operations are asked at most.
const mostProbes = 3

// door is what is known of whether the API lets a caller in.
type door struct {
	mu    sync.Mutex // held while others wait for what the probes say
	asked atomic.Bool
	known atomic.Bool  // it did: what is refused from then on is the caller's fault only where everything is
	shut  atomic.Bool  // it does not
	first atomic.Value // the case that showed it, a string

	doubted []string // the operations that refused a caller who is known; under mu
}

// whole says whether a case asks with all of a partner's credentials where they belong.
func (c *Case) whole() bool {
	wary := c.Promise.Claim == "authentication-enforced" && !c.Promise.Accept
	return !wary && !c.Auth.altered() && c.Path == "" // what is not there may be said to anybody
}

// doorOf returns the door that a case knocks at.
func (d *Driver) doorOf(a Auth) *door {
	if a.Other {
		return &d.doors[1]
	}
	return &d.doors[0]
}

// demanded says whether op has to be asked with credentials. The embedded mock knows its partners, so there nothing is the caller's fault.
func (d *Driver) demanded(op *spec.Operation) bool {
	if op == nil || d.Environment.Mock || len(d.Pack.Credentials) == 0 {
		return false
	}
	var every []string
	for _, c := range d.Pack.Credentials {
		every = append(every, c.Name)
	}
	return !Enough(d.Pack, op, every...)
}

// barred says why a case is not driven: those who ask are known to be refused. It is empty while they are not. What is asked first finds out where it is
// not said by its own answer: that a wrong secret is refused shows nothing where the right one is.
func (d *Driver) barred(ctx context.Context, c *Case, out *Outcome) (skip, trouble string) {
	own := &d.doors[0]
	if !own.known.Load() && !own.asked.Load() && !c.whole() && d.demanded(d.Document.Operation(c.Operation)) {
		trouble = d.examine(ctx, &Case{ID: c.ID}, nil, out)
	}
	for _, door := range []*door{own, d.doorOf(c.Auth)} {
		if trouble == "" && door.shut.Load() && d.demanded(d.Document.Operation(c.Operation)) {
			return fmt.Sprintf("the credentials were refused, as case %s says, so nothing more was asked with them", door.first.Load()), ""
		}
	}
	return "", trouble
}

// admitted takes note of what an answer says of whoever asked. It says why the answer is none to the case; empty if it is one.
func (d *Driver) admitted(ctx context.Context, c *Case, call *Call, out *Outcome) string {
	door := d.doorOf(c.Auth)
	if door.known.Load() {
		return d.disowned(ctx, c, call, out)
	}
	if !c.whole() || !call.Answered() || !d.demanded(d.Document.Operation(call.Operation)) {
		return ""
	}
	door.asked.Store(true)
	switch {
	case d.welcomes(call):
		door.known.Store(true)
	case d.refuses(call, c.Auth):
		return d.examine(ctx, c, call, out)
	}
	return ""
}

// welcomes says whether an answer shows that the caller was let in: it did what was asked, or looked for what the request names.
func (d *Driver) welcomes(call *Call) bool {
	res := d.Pack.Resource(d.Pack.Operation(call.Operation).Resource)
	return call.Status >= 200 && call.Status < 300 || res != nil && slices.Contains(res.NotFound, call.Status)
}

// refuses says whether an answer refuses the caller and not what was asked: by a code of which the pack knows that; by 401; by 403, where no code says
// something else; or as the face refuses credentials, where one of them has not the form that the pack knows. Source: RFC 9110, sections 15.5.2 and 15.5.4.
func (d *Driver) refuses(call *Call, a Auth) bool {
	code := d.codeOf(call)
	switch {
	case call.Status < 400 || call.Status > 499:
		return false
	case slices.Contains(d.Pack.NoCaller, code), call.Status == http.StatusUnauthorized, call.Status == http.StatusForbidden && (code == "" || len(d.Pack.NoCaller) == 0):
		return true
	}
	return len(d.misshapen(a)) > 0 && slices.Contains(d.Face.Refused, call.Status) && slices.Contains(d.Face.Codes, code)
}

// codeOf is the error code of an answer; empty if it has none.
func (d *Driver) codeOf(call *Call) string {
	if d.Pack.ErrorCode == "" {
		return ""
	}
	return tape.TextAt(call.Reply, d.Pack.ErrorCode)
}

// misshapen are the credentials that have not the form that the pack knows of them.
func (d *Driver) misshapen(a Auth) []packs.Credential {
	return slices.DeleteFunc(slices.Clone(d.Pack.Credentials), func(c packs.Credential) bool {
		form, err := regexp.Compile(c.Form)
		return c.Form == "" || err != nil || form.MatchString(d.credential(a, c.Name))
	})
}

// examine asks other operations whether they refuse the caller too, and adds what it asked to out. call is the answer that refuses; nil where there is none
// yet. It says why nothing more can be asked; empty if it can.
func (d *Driver) examine(ctx context.Context, c *Case, call *Call, out *Outcome) string {
	door := d.doorOf(c.Auth)
	door.mu.Lock()
	defer door.mu.Unlock()
	switch {
	case door.known.Load():
		return ""
	case door.shut.Load() && call == nil:
		return ""
	case door.shut.Load():
		return d.refusal(c.Auth, []*Call{call})
	}
	var refused []*Call
	if call != nil {
		refused = append(refused, call)
	}
	for _, probe := range d.probes(c) {
		asked, err := d.probe(ctx, probe, "")
		if err != nil {
			continue
		}
		door.asked.Store(true)
		out.Before = append(out.Before, asked)
		switch {
		case ctx.Err() != nil:
			return ""
		case d.welcomes(asked), asked.Status == http.StatusNotFound, asked.Status == http.StatusGone:
			door.known.Store(true)
			return ""
		case d.refuses(asked, c.Auth):
			refused = append(refused, asked)
		}
	}
	if len(refused) == 0 {
		return ""
	}
	door.first.Store(c.ID)
	door.shut.Store(true)
	return d.refusal(c.Auth, refused)
}

// probes are requests of other operations than c's that change nothing, whoever asks: those that only read, then those that need a resource that is there.
func (d *Driver) probes(c *Case) []*Case {
	var reads, others, same []*Case
	for _, op := range d.Document.Operations {
		about := d.Pack.OperationFor(op.ID, op.Method)
		res := d.Pack.Resource(about.Resource)
		read := about.Effect == packs.Read
		nowhere := res != nil && res.Unknown != "" && about.Effect != packs.Create && !about.Irreversible && d.Environment.Writes
		if !d.demanded(op) || !read && !nowhere {
			continue
		}
		probe := &Case{ID: c.ID, Operation: op.ID, Method: op.Method, Auth: Auth{Places: []Place{PlaceHeader}, Other: c.Auth.Other}, Use: UseNone}
		if res != nil && res.Unknown != "" {
			probe.Resource, probe.Use = res.Name, UseUnknown
		}
		switch {
		case op.ID == c.Operation:
			same = append(same, probe)
		case read:
			reads = append(reads, probe)
		default:
			others = append(others, probe)
		}
	}
	all := append(reads, others...)
	if len(all) == 0 {
		all = same
	}
	return all[:min(len(all), mostProbes)]
}

// probe sends a request that changes nothing, about the resource of an id; "" is one that is not there.
func (d *Driver) probe(ctx context.Context, c *Case, id string) (*Call, error) {
	op := d.Document.Operation(c.Operation)
	template, mediaType, err := d.Fixture(op)
	if err != nil {
		return nil, err
	}
	c.Parameters, c.Body, c.MediaType = d.Parameters(op), template, mediaType
	if c.Use == UseUnknown && id == "" {
		id = d.Pack.Resource(c.Resource).Unknown
	}
	body, problem, err := d.fill(c, id)
	if err != nil || problem != "" {
		return nil, fmt.Errorf("%s: %v", problem, err)
	}
	return d.send(ctx, c, PurposePrepare, id, body)
}

// answers says which answers refused a caller.
func (d *Driver) answers(refused []*Call) string {
	answer := fmt.Sprintf("%s answered status %d", refused[0].Operation, refused[0].Status)
	if code := d.codeOf(refused[0]); code != "" {
		answer += fmt.Sprintf(" with %s %s", d.Pack.ErrorCode[strings.LastIndexByte(d.Pack.ErrorCode, '/')+1:], strconv.Quote(code))
	}
	var others []string
	for _, call := range refused[1:] {
		others = append(others, call.Operation)
	}
	if len(others) > 0 {
		answer += ", and so did " + listed(others)
	}
	return answer
}

// variables are the credentials that a caller was given, by their environment variables.
func (d *Driver) variables(a Auth) (set string, named func(packs.Credential) string) {
	named = func(c packs.Credential) string { return c.Variable }
	if a.Other {
		named = func(c packs.Credential) string { return c.Other }
	}
	var names []string
	for _, c := range d.Pack.Credentials {
		if c.Default == "" && named(c) != "" {
			names = append(names, named(c))
		}
	}
	return listed(names), named
}

// refusal says who was refused by which answers, and how to mend that.
func (d *Driver) refusal(a Auth, refused []*Call) string {
	set, named := d.variables(a)
	place := "environment " + d.Environment.Name
	if d.Environment.Name == "url" {
		place = d.Environment.Title
	}
	mend := fmt.Sprintf("look at %s: what they hold must belong together and to %s, and not have expired", set, place)
	if strange := d.misshapen(a); len(strange) > 0 {
		mend = fmt.Sprintf("look at %s: %s has another form than every %s (%s); are two of them swapped?", set, named(strange[0]), strange[0].Name, strange[0].Form)
	}
	if d.Credentials.Source == SourceMock && (!a.Other || !d.Credentials.OtherGiven) {
		mend = fmt.Sprintf("none are set, and the server does not know those of the mock: set %s to some that are valid there", set)
	}
	return fmt.Sprintf("%s were refused: %s; %s", who(a), d.answers(refused), mend)
}

// who is a caller in words.
func who(a Auth) string {
	if a.Other {
		return "the second caller's credentials"
	}
	return "the credentials"
}

// listed is a list in words: a, b and c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
