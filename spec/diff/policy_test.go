package diff

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/reports"
)

// Every built-in policy weighs every class, never lets a proven break pass, and never makes an error of what is safe.
func TestPolicies_WeighEveryClass(t *testing.T) {
	t.Parallel()
	for _, name := range Policies() {
		p, err := LoadPolicy(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, class := range reports.Classes() {
			if _, ok := p.classes[class]; !ok {
				t.Errorf("policy %s does not weigh class %s", name, class)
			}
			got := p.Level("no-such-rule", class)
			if class.Breaking() != (got == reports.LevelError) && class != reports.ClassTyped && class != reports.ClassUnproven {
				t.Errorf("policy %s: class %s is %q", name, class, got)
			}
		}
	}
}

func TestPolicy_Levels(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	if err := os.WriteFile(file, []byte("extends: typed\nclasses:\n  unproven: error\n  compatible: none\nrules:\n  request-parameter-removed: note\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		policy, rule string
		class        reports.Class
		want         reports.Level
	}{
		{"", "r", reports.ClassTyped, reports.LevelWarning},
		{"default", "r", reports.ClassProse, ""},
		{"typed", "r", reports.ClassTyped, reports.LevelError},
		{"strict", "r", reports.ClassUnproven, reports.LevelError},
		{"plaid", "r", reports.ClassTyped, reports.LevelNote},
		{"plaid", "response-property-added", reports.ClassWire, reports.LevelNote},
		{"plaid", "response-property-removed", reports.ClassUnpromised, reports.LevelError},
		{file, "r", reports.ClassTyped, reports.LevelError},
		{file, "r", reports.ClassUnproven, reports.LevelError},
		{file, "r", reports.ClassCompatible, ""},
		{file, "request-parameter-removed", reports.ClassWire, reports.LevelNote},
	} {
		p, err := LoadPolicy(tt.policy)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Level(tt.rule, tt.class); got != tt.want {
			t.Errorf("policy %q gives %s of class %s the level %q, want %q", tt.policy, tt.rule, tt.class, got, tt.want)
		}
	}
	if got := (*Policy)(nil).Level("r", reports.ClassUnproven); got != reports.LevelWarning {
		t.Errorf("no policy gives unproven the level %q", got)
	}
}

func TestLoadPolicy_RefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, policy, want string }{
		{"an unknown name", "strct", `unknown policy "strct" (did you mean "strict"?)`},
		{"a file that is not there", "none.yaml", "none.yaml"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := LoadPolicy(tt.policy); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	for _, tt := range []struct{ name, text, want string }{
		{"an unknown key", "clases: {}\n", `:1:1: unknown key "clases" (did you mean "classes"?)`},
		{"an unknown class", "classes:\n  wired: error\n", `:2:3: unknown class "wired" (did you mean "wire"?)`},
		{"an unknown rule", "rules:\n  response-property-removd: note\n", `:2:3: unknown rule "response-property-removd" (did you mean "response-property-removed"?); known are what plumbline list rules shows`},
		{"an unknown level for identifiers", "identifiers: no\n", `:1:14: identifiers is the string "no": not one of error, warning, note, none`},
		{"an unknown level", "classes:\n  wire: fatal\n", ":2:9: wire is the string \"fatal\": not one of error, warning, note, none"},
		{"an unknown base", "extends: lax\n", `:1:10: extends names "lax"`},
		{"a list", "- a\n", "not a mapping"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "policy.yaml")
			if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadPolicy(file); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// What Plaid says of the length and content of identifiers weighs under its policy only, and only for what it gives.
func TestPolicy_Identifiers(t *testing.T) {
	t.Parallel()
	schema := func(length string) string {
		return `{type: object, properties: {item_id: {type: string` + length + `}, client_user_id: {type: string` + length + `}, name: {type: string` + length + `}}}`
	}
	ours := filepath.Join(t.TempDir(), "ours.yaml")
	if err := os.WriteFile(ours, []byte("extends: plaid\nrules: {response-max-length-widened: warning}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		policy    string
		response  bool
		item, own reports.Level
	}{
		{"default", true, reports.LevelError, reports.LevelError},
		{"plaid", true, reports.LevelNote, reports.LevelError},
		{"plaid", false, reports.LevelError, reports.LevelError},
		{ours, true, reports.LevelWarning, reports.LevelWarning},
	} {
		policy, err := LoadPolicy(tt.policy)
		if err != nil {
			t.Fatal(err)
		}
		base, revision := schema(", maxLength: 20"), schema("")
		if !tt.response {
			base, revision = revision, base
		}
		r, err := Compare(document(t, "3.0.3", base, tt.response), document(t, "3.0.3", revision, tt.response), Options{Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]reports.Level{"/item_id": tt.item, "/client_user_id": tt.own, "/name": tt.own}
		for _, f := range r.Findings {
			name := f.Pointer()[strings.LastIndex(f.Pointer(), "/"):]
			if f.Level != want[name] {
				t.Errorf("policy %s, response %v: %s is %q, want %q", tt.policy, tt.response, name, f.Level, want[name])
			}
			delete(want, name)
		}
		if len(want) > 0 {
			t.Errorf("policy %s, response %v: nothing about %v\n%s", tt.policy, tt.response, want, tell(r))
		}
	}
}

func TestIsIdentifier(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"item_id": true, "id": true, "accountId": true, "X-Request-ID": true, "client_id": true, "account_ids": true, "sourceUID": true,
		"client_user_id": false, "paid": false, "name": false, "": false, "identity": false, "id_number": false,
	} {
		if got := isIdentifier(name); got != want {
			t.Errorf("isIdentifier(%q) = %v", name, got)
		}
	}
}
