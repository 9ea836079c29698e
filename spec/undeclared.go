package spec

import (
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// Undeclared returns the JSON pointers of what a JSON answer of media type m holds beyond what the document declares, where its objects are open to
// that: the document says less than the server does. It is nil for a media type without a schema.
func (d *Document) Undeclared(m *MediaType, v tape.Value) []string {
	if m == nil || m.Schema == nil {
		return nil
	}
	compiled, _ := d.Schemas.Schema(m.Schema) // what cannot be compiled declares nothing, and the judgement says so
	return compiled.Undeclared(v)
}
