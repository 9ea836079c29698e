package checks

import (
	"cmp"
	"net/http"
	"time"

	"github.com/plumbline-dev/plumbline/runner"
)

// Example is one answer with which a check proves itself: an operation of a small API of pets, and what came back. The zero
// value of every field is the plain case.
type Example struct {
	Name        string
	Operation   string            // getPet if empty
	Method      string            // of the request, where it is not the operation's own
	Path        string            // of the request, where it is none of the document's
	Status      int               // 200 if zero and there is no Trouble before an answer
	ContentType string            // application/json if empty; "none" for no Content-Type at all
	Header      map[string]string // further header fields
	Body        string            // as it is on the wire
	Trouble     runner.Trouble    // what went wrong on the wire
	Elapsed     time.Duration     // how long the answer took
	Promise     runner.Promise    // what the case promised
	Criteria    []string          // success criteria of a workflow's step
	Sent        map[string]string // header fields of the request
	Minted      []string          // secrets that earlier answers handed out
	Handed      []Handed          // secrets that this one hands out
	Others      map[string]string // credentials of another partner, by their names
	Sample      bool              // what is created is a sample
	Names       string            // what the names begin with that the run made
	Taken       string            // the case that was given the resource's id before
	Earlier     string            // the body of the answer that this one has to be like; the case then says so
	Changed     []string          // where it is not
	Origin      string            // the body of the answer to what made the resource
	Rivals      []string          // texts of other resources that were made at the same moment
	Given       string            // the name that the pet was created with
	Made        string            // the name that creating it showed, where that was before
	Repeated    string            // the case whose answer had the same request id
}

// ExampleDocument is the document that examples are judged by.
const ExampleDocument = `openapi: 3.0.3
info: {title: Pets, version: "1"}
security: [{key: []}]
paths:
  /pet:
    get:
      operationId: getPet
      responses:
        "200":
          description: a pet
          headers: {X-Rate-Left: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        default:
          description: anything else
          content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}
    post:
      operationId: addPet
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "200": {description: added, content: {application/json: {schema: {type: object}}}}
        default: {description: anything else, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
    delete:
      operationId: dropPet
      responses:
        "200": {description: gone, content: {application/json: {schema: {type: object}}}}
        4XX: {description: refused, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
  /pet/find:
    get:
      operationId: findPet
      responses:
        "200":
          description: a pet, as its example shows it
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Found"}
              example: {id: p1, born: "2020-01-31", owner: {mail: a@example.com}}
        default: {description: anything else, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
  /pet/album:
    get:
      operationId: showAlbum
      responses: {"200": {description: a page of it, content: {multipart/form-data: {schema: {type: object, properties: {name: {type: string}}}}}}}
  /pet/list:
    get:
      operationId: listPets
      responses:
        "200": {description: all pets, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}
        "400": {description: wrong, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
        "404": {description: none, content: {application/json: {schema: {$ref: "#/components/schemas/Error"}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tag: {type: string, nullable: true}
        kind: {type: string, enum: [dog, cat]}
    Found:
      type: object
      properties:
        id: {type: string}
        born: {type: string, nullable: true}
        owner: {type: object, properties: {mail: {type: string}}}
    Error:
      type: object
      required: [error]
      properties: {error: {type: string}, code: {type: string}}
`

// ExamplePack is the pack of the examples' API.
const ExamplePack = `name: pets
title: Pets
document: pets
error_code: /code
no_operation: [NO_SUCH_PATH]
no_caller: [NOBODY]
request_id: /request
credentials: [{name: secret, variable: PETS_SECRET, header: X-Key, secret: true, wrong: nobody-s-secret}]
faces: [{name: pets, summary: in a header, places: [header], refused: [401]}]
default_face: pets
secrets: {names: [secret], places: [/secret]}
operations:
  - {id: addPet, effect: create, resource: pet}
  - {id: dropPet, effect: remove, resource: pet}
  - {id: getPet, effect: read, resource: pet}
resources:
  - {name: pet, create: addPet, remove: dropPet, id: /id, parameter: /id, unknown: p0, not_found: [404], taken: [PET_EXISTS], kept: [{given: /name, shown: /name}]}
`

// ExampleOverlay is what the pack of the examples' API knows of its answers.
const ExampleOverlay = `overlay: 1.0.0
info: {title: Pets, version: "1"}
actions:
  - target: $.components.schemas.Found
    update: {required: [id], properties: {id: {minLength: 1}}}
`

// call returns the exchange with an operation of this method that the example describes.
func (e Example) call(method string) *runner.Call {
	c := &runner.Call{
		Ask:     runner.Ask{Case: "example", Purpose: runner.PurposeCase, Method: cmp.Or(e.Method, method), Path: "/pet"},
		URL:     "http://pets.internal:80/pet",
		Reply:   []byte(e.Body),
		Elapsed: e.Elapsed, Trouble: e.Trouble, Complete: e.Trouble == runner.TroubleNone, Sent: http.Header{},
	}
	for name, value := range e.Sent {
		c.Sent.Set(name, value)
	}
	if e.Trouble == runner.TroubleNoAnswer {
		return c
	}
	c.Status, c.Answer = e.Status, http.Header{}
	if c.Status == 0 {
		c.Status = http.StatusOK
	}
	switch e.ContentType {
	case "":
		c.Answer.Set("Content-Type", "application/json")
	case "none":
	default:
		c.Answer.Set("Content-Type", e.ContentType)
	}
	for name, value := range e.Header {
		c.Answer.Set(name, value)
	}
	return c
}
