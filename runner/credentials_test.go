package runner

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

func lookupIn(vars map[string]string) Lookup {
	return func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
}

func credentialPack() *packs.Pack {
	p := testPack()
	p.Credentials[0].Other, p.Credentials[1].Other = "PLAID_OTHER_CLIENT_ID", "PLAID_OTHER_SECRET"
	p.Resources = []packs.Resource{{Name: "end_customer", Variable: "PLAID_END_CUSTOMER_CLIENT_ID"}}
	return p
}

func TestLoadCredentials(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fallback := &Credentials{Own: Partner{"client_id": "mock"}, Source: "the mock"}
	for _, tt := range []struct {
		name     string
		vars     map[string]string
		fallback *Credentials
		own      Partner
		other    Partner
	}{
		{"variables", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "s3cret"}, nil, Partner{"client_id": "id00", "secret": "s3cret", "version": "2020-09-14"}, nil},
		{"a file", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET_FILE": file}, nil, Partner{"client_id": "id00", "secret": "from-a-file", "version": "2020-09-14"}, nil},
		{"another version", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "s3cret", "PLAID_VERSION": "2019-05-29"}, nil, Partner{"client_id": "id00", "secret": "s3cret", "version": "2019-05-29"}, nil},
		{"a second partner", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "s3cret", "PLAID_OTHER_CLIENT_ID": "id01", "PLAID_OTHER_SECRET": "s4cret"}, nil,
			Partner{"client_id": "id00", "secret": "s3cret", "version": "2020-09-14"}, Partner{"client_id": "id01", "secret": "s4cret", "version": "2020-09-14"}},
		{"none, where there is a fallback", map[string]string{"PLAID_VERSION": "2020-09-14"}, fallback, Partner{"client_id": "mock"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := LoadCredentials(credentialPack(), lookupIn(tt.vars), tt.fallback)
			if err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(got.Own, tt.own) || !maps.Equal(got.Other, tt.other) {
				t.Errorf("got %v and %v, want %v and %v", got.Own, got.Other, tt.own, tt.other)
			}
		})
	}
}

func TestLoadCredentials_Refused(t *testing.T) {
	t.Parallel()
	fallback := &Credentials{Own: Partner{"client_id": "mock"}}
	for _, tt := range []struct {
		name     string
		vars     map[string]string
		fallback *Credentials
		want     string
	}{
		{"none", nil, nil, "PLAID_CLIENT_ID, PLAID_SECRET not set"},
		{"half", map[string]string{"PLAID_CLIENT_ID": "id00"}, nil, "PLAID_SECRET not set, although others are"},
		{"half, although there is a fallback", map[string]string{"PLAID_CLIENT_ID": "id00"}, fallback, "PLAID_SECRET not set, although others are"},
		{"half a second partner", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "s3cret", "PLAID_OTHER_SECRET": "s4cret"}, nil, "PLAID_OTHER_CLIENT_ID not set"},
		{"a variable and its file", map[string]string{"PLAID_SECRET": "a", "PLAID_SECRET_FILE": "b"}, nil, "are both set"},
		{"a file that is not there", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET_FILE": "/nowhere/at/all"}, nil, "PLAID_SECRET_FILE"},
		{"a line break", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "s3\ncret"}, nil, "PLAID_SECRET holds a character"},
		{"too short to be found again", map[string]string{"PLAID_CLIENT_ID": "id00", "PLAID_SECRET": "abc"}, nil, "shorter than 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := LoadCredentials(credentialPack(), lookupIn(tt.vars), tt.fallback); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}
