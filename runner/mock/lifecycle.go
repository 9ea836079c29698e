package mock

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// customerStatus is where an end customer stands, in the words of the API.
type customerStatus string

// The life of an end customer: creating it leads to one of the first four, enabling leads from pendingEnablement to active, and
// removing leads out of all but active. Nothing else moves it: what Plaid's people would decide stays as it was asked for.
const (
	underReview           customerStatus = "UNDER_REVIEW"
	moreInformationNeeded customerStatus = "MORE_INFORMATION_NEEDED" // documents from 1.670.0 on; before, underReview stands for it
	pendingEnablement     customerStatus = "PENDING_ENABLEMENT"
	denied                customerStatus = "DENIED"
	active                customerStatus = "ACTIVE"
)

// The bounds of what the mock remembers, so that a test left running overnight meets a refusal (429, RATE_LIMIT) and no full memory.
// Customers that were removed count no more; active ones do, for nothing removes them.
const (
	maxCustomers = 100_000  // of all partners together
	maxNameBytes = 64 << 20 // of all names together
)

// lifecycle holds the customers of all partners and every rule about what may happen to one. It knows neither HTTP nor JSON:
// what goes wrong comes back as a row of the table of refusals.
type lifecycle struct {
	mint  *mint
	clock func() time.Time
	mu    sync.Mutex
	count int // live customers
	bytes int // of their names
}

// partner is one reseller. What it owns is reached through it alone, so no partner sees another's customers.
type partner struct {
	id, secret string
	customers  map[string]*customer
	// names holds the application names that are taken: see lifecycle.create.
	names map[string]bool
}

// customer is one end customer. Its fields are read and written under the lock of the lifecycle; copies are handed out.
type customer struct {
	id          string
	number      uint64 // in the order of creation, from 1; its secrets follow from it
	company     string // a JSON string, exactly as the request wrote it
	application string
	status      customerStatus
	attention   bool // its registrations run into trouble
	reads       int  // of its institutions since it was enabled
	enabledOn   [len(institutions)]string
}

// wish is what a request to create a customer asks for.
type wish struct {
	company     string // a JSON string, exactly as the request wrote it
	application string
	outcome     outcome
}

// create adds a customer. An application name is taken while a customer that is not yet enabled holds it: the API wants
// it unique and says CUSTOMER_ALREADY_CREATED, but not what makes a customer the same. Removing or enabling a customer frees the
// name, so that neither a second run of the same requests nor a retry after cleaning up trips over the first.
func (l *lifecycle) create(p *partner, w wish) (customer, *refusal) {
	if w.outcome.refusal != nil {
		return customer{}, w.outcome.refusal
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	size := len(w.company) + len(w.application)
	switch {
	case p.names[w.application]:
		return customer{}, &refuseCreated
	case l.count >= maxCustomers, l.bytes+size > maxNameBytes:
		return customer{}, &refuseFull
	}
	n := l.mint.customer()
	c := &customer{
		id: l.mint.clientID(n), number: n, company: w.company, application: w.application,
		status: w.outcome.status, attention: w.outcome.attention,
	}
	p.customers[c.id] = c
	p.names[c.application] = true
	l.count++
	l.bytes += size
	return *c, nil
}

// get returns a customer of p.
func (l *lifecycle) get(p *partner, id string) (customer, *refusal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := p.customers[id]
	if c == nil {
		return customer{}, &refuseNotFound
	}
	return *c, nil
}

// enable lets a customer into Production, once.
func (l *lifecycle) enable(p *partner, id string) (customer, *refusal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := p.customers[id]
	switch {
	case c == nil:
		return customer{}, &refuseNotFound
	case c.status == active:
		return customer{}, &refuseEnabled
	case c.status != pendingEnablement:
		return customer{}, &refuseNotReady
	}
	c.status = active
	delete(p.names, c.application)
	return *c, nil
}

// remove forgets a customer that was never enabled. Its id is as unknown afterwards as one that never was.
func (l *lifecycle) remove(p *partner, id string) *refusal {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := p.customers[id]
	switch {
	case c == nil:
		return &refuseNotFound
	case c.status == active:
		return &refuseRemoval
	}
	delete(p.customers, id)
	delete(p.names, c.application)
	l.count--
	l.bytes -= len(c.company) + len(c.application)
	return nil
}

// registrations returns a customer and the state of its registrations with OAuth institutions. Reading an enabled customer moves
// each of them on by one step after it was shown, so a client that polls sees the whole way in a few reads, without waiting.
func (l *lifecycle) registrations(p *partner, id string) (customer, [len(institutions)]registration, *refusal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out [len(institutions)]registration
	c := p.customers[id]
	if c == nil {
		return customer{}, out, &refuseNotFound
	}
	for i := range institutions {
		out[i] = institutions[i].registration(c)
		if out[i].status == registrationEnabled && c.enabledOn[i] == "" {
			c.enabledOn[i] = l.clock().UTC().Format(time.DateOnly)
		}
		out[i].enabledOn = c.enabledOn[i]
	}
	if c.status == active && c.reads < len(registrationSteps) {
		c.reads++
	}
	return *c, out, nil
}

// Outcome is one way of asking for more than the usual outcome of creating a customer.
type Outcome struct {
	Words   string // in the company's name, anywhere, in upper or lower case: "Plumbline (Under Review) Ltd"
	Meaning string // what they lead to, as part of a sentence
}

// Outcomes lists what a company's name may ask for, sorted by its words. Every other name leads to a customer that is
// PENDING_ENABLEMENT and can be enabled.
func Outcomes() []Outcome {
	var out []Outcome
	for _, row := range outcomes {
		out = append(out, Outcome{row.words, row.meaning})
	}
	slices.SortFunc(out, func(a, b Outcome) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// outcome is what becomes of a request to create a customer: a refusal, or a customer.
type outcome struct {
	refusal   *refusal
	status    customerStatus
	attention bool
}

var outcomes = []struct {
	words, meaning string
	outcome
}{
	{"Under Review", "the customer is UNDER_REVIEW for good", outcome{status: underReview}},
	{"More Information Needed", "the customer is MORE_INFORMATION_NEEDED, or UNDER_REVIEW where the document lacks that status", outcome{status: moreInformationNeeded}},
	{"Denied", "the customer is DENIED", outcome{status: denied}},
	{"Attention Required", "once the customer is enabled, one of its institutions stays ATTENTION_REQUIRED", outcome{status: pendingEnablement, attention: true}},
	{"Flowdown Not Complete", "refused with 412 FLOWDOWN_NOT_COMPLETE", outcome{refusal: &refuseFlowdown}},
	{"Questionnaire Not Complete", "refused with 412 QUESTIONNAIRE_NOT_COMPLETE", outcome{refusal: &refuseQuestionnaire}},
	{"Logo Required", "refused with 400 LOGO_REQUIRED", outcome{refusal: &refuseLogoAbsent}},
	{"Contact Required", "refused with 400 CONTACT_REQUIRED", outcome{refusal: &refuseContact}},
	{"Assets Required", "refused with 400 ASSETS_UNDER_MANAGEMENT_REQUIRED", outcome{refusal: &refuseAssets}},
}

// outcomeOf reads what a company's name asks for; the first row that is found decides.
func outcomeOf(company string) outcome {
	company = strings.ToLower(company)
	for _, row := range outcomes {
		if strings.Contains(company, strings.ToLower(row.words)) {
			return row.outcome
		}
	}
	return outcome{status: pendingEnablement}
}
