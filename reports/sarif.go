package reports

import (
	"encoding/json"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// What reads this, and what it really does with it:
//
// GitHub code scanning takes a gzipped file of 10 MB with at most 25,000 results a run and shows the 5,000 gravest. It anchors an alert at the
// first location, which has to be a file of the repository by a relative URI: an alert elsewhere is listed and leads nowhere. On
// a pull request it annotates only lines that the request changes, so a region is the one line of the revision, and what was removed stands on
// the nearest line that is still there. Two uploads are the same alert if rule and primaryLocationLineHash agree; left out, it hashes the
// text around the line, and every edit nearby would make a new alert. It keeps apart what has different automationDetails.id, and
// replaces what has the same. Of a rule it shows shortDescription and help; level none is dropped.
//
// GitLab and the SARIF viewers of editors read level, message, the first location and relatedLocations.
//
// Source: SARIF 2.1.0 with Errata 01.

// sarifMost is how many results are written. Findings stand gravest first, so what is left out is the mildest.
const sarifMost = 5000

const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

func init() {
	register(Writer{
		Name:    "sarif",
		Summary: "SARIF 2.1.0, for code scanning and editors",
		Doc: `One result for each finding with its rule, its level, a region of one line in the document, and a fingerprint that survives edits around
it. Of a diff the region is the changed line of the revision, what was removed stands on the nearest line that is still there, and the place
in the base is a related location. Files are named from the root of the repository. What is excused is a result with a suppression. At most
5,000 results are written, gravest first.`,
		Write: writeSARIF,
	})
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool              sarifTool       `json:"tool"`
	AutomationDetails sarifAutomation `json:"automationDetails"`
	ColumnKind        string          `json:"columnKind"`
	Invocations       []sarifCall     `json:"invocations"`
	Results           []sarifResult   `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	SemanticVersion string      `json:"semanticVersion,omitempty"`
	Version         string      `json:"version"`
	Rules           []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string    `json:"id"`
	Short sarifText `json:"shortDescription"`
	Help  sarifText `json:"help"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifCall struct {
	Successful bool `json:"executionSuccessful"`
	ExitCode   int  `json:"exitCode"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        Level              `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Related      []sarifLocation    `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	Properties   *sarifProperties   `json:"properties,omitempty"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Logical  []sarifName   `json:"logicalLocations,omitempty"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI    string `json:"uri"`
	BaseID string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine"`
}

type sarifName struct {
	Full string `json:"fullyQualifiedName"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification"`
}

// sarifProperties is what a diff knows and SARIF has no word for.
type sarifProperties struct {
	Class      Class     `json:"class"`
	Direction  Direction `json:"direction,omitempty"`
	Operations []string  `json:"operations,omitempty"`
	Witness    *Witness  `json:"witness,omitempty"`
}

func writeSARIF(w io.Writer, r *Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifOf(r))
}

func sarifOf(r *Report) sarifLog {
	all := slices.Concat(r.Findings, r.Known)
	all = all[:min(len(all), sarifMost)]
	rules, index := sarifRules(all)
	code := r.ExitCode()
	run := sarifRun{
		Tool:              sarifTool{sarifDriver{Name: line(r.Tool.Name), Version: line(r.Tool.Version), Rules: rules}},
		AutomationDetails: sarifAutomation{ID: r.automation()},
		ColumnKind:        "unicodeCodePoints",
		Invocations:       []sarifCall{{Successful: code != 3, ExitCode: code}},
		Results:           make([]sarifResult, 0, len(all)),
	}
	for i := range all {
		run.Results = append(run.Results, r.sarifResult(&all[i], index))
	}
	return sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}
}

// automation names what this report is one of, so that a later one takes its place: the kind of work and the document, without the version.
func (r *Report) automation() string {
	id := "plumbline/" + string(r.Kind) + "/"
	name := r.Subject.Pack
	if name == "" {
		name, _, _ = strings.Cut(path.Base(filepath.ToSlash(line(r.Subject.Document))), "@")
	}
	if r.Environment != nil {
		name += "/" + r.Environment.Name
	}
	return id + line(name) + "/" // what follows the last slash would be the one run; without it, the id names the series
}

// sarifRules lists the rules of findings in the order of their names. A rule's text must not depend on which finding came first.
func sarifRules(findings []Finding) ([]sarifRule, map[string]int) {
	help := map[string]string{}
	for _, f := range findings {
		text := line(f.Clause)
		if text == "" {
			text = "plumbline list checks says what is looked at."
			if f.Class != "" {
				text = "plumbline list rules says what each rule is about."
			}
		}
		if old, met := help[f.Rule]; !met || text < old {
			help[f.Rule] = text
		}
	}
	ids := make([]string, 0, len(help))
	for id := range help {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	rules, index := make([]sarifRule, 0, len(ids)), map[string]int{}
	for i, id := range ids {
		rules = append(rules, sarifRule{ID: line(id), Short: sarifText{strings.ReplaceAll(line(id), "-", " ")}, Help: sarifText{help[id]}})
		index[id] = i
	}
	return rules, index
}

func (r *Report) sarifResult(f *Finding, rules map[string]int) sarifResult {
	at := f.Location
	if f.Revision != nil {
		at = f.Revision.Location
	}
	if at.File == "" {
		at.File = r.Subject.Document // a result without a file is refused
	}
	x := sarifResult{
		RuleID: line(f.Rule), RuleIndex: rules[f.Rule], Level: f.Level, Message: sarifText{f.sarifMessage()},
		Locations: []sarifLocation{r.sarifLocation(at)},
		Fingerprints: map[string]string{
			"primaryLocationLineHash": f.Fingerprint + ":1", // the one that GitHub looks at; its own ends in :1 too
			"plumbline/v1":            f.Fingerprint,
		},
	}
	if pointer := line(f.Pointer()); pointer != "" {
		x.Locations[0].Logical = []sarifName{{pointer}}
	} else if f.KeywordPath != "" {
		x.Locations[0].Logical = []sarifName{{line(f.KeywordPath)}}
	}
	if f.Base != nil && f.Base.File != "" {
		related := r.sarifLocation(f.Base.Location)
		related.ID, related.Message = 1, &sarifText{"in the base: " + line(f.Base.Pointer)}
		x.Related = []sarifLocation{related}
	}
	if f.Waiver != nil {
		x.Suppressions = []sarifSuppression{{Kind: "external", Justification: line(f.Waiver.Reason)}}
	}
	if f.Class != "" {
		x.Properties = &sarifProperties{Class: f.Class, Direction: f.Direction, Operations: f.Operations, Witness: f.Witness}
	}
	return x
}

// sarifMessage is the finding as the few sentences that stand beside a line.
func (f *Finding) sarifMessage() string {
	text := f.headline()
	if effect := f.effect(); effect != "" && f.Class != ClassCompatible && f.Class != ClassProse {
		text += "; it " + effect
	}
	if n := len(f.Operations); n > 1 {
		text += ", in " + count(n, "operation")
	} else if n == 1 {
		text += ", in " + line(f.Operations[0])
	}
	text += "."
	if w := f.Witness; w != nil {
		text += " Proof: " + w.sentence() + ": " + w.because() + "."
	}
	if fix := line(f.Fix); fix != "" {
		text += " " + fix
	}
	return text
}

func (r *Report) sarifLocation(at Location) sarifLocation {
	artifact := sarifArtifact{URI: (&url.URL{Path: r.repositoryPath(at.File)}).EscapedPath(), BaseID: "%SRCROOT%"}
	if at.File != "" && filepath.IsAbs(at.File) {
		artifact = sarifArtifact{URI: (&url.URL{Scheme: "file", Path: filepath.ToSlash(at.File)}).String()}
	}
	l := sarifLocation{Physical: sarifPhysical{Artifact: artifact}}
	if at.Line > 0 {
		l.Physical.Region = &sarifRegion{StartLine: at.Line, StartColumn: at.Column, EndLine: at.Line}
	}
	return l
}

// repositoryPath is the name of a file from the root of the repository. A file of a commit is named by git:REV:PATH, whose path begins there.
func (r *Report) repositoryPath(file string) string {
	if rest, found := strings.CutPrefix(file, "git:"); found {
		if _, name, found := strings.Cut(rest, ":"); found {
			return name
		}
	}
	if file == "" || filepath.IsAbs(file) || strings.Contains(file, "://") {
		return file
	}
	return path.Join(r.Folder, filepath.ToSlash(file))
}
