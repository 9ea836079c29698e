package mock

// registrationStatus is where the registration of a customer with one OAuth institution stands, in the words of the API.
type registrationStatus string

// The way of a registration. A webhook of the API spells them in lower case with hyphens; answers do not.
const (
	registrationNotStarted registrationStatus = "NOT_STARTED"
	registrationProcessing registrationStatus = "PROCESSING"
	registrationApproved   registrationStatus = "APPROVED"
	registrationEnabled    registrationStatus = "ENABLED"
	registrationAttention  registrationStatus = "ATTENTION_REQUIRED"
)

var registrationSteps = [...]registrationStatus{registrationNotStarted, registrationProcessing, registrationApproved, registrationEnabled}

// institution is one of the banks a customer is registered with. The ids are Plaid's own.
type institution struct {
	name, id  string
	ahead     int    // steps it is ahead of the slowest
	classicOn string // the day its older kind of connection ends; empty for none
	touchy    bool   // the one that needs attention, if the customer was made for it
}

var institutions = [...]institution{
	{name: "Chase", id: "ins_56", classicOn: "2022-06-30"},
	{name: "Capital One", id: "ins_128026", ahead: 1},
	{name: "Bank of America", id: "ins_1", touchy: true},
}

// registration is the state of one institution for one customer at one reading.
type registration struct {
	institution
	status    registrationStatus
	enabledOn string // empty while it is not enabled
}

// registration says what the next reading of c shows. Nothing starts before the customer is enabled.
func (i institution) registration(c *customer) registration {
	r := registration{institution: i, status: registrationNotStarted}
	switch {
	case c.status != active:
	case i.touchy && c.attention:
		r.status = registrationAttention
	default:
		r.status = registrationSteps[min(c.reads+i.ahead, len(registrationSteps)-1)]
	}
	return r
}

// paperwork is what the partner owes Plaid for a customer, as the API words it.
type paperwork struct{ flowdown, questionnaire string }

var paperworkOf = map[customerStatus]paperwork{
	underReview:           {"IN_REVIEW", "RECEIVED"},
	moreInformationNeeded: {"NEGOTIATION", "RECEIVED"},
	denied:                {"NOT_STARTED", "NOT_STARTED"},
	pendingEnablement:     {"COMPLETE", "COMPLETE"},
	active:                {"COMPLETE", "COMPLETE"},
}
