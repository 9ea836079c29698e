package runner

import (
	"fmt"
	"net/http"
	"net/url"
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
	query := url.Values{}
	for p, value := range values {
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case "query":
			query.Set(p.Name, value)
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
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path, header, nil
}
