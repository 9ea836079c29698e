package reports

import "testing"

// Text is what a test of someone else's prints when it fails: everything to act on, nothing that needs a terminal.
func TestText(t *testing.T) {
	t.Parallel()
	r := red()
	findings := r.byCase(r.Findings)["partnerCustomerOAuthInstitutionsGet/bodies/maximal"]
	if len(findings) != 1 {
		t.Fatalf("the sample has %d such findings, want one", len(findings))
	}
	golden(t, "text", findings[0].Text()+"\n\n"+findings[0].Exchange.Text(findings[0].InstancePath)+"\n")
}

func TestText_KeywordPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, path, want string }{
		{"a pointer", "/components/schemas/A b", "          /components/schemas/A b"},
		{"a fragment", "#/components/schemas/A", "          #/components/schemas/A"},
		{"a condition", "$response.body#/a ==  $inputs.a", "criterion $response.body#/a == $inputs.a"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := "error: r\nr"
			if tt.want != "" {
				want += "\n" + tt.want
			}
			if got := (Finding{Rule: "r", Level: LevelError, KeywordPath: tt.path}).Text(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestText_NoAnswer(t *testing.T) {
	t.Parallel()
	x := &Exchange{Curl: "curl 'http://h'", Err: "connection refused"}
	if got, want := x.Text(""), "curl 'http://h'\n\nno answer: connection refused"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (Finding{Rule: "r", Level: LevelError}).Text(), "error: r\nr"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
