package arazzo

import (
	"context"
	"regexp"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Document is a file of workflows. Source: Arazzo 1.0.1, Arazzo Description.
type Document struct {
	Title     string // info.title
	Version   string // info.version
	Workflows []*Workflow
}

var supported = regexp.MustCompile(`^1\.0(\.[0-9]+)?$`)

// Load reads the document in a file. Which OpenAPI documents its sourceDescriptions name is not looked at: whoever drives it says which
// one its operations are of. The error holds every fault, each with its place.
func Load(ctx context.Context, name string) (*Document, error) {
	file, err := tree.NewStore(tree.Options{}).Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return DecodeDocument(file.Root)
}

// DecodeDocument reads a whole document; Decode reads the list in it.
func DecodeDocument(n *tree.Node) (*Document, error) {
	d := &decoder{sources: map[string]bool{}}
	d.duplicates(n)
	doc := &Document{}
	if !d.object(n, "an Arazzo document", "arazzo", "info", "sourceDescriptions", "workflows", "components") {
		return nil, d.joined()
	}
	if version := d.text(n, "arazzo", true); version != "" && !supported.MatchString(version) {
		d.fail(n.Get("arazzo").At, "", "arazzo is %q; 1.0.0 and 1.0.1 are driven", shorten(version))
	}
	if info := n.Get("info"); info == nil {
		d.fail(n.At, "", "info is missing")
	} else if d.object(info, "info", "title", "summary", "description", "version") {
		doc.Title, doc.Version = d.text(info, "title", true), d.text(info, "version", true)
	}
	if components := n.Get("components"); components != nil && len(components.Members) > 0 {
		d.fail(components.At, "write what they hold where it is used", "components are part of Arazzo, but not driven")
	}
	d.sourceDescriptions(n)
	doc.Workflows = d.workflows(n.Get("workflows"))
	if len(doc.Workflows) == 0 {
		d.fail(n.At, "", "the document has no workflows")
	}
	return doc, d.joined()
}

// sourceDescriptions reads the names that steps may use. Source: Arazzo 1.0.1, Source Description Object.
func (d *decoder) sourceDescriptions(document *tree.Node) {
	for _, item := range d.list(document.Get("sourceDescriptions"), "sourceDescriptions") {
		if !d.object(item, "a source description", "name", "url", "type") {
			continue
		}
		name := d.text(item, "name", true)
		d.text(item, "url", true)
		if kind := d.text(item, "type", false); kind == "arazzo" {
			d.fail(item.Get("type").At, "put its workflows into this file", "source descriptions of type arazzo are part of Arazzo, but not driven")
		}
		d.sources[name] = true
	}
	if len(d.sources) == 0 {
		d.fail(document.At, "name the OpenAPI document", "sourceDescriptions is empty or missing")
	}
}

// operation returns the operationId that a step names, perhaps as $sourceDescriptions.NAME.operationId.
func (d *decoder) operation(n *tree.Node) string {
	id := d.text(n, "operationId", n.Get("workflowId") == nil && n.Get("operationPath") == nil)
	rest, qualified := strings.CutPrefix(id, "$sourceDescriptions.")
	if !qualified {
		return id
	}
	source, name, found := strings.Cut(rest, ".")
	if !found || !d.sources[source] {
		d.fail(n.Get("operationId").At, "", "%s names no source description of this document", shorten(id))
	}
	return name
}
