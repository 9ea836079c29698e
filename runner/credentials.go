package runner

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-dev/plumbline/spec/packs"
)

// minCredential is the shortest secret that can be found again by its value without finding half the language with it.
const minCredential = 4

// Partner is who asks: the values of a pack's credentials by their names.
type Partner map[string]string

// Credentials are the identities a run may use, and resources it was told of.
type Credentials struct {
	Own        Partner           // the partner whose API is driven
	Other      Partner           // a second partner for cross-tenant cases; nil if none was given
	Resources  map[string]string // ids of existing resources by resource name; read only
	Source     string            // where the own ones came from: one of the sources
	OtherGiven bool              // the second partner's came from environment variables
}

// The sources of credentials.
const (
	SourceVariables = "environment variables"
	SourceMock      = "the mock" // nobody gave any, and a mock on this machine knows its own
)

// Lookup returns the value of an environment variable; os.LookupEnv is one.
type Lookup func(name string) (string, bool)

// LoadCredentials collects the pack's credentials from environment variables. For a variable NAME, NAME_FILE may name a file
// that holds the value instead. If none of the own credentials is given and fallback is not nil, fallback is used whole;
// a half-given identity is an error that names every missing variable.
func LoadCredentials(pack *packs.Pack, lookup Lookup, fallback *Credentials) (*Credentials, error) {
	c := &Credentials{Resources: map[string]string{}, Source: SourceVariables}
	var err error
	c.Own, err = partner(pack, lookup, func(p packs.Credential) string { return p.Variable })
	if err != nil {
		return nil, err
	}
	c.Other, err = partner(pack, lookup, func(p packs.Credential) string { return p.Other })
	if err != nil {
		return nil, err
	}
	c.OtherGiven = c.Other != nil
	for _, r := range pack.Resources {
		value, err := variable(lookup, r.Variable)
		if err != nil {
			return nil, err
		}
		if value != "" {
			c.Resources[r.Name] = value
		}
	}
	if c.Own == nil && fallback != nil {
		out := *fallback
		out.Resources = c.Resources
		if c.Other != nil {
			out.Other, out.OtherGiven = c.Other, true
		}
		return &out, nil
	}
	if c.Own == nil && len(pack.Credentials) > 0 {
		return nil, fmt.Errorf("credentials: %s not set; export them, name files with %s_FILE, or use the mock", strings.Join(missing(pack, lookup), ", "), pack.Credentials[0].Variable)
	}
	return c, nil
}

// partner reads one identity; nil if none of its variables is set.
func partner(pack *packs.Pack, lookup Lookup, name func(packs.Credential) string) (Partner, error) {
	p, given := Partner{}, false
	var absent []string
	var errs []error
	for _, cred := range pack.Credentials {
		value, err := variable(lookup, name(cred))
		switch {
		case err != nil:
			errs = append(errs, err)
		case value == "" && cred.Default != "":
			p[cred.Name] = cred.Default
		case value == "":
			absent = append(absent, name(cred))
		default:
			given = given || cred.Default == "" // a version alone is no identity
			p[cred.Name] = value
			if cred.Secret && len(value) < minCredential {
				errs = append(errs, fmt.Errorf("credentials: %s is shorter than %d characters, too short to be kept out of reports by its value", name(cred), minCredential))
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if !given {
		return nil, nil
	}
	if len(absent) > 0 {
		return nil, fmt.Errorf("credentials: %s not set, although others are; export them or unset the rest", strings.Join(absent, ", "))
	}
	return p, nil
}

func missing(pack *packs.Pack, lookup Lookup) []string {
	var names []string
	for _, cred := range pack.Credentials {
		if value, _ := variable(lookup, cred.Variable); value == "" && cred.Default == "" {
			names = append(names, cred.Variable)
		}
	}
	return names
}

// variable reads NAME, or the file that NAME_FILE names.
func variable(lookup Lookup, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	value, _ := lookup(name)
	file, fromFile := lookup(name + "_FILE")
	if fromFile && file != "" {
		if value != "" {
			return "", fmt.Errorf("credentials: %s and %s_FILE are both set; unset one", name, name)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("credentials: %s_FILE must name a file that can be read: %w", name, err)
		}
		value = strings.TrimRight(string(data), "\r\n")
		if value == "" {
			return "", fmt.Errorf("credentials: %s_FILE: the file is empty; write the value into it", name)
		}
	}
	if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) || r > unicode.MaxASCII }) {
		return "", fmt.Errorf("credentials: %s holds a character that cannot stand in a header (a line break, perhaps); set it anew", name)
	}
	return value, nil
}

// CredentialParts are what an API may show alone of the credentials in a header: what follows the scheme, and of a name and a password in Base64
// both together, and the password. Too short ones are left out, for they stand in half of all texts. Source: RFC 9110, section 11.4; RFC 7617, section 2.
func CredentialParts(value string) []string {
	scheme, rest, ok := strings.Cut(value, " ")
	rest = strings.TrimSpace(rest)
	if !ok || scheme == "" || strings.ContainsAny(rest, " \t") {
		return nil
	}
	parts := []string{rest}
	if plain, err := base64.StdEncoding.DecodeString(rest); err == nil && utf8.Valid(plain) {
		if _, password, pair := strings.Cut(string(plain), ":"); pair {
			parts = append(parts, string(plain), password)
		}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return len(part) < minCredential })
}
