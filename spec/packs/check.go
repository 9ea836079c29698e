package packs

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// checker holds every name of a pack against the others.
type checker struct {
	pack *Pack
	root *tree.Node
	errs []error
}

// fail reports a fault of n. Without a node decoding found no mapping and has said so.
func (c *checker) fail(n *tree.Node, fix, format string, values ...any) {
	if n != nil {
		c.failAt(n.At, fix, format, values...)
	}
}

func (c *checker) failAt(at tree.Position, fix, format string, values ...any) {
	problem := fmt.Sprintf(format, values...)
	c.errs = append(c.errs, &tree.Error{File: at.File, Line: at.Line, Column: at.Column, Problem: problem, Fix: fix})
}

// at returns the member called name of n, and n itself where it is absent: an error needs some line.
func at(n *tree.Node, name string) *tree.Node {
	if member := n.Get(name); member != nil {
		return member
	}
	return n
}

// required reports every name of n that has no text. What is there and is no string was reported by decoding.
func (c *checker) required(n *tree.Node, what string, names ...string) {
	for _, name := range names {
		if value := n.Get(name); value == nil || value.Is(tree.Null) || value.Is(tree.String) && value.Text == "" {
			c.fail(at(n, name), "", "%s: %s is missing", what, name)
		}
	}
}

// unique reports a name that was used before.
func (c *checker) unique(seen map[string]bool, n *tree.Node, key, what string) {
	name := n.Get(key).String()
	if name != "" && seen[name] {
		c.fail(n.Get(key), "keep one", "%s %s stands twice", what, name)
	}
	seen[name] = true
}

// known reports a name that is none of list; "" is none at all and passes.
func (c *checker) known(n *tree.Node, name, what string, list []string) {
	if name != "" && !slices.Contains(list, name) {
		all := slices.Compact(slices.Sorted(slices.Values(list)))
		c.fail(n, "", "unknown %s %q%s; known are %s", what, name, didYouMean(name, all), strings.Join(all, ", "))
	}
}

// pointers reports what is no JSON pointer. Source: RFC 6901, section 3.
func (c *checker) pointers(n *tree.Node) {
	for _, text := range n.Strings() {
		if !jsonPointer.MatchString(text) {
			c.fail(n, "begin it with /, and write ~1 for / and ~0 for ~ in a name", "%q is not a JSON pointer", text)
		}
	}
}

var (
	jsonPointer = regexp.MustCompile(`^(/([^/~]|~[01])*)*$`)
	variable    = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)
	version     = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)
	packName    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
)

func (c *checker) statuses(n *tree.Node, statuses []int) {
	for _, status := range statuses {
		if status < 100 || status > 599 {
			c.fail(n, "", "%d is no HTTP status", status)
		}
	}
}

func (c *checker) variables(n *tree.Node, keys ...string) {
	for _, key := range keys {
		if name := n.Get(key).String(); name != "" && !variable.MatchString(name) {
			c.fail(n.Get(key), "use capitals, digits and _", "%q is no name for an environment variable", name)
		}
	}
}

func (c *checker) check() {
	c.required(c.root, "pack", "name", "title", "document")
	if name := c.pack.Name; name != "" && !packName.MatchString(name) {
		c.fail(at(c.root, "name"), "use small letters, digits and -", "%q is no name for a pack", name)
	}
	c.pointers(c.root.Get("error_code"))
	if len(c.pack.NoOperation) > 0 && c.pack.ErrorCode == "" {
		c.fail(at(c.root, "no_operation"), "set error_code", "the pack names codes, but does not say where one stands")
	}
	if len(c.pack.NoCaller) > 0 && c.pack.ErrorCode == "" {
		c.fail(at(c.root, "no_caller"), "set error_code", "the pack names codes, but does not say where one stands")
	}
	c.credentials()
	c.faces()
	c.resources()
	c.operations()
	c.webhooks()
	c.secrets()
	c.either()
	c.deviations()
	c.workflows()
}

// webhooks checks the patterns of their names. A malformed one would match nothing, in silence.
func (c *checker) webhooks() {
	for _, pattern := range c.pack.Webhooks {
		if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
			c.fail(at(c.root, "webhooks"), "write the name of a component, with * for any letters", "%q is no pattern", pattern)
		}
	}
}

func (c *checker) credentials() {
	seen := map[string]bool{}
	for _, credential := range c.pack.Credentials {
		n := credential.Node
		c.required(n, "credential", "name", "variable")
		c.unique(seen, n, "name", "credential")
		c.variables(n, "variable", "other")
		if credential.Header == "" && credential.Body == "" && credential.Query == "" {
			c.fail(n, "name the header, the query parameter or the body's property that carries it", "credential %s travels nowhere", credential.Name)
		}
		if _, err := regexp.Compile(credential.Form); err != nil {
			c.fail(at(n, "form"), "write it as Go's package regexp reads it", "%q is no regular expression", credential.Form)
		}
		if credential.Secret && credential.Default != "" {
			c.fail(at(n, "default"), "leave one of the two out", "credential %s is secret and has a default", credential.Name)
		}
	}
}

func (c *checker) faces() {
	seen := map[string]bool{}
	var names, credentials []string
	inBody := false
	for _, credential := range c.pack.Credentials {
		credentials = append(credentials, credential.Name)
		inBody = inBody || credential.Body != ""
	}
	for _, face := range c.pack.Faces {
		n := face.Node
		names = append(names, face.Name)
		c.required(n, "face", "name", "summary")
		c.unique(seen, n, "name", "face")
		if len(face.Places) == 0 || len(face.Refused) == 0 {
			c.fail(n, "say where credentials are accepted and with which statuses they are refused",
				"face %s lacks places or refused", face.Name)
		}
		for _, place := range face.Places {
			c.known(at(n, "places"), place, "place", []string{"header", "body", "query"})
		}
		if face.Accepts("body") && !inBody {
			c.fail(at(n, "places"), "", "face %s takes credentials from the body, but none has a property for it", face.Name)
		}
		for _, name := range face.Optional {
			c.known(at(n, "optional"), name, "credential", credentials)
		}
		c.statuses(at(n, "refused"), face.Refused)
		if len(face.Excuses) > 0 && c.pack.ErrorCode == "" {
			c.fail(at(n, "excuses"), "set error_code", "face %s names excuses, but the pack does not say where a code stands", face.Name)
		}
		if len(face.Codes) > 0 && c.pack.ErrorCode == "" {
			c.fail(at(n, "codes"), "set error_code", "face %s names codes, but the pack does not say where one stands", face.Name)
		}
	}
	if len(c.pack.Credentials) > 0 && len(names) == 0 {
		c.fail(c.root, "add one under faces", "pack %s has credentials but no face", c.pack.Name)
	}
	if len(names) > 0 {
		c.required(c.root, "pack", "default_face")
		c.known(at(c.root, "default_face"), c.pack.DefaultFace, "face", names)
	}
}

func (c *checker) operationIDs() []string {
	var ids []string
	for _, op := range c.pack.Operations {
		ids = append(ids, op.ID)
	}
	return ids
}

func (c *checker) resources() {
	seen := map[string]bool{}
	for _, resource := range c.pack.Resources {
		n := resource.Node
		c.required(n, "resource", "name", "create", "id", "parameter")
		c.unique(seen, n, "name", "resource")
		c.variables(n, "variable")
		for _, key := range []string{"id", "state", "unique"} {
			c.pointers(n.Get(key))
		}
		c.place(n.Get("parameter"))
		for _, kept := range resource.Kept {
			c.required(kept.Node, "kept", "given", "shown")
			c.pointers(kept.Node.Get("given"))
			c.pointers(kept.Node.Get("shown"))
		}
		c.statuses(at(n, "not_found"), resource.NotFound)
		if len(resource.Taken) > 0 && c.pack.ErrorCode == "" {
			c.fail(n.Get("taken"), "set error_code", "resource %s names codes, but the pack does not say where one stands", resource.Name)
		}
		if resource.Unknown != "" && len(resource.NotFound) == 0 {
			c.fail(n, "list the statuses", "resource %s has an unknown id, but no not_found", resource.Name)
		}
		c.does(at(n, "create"), resource.Create, Create, resource.Name)
		c.does(at(n, "remove"), resource.Remove, Remove, resource.Name)
	}
}

// place reports what names neither a place in a body nor a parameter.
func (c *checker) place(n *tree.Node) {
	if name := InParameter(n.String()); name == "" || n.String() != "{"+name+"}" {
		c.pointers(n)
	}
}

// does demands that the operation a resource names has the effect and the resource it is named for.
func (c *checker) does(n *tree.Node, id string, effect Effect, resource string) {
	if id == "" {
		return
	}
	c.known(n, id, "operation", c.operationIDs())
	if op := c.pack.Operation(id); op.Effect != "" && (op.Effect != effect || op.Resource != resource) {
		c.fail(n, "make the two agree", "operation %s is to %s %s, but is listed with effect %s and resource %q",
			id, effect, resource, op.Effect, op.Resource)
	}
}

func (c *checker) operations() {
	seen := map[string]bool{}
	var resources []string
	for _, resource := range c.pack.Resources {
		resources = append(resources, resource.Name)
	}
	for _, op := range c.pack.Operations {
		n := op.Node
		c.required(n, "operation", "id", "effect")
		c.unique(seen, n, "id", "operation")
		c.known(at(n, "resource"), op.Resource, "resource", resources)
		c.place(n.Get("parameter"))
		if op.Parameter != "" && (op.Resource == "" || op.Effect == Create) {
			c.fail(at(n, "parameter"), "leave it out, or name the resource", "operation %s names the id of nothing that is there", op.ID)
		}
		switch {
		case (op.Effect == Create || op.Effect == Remove) && op.Resource == "":
			c.fail(n, "name the resource", "operation %s is to %s nothing", op.ID, op.Effect)
		case op.Effect != Change && op.Keeps:
			c.fail(at(n, "keeps"), "leave it out", "operation %s does not change what there is, so nothing need be said of what it keeps", op.ID)
		case op.Effect == Read && op.Irreversible:
			c.fail(at(n, "irreversible"), "", "operation %s reads, which is never irreversible", op.ID)
		}
	}
}

func (c *checker) secrets() {
	c.pointers(c.pack.Secrets.Node.Get("places"))
}

func (c *checker) either() {
	var faces []string
	for _, face := range c.pack.Faces {
		faces = append(faces, face.Name)
	}
	for _, e := range c.pack.Either {
		n := e.Node
		c.required(n, "either", "kind", "reason")
		c.known(at(n, "face"), e.Face, "face", faces)
		c.known(at(n, "operation"), e.Operation, "operation", c.operationIDs())
		c.known(at(n, "kind"), e.Kind, "kind", EitherKinds)
		c.pointers(n.Get("instance_path"))
	}
}

func (c *checker) deviations() {
	for _, d := range c.pack.Deviations {
		n := d.Node
		c.required(n, "deviation", "rule", "reason")
		c.known(at(n, "operation"), d.Operation, "operation", c.operationIDs())
		c.pointers(n.Get("instance_path"))
		if d.Until != "" && !version.MatchString(d.Until) {
			c.fail(at(n, "until"), "write it like 1.556.0", "%q is no version", d.Until)
		}
	}
}

func (c *checker) workflows() {
	for _, w := range c.pack.Workflows {
		for _, step := range w.Steps {
			c.known(at(step.Node, "operationId"), step.OperationID, "operation", c.operationIDs())
		}
	}
}
