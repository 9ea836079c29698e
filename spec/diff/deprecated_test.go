package diff

import (
	"slices"
	"testing"
)

// What is deprecated names the operations that meet it, by whatever components, and among them only those that are compared.
func TestCompare_DeprecatedNamesOperations(t *testing.T) {
	t.Parallel()
	base := shopAs(t, "3.1.0", "", "")
	for _, tt := range []struct {
		name, from, to string
		only           []string
		message        string
		met            []string
	}{
		{"property of a component", "total: {type: number}", "total: {type: number, deprecated: true}", nil, "Order.total is deprecated now", []string{"listOrders", "createOrder", "getOrder"}},
		{"property of a component within another", "zip_code: {", "zip_code: {deprecated: true, x-sunset: '2030-01-01', ", nil,
			"Address.zip_code is deprecated, sunset 2030-01-01 now", []string{"listOrders", "createOrder", "getOrder"}},
		{"among some operations", "total: {type: number}", "total: {type: number, deprecated: true}", []string{"getOrder", "cancelOrder"}, "Order.total is deprecated now", []string{"getOrder"}},
		{"among others", "total: {type: number}", "total: {type: number, deprecated: true}", []string{"cancelOrder"}, "", nil},
		{"parameter of a path", "{name: order_id, ", "{name: order_id, deprecated: true, ", nil, "path parameter order_id is deprecated now", []string{"getOrder", "cancelOrder"}},
	} {
		r, err := Compare(base, shopAs(t, "3.1.0", tt.from, tt.to), Options{Operations: tt.only})
		switch {
		case err != nil:
			t.Fatal(err)
		case tt.message == "" && len(r.Findings) == 0:
		case len(r.Findings) != 1 || r.Findings[0].Message != tt.message || !slices.Equal(r.Findings[0].Operations, tt.met):
			t.Errorf("%s: want %q, met by %q, got\n%s%q", tt.name, tt.message, tt.met, tell(r), r.Findings[0].Operations)
		}
	}
}
