package waivers

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ended says whether w excuses nothing any more: its last day is over, or the document has reached the version that needs no excuse.
func (w *Waiver) ended(t Terms) bool {
	if w.Until == "" {
		return false
	}
	if last, err := time.Parse(time.DateOnly, w.Until); err == nil {
		return !t.Today.UTC().Before(last.AddDate(0, 0, 1))
	}
	return !older(t.Version, w.Until)
}

var versionNumber = regexp.MustCompile(`\d+(?:\.\d+)+$`)

// older says whether the version of a document stands before until, the first that needs no excuse. Versions are compared by
// the dotted number at their end, 2020-09-14_1.517.0 by 1.517.0; where either has none, the excuse holds.
func older(version, until string) bool {
	v, u := versionNumber.FindString(version), versionNumber.FindString(until)
	if v == "" || u == "" {
		return true
	}
	a, b := strings.Split(v, "."), strings.Split(u, ".")
	for i := range min(len(a), len(b)) {
		x, _ := strconv.Atoi(a[i])
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x < y
		}
	}
	return len(a) < len(b)
}
