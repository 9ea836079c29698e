package diff_test

import (
	"context"
	"fmt"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/diff"
)

func ExampleCompare() {
	parse := func(name, status string) *spec.Document {
		doc, err := spec.Parse(context.Background(), name, []byte(`
openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: status, in: query, schema: {type: string, enum: `+status+`}}]
      responses: {"204": {description: none}}
`), spec.Options{})
		if err != nil {
			panic(err)
		}
		return doc
	}
	report, err := diff.Compare(parse("v1.yaml", "[free, sold]"), parse("v2.yaml", "[free]"), diff.Options{})
	if err != nil {
		panic(err)
	}
	for _, f := range report.Findings {
		fmt.Println(f.Level, f.Class, f.Rule, "at", f.Location)
		fmt.Println(f.Message)
		fmt.Printf("accepted by the %s, rejected by the %s:\n%s\n", f.Witness.AcceptedBy, f.Witness.RejectedBy, f.Witness.Message)
	}
	// Output:
	// error wire request-enum-value-removed at v2.yaml:9:69
	// query parameter status does not take "sold" any more: requests with it are refused
	// accepted by the base, rejected by the revision:
	// GET /pets?status=sold HTTP/1.1
	// Host: pets.example.com
}
