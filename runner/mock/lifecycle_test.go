package mock

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func testLife() (*lifecycle, *partner, *partner) {
	l := &lifecycle{mint: &mint{seed: 1}, clock: func() time.Time { return time.Date(2024, 2, 29, 23, 0, 0, 0, time.UTC) }}
	return l, newPartner(DefaultPartners[0]), newPartner(DefaultPartners[1])
}

func named(company, application string) wish {
	return wish{company: `"` + company + `"`, application: application, outcome: outcomeOf(company)}
}

func codeOf(r *refusal) string {
	if r == nil {
		return "ok"
	}
	return r.Code
}

func TestLifecycle_EveryStateMeetsEveryOperation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		company string
		status  customerStatus
		enable  string
		remove  string
	}{
		{"Acme", pendingEnablement, "ok", "ok"},
		{"Acme (under review)", underReview, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "ok"},
		{"Acme MORE INFORMATION NEEDED", moreInformationNeeded, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "ok"},
		{"Denied, Acme", denied, "CUSTOMER_NOT_READY_FOR_ENABLEMENT", "ok"},
		{"Acme Attention Required", pendingEnablement, "ok", "ok"},
	} {
		t.Run(tt.company, func(t *testing.T) {
			t.Parallel()
			l, p, _ := testLife()
			created, refused := l.create(p, named(tt.company, "app"))
			if refused != nil || created.status != tt.status {
				t.Fatalf("create: got %s, %s, want %s", created.status, codeOf(refused), tt.status)
			}
			read, refused := l.get(p, created.id)
			if refused != nil || read != created {
				t.Errorf("get: got %+v, %s, want %+v", read, codeOf(refused), created)
			}
			_, refused = l.enable(p, created.id)
			if codeOf(refused) != tt.enable {
				t.Errorf("enable: got %s, want %s", codeOf(refused), tt.enable)
			}
			if refused == nil {
				_, again := l.enable(p, created.id)
				if codeOf(again) != "CUSTOMER_ALREADY_ENABLED" {
					t.Errorf("enable again: got %s", codeOf(again))
				}
				if got := codeOf(l.remove(p, created.id)); got != "CUSTOMER_REMOVAL_NOT_ALLOWED" {
					t.Errorf("remove an active customer: got %s", got)
				}
				created, _ = l.create(p, named(tt.company, "app"))
			}
			if got := codeOf(l.remove(p, created.id)); got != tt.remove {
				t.Errorf("remove: got %s, want %s", got, tt.remove)
			}
			_, onGet := l.get(p, created.id)
			_, onEnable := l.enable(p, created.id)
			_, _, onRead := l.registrations(p, created.id)
			onRemove := l.remove(p, created.id)
			for name, r := range map[string]*refusal{"get": onGet, "enable": onEnable, "remove": onRemove, "institutions": onRead} {
				if codeOf(r) != "CUSTOMER_NOT_FOUND" {
					t.Errorf("%s after remove: got %s, want CUSTOMER_NOT_FOUND", name, codeOf(r))
				}
			}
		})
	}
}

func TestLifecycle_NamesThatAreRefused(t *testing.T) {
	t.Parallel()
	for ask, want := range map[string]string{
		"Flowdown Not Complete": "FLOWDOWN_NOT_COMPLETE", "Questionnaire Not Complete": "QUESTIONNAIRE_NOT_COMPLETE", "Logo Required": "LOGO_REQUIRED",
		"Contact Required": "CONTACT_REQUIRED", "Assets Required": "ASSETS_UNDER_MANAGEMENT_REQUIRED",
	} {
		l, p, _ := testLife()
		_, refused := l.create(p, named("Acme "+ask, "app"))
		if codeOf(refused) != want || len(p.customers) != 0 {
			t.Errorf("%s: got %s and %d customers, want %s and none", ask, codeOf(refused), len(p.customers), want)
		}
	}
}

func TestOutcomes_AreSortedAndLeadWhereTheySay(t *testing.T) {
	t.Parallel()
	all := Outcomes()
	if len(all) != len(outcomes) || !slices.IsSortedFunc(all, func(a, b Outcome) int { return strings.Compare(a.Words, b.Words) }) {
		t.Errorf("got %v, want %d sorted by words", all, len(outcomes))
	}
	for _, o := range all {
		l, p, _ := testLife()
		c, refused := l.create(p, named("Acme ("+strings.ToUpper(o.Words)+") Ltd", "app"))
		said := string(c.status)
		if refused != nil {
			said = fmt.Sprintf("refused with %d %s", refused.Status, refused.Code)
		} else if c.attention {
			said = string(registrationAttention)
		}
		if !strings.Contains(o.Meaning, said) {
			t.Errorf("%s: got %s, want %s", o.Words, said, o.Meaning)
		}
	}
}

func TestLifecycle_PartnersAreApart(t *testing.T) {
	t.Parallel()
	l, p, other := testLife()
	c, _ := l.create(p, named("Acme", "app"))
	if _, refused := l.create(other, named("Acme", "app")); refused != nil {
		t.Errorf("the same application name for another partner: got %s", refused.Code)
	}
	_, onGet := l.get(other, c.id)
	_, onEnable := l.enable(other, c.id)
	_, _, onRead := l.registrations(other, c.id)
	onRemove := l.remove(other, c.id)
	for name, r := range map[string]*refusal{"get": onGet, "enable": onEnable, "remove": onRemove, "institutions": onRead} {
		if codeOf(r) != "CUSTOMER_NOT_FOUND" {
			t.Errorf("%s by another partner: got %s, want CUSTOMER_NOT_FOUND", name, codeOf(r))
		}
	}
	if _, refused := l.get(p, c.id); refused != nil {
		t.Errorf("the owner afterwards: got %s", refused.Code)
	}
}

func TestLifecycle_ApplicationNameIsTakenWhileNotEnabled(t *testing.T) {
	t.Parallel()
	l, p, _ := testLife()
	first, _ := l.create(p, named("Acme", "app"))
	if _, refused := l.create(p, named("Other", "app")); codeOf(refused) != "CUSTOMER_ALREADY_CREATED" {
		t.Errorf("the same application name twice: got %s", codeOf(refused))
	}
	l.remove(p, first.id)
	second, refused := l.create(p, named("Acme", "app"))
	if refused != nil {
		t.Errorf("after removing the first: got %s", refused.Code)
	}
	l.enable(p, second.id)
	if _, refused := l.create(p, named("Acme", "app")); refused != nil {
		t.Errorf("after enabling the second: got %s", refused.Code)
	}
}

func TestLifecycle_RegistrationsProgressByReading(t *testing.T) {
	t.Parallel()
	l, p, _ := testLife()
	c, _ := l.create(p, named("Acme Attention Required", "app"))
	read := func() string {
		_, all, refused := l.registrations(p, c.id)
		if refused != nil {
			t.Fatal(refused.Code)
		}
		var b strings.Builder
		for _, r := range all {
			fmt.Fprintf(&b, "%s %s %s; ", r.id, r.status, r.enabledOn)
		}
		return b.String()
	}
	before := "ins_56 NOT_STARTED ; ins_128026 NOT_STARTED ; ins_1 NOT_STARTED ; "
	for range 3 {
		if got := read(); got != before {
			t.Errorf("before enabling: got %s, want %s", got, before)
		}
	}
	l.enable(p, c.id)
	for i, want := range []string{
		"ins_56 NOT_STARTED ; ins_128026 PROCESSING ; ins_1 ATTENTION_REQUIRED ; ",
		"ins_56 PROCESSING ; ins_128026 APPROVED ; ins_1 ATTENTION_REQUIRED ; ",
		"ins_56 APPROVED ; ins_128026 ENABLED 2024-02-29; ins_1 ATTENTION_REQUIRED ; ",
		"ins_56 ENABLED 2024-02-29; ins_128026 ENABLED 2024-02-29; ins_1 ATTENTION_REQUIRED ; ",
		"ins_56 ENABLED 2024-02-29; ins_128026 ENABLED 2024-02-29; ins_1 ATTENTION_REQUIRED ; ",
	} {
		if got := read(); got != want {
			t.Errorf("reading %d: got %s, want %s", i+1, got, want)
		}
	}
}

func TestLifecycle_HoldsOnlySoMuch(t *testing.T) {
	t.Parallel()
	l, p, _ := testLife()
	l.count = maxCustomers
	if _, refused := l.create(p, named("Acme", "app")); codeOf(refused) != "RATE_LIMIT" {
		t.Errorf("one customer too many: got %s", codeOf(refused))
	}
	l.count, l.bytes = 0, maxNameBytes
	if _, refused := l.create(p, named("Acme", "app")); codeOf(refused) != "RATE_LIMIT" {
		t.Errorf("names too long: got %s", codeOf(refused))
	}
	l.bytes = 0
	c, _ := l.create(p, named("Acme", "app"))
	l.remove(p, c.id)
	if l.count != 0 || l.bytes != 0 || len(p.names) != 0 {
		t.Errorf("after removing all: got %d customers, %d bytes, %d names", l.count, l.bytes, len(p.names))
	}
}

func TestLifecycle_ManyAtOnce(t *testing.T) {
	t.Parallel()
	l, p, _ := testLife()
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	shared, _ := l.create(p, named("Shared", "shared"))
	for i := range 16 {
		wg.Go(func() {
			c, refused := l.create(p, named("Acme", fmt.Sprint("app", i)))
			if refused != nil {
				t.Errorf("create: got %s", refused.Code)
			}
			if _, refused := l.enable(p, shared.id); refused == nil {
				mu.Lock()
				won++
				mu.Unlock()
			}
			l.registrations(p, shared.id)
			l.remove(p, c.id)
		})
	}
	wg.Wait()
	if won != 1 || l.count != 1 {
		t.Errorf("got %d successful enablings and %d customers left, want 1 and 1", won, l.count)
	}
}
