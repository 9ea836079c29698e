package spec

import (
	"strings"
	"testing"
)

const urlencoded = "application/x-www-form-urlencoded"

func TestJudgeRequest_Form(t *testing.T) {
	t.Parallel()
	const plain = `schema: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string, maxLength: 3}, tags: {type: array, items: {enum: [x, y]}}, address: {type: object, required: [zip], properties: {zip: {type: integer}, city: {type: string}}}, people: {type: array, items: {type: object, required: [a]}}, 'list[]': {type: array, items: {type: integer}}, either: {oneOf: [{type: integer, maximum: 5}, {type: string, minLength: 2}]}}}`
	const styled = `schema: {type: object, properties: {tags: {type: array, items: {enum: [x, y]}}, pipes: {type: array, items: {type: integer}}, point: {type: object, required: [x], properties: {x: {type: integer}, in: {type: object, properties: {y: {type: integer}}}}}, flat: {type: object, properties: {r: {type: integer}}}, pair: {type: object, properties: {k: {type: integer}}}, doc: {type: string}, plus: {type: string}}}, encoding: {tags: {explode: false}, pipes: {style: pipeDelimited}, point: {style: deepObject, explode: true}, flat: {style: form}, pair: {style: form, explode: false}, doc: {contentType: application/json}, plus: {allowReserved: true}}`
	const branches = `schema: {oneOf: [{type: object, required: [a], properties: {v: {type: integer}, a: {}}, additionalProperties: false}, {type: object, required: [b], properties: {v: {type: string}, b: {}}, additionalProperties: false}]}`
	for _, tt := range []struct{ name, rest, body, want string }{
		{"all is well", plain, "id=1&name=a+b&tags=x&tags=y&list%5B%5D=1&list[]=2", ""},
		{"a required one is absent", plain, "name=a", "request-schema required"},
		{"nothing", plain, "&", "request-schema required"},
		{"a wrong number", plain, "id=one", "request-schema /id type"},
		{"a text that is too long once decoded", plain, "id=1&name=%C3%A9%C3%A9%C3%A9%C3%A9", "request-schema /name maxLength"},
		{"a broken escape", plain, "id=1&name=%zz", "request-schema /name received a % that begins no escape; promised percent-encoded text, in which a % is %25"},
		{"a value twice", plain, "id=1&id=2", "request-schema /id type"},
		{"a wrong item", plain, "id=1&tags=x&tags=z", "request-schema /tags/1 enum"},
		{"an object is JSON", plain, "id=1&address=%7B%22zip%22%3A%22x%22%7D", "request-schema /address/zip type"},
		{"or, as 3.0.3 has it, fields of its own", plain, "id=1&city=x&zip=5", ""},
		{"which are judged", plain, "id=1&city=x", "request-schema /address required"},
		{"an object that is neither", plain, "id=1&address=x", "request-schema /address received a letter where a value should stand; promised one well-formed JSON value"},
		{"a list of objects", plain, "id=1&people=%7B%22a%22:1%7D&people=%7B%7D", "request-schema /people/1 required"},
		{"a list of objects in one field", plain, "id=1&people=[%7B%22a%22:1%7D]", ""},
		{"a text that is a number where both are allowed", plain, "id=1&either=12", ""},
		{"a list with commas is one value", plain, "id=1&tags=x,y", "request-schema /tags/0 enum"},
		{"one of two branches by the other type", branches, "b=1&v=5", ""},
		{"and by the first", branches, "a=1&v=5", ""},
		{"a list with commas where explode is false", styled, "tags=x,y", ""},
		{"a wrong item of it", styled, "tags=x,z", "request-schema /tags/1 enum"},
		{"repeated where explode is false", styled, "tags=x&tags=y", "request-schema /tags received it 2 times; promised it once, its values parted by ,"},
		{"commas that are encoded", styled, "tags=x%2Cy", "warning: request-schema /tags received a value that only lenient servers read as meant; promised commas that are not percent-encoded between its values"},
		{"pipes", styled, "pipes=1|2%7C3", ""},
		{"a deep object", styled, "point[x]=1", ""},
		{"a deep object without what it needs", styled, "point[z]=1", "request-schema /point required"},
		{"a deep object that nests", styled, "point[x]=1&point[in][y]=2", ""},
		{"a deep object as plain text", styled, "point=1", "request-schema /point received it without brackets; promised point[property]=value for each of its properties, as style deepObject writes it"},
		{"an exploded object", styled, "r=1", ""},
		{"a wrong exploded object", styled, "r=x", "request-schema /flat/r type"},
		{"names and values in turn", styled, "pair=k,x", "request-schema /pair/k type"},
		{"names without values", styled, "pair=k", "request-schema /pair received an odd number of names and values; promised names and values in turn, parted by ,"},
		{"a text as JSON", styled, "doc=%22x%22", ""},
		{"a text that should be JSON", styled, "doc=x", "request-schema /doc received a letter where a value should stand; promised one well-formed JSON value"},
		{"a plus that is one", styled, "plus=a+b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, "3.0.3", urlencoded, tt.rest)
			j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", urlencoded), Body: []byte(tt.body)})
			if got := withoutLines(told(j)); got != tt.want || len(j.Notes) > 0 {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q", got, tt.want, j.Notes)
			}
			for _, f := range j.Faults {
				if f.Message == "" || f.Fix == "" || f.Clause == "" || !j.Applied(f.Rule) {
					t.Errorf("a fault lacks something, or its rule was not applied: %+v, %v", f, j.Rules())
				}
			}
		})
	}
}

func TestJudgeRequest_FormWhatIsLeftOpen(t *testing.T) {
	t.Parallel()
	const rest = `schema: {type: object, required: [a, b], properties: {a: {type: object, required: [x], properties: {x: {type: array, items: {type: integer}}}}, b: {type: integer}, c: {type: array, items: {type: object, properties: {d: {type: integer}}}}}}`
	for _, tt := range []struct{ name, body, want, note string }{
		{"brackets that fit are no matter", "a[x][]=1&a[x][]=2&b=1&c[0][d]=1&c[1][d]=2", "", ""},
		{"brackets that do not fit cannot be wrong", "a[x]=y&b=1", "", `property "a": the standard leaves open how a form writes nested fields like a[...] where the encoding declares no style`},
		{"the rest is judged", "a[y]=1&b=x", "request-schema /b type", `property "a"`},
		{"both ways at once", "a=%7B%22x%22:[1]%7D&a[x]=1&b=1", "", "both plainly and in brackets"},
		{"brackets that are not closed are a name", "a=%7B%22x%22:[1]%7D&b=1&a[x=1", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := bodyDocument(t, "3.0.3", urlencoded, rest)
			j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", urlencoded), Body: []byte(tt.body)})
			notes := strings.Join(j.Notes, "\n")
			if got := withoutLines(told(j)); got != tt.want || !strings.Contains(notes, tt.note) || (notes == "") != (tt.note == "") {
				t.Errorf("got\n%s\nwant\n%s\nnotes %q, want %q", got, tt.want, j.Notes, tt.note)
			}
		})
	}
}

func TestJudgeResponse_Form(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.1.0", urlencoded, `schema: {type: object, required: [access_token], properties: {access_token: {type: string}, expires_in: {type: integer}, scope: {type: array, items: {type: string}}, key: {writeOnly: true}}}, encoding: {scope: {style: spaceDelimited, explode: false}}`)
	for _, tt := range []struct{ body, want string }{
		{"access_token=a&expires_in=60", ""},
		{"expires_in=soon", "response-schema /expires_in type\nresponse-schema required"},
		{"access_token=a&scope=a+b", ""},
	} {
		j := d.JudgeResponse(d.Operations[0], Answer{Status: 200, Header: header("Content-Type", urlencoded), Body: []byte(tt.body)})
		if got := withoutLines(told(j)); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.body, got, tt.want)
		}
	}
}

func TestJudgeRequest_FormWithoutEnd(t *testing.T) {
	t.Parallel()
	const rest = `schema: {type: object, maxProperties: 1}`
	one := bodyDocument(t, "3.0.3", urlencoded, rest)
	j := one.JudgeRequest(one.Operations[0], Ask{Header: header("Content-Type", urlencoded), Body: []byte(strings.Repeat("a=1&", mostFields+1))})
	if len(j.Faults) > 0 || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], "more than 2000 fields") {
		t.Errorf("got %s and notes %q", told(j), j.Notes)
	}
	many := bodyDocument(t, "3.0.3", formData, rest)
	part := "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
	j = many.JudgeRequest(many.Operations[0], Ask{Header: header("Content-Type", formData+"; boundary=b"), Body: []byte(strings.Repeat(part, mostFields+1) + "--b--")})
	if len(j.Faults) > 0 || len(j.Notes) != 1 || !strings.Contains(j.Notes[0], "more than 2000 parts") {
		t.Errorf("got %s and notes %q", told(j), j.Notes)
	}
}

func TestJudgeRequest_NothingMayBeABody(t *testing.T) {
	t.Parallel()
	d := mustDocument(t, head+"  /a:\n    post:\n      operationId: a\n      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}}}}, text/plain: {schema: {type: string, minLength: 1}}, application/json: {}}}\n"+ok)
	for _, tt := range []struct{ contentType, want string }{
		{urlencoded, ""},
		{"text/plain", "request-schema minLength"},
		{"application/json", "request-body received no body; promised a body of type application/x-www-form-urlencoded, text/plain or application/json"},
	} {
		j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", tt.contentType)})
		if got := withoutLines(told(j)); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.contentType, got, tt.want)
		}
	}
	if j := d.JudgeRequest(d.Operations[0], Ask{}); j.Holds() {
		t.Error("no body and no type was taken")
	}
}

func TestJudgeRequest_FormAboutSomethingElse(t *testing.T) {
	t.Parallel()
	d := bodyDocument(t, "3.0.3", urlencoded, `schema: {type: string, maxLength: 3}`)
	j := d.JudgeRequest(d.Operations[0], Ask{Header: header("Content-Type", urlencoded), Body: []byte("a=bc")})
	if got, want := withoutLines(told(j)), "request-schema maxLength"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
