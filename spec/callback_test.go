package spec

import (
	"context"
	"testing"
)

func TestDocument_WebhooksAndCallbacks(t *testing.T) {
	t.Parallel()
	doc, err := Parse(context.Background(), "openapi.yaml", []byte(`
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /subscribe:
    post:
      operationId: subscribe
      responses: {"200": {description: ok}}
      callbacks:
        paid:
          "{$request.body#/url}":
            post:
              requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
              responses: {"204": {description: ok}}
        again: {$ref: "#/components/callbacks/nowhere"}
webhooks:
  shipped:
    post: {operationId: onShipped, responses: {"200": {description: ok}}}
  x-internal: {post: {}}
`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	hooks := doc.Webhooks(context.Background())
	if len(hooks) != 1 || hooks[0].ID != "onShipped" || hooks[0].Path != "shipped" {
		t.Errorf("webhooks: %+v", hooks)
	}
	calls := doc.Callbacks(context.Background(), doc.Operation("subscribe"))
	if len(calls) != 1 || calls[0].Path != "paid {$request.body#/url}" || !calls[0].RequestBody.Required {
		t.Errorf("callbacks: %+v", calls)
	}
	if len(doc.Operations) != 1 {
		t.Errorf("%d operations answer requests, want 1", len(doc.Operations))
	}
}
