package runner

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// stranger says why an answer is no answer to the case: it refuses a caller who lacks what the document demands, because the pack has no
// credential for it. It is empty where the pack has all that one of the requirements asks for, or the answer is another.
func stranger(pack *packs.Pack, op *spec.Operation, status int) string {
	if op == nil || status != http.StatusUnauthorized && status != http.StatusForbidden {
		return ""
	}
	lacking := ""
	for _, requirement := range op.Security {
		lacks := ""
		for _, ref := range requirement {
			if !holds(pack, ref) {
				lacks = ref.Name
				break
			}
		}
		if lacks == "" {
			return ""
		}
		if lacking == "" {
			lacking = lacks
		}
	}
	if lacking == "" {
		return ""
	}
	return fmt.Sprintf("the API asks who is there (status %d), and the document demands the security scheme %s, for which the pack %s has no credential; name a pack that has one with --pack", status, lacking, pack.Name)
}

// Enough says whether a caller without some of the pack's credentials still has all that one of op's security requirements asks for: the
// document lets such a caller in. An empty requirement asks for nothing, and so does an empty list of them; where the document says nothing of
// security, nobody is said to have enough. Source: OpenAPI 3.0.3, sections 4.7.10 and 4.7.30.
func Enough(pack *packs.Pack, op *spec.Operation, without ...string) bool {
	if op.Security == nil {
		return false
	}
	left := &packs.Pack{}
	for _, c := range pack.Credentials {
		if !slices.Contains(without, c.Name) {
			left.Credentials = append(left.Credentials, c)
		}
	}
	return len(op.Security) == 0 || slices.ContainsFunc(op.Security, func(requirement spec.Requirement) bool {
		return !slices.ContainsFunc(requirement, func(ref spec.SchemeRef) bool { return !holds(left, ref) })
	})
}

// holds says whether a pack has a credential for a security scheme: it names the scheme, or stands in the header where that is read.
func holds(pack *packs.Pack, ref spec.SchemeRef) bool {
	header := ""
	if s := ref.Scheme; s != nil {
		switch {
		case s.Type == "mutualTLS":
			return true // shows below HTTP, and not in a header
		case s.Type != "apiKey":
			header = "Authorization"
		case s.In == "header":
			header = s.ParameterName
		}
	}
	return slices.ContainsFunc(pack.Credentials, func(c packs.Credential) bool {
		return c.Scheme == ref.Name || header != "" && strings.EqualFold(c.Header, header)
	})
}
