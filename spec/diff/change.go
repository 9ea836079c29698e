package diff

import (
	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// changeKind is what happened to a schema, as far as it decides how the change is judged.
type changeKind uint8

const (
	changeKeyword         changeKind = iota // a keyword that can be judged alone
	changeNull                              // null is accepted by one only
	changeEnum                              // values were listed, or are not any more
	changeValues                            // values were added to a list, or removed from it
	changePropertyRemoved                   // a property is not declared any more
	changePropertyAdded                     // a property is declared now
	changePropertyRenamed                   // a property goes by another name
	changeRequired                          // a property is required now, or not any more
	changeTravels                           // a property is readOnly or writeOnly now, or not any more
	changeClosed                            // undeclared names are forbidden now, or not any more
	changeBranch                            // an alternative was added, or removed
	changeWhole                             // schemas too different to be compared part by part, or keywords that only count together
	changeOverlap                           // an alternative of oneOf changed, and with it what fits several of them
	changeDiscriminator                     // the property or the values that name the alternative
)

// change is one thing that differs between two schemas. It is a root cause if a message shows it.
type change struct {
	kind           changeKind
	keyword        string // the keyword it is about
	word           string // how the keyword is called in the id of the rule
	base, revision *tree.Node
	what           string // tells apart changes of one node: a property's name, a keyword
	name           string // of a property
	before, after  string
	record         string // one of the kinds of reports.Change
	pair           *pair

	was, is *property           // what both documents say of a property
	branch  *schema.Schema      // of changeBranch
	both    [2][]*schema.Schema // of changeOverlap: the alternatives that both documents have
	added   bool                // of changeBranch: in the revision
	gone    []valueText         // of changeValues: those of the base
	came    []valueText         // of changeValues: those of the revision; of changeClosed the names it declares besides
	limits  map[bool][]byte     // of changeKeyword: a schema of the keyword alone, by whether it is that of the base
}

// valueText is one value of an enum as JSON.
type valueText = string

// key is the root cause: the same change of the same nodes is one, wherever it is reached.
func (ch *change) key() factKey {
	return factKey{rule: ch.keyword + " " + ch.record, base: ch.base, revision: ch.revision, what: ch.what}
}

// effect is what a change does to messages of one direction.
type effect struct {
	class       reports.Class
	rule        string
	message     string
	fix         string
	value       []byte // where a message is to show it: the value at the place of the change
	proof       string // which kind of proof the value is
	accepts     bool   // of the documents, the base is the one that accepts the value
	explanation string
	equal       bool // the change means nothing in this direction, nor in the other
}

func nodeOf(s *schema.Schema) *tree.Node {
	if s == nil {
		return nil
	}
	return s.Node()
}
