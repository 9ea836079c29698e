package reports

import "strings"

// junitDiff is the suite of a diff: a case for each change that somebody has to look at, which fails where the gate lets it. Its classname holds
// no version, so that a change has the same name in the next upgrade, and a reader can tell a new one.
func junitDiff(r *Report) *junitSuite {
	s := &junitSuite{Name: line(strings.TrimSpace("upgrade of " + r.Subject.Title))}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.quiet() || f.Class == ClassProse {
			continue
		}
		name := line(f.Rule + " " + f.Pointer())
		if f.Pointer() == "" {
			name = line(f.Rule + " " + f.KeywordPath)
		}
		c := &junitCase{ClassName: s.Name, Name: name}
		if r.Gate.Fails(f.Level) {
			c.fail([]Finding{*f})
		} else {
			c.SystemOut = junitNotes([]Finding{*f}, nil)
		}
		s.Cases = append(s.Cases, c)
	}
	summary := &junitCase{ClassName: s.Name, Name: "compares the documents", SystemOut: &junitText{text: strings.Join(r.headlines(), "\n")}}
	s.Cases = append(s.Cases, summary)
	s.SystemOut = junitNotes(nil, r.Known)
	return s
}
