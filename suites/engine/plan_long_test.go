package engine

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is made longer reads as before, and is as long as what people write; what has the length that it has is left alone.
func TestLengthy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"https://example.com/", "https://example.com/about/our-partners/and-how-to-reach-each"},
		{"http://example.com/a", "http://example.com/a/about/our-partners/and-how-to-reach-eac"},
		{"350 Fifth Avenue", "350 Fifth Avenue, third floor, entrance from the courtyard b"},
		{"Am Kupfergraben 6, 10117 Berlin", "Am Kupfergraben 6, 10117 Berlin, third floor, entrance from"},
		{"+1 415 555 0123", ""}, {"+1 415 555 0123 ask for Jane Doe", ""}, {"DE89 3704 0044 0532 0130 00", ""}, {"GB29 NWBK 6016 1331 9268 19", ""}, {"4111 1111 1111 1111", ""},
		{"2020-01-01 10:00:00", ""}, {"Wed, 01 Jan 2020 10:00:00 GMT", ""}, {"(415) 555-0123 ext 12", ""}, {"Saint-Jean-sur-Mer 1", ""}, {"New York", ""}, {"+1 212 555", ""}, {"US", ""}, {"", ""}, {"tomas.okafor@example.com", ""}, {"iVBORw0KGgoAAAANSUhEUg", ""},
		{"https://example.com/?a=b", ""}, {"https://example.com/#top", ""}, {strings.Repeat("many words ", 6), ""},
	} {
		if got := lengthy(tt.text); got != tt.want || utf8.RuneCountInString(got) > longish {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Longer texts go out with other values, at every place that has one, and only where the document has room for them.
func TestPlan_LongValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		overlay []string
		want    string
	}{
		{nil, "/address/street /customer_support_info/contact_url /customer_support_info/link_update_url /redirect_uris/0 /website"},
		{[]string{"testdata/short-websites.yaml"}, "/address/street /customer_support_info/contact_url /customer_support_info/link_update_url /redirect_uris/0"},
	} {
		s := open(t, Options{Profile: "thorough", Overlays: tt.overlay, PlanOnly: true})
		var got []string
		for _, c := range s.Groups()[0].Cases {
			if strings.HasPrefix(c.ID, opCreate+"/bodies/long-") {
				if got = append(got, c.Keep); utf8.RuneCountInString(text(c.Body, c.Keep)) < longish-5 {
					t.Errorf("%s sends %q", c.ID, text(c.Body, c.Keep))
				}
			}
		}
		slices.Sort(got)
		if joined := strings.Join(got, " "); joined != tt.want {
			t.Errorf("got %s\nwant %s", joined, tt.want)
		}
	}
}
