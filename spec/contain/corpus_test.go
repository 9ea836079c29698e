package contain_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/contain"
	"github.com/plumbline-dev/plumbline/spec/schema"
)

// corpusDeviations are the cases of the corpus, by file and number, whose stated truth is not that of the standard. Another validator
// confirms each: it accepts and rejects the witness as this package says, or accepts the only value of schema1 by schema2.
var corpusDeviations = map[string]string{
	"nonvalid/format.json":                 "formats are taken for annotations there, and are checked here",
	"nonvalid/dynamicRef.json":             "schema2 was meant to be negated, and is not",
	"unsatisfiable/dynamicRef.json":        "the second half was meant to be negated, and is not",
	"unsatisfiable/anchor.json":            "the names within enum and const were changed too, so that the halves do not contradict each other",
	"universal/id.json":                    "the names within enum and const were changed too, so that the halves are not each other's negation",
	"unions/optional/unicode.json":         `\w and \d are taken for Unicode's there; in ECMA-262 they are ASCII's`,
	"valid/optional/unicode.json":          `\w and \d are taken for Unicode's there; in ECMA-262 they are ASCII's`,
	"universal/ref.json":                   "the two halves are not each other's negation: keywords beside not were left out of it",
	"universal/unevaluatedProperties.json": "the two halves are not each other's negation: keywords beside not were left out of it",
}

// corpusUndecided are the reasons for which a case of the corpus may stay undecided.
var corpusUndecided = map[string]string{
	"where a $dynamicRef leads hangs on the way by which it was entered":                   "only values with a way of their own are judged where it matters; OpenAPI documents have none",
	"a format is named that no validator here checks, so nothing shows what it leaves out": "idn-email, iri-reference and uri-template are not checked by spec/schema, so no witness could be judged",
}

type corpusCase struct {
	ID               int
	Schema1, Schema2 json.RawMessage
	Tests            map[string]bool
}

func TestDecide_ContainmentCorpus(t *testing.T) {
	t.Parallel()
	root := sharedFolder(t, "corpus", "containment", "draft2020-12")
	asked, decided, deviations := 0, 0, 0
	undecided := map[string]int{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var cases []corpusCase
		if err := json.Unmarshal(data, &cases); err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		for _, c := range cases {
			for test, truth := range c.Tests {
				one, two := string(c.Schema1), string(c.Schema2)
				if test == "s2SubsetEqOfs1" {
					one, two = two, one
				}
				asked++
				r := contain.Decide(compiled(t, schema.OpenAPI31, one), compiled(t, schema.OpenAPI31, two), contain.Options{Undeclared: contain.Formal})
				at := fmt.Sprintf("%s %d %s", name, c.ID, test)
				switch {
				case r.Answer == contain.Unproven:
					undecided[r.Reason]++
					if _, named := corpusUndecided[r.Reason]; !named {
						t.Errorf("%s is undecided: %s\n%s\n%s", at, r.Reason, one, two)
					}
				case (r.Answer == contain.Contained) == truth:
					decided++
				case corpusDeviations[name] != "" && confirmed(t, r, one, two):
					deviations++
				default:
					t.Errorf("%s is %s (%s), and the truth is %v\n%s\n%s\n%s", at, r.Answer, r.Reason, truth, one, two, r.Witness)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d questions: %d right, %d right against the corpus's own truth, undecided %v", asked, decided, deviations, undecided)
	if share := float64(decided+deviations) / float64(asked); share < 0.97 {
		t.Errorf("decided %.2f %%, and 97 are wanted", 100*share)
	}
}

// confirmed asks the other validator about an answer the corpus contradicts.
func confirmed(t *testing.T, r contain.Result, one, two string) bool {
	if r.Answer == contain.Escapes {
		return accepts(t, one, string(r.Witness)) && !accepts(t, two, string(r.Witness))
	}
	var only struct{ Const json.RawMessage }
	return json.Unmarshal([]byte(one), &only) == nil && only.Const != nil && accepts(t, two, string(only.Const))
}
