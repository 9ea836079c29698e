package engine

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// set writes a value where a pointer of the answer points.
func set(pointer, value string) func(v *visit) {
	return func(v *visit) { v.reply = edited(v.reply)(tape.Set(v.reply, pointer, []byte(value))) }
}

// both are two faults at once.
func both(first, second serve) serve {
	return func(right func(*visit), v *visit) { second(func(v *visit) { first(right, v) }, v) }
}

// onError is a fault in every error that is answered.
func onError(f func(v *visit)) serve {
	return after(func(v *visit) {
		if v.status >= 400 {
			f(v)
		}
	})
}

// errors of a run, each as rule and operation.
func told(r *reports.Report) []string {
	var all []string
	for _, f := range r.Findings {
		if f.Level == reports.LevelError {
			all = append(all, f.Rule+" "+strings.TrimPrefix(f.Operation, "partnerCustomer"))
		}
	}
	slices.Sort(all)
	return all
}

// lastMade answers with what the operation answered about another customer before, from the second one on.
func lastMade() serve {
	var mu sync.Mutex
	var asked string
	kept := map[string][]byte{}
	return onSuccess(func(v *visit) {
		mu.Lock()
		defer mu.Unlock()
		id := text(v.reply, "/end_customer/client_id")
		kept[id] = bytes.Clone(v.reply)
		if other := kept[asked]; other != nil && asked != id {
			request := text(v.reply, "/request_id")
			v.reply = edited(other)(tape.Set(other, "/request_id", fmt.Appendf(nil, "%q", request)))
		}
		asked = id
	})
}

// idOfLast answers with the id of the customer that the operation was asked about before, and with all else as it is.
func idOfLast() serve {
	var mu sync.Mutex
	var asked string
	return onSuccess(func(v *visit) {
		mu.Lock()
		defer mu.Unlock()
		id := text(v.reply, "/end_customer/client_id")
		if asked != "" && asked != id {
			set("/end_customer/client_id", `"`+asked+`"`)(v)
		}
		asked = id
	})
}

// nowAndThen is a fault in every nth success.
func nowAndThen(n int, f func(v *visit)) serve {
	var asked atomic.Int64
	return onSuccess(func(v *visit) {
		if asked.Add(1)%int64(n) == 0 {
			f(v)
		}
	})
}

// alsoDoes is a fault in what an operation does besides: it is another operation too, for the same customer.
func alsoDoes(t *testing.T, operation string) serve {
	doc, _ := partnerAPI(t, versions[3])
	return onSuccess(func(v *visit) {
		r := v.r.Clone(v.r.Context())
		r.URL.Path, r.Body, r.ContentLength = doc.Operation(operation).Path, io.NopCloser(bytes.NewReader(v.body)), int64(len(v.body))
		v.server.right.ServeHTTP(httptest.NewRecorder(), r)
	})
}

// What was not done by the operation that is refused is told with the one that was asked last.
func TestRun_WhatWasAskedBefore(t *testing.T) {
	t.Parallel()
	for does, want := range map[string]string{
		opEnable: "; partnerCustomerOauthInstitutionsGet was asked about it last, in customer-goes-live/institutions",
		opRemove: "; partnerCustomerOauthInstitutionsGet still knew it in partnerCustomerOauthInstitutionsGet/",
	} {
		for _, face := range faces {
			t.Run(does+" "+face, func(t *testing.T) {
				t.Parallel()
				r := wrong{operation: opInstitutions, serve: alsoDoes(t, does)}.judged(t, versions[3], face)
				found := distinct(r.Findings)
				if len(told(r)) != 1 || !strings.Contains(found[0], want) {
					t.Errorf("told\n  %s\nwant one with %q", strings.Join(found, "\n  "), want)
				}
			})
		}
	}
}

// One wrong turn of a server is told once, however many requests and rules it breaks; two are told as two.
func TestRun_OneFindingForOneCause(t *testing.T) {
	t.Parallel()
	keySecret := func(v *visit) { v.reply = bytes.ReplaceAll(v.reply, []byte(`"error_type"`), []byte(`"kind"`)) }
	bySecret := set("/end_customer/secrets", `{"production":"************","sandbox":"************"}`)
	unnamed := onSuccess(set("/end_customer/client_id", "7"))
	errorAsSuccess := onError(func(v *visit) { v.status = http.StatusOK })
	for _, tt := range []struct {
		name      string
		operation string
		serve     func() serve // a new one for each server: some remember what they were asked
		want      string
	}{
		{"an error without a property, listed or not", opGet, func() serve { return onError(keySecret) }, "response-schema Get"},
		{"no id", opCreate, func() serve { return onSuccess(set("/end_customer/client_id", "null")) }, "response-schema Create"},
		{"a number for an id", opCreate, func() serve { return unnamed }, "response-schema Create"},
		{"masked secrets", opCreate, func() serve { return onSuccess(bySecret) }, "expected-presence Create"},
		{"no customer at all", opCreate, func() serve { return onSuccess(set("/end_customer", "null")) }, "response-schema Create"},
		{"what another customer holds", opGet, lastMade, "workflow-step Get"},
		{"the id of another customer", opGet, idOfLast, "workflow-step Get"},
		{"what another customer holds, and a status that is none", opGet, func() serve { return both(lastMade(), onSuccess(set("/end_customer/status", `"NEW"`))) }, "response-schema Get, workflow-step Get"},
		{"a name that is null now and then", opGet, func() serve { return nowAndThen(5, set("/end_customer/company_name", "null")) }, "response-schema Get"},
		{"a customer that is not there now and then", opGet, func() serve { return nowAndThen(4, refusing(404, "INVALID_INPUT", "CUSTOMER_NOT_FOUND")) }, "positive-data-accepted Get"},
		{"errors sent with 200", opCreate, func() serve { return errorAsSuccess }, "negative-data-rejected Create"},
		{"errors sent with 200, and a name of the wrong type", opCreate, func() serve {
			return both(errorAsSuccess, onSuccess(func(v *visit) {
				if text(v.reply, "/error_code") == "" {
					set("/end_customer/company_name", "7")(v)
				}
			}))
		}, "negative-data-rejected Create, response-schema Create"},
		{"a number for an id, and a status of its own", opCreate, func() serve { return both(unnamed, onSuccess(set("/end_customer/status", `"NEW"`))) }, "response-schema Create, response-schema Create"},
		{"masked secrets, and no name", opCreate, func() serve { return both(onSuccess(bySecret), onSuccess(drop("/end_customer/company_name"))) }, "expected-presence Create, expected-presence Create"},
		{"an error without a property, and another method answered without Allow", opGet, func() serve { return both(onError(keySecret), after(func(v *visit) { v.header.Del("Allow") })) }, "response-schema Get, unsupported-method-refused Get"},
	} {
		for _, face := range faces {
			t.Run(tt.name+" "+face, func(t *testing.T) {
				t.Parallel()
				r := wrong{operation: tt.operation, serve: tt.serve()}.judged(t, versions[3], face)
				if got := strings.Join(told(r), ", "); got != tt.want {
					t.Errorf("told %s\nwant %s\n  %s", got, tt.want, strings.Join(distinct(r.Findings), "\n  "))
				}
			})
		}
	}
}

// The reason why a body is refused reads as a sentence, whatever is wrong with it.
func TestPlan_ReasonsReadAsSentences(t *testing.T) {
	t.Parallel()
	s := open(t, Options{PlanOnly: true, Document: DefaultPack + "@" + versions[3], Seed: 1})
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			if strings.Contains(c.Promise.Why, "document takes no ") || strings.Contains(c.Promise.Why, "not-a-email") {
				t.Errorf("%s: %s", c.ID, c.Promise.Why)
			}
		}
	}
}

// What an account may lack, or need without the document's word, is no fault on either face, and what rests on a customer is asked all the same.
func TestRun_WhatAnAccountLacks(t *testing.T) {
	t.Parallel()
	lacks := func(property, code string) serve {
		return func(right func(*visit), v *visit) {
			spoilt, err := tape.Delete(v.body, "/company_name") // so that nothing is created
			if err != nil || bytes.Contains(v.body, []byte(property)) || text(v.body, "/company_name") == "" {
				right(v)
				return
			}
			v.body = spoilt
			if right(v); v.status == http.StatusBadRequest && text(v.reply, "/error_code") != "INVALID_API_KEYS" && !strings.Contains(string(v.reply), "client_id") && !strings.Contains(string(v.reply), ": secret") {
				v.refuse(http.StatusBadRequest, "PARTNER_ERROR", code)
			}
		}
	}
	for _, tt := range []struct {
		name  string
		serve serve
		want  string
	}{
		{"who supports its customers", lacks(`"customer_support_info"`, "CONTACT_REQUIRED"), ""},
		{"what it manages", lacks(`"assets_under_management"`, "ASSETS_UNDER_MANAGEMENT_REQUIRED"), ""},
		{"who supports its customers, in other words", lacks(`"customer_support_info"`, "INVALID_FIELD"), "positive-data-accepted Create"},
		{"a product, whatever is asked", onSuccess(refusing(400, "INVALID_INPUT", "INVALID_PRODUCT")), "positive-data-accepted Create"},
	} {
		for _, face := range faces {
			t.Run(tt.name+" "+face, func(t *testing.T) {
				t.Parallel()
				r := wrong{operation: opCreate, serve: tt.serve}.judged(t, versions[3], face)
				if got := strings.Join(told(r), ", "); got != tt.want {
					t.Errorf("told %q, want %q\n  %s", got, tt.want, strings.Join(distinct(r.Findings), "\n  "))
				}
				if n := r.Summary.Cases[reports.StatusSkipped]; tt.want == "" && n > 2 {
					t.Errorf("%d cases were skipped, at most 2 wanted", n)
				}
			})
		}
	}
}

// That an operation carries out no right request at all is said by a run that asked all of them, and by one of all cases of the operation; a smaller one, in which one
// refusal may be all there is, says nothing of the rest.
func TestRun_WhatAnAccountLacksInASelection(t *testing.T) {
	t.Parallel()
	const example = opCreate + "/examples"
	for _, tt := range []struct {
		name  string
		some  func(*Options)
		found bool
	}{
		{"all cases of the operation", func(o *Options) { o.Cases = []string{opCreate} }, true},
		{"them, and one of them besides, as a finding is shown again", func(o *Options) { o.Cases = []string{opCreate, example} }, true},
		{"some cases", func(o *Options) { o.Cases = []string{example} }, false},
		{"a phase", func(o *Options) { o.Phases = []string{"examples"} }, false},
		{"a quick run", func(o *Options) { o.Profile = "quick" }, false},
		{"few requests", func(o *Options) { o.MaxRequests = 60 }, false},
		{"no time", func(o *Options) { o.TimeLimit = 1 }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := wrong{operation: opCreate, serve: onSuccess(refusing(400, "INVALID_INPUT", "INVALID_PRODUCT"))}
			o, _ := w.start(t, versions[3], "plaid")
			tt.some(&o)
			got := distinct(run(t, o).Findings)
			if found := slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, "nothing better for any right request") }); found != tt.found {
				t.Errorf("found is %q, want it to be among that: %v", got, tt.found)
			}
		})
	}
}
