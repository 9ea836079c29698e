package tree

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/limit"
)

// yamlReader turns the nodes of the YAML library into ours. Of the library's work only the syntax is used: what a scalar means,
// what an alias costs and what a merge key does are decided here.
type yamlReader struct {
	*builder
	anchors map[*yaml.Node]*extent // nil while the anchored value is being measured
}

// extent is the size of a value with its aliases expanded.
type extent struct{ nodes, height int }

// readYAML reads the one document that data holds.
func (b *builder) readYAML(data []byte) (root *Node, err error) {
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithV4Defaults(),
		yaml.WithPlugin(limit.New(limit.DepthValue(maxDepth), limit.AliasNone())))
	if err != nil {
		return nil, &Error{File: b.name, Problem: "the YAML reader does not start", Err: err}
	}
	var document, second yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil, b.empty()
	case err != nil:
		return nil, b.yamlError(err)
	case len(document.Content) == 0:
		return nil, b.empty()
	}
	r := &yamlReader{builder: b, anchors: map[*yaml.Node]*extent{}}
	top := document.Content[0]
	if top.Kind == yaml.ScalarNode && top.Value == "" && top.Style == 0 {
		return nil, b.empty()
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, b.yamlError(err)
	default:
		at := Position{File: b.name, Line: second.Line, Column: second.Column}
		return nil, errorAt(at, "keep one in each file", "a second YAML document begins here")
	}
	if _, err := r.measure(top, 1); err != nil {
		return nil, err
	}
	return r.value(top)
}

// measure works out how many nodes y makes and how deep they nest before any is made: nine lines of aliases make a billion.
func (r *yamlReader) measure(y *yaml.Node, depth int) (extent, error) {
	if y.Kind == yaml.AliasNode {
		known := r.anchors[y.Alias]
		switch {
		case known == nil:
			return extent{}, errorAt(r.at(y), "write the value out", "alias *%s stands inside its own anchor", y.Value)
		case depth+known.height > maxDepth:
			return extent{}, errorAt(r.at(y), "flatten the file", "nested deeper than %d levels, aliases expanded", maxDepth)
		}
		return *known, nil
	}
	if depth > maxDepth {
		return extent{}, errorAt(r.at(y), "flatten the file", "nested deeper than %d levels", maxDepth)
	}
	sum := extent{nodes: 1}
	for _, child := range y.Content {
		part, err := r.measure(child, depth+1)
		if err != nil {
			return extent{}, err
		}
		sum.height = max(sum.height, part.height+1)
		if sum.nodes += part.nodes; sum.nodes > r.limit {
			return extent{}, r.tooMany(r.at(child))
		}
	}
	if y.Anchor != "" {
		r.anchors[y] = &sum
	}
	return sum, nil
}

func (b *builder) empty() error {
	return &Error{File: b.name, Problem: "the file is empty", Fix: "name a file that holds a YAML or JSON document"}
}

// yamlError puts an error of the library into our form. Its own text tells of loaders and stages, which helps nobody mend a file.
func (b *builder) yamlError(err error) error {
	out := &Error{File: b.name, Problem: err.Error(), Err: err}
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return out
	}
	out.Line, out.Column, out.Problem = load.Mark.Line, load.Mark.Column, load.Message
	if load.ContextMsg != "" && load.ContextMark.Line > 0 {
		begun := Position{Line: load.ContextMark.Line, Column: load.ContextMark.Column}
		out.Problem += " " + load.ContextMsg + " that begins at " + begun.String()
	}
	switch {
	case strings.Contains(load.Message, "max depth"):
		out.Problem, out.Fix = "nested deeper than 1000 levels", "flatten the file"
	case strings.Contains(load.Message, "cannot start any token"):
		out.Problem, out.Fix = "a character that cannot begin a value", "indent with spaces instead of tabs, and quote text that begins with @, % or `"
	case strings.Contains(load.Message, "tab"):
		out.Fix = "indent with spaces"
	case strings.Contains(load.Message, "control characters"):
		out.Problem, out.Fix = "a control character stands in the text", "write it as an escape in a quoted string"
	case strings.Contains(load.Message, "mapping values are not allowed"):
		out.Fix = "quote the text that holds the colon, or mend the indentation"
	case strings.Contains(load.Message, "unknown anchor"):
		out.Fix = "define the anchor before it is used, or quote the text that begins with *"
	default:
		out.Fix = "mend the YAML"
	}
	return out
}

func (r *yamlReader) value(y *yaml.Node) (*Node, error) {
	switch y.Kind {
	case yaml.AliasNode:
		// The anchor's value is built once more, because a node has one parent and one pointer.
		return r.value(y.Alias)
	case yaml.MappingNode:
		return r.mapping(y)
	case yaml.SequenceNode:
		n, err := r.node(Array, y.Line, y.Column)
		if err != nil {
			return nil, err
		}
		from := len(r.items)
		for _, item := range y.Content {
			value, err := r.value(item)
			if err != nil {
				return nil, err
			}
			r.items = append(r.items, value)
		}
		r.adoptItems(n, from)
		return n, nil
	default:
		kind, text := meaning(y)
		n, err := r.node(kind, y.Line, y.Column)
		if err != nil {
			return nil, err
		}
		n.Text = text
		return n, nil
	}
}

func (r *yamlReader) mapping(y *yaml.Node) (*Node, error) {
	n, err := r.node(Object, y.Line, y.Column)
	if err != nil {
		return nil, err
	}
	from := len(r.members)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if key.Kind == yaml.ScalarNode && key.Value == "<<" && key.Style == 0 {
			if err := r.merge(y, value); err != nil {
				return nil, err
			}
			continue
		}
		name, err := r.key(key)
		if err != nil {
			return nil, err
		}
		v, err := r.value(value)
		if err != nil {
			return nil, err
		}
		r.members = append(r.members, Member{Name: name, At: r.at(key), Value: v})
	}
	r.adoptMembers(n, from)
	return n, nil
}

// key returns the name a key stands for. Names of JSON are strings, so 200 and "200" are the same name.
func (r *yamlReader) key(y *yaml.Node) (string, error) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	if y.Kind != yaml.ScalarNode {
		return "", errorAt(r.at(y), "use a plain name", "a list or a mapping cannot be a name")
	}
	return y.Value, nil
}

// merge adds the members of a merge key's value that the mapping does not name itself; of several mappings the earlier wins.
// Source: the type repository of YAML 1.1, tag:yaml.org,2002:merge, which the core schema lacks and everybody uses.
func (r *yamlReader) merge(into, value *yaml.Node) error {
	taken := map[string]bool{}
	for i := 0; i+1 < len(into.Content); i += 2 {
		taken[into.Content[i].Value] = true
	}
	sources := []*yaml.Node{value}
	if resolved := dealias(value); resolved.Kind == yaml.SequenceNode {
		sources = resolved.Content
	}
	for _, source := range sources {
		if dealias(source).Kind != yaml.MappingNode {
			return errorAt(r.at(source), "give it an alias of a mapping, or quote the name \"<<\"", "a merge key takes a mapping or a list of mappings")
		}
		merged, err := r.value(source)
		if err != nil {
			return err
		}
		for _, m := range merged.Members {
			if !taken[m.Name] {
				taken[m.Name] = true
				r.members = append(r.members, m)
			}
		}
	}
	return nil
}

func dealias(y *yaml.Node) *yaml.Node {
	if y.Kind == yaml.AliasNode {
		return y.Alias
	}
	return y
}

func (r *yamlReader) at(y *yaml.Node) Position {
	return Position{File: r.name, Line: y.Line, Column: y.Column}
}

// meaning applies the core schema to a scalar. A quoted scalar and a block scalar are strings, a tag of YAML's own decides, and a tag
// of somebody else's is ignored.
func meaning(y *yaml.Node) (Kind, string) {
	if y.Style&yaml.TaggedStyle != 0 {
		switch kind, text := scalar(y.Value); {
		case y.Tag == "!!str":
			return String, y.Value
		case y.Tag == "!!null" && kind == Null, y.Tag == "!!bool" && kind == Bool, y.Tag == "!!int" && kind == Number, y.Tag == "!!float" && kind == Number:
			return kind, text
		}
	}
	if y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return String, y.Value
	}
	return scalar(y.Value)
}
