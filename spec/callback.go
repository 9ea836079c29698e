package spec

import (
	"context"
	"strings"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Webhooks returns the operations of the webhooks of a 3.1 document: what the vendor calls on the client's side. Path is the webhook's
// name. Source: OpenAPI 3.1.0, section 4.8.1 (webhooks).
func (d *Document) Webhooks(ctx context.Context) []*Operation {
	return d.operationsBelow(ctx, d.Root.Get("webhooks"))
}

// Callbacks returns the operations of op's callbacks: what the vendor calls on the client's side because of op. Path is the callback's
// name followed by its expression in the document. Source: OpenAPI 3.0.3, section 4.7.18 (Callback Object).
func (d *Document) Callbacks(ctx context.Context, op *Operation) []*Operation {
	var out []*Operation
	for _, m := range members(op.Node.Get("callbacks")) {
		below := d.operationsBelow(ctx, d.Resolve(m.Value))
		for _, callback := range below {
			callback.Path = m.Name + " " + callback.Path
		}
		out = append(out, below...)
	}
	return out
}

// operationsBelow reads a map of path items that no request of a client is routed by. An operation without an operationId is known as
// its method and the name of its path item.
func (d *Document) operationsBelow(ctx context.Context, items *tree.Node) []*Operation {
	if !items.Is(tree.Object) {
		return nil
	}
	apart := &Document{Servers: d.Servers, SecuritySchemes: d.SecuritySchemes}
	b := &documentBuilder{ctx: ctx, store: d.Store, document: apart}
	for _, item := range items.Members {
		if !strings.HasPrefix(item.Name, "x-") {
			b.pathItem(item)
		}
	}
	return apart.Operations
}
