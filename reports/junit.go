package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// What reads this, and what it really does with it (each read in the reader's own source):
//
// Jenkins (junit plugin) shows a case under package and class, which it gets by splitting classname at its last dot; history
// hangs on classname and name, so both must be the same on two nights. It takes the text of the first <error>, else of the first
// <failure>, and shows message above it. A suite without a case is dropped, and an <error> directly in a suite becomes a case
// called <init>. system-out of a passing suite is cut to 1,000 characters.
//
// GitLab shows classname as the suite and the name of <testsuite> nowhere. Of two cases with one classname and name
// it keeps the first and drops the other without a word. Of <failure>, <error> and <skipped> it shows only the text: message and type
// are lost, so the text repeats the message. Two <failure> in one case reach it as a list, which it does not expect. Its XML reader takes type
// for a data type and refuses "yaml" and "symbol", so no rule may be called that. A file may have 30 MB.
//
// GitHub has no reader of its own. mikepenz/action-junit-report annotates the file and line attributes of the case, takes the first <failure>
// only, and joins two CDATA sections with a comma. EnricoMi/publish-unit-test-result-action reads file and line too, and takes the
// counts from the attributes of the suites. dorny/test-reporter ignores file and line, and shows the text of the first <failure>.
//
// Hence: one <failure> a case, which holds all of its findings in its text; text escaped, never CDATA; names unique within a
// classname; counts that add up; no case that was not one. XML 1.0 cannot hold most control characters, not even
// escaped, and one of them makes a reader refuse the whole file: they are written as visible escapes.

func init() {
	register(Writer{
		Name:    "junit",
		Summary: "JUnit XML, for Jenkins, GitLab and GitHub actions",
		Doc: `One test suite for each operation and workflow, one test case for each case. A failure has the rule as its type and, in its text, what was
received and promised, the place in the document, the fix and the curl line; file and line point into the document. A case that could not
be asked is an error; skipped cases say why. Warnings, notes and known deviations stand in system-out, since JUnit has no word
for them. Cases that a filter left out are left out. Of a diff: one case for each change that is not known to be safe, which fails if the
diff fails for it.`,
		Write: writeJUnit,
	})
}

type junitReport struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	junitCounts
	Suites []*junitSuite `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     junitSeconds `xml:"time,attr"`
}

type junitSuite struct {
	Name string `xml:"name,attr"`
	junitCounts
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []*junitCase    `xml:"testcase"`
	SystemOut  *junitText      `xml:"system-out"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	ClassName string       `xml:"classname,attr"`
	Name      string       `xml:"name,attr"`
	Time      junitSeconds `xml:"time,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Failure   *junitText   `xml:"failure"`
	Error     *junitText   `xml:"error"`
	Skipped   *junitText   `xml:"skipped"`
	SystemOut *junitText   `xml:"system-out"`

	tail string // the last segment of the case's id, which tells cases with one title apart
}

// junitText is an element with a message, a type and text. Encoding it by hand keeps line feeds as they are, where the
// encoder would write each as a character reference.
type junitText struct{ message, kind, text string }

func (t junitText) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	for _, a := range [][2]string{{"message", t.message}, {"type", t.kind}} {
		if a[1] != "" {
			start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: a[0]}, Value: a[1]})
		}
	}
	for _, token := range []xml.Token{start, xml.CharData(t.text), start.End()} {
		if err := e.EncodeToken(token); err != nil {
			return err
		}
	}
	return nil
}

// junitSeconds is a time in seconds with three decimals, which every reader takes.
type junitSeconds time.Duration

func (s junitSeconds) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", time.Duration(s).Seconds()), nil
}

func writeJUnit(w io.Writer, r *Report) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitOf(r)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitOf(r *Report) *junitReport {
	root := &junitReport{Name: line(r.Tool.Name + " " + string(r.Kind))}
	ofCase, known := r.byCase(r.Findings), r.byCase(r.Known)
	listed := map[string]bool{}
	for _, result := range r.Results {
		listed[result.Case] = result.Status != StatusDisabled
	}
	caseless := func(findings []Finding) []Finding {
		return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool {
			return slices.ContainsFunc(f.cases(), func(id string) bool { return listed[id] })
		})
	}
	for _, b := range blocksOf(r) {
		s := &junitSuite{Name: line(b.name)}
		for _, result := range b.results {
			s.Cases = append(s.Cases, junitCaseOf(s.Name, result, ofCase[result.Case], known[result.Case]))
		}
		root.Suites = append(root.Suites, s)
	}
	if r.compared() {
		root.Suites = append(root.Suites, junitDiff(r))
	} else if s := junitDocument(r, caseless(r.Findings), caseless(r.Known)); s != nil {
		root.Suites = append(root.Suites, s)
	}
	// A file in which nothing is red must not stand for a run that could not ask.
	if v := r.Verdict(); v.Code == 3 && !slices.ContainsFunc(r.Results, func(x Result) bool { return x.Status == StatusErrored }) {
		root.Suites = append(root.Suites, &junitSuite{Name: "plumbline", Cases: []*junitCase{{
			ClassName: "plumbline", Name: "asks the API", Error: &junitText{line(v.Reason), "could-not-ask", line(v.Reason)},
		}}})
	}
	root.Time = junitSeconds(r.Elapsed)
	for _, s := range root.Suites {
		s.settle(r)
		root.Tests += s.Tests
		root.Failures += s.Failures
		root.Errors += s.Errors
		root.Skipped += s.Skipped
	}
	return root
}

// settle counts the cases of s, makes their names unique and says what the run was.
func (s *junitSuite) settle(r *Report) {
	taken := map[string]bool{}
	for _, c := range s.Cases {
		s.Tests++
		s.Time += c.Time
		switch {
		case c.Error != nil:
			s.Errors++
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
		if taken[c.Name] && c.tail != "" {
			c.Name += " (" + c.tail + ")"
		}
		base := c.Name
		for n := 2; taken[c.Name]; n++ {
			c.Name = fmt.Sprintf("%s %d", base, n)
		}
		taken[c.Name] = true
	}
	if !r.Started.IsZero() {
		s.Timestamp = r.Started.UTC().Format("2006-01-02T15:04:05")
	}
	if r.Base != nil {
		s.Properties = append(s.Properties, junitProperty{"base", line(r.Base.Document)}, junitProperty{"base_version", line(r.Base.Version)})
	}
	s.Properties = append(s.Properties, []junitProperty{{"document", line(r.Subject.Document)}, {"version", line(r.Subject.Version)}, {"digest", line(r.Subject.Digest)}}...)
	if r.Summary.Strength != nil {
		s.Properties = append(s.Properties, junitProperty{"strength", line(r.Summary.Strength.Text())})
	}
	if e := r.Environment; e != nil {
		s.Properties = append(s.Properties, junitProperty{"environment", line(e.Name)}, junitProperty{"auth", line(e.Auth)}, junitProperty{"seed", fmt.Sprint(r.Seed)})
	}
}

func junitCaseOf(class string, r *Result, findings, known []Finding) *junitCase {
	c := &junitCase{ClassName: class, Name: line(r.Title), Time: junitSeconds(r.Elapsed)}
	if c.Name == "" {
		c.Name = line(r.Case)
	}
	c.tail = line(r.Case[strings.LastIndex(r.Case, "/")+1:])
	var grave, mild []Finding
	for _, f := range findings {
		if f.Level == LevelError {
			grave = append(grave, f)
		} else {
			mild = append(mild, f)
		}
	}
	note := line(r.Note)
	switch {
	case r.Status == StatusErrored:
		text := note
		if x := r.Own(); x != nil && x.Curl != "" {
			text += "\n\n" + visible(x.Curl)
		}
		c.Error = &junitText{note, "could-not-ask", text}
		mild = findings
	case len(grave) > 0:
		c.fail(grave)
	case r.Status == StatusFailed && len(known) == 0:
		c.Error = &junitText{"failed without a finding", "could-not-ask", "failed without a finding, which is a mistake of Plumbline's own"}
	case r.Status == StatusSkipped:
		c.Skipped = &junitText{message: note, text: note}
	}
	c.SystemOut = junitNotes(mild, known)
	return c
}

// fail makes c fail with findings, the first of which gives it its type and place.
func (c *junitCase) fail(findings []Finding) {
	first := findings[0]
	message := first.headline()
	if n := len(findings) - 1; n > 0 {
		message += fmt.Sprintf(" (and %s)", count(n, "more finding"))
	}
	texts := make([]string, 0, len(findings))
	for _, f := range findings {
		texts = append(texts, f.Text())
	}
	text := strings.Join(texts, "\n\n")
	if x := first.Exchange; x != nil {
		text += "\n\n" + x.Text(first.InstancePath)
	}
	place := first.Location
	if first.Revision != nil {
		place = first.Revision.Location
	}
	c.File, c.Line = line(place.File), place.Line
	c.Failure = &junitText{message, line(first.Rule), text}
}
