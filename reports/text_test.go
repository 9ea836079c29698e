package reports

import "testing"

// Text is what a test of someone else's prints when it fails: everything to act on, nothing that needs a terminal.
func TestText(t *testing.T) {
	t.Parallel()
	for _, f := range red().Findings {
		if f.Case == "partnerCustomerOAuthInstitutionsGet/bodies/full" {
			golden(t, "text", f.Text()+"\n\n"+f.Exchange.Text(f.InstancePath)+"\n")
			return
		}
	}
	t.Fatal("the sample lost its finding")
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
