package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// servers compares where m is answered. Operations share the lists of their path item or of the document, so a change of one is a single
// fact that many operations meet.
func (c *comparer) servers(m match) {
	if c.sameServers(m.base.Servers, m.revision.Servers) && template(m.base.Path) == template(m.revision.Path) {
		return
	}
	if template(m.base.Path) != template(m.revision.Path) {
		c.prefix(m)
		return
	}
	var gone, added []spec.Server
	for _, old := range m.base.Servers {
		if now := findServer(m.revision.Servers, old); now != nil {
			c.variables(m, old, *now)
		} else if old.Node != nil {
			gone = append(gone, old)
		}
	}
	for _, now := range m.revision.Servers {
		if now.Node != nil && findServer(m.base.Servers, now) == nil {
			added = append(added, now)
		}
	}
	only := len(gone) == 1 && len(added) == 1
	for _, old := range gone {
		i := slices.IndexFunc(added, func(now spec.Server) bool { return only || resembles(old.URL, now.URL) })
		if i < 0 {
			c.serverGone(m, old, nil)
			continue
		}
		c.serverGone(m, old, &added[i])
		added = slices.Delete(slices.Clone(added), i, i+1)
	}
	for _, now := range added {
		c.ledger.enter(&fact{
			rule: "server-added", class: reports.ClassCompatible, direction: reports.DirectionRequest,
			change: reports.Change{Kind: reports.ChangeAdded, After: now.URL}, base: nearest(c.base.doc, now.Node), revision: now.Node,
			message: "server " + now.URL + " was added", fix: "nothing has to be done",
			reaches: []reports.Reach{m.reach(reports.DirectionRequest, "server")}, explanation: "no request is sent there yet",
		}, "")
	}
}

func (c *comparer) sameServers(a, b []spec.Server) bool {
	return slices.EqualFunc(a, b, func(a, b spec.Server) bool {
		return sameURL(a.URL, b.URL) && slices.EqualFunc(a.Variables, b.Variables, func(a, b spec.Variable) bool {
			return a.Name == b.Name && a.Default == b.Default && slices.Equal(a.Enum, b.Enum)
		})
	})
}

// resembles reports whether one URL most likely took the place of another: it leads to the same host, or to the same path of another host.
func resembles(a, b string) bool {
	x, y := strings.SplitN(plainURL(a), "/", 4), strings.SplitN(plainURL(b), "/", 4)
	return len(x) >= 3 && len(y) >= 3 && (x[2] == y[2] || len(x) == 4 && len(y) == 4 && x[3] == y[3])
}

// sameURL says whether two URLs lead to one place: case in scheme and host, and the port that a scheme has by itself, make no other. Source:
// RFC 3986, sections 6.2.2.1 and 6.2.3.
func sameURL(a, b string) bool { return plainURL(a) == plainURL(b) }

func plainURL(text string) string {
	text = strings.TrimSuffix(text, "/")
	scheme, rest, found := strings.Cut(text, "://")
	if !found || strings.Contains(scheme, "{") {
		return text
	}
	host, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	scheme = strings.ToLower(scheme)
	if !strings.Contains(host, "{") { // the names of variables heed case
		host = strings.ToLower(host)
	}
	return scheme + "://" + strings.TrimSuffix(host, map[string]string{"https": ":443", "http": ":80"}[scheme]) + path
}

// findServer returns the server of list with the URL of s, names of variables aside, or one of whose variables make that URL.
func findServer(list []spec.Server, s spec.Server) *spec.Server {
	for i := range list {
		if sameURL(template(list[i].URL), template(s.URL)) {
			return &list[i]
		}
	}
	for i := range list {
		if len(list[i].Variables) > 0 && makes(list[i], s.Expand(nil)) {
			return &list[i]
		}
	}
	return nil
}

// makes reports whether the variables of s can make url.
func makes(s spec.Server, url string) bool {
	rest, pattern := strings.TrimSuffix(url, "/"), strings.TrimSuffix(s.URL, "/")
	for {
		literal, after, found := strings.Cut(pattern, "{")
		if !strings.HasPrefix(rest, literal) {
			return false
		}
		rest = rest[len(literal):]
		if !found {
			return rest == ""
		}
		name, tail, _ := strings.Cut(after, "}")
		pattern = tail
		i := slices.IndexFunc(s.Variables, func(v spec.Variable) bool { return v.Name == name })
		if i < 0 {
			return false
		}
		known := append([]string{s.Variables[i].Default}, s.Variables[i].Enum...)
		j := slices.IndexFunc(known, func(value string) bool { return value != "" && strings.HasPrefix(rest, value) })
		if j < 0 {
			return false
		}
		rest = rest[len(known[j]):]
	}
}

// prefix compares the servers of an operation whose path differs although its whole URL does not: a part of the path stands in the server's URL in
// one document.
func (c *comparer) prefix(m match) {
	now := wholeURLs(m.revision)
	for i, url := range wholeURLs(m.base) {
		if !slices.Contains(now, url) && m.base.Servers[i].Node != nil {
			c.serverGone(m, m.base.Servers[i], nil)
		}
	}
	c.ledger.enter(&fact{
		rule: "path-prefix-moved", class: reports.ClassCompatible, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeMoved, Before: m.base.Servers[0].URL + " and " + m.base.Path, After: m.revision.Servers[0].URL + " and " + m.revision.Path},
		base:   serverNode(c.base.doc, m.base), revision: serverNode(c.revision.doc, m.revision),
		message: "a part of the URL moved between server and path: " + m.base.Path + " of " + orNone(m.base.Servers[0].URL) + " is written " + m.revision.Path + " of " + orNone(m.revision.Servers[0].URL),
		fix:     "nothing has to be done on the wire", reaches: []reports.Reach{m.reach(reports.DirectionRequest, "line")}, explanation: "the whole URL is the same",
	}, "")
}

// serverNode is where the first server of op stands.
func serverNode(doc *spec.Document, op *spec.Operation) *tree.Node {
	if n := op.Servers[0].Node; n != nil {
		return n
	}
	return doc.Root
}

// wholeURLs are the URLs of an operation, one for each of its servers in their order, without the names of variables and parameters.
func wholeURLs(op *spec.Operation) []string {
	var out []string
	for _, s := range op.Servers {
		out = append(out, template(plainURL(s.URL)+op.Path))
	}
	return out
}

// shareURL reports whether two operations have a URL in common.
func shareURL(a, b *spec.Operation) bool {
	urls := wholeURLs(b)
	return slices.ContainsFunc(wholeURLs(a), func(url string) bool { return slices.Contains(urls, url) })
}

// serverGone enters a server that the revision does not name, and the one that took its place; nil if none did.
func (c *comparer) serverGone(m match, old spec.Server, now *spec.Server) {
	f := &fact{
		rule: "server-removed", class: reports.ClassWire, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeRemoved, Before: old.URL}, base: old.Node, revision: nearest(c.revision.doc, old.Node),
		message: "server " + old.URL + " is gone: requests that are sent there are not answered any more",
		fix:     "send requests to " + serverNames(m.revision.Servers),
		reaches: []reports.Reach{m.reach(reports.DirectionRequest, "server")},
	}
	if now != nil {
		f.rule, f.revision = "server-changed", now.Node
		f.change = reports.Change{Kind: reports.ChangeChanged, Before: old.URL, After: now.URL}
		f.message = "server " + old.URL + " is " + now.URL + " now: requests that are sent to the old one are not answered any more"
		f.fix = "send requests to " + now.URL
	}
	if len(m.revision.Servers) == 1 && m.revision.Servers[0].Node == nil {
		f.class = reports.ClassUnproven
		f.explanation = "the revision names no server at all, so it is wherever the document is"
		f.fix = "ask the vendor where the API is"
	}
	if ask, err := c.ask(c.base, m.base, nil, nil); err == nil && f.class == reports.ClassWire {
		f.witness = &reports.Witness{
			Direction: reports.DirectionRequest, Message: requestTextAt(m.base, old.Expand(nil), ask), AcceptedBy: c.base.name, RejectedBy: c.revision.name,
			Proof: reports.ProofUnroutable, Reason: "the revision's servers are " + serverNames(m.revision.Servers),
		}
	}
	c.ledger.enter(f, "")
}

func serverNames(list []spec.Server) string {
	var names []string
	for _, s := range list {
		names = append(names, s.URL)
	}
	return strings.Join(names, ", ")
}

// variables compares the variables of a server both documents have.
func (c *comparer) variables(m match, old, now spec.Server) {
	for _, before := range old.Variables {
		i := slices.IndexFunc(now.Variables, func(v spec.Variable) bool { return v.Name == before.Name })
		if i < 0 {
			continue
		}
		after := now.Variables[i]
		if len(before.Enum) == 0 && len(after.Enum) > 0 {
			c.variableValueGone(m, old, now, before.Name, "other")
		}
		for _, value := range before.Enum {
			if len(after.Enum) == 0 || slices.Contains(after.Enum, value) {
				continue
			}
			c.variableValueGone(m, old, now, before.Name, value)
		}
		if before.Default != after.Default {
			c.ledger.enter(&fact{
				rule: "server-variable-default-changed", class: reports.ClassTyped, direction: reports.DirectionRequest,
				change: reports.Change{Kind: reports.ChangeChanged, Before: before.Default, After: after.Default}, base: old.Node, revision: now.Node,
				message: fmt.Sprintf("variable %s of server %s is %s unless set, it was %s: clients that leave it to the default go elsewhere", before.Name, old.URL, after.Default, before.Default),
				fix:     "set the variable " + before.Name + " yourself",
				reaches: []reports.Reach{m.reach(reports.DirectionRequest, "server")}, explanation: "the old value is still one of its values",
			}, before.Name)
		}
	}
}

func (c *comparer) variableValueGone(m match, old, now spec.Server, name, value string) {
	f := &fact{
		rule: "server-variable-value-removed", class: reports.ClassWire, direction: reports.DirectionRequest,
		change: reports.Change{Kind: reports.ChangeRemoved, Before: value}, base: old.Node, revision: now.Node,
		message: fmt.Sprintf("variable %s of server %s is never %s any more: requests that are sent there are not answered", name, old.URL, value),
		fix:     "choose another value for " + name, reaches: []reports.Reach{m.reach(reports.DirectionRequest, "server")},
	}
	listed := func(list []spec.Variable) []string {
		i := slices.IndexFunc(list, func(v spec.Variable) bool { return v.Name == name })
		return list[i].Enum
	}
	if len(listed(old.Variables)) == 0 {
		f.change.Before, f.change.After = "any value", strings.Join(listed(now.Variables), ", ")
		f.message = fmt.Sprintf("variable %s of server %s is only %s now: requests that are sent elsewhere are not answered", name, old.URL, f.change.After)
		f.fix = "choose one of " + f.change.After
	}
	if ask, err := c.ask(c.base, m.base, nil, nil); err == nil {
		f.witness = &reports.Witness{
			Direction: reports.DirectionRequest, Message: requestTextAt(m.base, old.Expand(map[string]string{name: value}), ask),
			AcceptedBy: c.base.name, RejectedBy: c.revision.name, Proof: reports.ProofUnroutable, Reason: value + " is not a value of " + name + " any more",
		}
	}
	c.ledger.enter(f, name+"="+value)
}
