package suites

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/suites/upgrade"
)

// UpgradeOptions says which two documents are compared, how the changes are weighed, and what becomes of the report.
type UpgradeOptions struct {
	upgrade.Options
	Reports []Output // files to write when the suite is over
}

// UpgradeFlags registers the flags of an upgrade suite, each beginning with plumbline., and returns the options that they fill in when fs is
// parsed. What is set in the options before that is the default:
//
//	var options = suites.UpgradeFlags(flag.CommandLine)
//
//	func init() { options.Base, options.Revision = "git:main:api/openapi.yaml", "../api/openapi.yaml" }
//
//	func TestUpgrade(t *testing.T) { suites.Upgrade(t, options) }
func UpgradeFlags(fs *flag.FlagSet) *UpgradeOptions {
	o := &UpgradeOptions{}
	fs.Func("plumbline.base", "the `document` that is used now: a file, git:REV:PATH or a pinned name", into(&o.Base))
	fs.Func("plumbline.revision", "the `document` that comes next", into(&o.Revision))
	fs.Func("plumbline.policy", "how grave each change is: the `name` of a policy, or a YAML file", into(&o.Policy))
	fs.Func("plumbline.fail-on", "the `level` from which on it fails: error, warning or never", func(s string) error { o.FailOn = reports.FailOn(s); return nil })
	fs.Func("plumbline.operations", "only these operations, separated by commas; may be repeated", func(s string) error {
		o.Operations = append(o.Operations, strings.Split(s, ",")...)
		return nil
	})
	fs.Func("plumbline.tag", "only operations that have this tag; may be repeated", func(s string) error { o.Tags = append(o.Tags, s); return nil })
	fs.Func("plumbline.pack", "only the operations of a pack, by `name` or file", into(&o.Pack))
	fs.Func("plumbline.waivers", "`file` of changes that are excused for a time; may be repeated", func(s string) error { o.Waivers = append(o.Waivers, s); return nil })
	fs.Func("plumbline.baseline", "JSON record of an earlier diff; only what is new fails", into(&o.Baseline))
	fs.BoolVar(&o.AllowRemote, "plumbline.allow-remote", false, "fetch documents and references that are URLs")
	fs.Func("plumbline.report", "write a report: `FORMAT=FILE`; may be repeated", func(s string) error {
		out, err := ParseOutput(s)
		if err != nil {
			return err
		}
		o.Reports = append(o.Reports, out)
		return nil
	})
	return o
}

// into returns what sets a text, and leaves what was set before where the flag is not given.
func into(to *string) func(string) error { return func(s string) error { *to = s; return nil } }

// Upgrade runs the comparison of two documents as a suite inside a test: a container for each operation that a change touches, and in it an It
// for each root cause. A cause that reaches several operations stands once, with the first of them, and has the label operation:NAME
// of each, so that Ginkgo's own filters work; the ginkgo command knows a package as a suite by an import of ginkgo. It fails where the gate
// lets it, as plumbline diff does. As Run, it may be called once per test binary.
func Upgrade(t *testing.T, o *UpgradeOptions) {
	t.Helper()
	gomega.RegisterFailHandler(ginkgo.Fail)
	if ginkgo.GinkgoParallelProcess() == 1 {
		if err := CheckAll(o.Reports); err != nil {
			t.Fatal("plumbline: " + err.Error())
		}
	}
	report, err := upgrade.Run(context.Background(), o.Options)
	if err != nil {
		t.Fatal("plumbline: " + err.Error())
	}
	(&upgradeTree{report: report}).register()
	config, reporter := ginkgo.GinkgoConfiguration()
	config.FailOnEmpty = true
	ginkgo.RunSpecs(t, "upgrade of "+report.Subject.Title, config, reporter)
	if ginkgo.GinkgoParallelProcess() != 1 {
		return
	}
	if err := WriteAll(os.Stdout, report, o.Reports); err != nil {
		t.Fatal("plumbline: " + err.Error())
	}
}

// upgradeTree is a diff shown as a Ginkgo tree.
type upgradeTree struct {
	report *reports.Report
	nodes  int
}

// place is a location that keeps the order of the findings, as that of suite does for the plan.
func (u *upgradeTree) place() types.CodeLocation {
	u.nodes++
	return types.CodeLocation{FileName: "upgrade", LineNumber: u.nodes}
}

func (u *upgradeTree) register() {
	r := u.report
	ginkgo.Describe(fmt.Sprintf("%s to %s", r.Base.Document, r.Subject.Document), func() {
		ginkgo.It("is compared", u.place(), func() { ginkgo.AddReportEntry("summary", r.Headlines()) })
		for _, g := range u.groups() {
			ginkgo.Describe(g.name, u.place(), func() {
				for _, f := range g.findings {
					ginkgo.It(title(f), u.place(), u.labels(f), func() { u.hold(f) })
				}
			})
		}
	})
}

// group is the changes that stand with one operation.
type group struct {
	name     string
	findings []*reports.Finding
}

// groups returns what somebody has to look at, by the first operation that each reaches, gravest first.
func (u *upgradeTree) groups() []*group {
	var all []*group
	index := map[string]*group{}
	for i := range u.report.Findings {
		f := &u.report.Findings[i]
		if f.Class == reports.ClassCompatible || f.Class == reports.ClassProse {
			continue
		}
		name := "the document"
		if len(f.Operations) > 0 {
			name = f.Operations[0]
		}
		if index[name] == nil {
			index[name] = &group{name: name}
			all = append(all, index[name])
		}
		index[name].findings = append(index[name].findings, f)
	}
	return all
}

// title is the change as a sentence, with how many further operations it reaches.
func title(f *reports.Finding) string {
	if n := len(f.Operations) - 1; n > 0 {
		return fmt.Sprintf("%s (and %d more operations): %s", f.Rule, n, f.Message)
	}
	return f.Rule + ": " + f.Message
}

func (u *upgradeTree) labels(f *reports.Finding) ginkgo.Labels {
	labels := append(label("level", string(f.Level)), label("rule", f.Rule)...)
	if f.Class != "" {
		labels = append(labels, label("class", string(f.Class))...)
	}
	for _, id := range f.Operations {
		labels = append(labels, label("operation", id)...)
	}
	return labels
}

// hold fails where the gate lets f fail, and shows it where not.
func (u *upgradeTree) hold(f *reports.Finding) {
	if u.report.Gate.Fails(f.Level) {
		ginkgo.Fail(f.Text())
	}
	ginkgo.AddReportEntry(f.Rule, f.Text(), ginkgo.ReportEntryVisibilityFailureOrVerbose)
}
