package prove

import "slices"

// Exception is a fault that no check catches, or a check that catches no fault, and why that is right.
type Exception struct {
	Fault  string // its name; "" for a check
	Check  string // its id; "" for a fault
	Reason string
}

// exceptions is the whole table. A row that nothing needs any more is a hole.
var exceptions = []Exception{
	{Check: "multipart-well-formed", Reason: "no operation of the Partner API answers with several parts, and a fault of the mock is one of its API"},
	{Fault: "challenge-missing", Reason: "RFC 9110, section 15.5.2, wants a challenge with a 401, but no registered scheme describes a key in a header, and right servers leave it out"},
}

// crowded are the faults that rightly come to more findings than mostFindings, and to how many at most: each breaks several promises.
var crowded = map[string]int{
	// Each property that an error lacks is one.
	"error-empty-object": 4, "error-own-shape": 4,
}

// excepted returns the exception of a fault; nil if there is none.
func excepted(name string) *Exception {
	return exceptionOf(func(e Exception) bool { return e.Fault == name })
}

// exceptedCheck returns the exception of a check; nil if there is none.
func exceptedCheck(id string) *Exception {
	return exceptionOf(func(e Exception) bool { return e.Check == id })
}

func exceptionOf(fits func(Exception) bool) *Exception {
	if i := slices.IndexFunc(exceptions, fits); i >= 0 {
		return &exceptions[i]
	}
	return nil
}
