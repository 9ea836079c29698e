package spec

import (
	"fmt"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// reference tells about a reference that cannot be followed. The place is the one of the $ref that fails.
func (c *collector) reference(fault *tree.RefError, k kind, n *tree.Node) {
	rule, level, fix := "reference-"+string(fault.Kind), LevelError, ""
	message := ""
	switch fault.Kind {
	case tree.RefDangling:
		c.dangling++
		message = fmt.Sprintf("received a reference to %s, where nothing stands; promised %s", fault.Ref, indefinite(string(k)+" Object"))
		fix = "define " + fault.Ref + ", or correct the reference"
		if near := c.nearReference(n, fault.Ref); near != "" {
			fix = "define it, or write " + near + " if that is meant"
		}
	case tree.RefRemote:
		level = LevelWarning
		message = fmt.Sprintf("received a reference to %s, which is on the network and was not fetched; promised %s", fault.Ref, indefinite(string(k)+" Object"))
		fix = "allow remote references, or copy the file beside the document"
	case tree.RefCircular:
		message = fmt.Sprintf("received a reference to %s that leads back to itself; promised %s at its end", fault.Ref, indefinite(string(k)+" Object"))
		fix = "put a definition where the chain of references closes"
	case tree.RefMalformed:
		message = fmt.Sprintf("received a reference %s that is no URI reference; promised one like #/components/schemas/Name", fault.Ref)
		fix = "correct the reference"
	default:
		c.dangling++
		message = fmt.Sprintf("received a reference to %s, which cannot be read; promised %s", fault.Ref, indefinite(string(k)+" Object"))
		if fault.Err != nil {
			message += " (" + fault.Err.Error() + ")"
		}
		fix = "put the file in its place, or correct the reference"
	}
	c.add(rule, level, n, fault.At, fix, "%s", message)
}

// nearReference returns the reference to a sibling of the absent target whose name is most like it.
func (c *collector) nearReference(n *tree.Node, ref string) string {
	cut := strings.LastIndexByte(ref, '/')
	if cut < 0 {
		return ""
	}
	holder, err := c.document.Store.Lookup(n.File(), ref[:cut])
	if err != nil || holder == nil {
		return ""
	}
	names := make([]string, 0, len(holder.Members))
	for _, m := range holder.Members {
		names = append(names, m.Name)
	}
	if near := tree.Nearest(ref[cut+1:], names); near != "" {
		return ref[:cut+1] + tree.EscapePointer(near)
	}
	return ""
}

// harmlessSiblings are fields that a person may miss beside a reference, but no message depends on. In 3.1 the first two are allowed.
var harmlessSiblings = map[string]bool{"$ref": true, "summary": true, "description": true, "title": true, "externalDocs": true}

// siblings notes what stands beside a reference and is ignored there. Documents often say nullable: true or default so, and mean it.
// Source: OpenAPI 3.0.3, section 4.7.23 (Reference Object): any properties added SHALL be ignored.
func (c *collector) siblings(k kind, n *tree.Node) {
	var ignored []string
	var at tree.Position
	for _, m := range n.Members {
		if harmlessSiblings[m.Name] || strings.HasPrefix(m.Name, "x-") {
			continue
		}
		if len(ignored) == 0 {
			at = m.At
		}
		ignored = append(ignored, m.Name)
	}
	if len(ignored) == 0 {
		return
	}
	fix := "move it to what the reference leads to, or take it away"
	if k == kindSchema {
		fix = "write allOf: [{$ref: ...}] in place of the reference, so that what stands beside it counts"
		if contains(ignored, "nullable") {
			fix = "put nullable: true where the reference leads to; beside allOf: [{$ref: ...}] it would need a type too"
		}
	}
	c.add("reference-siblings-ignored", LevelNote, n, at, fix,
		"received %s beside a $ref, where nothing else counts; promised %s or a reference to one, not both", strings.Join(ignored, ", "), indefinite(string(k)+" Object"))
}

func indefinite(noun string) string {
	if strings.ContainsRune("AEIO", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
