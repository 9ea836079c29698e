package reports

import "strings"

// junitDocument returns the suite of what no case shows: findings about the document itself, one case each, so that a reader can
// annotate the line. A check that finds nothing is one case that passed, for it did check; a run without such findings has no suite of
// this kind.
func junitDocument(r *Report, findings, known []Finding) *junitSuite {
	s := &junitSuite{Name: line(r.Subject.Document)}
	var mild []Finding
	for _, f := range findings {
		if f.Level != LevelError {
			mild = append(mild, f)
			continue
		}
		c := &junitCase{ClassName: s.Name, Name: line(f.Rule + " " + f.KeywordPath)}
		if f.KeywordPath == "" {
			c.Name = line(f.Rule + " " + f.Location.String())
		}
		c.fail([]Finding{f})
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 && r.Kind != KindRun && len(r.Results) == 0 {
		s.Cases = append(s.Cases, &junitCase{ClassName: s.Name, Name: "conforms"})
	}
	s.SystemOut = junitNotes(mild, known)
	if len(s.Cases) == 0 && s.SystemOut == nil {
		return nil
	}
	return s
}

// junitNotes is what JUnit has no word for: findings below an error, and known deviations with their reasons. Nil if there are none.
func junitNotes(mild, known []Finding) *junitText {
	var texts []string
	for _, f := range mild {
		texts = append(texts, f.Text())
	}
	for _, f := range known {
		text := "known deviation: " + line(f.Rule) + "\n" + f.headline()
		if f.Waiver != nil {
			text += "\nreason    " + line(f.Waiver.Reason)
			if f.Waiver.Until != "" {
				text += "\nuntil     " + line(f.Waiver.Until)
			}
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return nil
	}
	return &junitText{text: strings.Join(texts, "\n\n")}
}
