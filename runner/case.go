package runner

import (
	"net/http"

	"github.com/plumbline-dev/plumbline/spec/arazzo"
)

// Phase groups cases by what they are about, in the order in which they run.
type Phase string

// The phases.
const (
	PhaseExamples       Phase = "examples"       // the document's own request examples
	PhaseBodies         Phase = "bodies"         // bodies built from the schema
	PhaseNegative       Phase = "negative"       // bodies that break the document in one way
	PhaseWire           Phase = "wire"           // bytes, media types and values at the edge of what JSON and HTTP allow
	PhaseMethods        Phase = "methods"        // methods that the path has not
	PhaseAuthentication Phase = "authentication" // credentials absent, wrong, or in another place
	PhaseResources      Phase = "resources"      // ids that exist nowhere
	PhaseTenants        Phase = "tenants"        // another partner's resources
	PhaseFuzz           Phase = "fuzz"           // bodies made at random, beyond what the other phases list
	PhaseWorkflows      Phase = "workflows"      // steps that build on each other
	PhaseEffects        Phase = "effects"        // what was refused has changed nothing
	PhaseRaces          Phase = "races"          // several of the same at the same moment
)

// Phases are all of them, in their order.
var Phases = []Phase{
	PhaseExamples, PhaseBodies, PhaseNegative, PhaseWire, PhaseMethods, PhaseAuthentication, PhaseResources, PhaseTenants, PhaseFuzz, PhaseWorkflows, PhaseEffects, PhaseRaces,
}

// Use says which resource a case's request names.
type Use string

// The uses of a resource.
const (
	UseNone    Use = ""        // the request names none
	UseShared  Use = "shared"  // any existing one; it is only read
	UseFresh   Use = "fresh"   // one made for this case, which may change or remove it
	UseSpare   Use = "spare"   // one made for all cases of the operation that must be refused; made anew if one of them was not
	UseMade    Use = "made"    // the one that an earlier case of the same group made
	UseUnknown Use = "unknown" // an id that exists nowhere
	UseAny     Use = "any"     // an existing one if it is at hand, else one that exists nowhere
)

// Place is where credentials stand in a request.
type Place string

// The places of credentials.
const (
	PlaceHeader Place = "header"
	PlaceBody   Place = "body"
)

// Auth says who asks and how.
type Auth struct {
	Places  []Place           // where the credentials stand
	Other   bool              // the second partner asks
	Without []string          // names of credentials that are left out
	Empty   []string          // names of credentials that are there and empty
	Mixed   []string          // names of credentials that are the second partner's, while the first one asks
	Wrong   map[string]string // values that replace credentials by name
	Near    map[string]Slip   // slips by which credentials differ from the right ones, by name
}

// altered says whether one of the credentials is not the one that belongs to who asks.
func (a *Auth) altered() bool {
	return len(a.Without)+len(a.Empty)+len(a.Wrong)+len(a.Mixed)+len(a.Near) > 0
}

// Promise is what a case says about its answer before it is asked.
type Promise struct {
	Claim    string   // the id of the check that holds the answer to it; empty if only the document speaks
	Accept   bool     // a 2xx is promised
	Statuses []int    // the statuses that keep the promise; empty: every 2xx if Accept, else every 4xx
	Codes    []string // error codes that keep it, if the answer's body names one; empty: not looked at
	Excuses  []string // error codes of a refusal that keeps a promise of success all the same
	Why      string   // what the promise rests on, as the end of a sentence
}

// Kept says whether an answer of the given status keeps the promise.
func (p Promise) Kept(status int) bool {
	if len(p.Statuses) == 0 {
		if p.Accept {
			return status >= 200 && status < 300
		}
		return status >= 400 && status < 500
	}
	for _, s := range p.Statuses {
		if s == status {
			return true
		}
	}
	return false
}

// Case is one request with what its answer is held to.
type Case struct {
	ID         string // operation/phase/name, or workflow/step: stable between runs
	Title      string // a sentence that lacks its subject, the operation: "accepts the documented example example-1"
	Operation  string // operationId
	Phase      Phase
	Method     string               // as in the document
	Path       string               // asked in the place of the operation's, below the base URL, without what the operation has in path and query; "" for its own
	Parameters map[Parameter]string // values of the operation's parameters, but for the one that names the resource
	MediaType  string               // of the body; empty without one
	Body       []byte               // before resource, unique values and credentials are put in; nil for none
	Header     http.Header          // further header fields; one without values is left out
	Keep       string               // JSON pointer of the place in Body that the case is about, so that nothing else is put there; "" if none
	Wire       func([]byte) []byte  // turns the filled body into the bytes that are sent; nil sends it as it is
	Parts      []string             // what Body holds at once though each may stand alone, in words: "auth" at /products
	Some       func([]int) []byte   // the body that holds only these of the parts; nil if there is none
	Auth       Auth
	Resource   string // the pack's name of the resource that the request names
	Use        Use
	Promise    Promise
	Hides      bool   // the answer must not show the resource, which is another caller's
	Skip       string // why it cannot apply here; empty if it can

	Named  string  // what the unique values of the request are named for, where several requests have the same; empty for the case itself
	Of     string  // with UseMade, the case that made the resource
	Like   string  // the case whose answer shows what this one has to show; empty if there is none
	AtOnce []*Case // those that are sent at the same moment, this one among them; nil for one that is sent alone

	Workflow string       // workflowId, or the name of a group whose cases build on each other; empty for a single case
	Step     *arazzo.Step // the step; nil for a single case
	Link     bool         // the workflow is a link of the document, which leads nowhere if the answer lacks what it hands on
}

// Outcome is what came of driving a case.
type Outcome struct {
	Case     *Case
	Call     *Call            // the case's own call; nil if it was not made
	Before   []*Call          // all other calls that were made for the case: what it needs before it, and what a closer look took after it
	Skip     string           // why the call was not made, where that says nothing about the API
	Trouble  string           // why the call could not be made, where it should have been
	About    string           // what the call is about, where it is less than the case: the one of its Parts that was refused, or those that the API failed on
	ID       string           // of the resource that the case is about; "" if none
	Last     string           // the case that was answered with success about the same resource last, where several share it; "" if none was
	Past     Past             // what was done before with the resource that the case is about, and since with others
	Origin   *Call            // what made the resource that the request names or makes, where cases build on each other; else nil
	Rivals   []string         // unique texts that were sent at the same moment for other resources
	Earlier  *Call            // the answer that this one has to be like; nil if nothing can be said
	Changed  []string         // pointers at which it is not, and not by itself
	Criteria int              // how many success criteria of a step were asked
	Failures []arazzo.Failure // those that do not hold
}
