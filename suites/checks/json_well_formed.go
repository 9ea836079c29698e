package checks

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec"
)

func init() {
	register(Check{
		ID:     "json-well-formed",
		Title:  "a JSON body is one JSON value in UTF-8 and nothing else",
		Doc:    "Readers differ on duplicate names, byte order marks, bytes after the value and broken UTF-8: some take the first name, some the last, some refuse. A sender must leave them no choice.",
		Clause: "RFC 8259, sections 2, 4 and 8.1; RFC 7493 (I-JSON), section 2.3",
		Level:  reports.LevelError,
		Apply:  documented(spec.RuleJSONWellFormed),
		Good:   []Example{{Name: "one value", Body: `{"name":"Rex"}`}, {Name: "white space around it", Body: "\n {\"name\":\"Rex\"} \n"}},
		Bad: []Example{
			{Name: "cut off", Body: `{"name":"Rex"`},
			{Name: "two values", Body: `{"name":"Rex"}{"name":"Rex"}`},
			{Name: "bytes after the value", Body: `{"name":"Rex"} ok`},
			{Name: "the same name twice", Body: `{"name":"Rex","name":"Max"}`},
			{Name: "a byte order mark", Body: "\ufeff{\"name\":\"Rex\"}"},
			{Name: "broken UTF-8", Body: "{\"name\":\"R\xffx\"}"},
			{Name: "a number that is none", Body: `{"name":"Rex","age":NaN}`},
			{Name: "a number without an end", Body: `{"name":"Rex","age":-Infinity}`},
			{Name: "a comment", Body: `{"name":"Rex" /* of Thebes */}`},
			{Name: "single quotes", Body: `{'name':'Rex'}`},
			{Name: "a name without quotes", Body: `{name:"Rex"}`},
			{Name: "values of Python", Body: `{"name":"Rex","tag":None}`},
			{Name: "not JSON at all", Body: `name: Rex`},
		},
	})
}
