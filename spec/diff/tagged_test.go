package diff

import (
	"slices"
	"strings"
	"testing"
)

// animals are alternatives that only a discriminator tells apart: by the letter they overlap.
func animals(mapping string, names ...string) string {
	var refs []string
	for _, name := range names {
		refs = append(refs, "{$ref: '#/components/schemas/"+name+"'}")
	}
	return "{oneOf: [" + strings.Join(refs, ", ") + "], discriminator: {propertyName: kind, mapping: {" + mapping + "}}}"
}

// loose are the schemas of animals, whose kind may be any text; strict fix it.
const (
	loose = "\ncomponents: {schemas: {Cat: {type: object, required: [kind], properties: {kind: {type: string}, m: {type: integer}}}, " +
		"Dog: {type: object, required: [kind], properties: {kind: {type: string}, b: {type: integer}}}, Fox: {type: object, required: [kind], properties: {kind: {type: string}, f: {type: integer}}}}}"
	strict = "\ncomponents: {schemas: {Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}}}, " +
		"Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}}}, Fox: {type: object, required: [kind], properties: {kind: {type: string, enum: [fox]}}}}}"
	two   = "cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'"
	three = two + ", fox: '#/components/schemas/Fox'"
)

// A discriminator decides nothing by the letter and everything as it is meant: where both agree the verdict stands, where they do not it is open.
func TestCompare_Discriminators(t *testing.T) {
	t.Parallel()
	small, great := animals(two, "Cat", "Dog"), animals(three, "Cat", "Dog", "Fox")
	swapped := animals("cat: '#/components/schemas/Dog', dog: '#/components/schemas/Cat'", "Cat", "Dog")
	for _, tt := range []struct {
		name, base, revision string
		want                 []string
	}{
		{"loose one more is taken", asks(small) + loose, asks(great) + loose, []string{"unproven request-alternative-added"}},
		{"loose one more comes", answers(small) + loose, answers(great) + loose, []string{"unproven response-alternative-added"}},
		{"loose one less is taken", asks(great) + loose, asks(small) + loose, []string{"unproven request-alternative-removed"}},
		{"loose one less comes", answers(great) + loose, answers(small) + loose, []string{"unproven response-alternative-removed"}},
		{"strict one more is taken", asks(small) + strict, asks(great) + strict, []string{"compatible request-alternative-added"}},
		{"strict one more comes", answers(small) + strict, answers(great) + strict, []string{"wire response-alternative-added"}},
		{"strict one less is taken", asks(great) + strict, asks(small) + strict, []string{"wire request-alternative-removed"}},
		{"strict one less comes", answers(great) + strict, answers(small) + strict, []string{"compatible response-alternative-removed"}},
		{"a value leads elsewhere", answers(small) + loose, answers(swapped) + loose, []string{"typed response-discriminator-mapping-changed"}},
		{"a value is added", answers(small) + loose, answers(animals(two+", tom: '#/components/schemas/Cat'", "Cat", "Dog")) + loose, []string{"typed response-discriminator-mapping-changed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := Compare(parse(t, "base.yaml", tt.base), parse(t, "revision.yaml", tt.revision), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range r.Findings {
				got = append(got, string(f.Class)+" "+f.Rule)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q\n%s", got, tt.want, tell(r))
			}
		})
	}
}
