package runner

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkRedactor is the cost of making one exchange fit to be shown: a request with credentials, an answer with what a run has learnt
// in it. known is how many secrets the run has learnt so far.
func BenchmarkRedactor(b *testing.B) {
	for _, known := range []int{0, 10, 100} {
		r := testRedactor()
		for i := range known {
			r.Learn(nil, fmt.Appendf(nil, `{"production_secret":"%030x"}`, i+1))
		}
		request := `{"client_id":"` + ownID + `","secret":"` + ownSecret + `","end_customer_client_id":"7f57eb3d2a9f6480121fa361"}`
		answer := `{"end_customer":{"client_id":"7f57eb3d2a9f6480121fa361","company_name":"Acme","status":"PENDING_ENABLEMENT"},"request_id":"4zlKapIkTm8p5KM"}`
		header := http.Header{"Plaid-Client-Id": {ownID}, "Plaid-Secret": {ownSecret}, "Content-Type": {"application/json"}, "User-Agent": {"plumbline/devel (case; partnerCustomerGet/bodies/full)"}}
		call := &Call{
			Ask: Ask{Method: "POST", Purpose: PurposeCase, Body: []byte(request)}, URL: "http://127.0.0.1:4010/partner/customer/get", Sent: header,
			Status: 200, Complete: true, Answer: http.Header{"Content-Type": {"application/json"}, "Plaid-Version": {"2020-09-14"}}, Reply: []byte(answer),
		}
		b.Run(fmt.Sprintf("record/known=%d", known), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Record(call)
			}
		})
		text := strings.Repeat(answer, 64<<10/len(answer))
		b.Run(fmt.Sprintf("text/known=%d", known), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				r.Text(text)
			}
		})
	}
	b.Run("learn", func(b *testing.B) {
		b.ReportAllocs()
		r, i := testRedactor(), 0
		for b.Loop() {
			if i++; i%100 == 0 {
				r = testRedactor()
			}
			r.Learn(nil, fmt.Appendf(nil, `{"production_secret":"%030x"}`, i))
		}
	})
}
