package reports

import "fmt"

// Strength says how many wrong answers would be noticed: right ones, each made wrong at one place. Each number holds the ones before it.
// A green run by a promise that notices few of them means little.
type Strength struct {
	Made     int `json:"made"`     // wrong answers that were made
	Document int `json:"document"` // those that the document alone notices
	Examples int `json:"examples"` // those that it notices with what its examples show
	Pack     int `json:"pack"`     // those that are noticed with what the pack knows besides; as many as Examples where it knows nothing
}

// Percent is how many of a hundred wrong answers n are; less than 100 unless they are all.
func (s Strength) Percent(n int) int {
	if s.Made == 0 {
		return 0
	}
	return 100 * n / s.Made
}

// Text says it in a sentence: "the document alone would notice 23 % of wrong answers, with its examples 78 %, with the pack 91 %".
func (s Strength) Text() string {
	text := fmt.Sprintf("the document alone would notice %d %% of wrong answers, with its examples %d %%", s.Percent(s.Document), s.Percent(s.Examples))
	if s.Pack > s.Examples {
		text += fmt.Sprintf(", with the pack %d %%", s.Percent(s.Pack))
	}
	return text
}

// Weight is the Strength of one answer of one operation; only in a Report of KindStrength.
type Weight struct {
	Operation string     `json:"operation"` // operationId
	Status    string     `json:"status"`    // as the document writes it: 200, 4XX, default
	Base      string     `json:"base"`      // what was made wrong: example, or maximal for a generated body
	Strength             // its figures
	Survivors []Survivor `json:"survivors"` // the wrong answers that nobody notices
}

// Survivor is a wrong answer that nobody notices.
type Survivor struct {
	Change       string `json:"change"`        // what was done: absent, null, another type, empty, ...
	InstancePath string `json:"instance_path"` // JSON pointer to where
}
