package runner

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// Parameter names one parameter of an operation: where it stands and how it is called.
type Parameter struct {
	In   string // path, query, header or cookie
	Name string
}

// ResourceParameter returns the parameter of op that names the resource the operation is about; false if the resource is named in
// the body, or not at all.
func ResourceParameter(pack *packs.Pack, op *spec.Operation) (Parameter, bool) {
	res := pack.Resource(pack.Operation(op.ID).Resource)
	if res == nil || res.InParameter() == "" {
		return Parameter{}, false
	}
	for _, p := range op.Parameters {
		if p.Name == res.InParameter() {
			return Parameter{In: p.In, Name: p.Name}, true
		}
	}
	return Parameter{}, false
}

// Address returns the path with its query, and the header fields, that send an operation's parameters with the given values. Values are
// plain text and are escaped here. A parameter that the path's template needs and values lacks is an error.
func Address(op *spec.Operation, values map[Parameter]string) (path string, header http.Header, err error) {
	path, header = op.Path, http.Header{}
	query := ""
	order := func(a, b Parameter) int { return cmp.Or(strings.Compare(a.In, b.In), strings.Compare(a.Name, b.Name)) }
	for _, p := range slices.SortedFunc(maps.Keys(values), order) {
		value := values[p]
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case "query":
			text := url.QueryEscape(value)
			if param := op.Parameter(p.In, p.Name); param != nil && !param.Explode {
				text = strings.ReplaceAll(text, "%2C", ",") // it parts the items of a list, and one that is escaped need not
			}
			query += "&" + url.QueryEscape(p.Name) + "=" + text
		case "header":
			header.Set(p.Name, value)
		case "cookie":
			header.Add("Cookie", (&http.Cookie{Name: p.Name, Value: value}).String())
		default:
			return "", nil, fmt.Errorf("parameter %s: there is no place %q; use path, query, header or cookie", p.Name, p.In)
		}
	}
	if open := strings.IndexByte(path, '{'); open >= 0 {
		return "", nil, fmt.Errorf("%s: the path %s still holds a parameter without a value", op.ID, path)
	}
	if query != "" {
		path += "?" + query[1:]
	}
	return path, header, nil
}
