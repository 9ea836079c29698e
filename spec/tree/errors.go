package tree

import (
	"fmt"
	"strings"
)

// Error says why a file could not be read or a settings file does not fit: what, where, and how to mend it. It is a wrong use
// of the tool, never a finding about an API.
type Error struct {
	File    string // as it was given
	Line    int    // 0 if the whole file is meant
	Column  int    // in runes; 0 if unknown
	Problem string
	Fix     string // may be empty
	Err     error  // the cause, if there is one: fs.ErrNotExist and the like
}

// Error returns file:line:column: problem; fix.
func (e *Error) Error() string {
	var b strings.Builder
	if place := (Position{File: e.File, Line: e.Line, Column: e.Column}).String(); place != "" {
		b.WriteString(place)
		b.WriteString(": ")
	}
	b.WriteString(e.Problem)
	if e.Fix != "" {
		b.WriteString("; ")
		b.WriteString(e.Fix)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func errorAt(at Position, fix, problem string, values ...any) *Error {
	return &Error{File: at.File, Line: at.Line, Column: at.Column, Problem: fmt.Sprintf(problem, values...), Fix: fix}
}

// RefKind says what is wrong with a reference.
type RefKind string

// The ways in which a reference fails.
const (
	RefDangling   RefKind = "dangling"   // the file is there, the place in it is not
	RefRemote     RefKind = "remote"     // on the network, which the store may not touch
	RefCircular   RefKind = "circular"   // a chain of references that comes back to itself and never reaches a value
	RefMalformed  RefKind = "malformed"  // no URI reference, or no string
	RefUnreadable RefKind = "unreadable" // the file it names cannot be read
)

// RefError says why a reference could not be followed.
type RefError struct {
	At   Position // of the $ref's value
	Ref  string   // as written
	Kind RefKind
	Err  error // the cause; for RefUnreadable an *Error
}

// Error returns file:line:column: what is wrong with the reference.
func (e *RefError) Error() string {
	text := ""
	switch e.Kind {
	case RefDangling:
		text = fmt.Sprintf("reference %s leads nowhere", e.Ref)
	case RefRemote:
		text = fmt.Sprintf("reference %s is on the network; allow remote references or copy the file next to this one", e.Ref)
	case RefCircular:
		text = fmt.Sprintf("reference %s leads back to itself", e.Ref)
	case RefMalformed:
		text = fmt.Sprintf("reference %s is malformed", e.Ref)
	default:
		text = fmt.Sprintf("reference %s cannot be read", e.Ref)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.At.Line == 0 && e.At.File == "" {
		return text
	}
	return e.At.String() + ": " + text
}

// Unwrap returns the cause.
func (e *RefError) Unwrap() error { return e.Err }
