package suites

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// Options says what to run, where, and what becomes of the results.
type Options struct {
	engine.Options
	Reports  []Output               // files to write when the run is over
	OnResult func(r reports.Result) // called for each case as it ends, without the exchanges of one that found nothing; may be nil
}

// grace is how long Ginkgo waits for a case that ignores an interrupt.
const grace = 5 * time.Second

// Run runs the conformance suite inside a test. It may be called once per test binary, because Ginkgo allows no more. A failure to set
// up fails the test.
func Run(t *testing.T, o *Options) {
	t.Helper()
	gomega.RegisterFailHandler(ginkgo.Fail)
	if ginkgo.GinkgoParallelProcess() == 1 {
		if err := CheckAll(o.Reports); err != nil {
			t.Fatal("plumbline: " + err.Error())
		}
	}
	session, err := open(o)
	if err != nil {
		t.Fatal("plumbline: " + err.Error())
	}
	suite := &suite{session: session, options: o}
	suite.register()
	config, reporter := ginkgo.GinkgoConfiguration()
	config.FailOnEmpty = true
	config.GracePeriod = grace
	suite.start(config)
	passed := ginkgo.RunSpecs(t, session.Pack.Title, config, reporter)
	if ginkgo.GinkgoParallelProcess() != 1 || suite.report == nil {
		return
	}
	if err := WriteAll(os.Stdout, suite.report, o.Reports); err != nil {
		t.Fatal("plumbline: " + err.Error())
	}
	if passed && suite.report.ExitCode() != 0 {
		t.Fatalf("plumbline: %s: %s", suite.report.Verdict().Word, suite.report.Verdict().Reason)
	}
}

// Execute runs the same tree outside a test, without Ginkgo's own console, and returns the report. It may be called once per process.
// An error means that nothing was run and how to mend that; what the API did wrong stands in the report. An interrupt (SIGINT,
// SIGTERM) ends the run early: what was created is removed, and the report says Interrupted.
func Execute(o *Options) (*reports.Report, error) {
	session, err := open(o)
	if err != nil {
		return nil, err
	}
	// Ginkgo prints through this variable; replacing os.Stdout would be too late. The other one it needs only to say why it cannot go on.
	formatter.ColorableStdOut = io.Discard
	gomega.RegisterFailHandler(ginkgo.Fail)
	suite := &suite{session: session, options: o}
	suite.register()
	config, reporter := types.NewDefaultSuiteConfig(), types.NewDefaultReporterConfig()
	config.FailOnEmpty = true
	config.GracePeriod = grace
	config.Timeout = 24 * time.Hour
	defer hangup()()
	suite.start(config)
	ginkgo.RunSpecs(noTest{}, session.Pack.Title, config, reporter)
	// Ginkgo leaves its handlers in place, and the next signal would do nothing.
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	return suite.report, nil
}

// hangup makes the end of the terminal end a run as an interrupt does, so that what was created is removed. It returns what undoes that.
func hangup() func() {
	hung := make(chan os.Signal, 1)
	signal.Notify(hung, syscall.SIGHUP)
	over := make(chan struct{})
	go func() {
		select {
		case <-hung:
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				_ = self.Signal(syscall.SIGTERM) // Ginkgo listens to this one
			}
		case <-over:
		}
	}()
	return func() { signal.Stop(hung); close(over) }
}

// noTest stands in for a test where there is none; the report says what failed.
type noTest struct{}

func (noTest) Fail() {}

func open(o *Options) (*engine.Session, error) {
	o.Worker = ginkgo.GinkgoParallelProcess()
	return engine.Open(context.Background(), o.Options)
}

// suite is one session shown as a Ginkgo tree.
type suite struct {
	session *engine.Session
	options *Options
	report  *reports.Report
	nodes   int // in the tree so far
}

// entryName marks the report entries that carry our results between Ginkgo's processes.
const entryName = "plumbline"

// entry is what one node of the tree adds to Ginkgo's report. Findings stand beside their result, because a record writes them
// elsewhere.
type entry struct {
	Result   *reports.Result   `json:"result,omitempty"`
	Findings []reports.Finding `json:"findings,omitempty"`
	Remains  *engine.Remains   `json:"remains,omitempty"`
}

// register adds the tree: one container per operation or workflow, one It per case or step. Everything stands in one container of
// its own, because Ginkgo shuffles containers at the top.
func (s *suite) register() {
	ginkgo.Describe(s.session.Pack.Title, func() {
		for _, g := range s.session.Groups() {
			s.group(g)
		}
	})
	ginkgo.AfterSuite(func(ctx ginkgo.SpecContext) {
		defer s.remains() // also where what is left cannot be removed, which ends this node
		s.remove(ctx, "")
		gomega.Expect(s.session.Close()).To(gomega.Succeed())
	})
	ginkgo.ReportAfterSuite("plumbline", func(r ginkgo.Report) { s.report = s.collect(r) })
}

// start lets the engine drive ahead, where this process runs the whole plan in its order: what a filter of Ginkgo leaves out must not be sent.
func (s *suite) start(c types.SuiteConfig) {
	filtered := c.LabelFilter != "" || c.SemVerFilter != "" || len(c.FocusStrings)+len(c.SkipStrings)+len(c.FocusFiles)+len(c.SkipFiles) > 0
	if !filtered && !c.DryRun && !c.FailFast && !c.RandomizeAllSpecs && c.ParallelTotal < 2 {
		s.session.Start(context.Background()) // a case's own context ends it
	}
}

// label returns the label kind:name. What Ginkgo forbids in a label, because its filters are written with it, becomes a hyphen:
// an operation without an operationId is called by its method and path.
func label(kind, name string) ginkgo.Labels {
	return ginkgo.Label(kind + ":" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("&|!,()/", r) {
			return '-'
		}
		return r
	}, name))
}

// place is a location of a node that keeps the plan's order: Ginkgo runs nodes by their location, and all of ours come from the same
// few lines.
func (s *suite) place() types.CodeLocation {
	s.nodes++
	return types.CodeLocation{FileName: "plan", LineNumber: s.nodes}
}

func (s *suite) group(g engine.Group) {
	if !g.Workflow {
		ginkgo.Describe(g.Name, s.place(), label("operation", g.Name), func() {
			for _, c := range g.Cases {
				ginkgo.It(c.Title, s.place(), label("phase", string(c.Phase)), func(ctx ginkgo.SpecContext) {
					ginkgo.DeferCleanup(s.remove, c.ID)
					s.run(ctx, c)
				})
			}
		})
		return
	}
	// A failed step does not hide the ones after it: the engine says which of them still make sense.
	ginkgo.Describe(g.Name, s.place(), ginkgo.Ordered, ginkgo.ContinueOnFailure, label("workflow", g.Name), func() {
		ginkgo.BeforeAll(func() { ginkgo.DeferCleanup(s.remove, g.Name) })
		for _, c := range g.Cases {
			ginkgo.It(c.Title, s.place(), label("phase", string(c.Phase)), func(ctx ginkgo.SpecContext) { s.run(ctx, c) })
		}
	})
}

// run drives one case and asserts its verdict.
func (s *suite) run(ctx ginkgo.SpecContext, c *runner.Case) {
	result := s.session.Run(ctx, c)
	s.add(result)
	if result.Status == reports.StatusSkipped {
		ginkgo.Skip(result.Note)
	}
	gomega.Expect(result).To(keepItsPromises())
}

// remove removes what owner created and asserts that it is gone.
func (s *suite) remove(ctx ginkgo.SpecContext, owner string) {
	if result, gone := s.session.Remove(ctx, owner); !gone {
		s.add(result)
		gomega.Expect(result).To(keepItsPromises())
	}
}

// remains hands on what became of all that was created.
func (s *suite) remains() {
	ginkgo.AddReportEntry(entryName, entry{Remains: &engine.Remains{Removals: s.session.Removals(), Leftovers: s.session.Leftovers()}}, ginkgo.ReportEntryVisibilityNever)
}

func (s *suite) add(result reports.Result) {
	if ginkgo.GinkgoParallelProcess() > 1 {
		result = s.session.Recorded(result) // the report is made by the first process
	}
	ginkgo.AddReportEntry(entryName, entry{Result: &result, Findings: result.Findings}, ginkgo.ReportEntryVisibilityNever)
	if s.options.OnResult != nil {
		s.options.OnResult(result)
	}
}

// collect puts the results of all processes together, in the order of the plan.
func (s *suite) collect(r ginkgo.Report) *reports.Report {
	got := map[string]reports.Result{}
	var extra []reports.Result
	left := engine.Remains{Removals: []reports.Exchange{}, Leftovers: []reports.Leftover{}}
	for _, spec := range r.SpecReports {
		for _, e := range entries(spec.ReportEntries) {
			if e.Remains != nil {
				left.Removals = append(left.Removals, e.Remains.Removals...)
				left.Leftovers = append(left.Leftovers, e.Remains.Leftovers...)
			}
			if e.Result == nil {
				continue
			}
			e.Result.Findings = e.Findings
			if e.Result.Phase == engine.PhaseRemoval {
				extra = append(extra, *e.Result)
				continue
			}
			got[e.Result.Case] = *e.Result
		}
	}
	ended := len(r.SpecialSuiteFailureReasons) > 0 && len(got) < s.session.Planned()
	return s.session.Report(s.session.Complete(got, ended, extra), left, ended)
}

// entries returns our entries among those of one node; from another process they come as JSON.
func entries(all types.ReportEntries) []entry {
	var out []entry
	for _, e := range all {
		if e.Name != entryName {
			continue
		}
		if own, ok := e.GetRawValue().(entry); ok {
			out = append(out, own)
			continue
		}
		var decoded entry
		if err := json.Unmarshal([]byte(e.Value.AsJSON), &decoded); err == nil {
			out = append(out, decoded)
		}
	}
	return out
}
