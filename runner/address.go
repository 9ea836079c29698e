package runner

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Parameter names one parameter of an operation: where it stands and how it is called.
type Parameter struct {
	In   string // path, query, header or cookie
	Name string
}

func (p Parameter) compare(other Parameter) int {
	return cmp.Or(cmp.Compare(p.In, other.In), cmp.Compare(p.Name, other.Name))
}

// ResourceParameter returns the parameter of op that names the resource the operation is about; false if the resource is named in
// the body, or not at all.
func ResourceParameter(pack *packs.Pack, op *spec.Operation) (Parameter, bool) {
	res, place := pack.About(op.ID)
	name := packs.InParameter(place)
	if res == nil || name == "" {
		return Parameter{}, false
	}
	for _, p := range op.Parameters {
		if p.Name == name {
			return Parameter{In: p.In, Name: p.Name}, true
		}
	}
	return Parameter{}, false
}

// Names says whether a request of op says which resource it is about: in a parameter that it has, or in its body. A list of all of them does not.
func Names(pack *packs.Pack, op *spec.Operation) bool {
	res, place := pack.About(op.ID)
	if res == nil || packs.InParameter(place) == "" {
		return res != nil && op.RequestBody != nil
	}
	_, ok := ResourceParameter(pack, op)
	return ok
}

// Address returns the path with its query, and the header fields, that send an operation's parameters with the given values, each written in the
// style that the document gives it. Values are plain text and are escaped here; that of a parameter which takes a list or an object is the JSON of one. A
// parameter that the path's template needs and values lacks is an error, and so is one that stands nowhere, or that makes a segment of dots, which
// clients and servers take out. Source: RFC 3986, section 5.2.4.
func Address(doc *spec.Document, op *spec.Operation, values map[Parameter]string) (path string, header http.Header, err error) {
	ask := spec.Ask{Path: op.Path, Header: make(http.Header, 8)} // most requests have fewer fields
	declared := 0
	for _, param := range op.Parameters {
		value, ok := values[Parameter{In: param.In, Name: param.Name}]
		if !ok {
			continue
		}
		declared++
		if err := doc.PutText(&ask, param, value); err != nil {
			return "", nil, fmt.Errorf("%s: %w", op.ID, err)
		}
	}
	if declared < len(values) {
		if err := putOthers(&ask, op, values); err != nil {
			return "", nil, err
		}
	}
	if open := strings.IndexByte(ask.Path, '{'); open >= 0 {
		return "", nil, fmt.Errorf("%s: the path %s still holds a parameter without a value", op.ID, ask.Path)
	}
	for segment := range strings.SplitSeq(ask.Path, "/") {
		if segment == "." || segment == ".." {
			return "", nil, fmt.Errorf("%s: the path %s holds a segment %q, which is taken out on the way and leads elsewhere; give the parameter another value", op.ID, ask.Path, segment)
		}
	}
	if ask.Query != "" {
		ask.Path += "?" + ask.Query
	}
	return ask.Path, ask.Header, nil
}

// putOthers puts the values of parameters that op does not declare into ask.
func putOthers(ask *spec.Ask, op *spec.Operation, values map[Parameter]string) error {
	for _, p := range slices.SortedFunc(maps.Keys(values), Parameter.compare) {
		if slices.ContainsFunc(op.Parameters, func(declared *spec.Parameter) bool { return declared.In == p.In && declared.Name == p.Name }) {
			continue
		}
		if !slices.Contains([]string{"path", "query", "header", "cookie"}, p.In) {
			return fmt.Errorf("parameter %s: there is no place %q; use path, query, header or cookie", p.Name, p.In)
		}
		if err := ask.Put(&spec.Parameter{Name: p.Name, In: p.In}, tape.Quote(values[p])); err != nil {
			return fmt.Errorf("%s: %w", op.ID, err)
		}
	}
	return nil
}
