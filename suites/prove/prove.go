// Package prove shows that the checks can fail. A green run means as much as the least thing that would have turned it red, so the engine
// is driven against the mock with each of its named faults, one at a time, and against the mock without any.
//
// It promises that three things are found: a fault that the check which claims it does not catch, a check that catches no fault, and a
// finding without a fault. Each is a hole, unless a row of the table of exceptions gives a reason; a row that nothing needs any more is a
// hole too. It knows no more of a fault than its name, and no more of a check than its findings.
//
//	mock.Faults, checks.All -> Run (engine against each, at the same time) -> Matrix -> holes
package prove

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/suites/engine"
)

// Options says what is proved. The zero value proves every fault and every check with the Plaid Partner pack.
type Options struct {
	Pack     string   // as in engine.Options
	Document string   // as in engine.Options
	Auth     string   // the one face of authentication that is shown; "" shows them all in turn, one fault with this, the next with that
	Faults   []string // names of those that are proved; none: all
	Seed     uint64   // as in engine.Options
	Version  string   // of the tool, for the record
}

// Row is what came of one fault, or of the mock without any.
type Row struct {
	Fault     mock.Fault // the zero Fault: the mock keeps every promise
	Face      string
	Tight     bool              // the mock is held to a document that promises more than the published one
	Operation string            // operationId whose answers must show the fault; "" for any
	Findings  []reports.Finding // each once
	Exchanges int
	Elapsed   time.Duration
	Exception *Exception // why it need not be caught; nil if it must
	Hole      string     // what is not as it must be; "" if all is
}

// Matrix is what came of all faults.
type Matrix struct {
	Subject reports.Subject
	Rows    []Row    // the right mocks first, then the faults in their order
	Checks  []Column // by id
	Holes   []string // every one, in words
	Seed    uint64
	Started time.Time
	Elapsed time.Duration
}

// Column is one check and the faults that it catches.
type Column struct {
	ID        string
	Faults    int        // those that it claims and catches
	Exception *Exception // why it catches none; nil if it must
}

// answering are the phases that show how a server answers.
var answering = []string{"examples", "bodies", "authentication", "resources", "tenants", "workflows", "effects"}

// racing are those that ask several things at the same moment.
var racing = []string{"races"}

// Run drives the engine against every fault and returns the matrix. An error is a mistake in the options, or the end of ctx.
func Run(ctx context.Context, o Options) (*Matrix, error) {
	started := time.Now()
	pack, err := engine.LoadPack(o.Pack)
	if err != nil {
		return nil, err
	}
	doc, subject, err := engine.LoadDocument(ctx, pack, o.Document, false)
	if err != nil {
		return nil, err
	}
	rows, err := planned(doc, pack, o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "plumbline-prove-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay := filepath.Join(dir, "tight.yaml")
	if err := os.WriteFile(overlay, tight, 0o600); err != nil {
		return nil, err
	}
	m := &Matrix{Subject: subject, Rows: rows, Seed: cmp.Or(o.Seed, 1), Started: started}
	if err := m.drive(ctx, o, overlay); err != nil {
		return nil, err
	}
	m.judge(len(o.Faults) == 0)
	m.Elapsed = time.Since(started)
	return m, nil
}

// tight is the overlay that makes a document promise more than the published ones do.
//
//go:embed tight.yaml
var tight []byte

// Overlay is the OpenAPI Overlay under which the faults are proved that break no promise of a document as published (mock.Fault.Tight).
func Overlay() string { return string(tight) }

// planned is the rows to be driven: the right mock with every face, and each fault with one.
func planned(doc *spec.Document, pack *packs.Pack, o Options) ([]Row, error) {
	faces := []string{o.Auth}
	if o.Auth == "" && len(pack.Faces) > 0 {
		faces = nil
		for _, f := range pack.Faces {
			faces = append(faces, f.Name)
		}
	}
	var rows []Row
	for _, face := range faces {
		if _, err := pack.Face(face); err != nil {
			return nil, err
		}
		rows = append(rows, Row{Face: face})
		if pack.Name == engine.DefaultPack {
			rows = append(rows, Row{Face: face, Tight: true})
		}
	}
	chosen, err := chosen(o.Faults)
	if err != nil {
		return nil, err
	}
	for i, f := range chosen {
		shown := slices.DeleteFunc(slices.Clone(faces), func(face string) bool { return f.Faces != nil && !slices.Contains(f.Faces, face) })
		if len(shown) == 0 {
			continue // it is wrong in another face only
		}
		row := Row{Fault: f, Face: shown[i%len(shown)], Tight: f.Tight, Exception: excepted(f.Name)}
		if row.Operation, err = f.About(doc, pack); err != nil {
			if len(o.Faults) > 0 {
				return nil, err
			}
			continue // it is none of this API
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// chosen are the faults of the given names, all of them if there are none.
func chosen(names []string) ([]mock.Fault, error) {
	all := mock.Faults()
	if len(names) == 0 {
		return all, nil
	}
	var out []mock.Fault
	for _, name := range names {
		i := slices.IndexFunc(all, func(f mock.Fault) bool { return f.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("unknown fault %q; plumbline list faults shows them all", name)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// drive drives every row, several at the same time. The engine's own session is one at a time, and much of it waits.
func (m *Matrix) drive(ctx context.Context, o Options, overlay string) error {
	errs := make([]error, len(m.Rows))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(len(m.Rows), 2*runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(m.Rows) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				errs[i] = m.Rows[i].drive(ctx, o, overlay)
			}
		})
	}
	wait.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

// clock is a clock that only a late answer moves, so that no real time passes and no slow machine looks like a slow API.
type clock struct {
	started time.Time
	elapsed atomic.Int64
}

func (c *clock) now() time.Time { return c.started.Add(time.Duration(c.elapsed.Load())) }

func (c *clock) wait(d time.Duration) { c.elapsed.Add(int64(d)) }

// patience is how long an answer that never comes is waited for, in real time. It is short, for several faults never answer, and long
// enough for a mock in the same process on a busy machine.
const patience = 2 * time.Second

// drive runs the whole plan against one mock.
func (r *Row) drive(ctx context.Context, o Options, overlay string) error {
	started := time.Now()
	c := &clock{started: started}
	var asked atomic.Int64
	eo := engine.Options{
		Pack: o.Pack, Document: o.Document, Auth: r.Face, Seed: cmp.Or(o.Seed, 1), Version: o.Version, Now: c.now, Pause: time.Millisecond, Timeout: patience, Brief: true,
		Mock:   mock.Options{Wait: c.wait, Log: func(string, ...any) { asked.Add(1) }},
		Lookup: func(string) (string, bool) { return "", false }, // nothing of whoever proves
	}
	if r.Tight {
		eo.Overlays = []string{overlay}
	}
	// What a server takes shows in cases of their own; all others show how it answers, and are enough for a fault in that.
	if r.Fault.Name != "" && r.Fault.Class != mock.ClassIntent && r.Fault.Class != mock.ClassHTTP {
		eo.Phases = answering
	}
	if r.Fault.Class == mock.ClassRace {
		eo.Phases = racing // whatever is asked alone waits for company
	}
	if r.Fault.Name != "" {
		eo.Mock.Faults = []string{r.Fault.Name}
	}
	s, err := engine.Open(ctx, eo)
	if err != nil {
		return err
	}
	defer s.Close()
	report := run(ctx, s)
	r.Findings, r.Exchanges, r.Elapsed = report.Findings, int(asked.Load()), time.Since(started)
	if code := report.ExitCode(); r.Fault.Name == "" && code != 0 && len(report.Findings) == 0 {
		r.Hole = fmt.Sprintf("the mock that keeps every promise, face %s: %s", r.World(), report.Verdict().Reason)
	}
	return nil
}

// run drives every case in the order of the plan and removes what was created.
func run(ctx context.Context, s *engine.Session) *reports.Report {
	got, extra := map[string]reports.Result{}, []reports.Result{}
	remove := func(owner string) {
		if result, gone := s.Remove(ctx, owner); !gone {
			extra = append(extra, result)
		}
	}
	for _, g := range s.Groups() {
		for _, c := range g.Cases {
			got[c.ID] = s.Run(ctx, c)
			if !g.Workflow {
				remove(c.ID)
			}
		}
		if g.Workflow {
			remove(g.Name)
		}
	}
	remove("")
	return s.Report(s.Complete(got, ctx.Err() != nil, extra), engine.Remains{Removals: s.Removals(), Leftovers: s.Leftovers()}, ctx.Err() != nil)
}
