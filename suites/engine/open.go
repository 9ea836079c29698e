package engine

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/runner/mock"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/suites/checks"
	"github.com/plumbline-dev/plumbline/suites/waivers"
)

// Open prepares a run: it loads document, pack and environment, and plans. Nothing is sent. Every error is the caller's to mend and
// says how.
func Open(ctx context.Context, o Options) (*Session, error) {
	s := &Session{options: o.settled(), started: time.Now(), removals: map[string][]reports.Exchange{}, repeated: map[string]bool{}, checks: checks.All()}
	if err := s.load(ctx); err != nil {
		return nil, err
	}
	var credentials *runner.Credentials
	if !o.PlanOnly {
		var err error
		if credentials, err = s.credentials(); err != nil {
			return nil, err
		}
	}
	s.Seed = seed(o.Seed, s.Environment)
	p, err := s.planner(ctx, credentials)
	if err != nil {
		return nil, err
	}
	if s.groups, err = only(p.plan(), o.Cases); err != nil {
		return nil, err
	}
	p.afford(s.groups)
	if o.PlanOnly {
		return s, nil
	}
	s.faults = s.documentFaults(ctx)
	if err := s.connect(); err != nil {
		return nil, err
	}
	s.weighed = sync.OnceValue(s.weigh)
	if !o.Brief {
		go s.weighed()
	}
	s.redactor = runner.NewRedactor(s.Pack, credentials, s.tokenKey())
	s.redactor.Reveal(madeUp(s.Pack)...)
	s.driver = s.newDriver(p, credentials)
	return s, nil
}

// settled returns the options with what nobody has said.
func (o Options) settled() Options {
	if o.Lookup == nil {
		o.Lookup = os.LookupEnv
	}
	o.Timeout = cmp.Or(o.Timeout, runner.DefaultTimeout)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// load reads what the options name: the pack, the environment, the document, and what answers and findings are held to.
func (s *Session) load(ctx context.Context) (err error) {
	o := &s.options
	if s.Pack, err = LoadPack(o.Pack); err != nil {
		return err
	}
	if s.Environment, err = runner.Choose(o.Target); err != nil {
		return err
	}
	if o.Budget == 0 && (s.Environment.Mock || s.Environment.Loopback) {
		o.Budget = BudgetHere
	}
	o.Budget = cmp.Or(o.Budget, DefaultBudget)
	if s.Document, s.subject, err = LoadDocument(ctx, s.Pack, o.Document, o.AllowRemote, o.Overlays...); err != nil {
		return err
	}
	if o.Strictness, err = checkStrictness(o.Strictness); err != nil {
		return err
	}
	if s.Environment.Mock && o.Target.Lifecycle == "" && !mock.Keeps(s.Document, s.Pack) {
		s.Environment.Lifecycle = runner.LifecycleSample // it answers with what the document shows, and keeps nothing
	}
	if s.book, err = Expectations(ctx, s.Document, s.Pack); err != nil {
		return err
	}
	if s.face, err = s.Pack.Face(o.Auth); err != nil {
		return err
	}
	s.waivers, err = excuses(s.Pack, s.Document, *o)
	return err
}

// planner returns the planner of what was loaded.
func (s *Session) planner(ctx context.Context, credentials *runner.Credentials) (*planner, error) {
	o := &s.options
	flows, err := workflows(ctx, s.Pack, s.Document, o.Workflows)
	if err != nil {
		return nil, err
	}
	p := &planner{
		workflows: flows, document: s.Document, pack: s.Pack, environment: s.Environment, credentials: credentials, face: s.face,
		maxRequests: o.MaxRequests, maxExamples: o.MaxExamples, cases: o.Cases,
		maker: &payload.Maker{Document: s.Document, Seed: s.Seed},
	}
	if p.profile, err = profileNamed(o.Profile); err != nil {
		return nil, err
	}
	p.phases, err = phasesOf(o.Phases)
	return p, err
}

// tokenKey is the key of the tokens that stand for secrets: the same with the same seed where the secrets are the mock's, which everybody may know; nil, which is
// a new one each time, elsewhere.
func (s *Session) tokenKey() []byte {
	if !s.Environment.Mock {
		return nil
	}
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, s.Seed))
	return sum[:]
}

// newDriver returns the driver of what p plans.
func (s *Session) newDriver(p *planner, credentials *runner.Credentials) *runner.Driver {
	o := &s.options
	client := runner.NewClient(s.target, "plumbline/"+cmp.Or(o.Version, "devel"))
	client.Timeout, client.Now, client.Rate = o.Timeout, o.Now, o.Rate
	var planning sync.Mutex // the planner makes each operation's requests once
	return &runner.Driver{
		Client: client, Document: s.Document, Pack: s.Pack, Face: s.face, Environment: s.Environment, Credentials: credentials, Redactor: s.redactor,
		Seed: s.Seed, Nonce: o.Nonce, Worker: o.Worker, Beside: o.Concurrency > 1, Pause: o.Pause, MaxRequests: o.MaxRequests, TimeLimit: o.TimeLimit,
		Fixture: func(op *spec.Operation) ([]byte, string, error) {
			planning.Lock()
			defer planning.Unlock()
			sample, problem := p.template(op)
			if problem != "" {
				return nil, "", errors.New(problem)
			}
			return sample.Body, sample.MediaType, nil
		},
		Fuller: func(op *spec.Operation) ([]byte, string) {
			planning.Lock()
			defer planning.Unlock()
			return p.fullest(op)
		},
		Example:    p.created,
		Parameters: p.parameters,
	}
}

// excuses returns what excuses findings: what belongs to the pack, the files, and the baseline.
func excuses(pack *packs.Pack, document *spec.Document, o Options) (*waivers.Set, error) {
	rows, err := waivers.OfPack(pack)
	if err != nil {
		return nil, err
	}
	given, err := waivers.Load(o.Waivers...)
	if err != nil {
		return nil, err
	}
	rows = append(rows, given...)
	if err := waivers.CheckRules(rows, Rules(), "what plumbline list checks shows, and "+strings.Join(ownRules, ", ")); err != nil {
		return nil, err
	}
	set := waivers.New(waivers.Terms{Today: o.Now(), Version: document.Version}, rows...)
	if o.Baseline != "" {
		earlier, err := waivers.ReadBaseline(o.Baseline, reports.KindRun)
		if err != nil {
			return nil, err
		}
		set.Compare(earlier)
	}
	return set, nil
}

// seed settles what generated bytes derive from. Away from the mock an unset seed is drawn anew, so that names that must be unique
// do not meet those of an earlier run; the report says it.
func seed(given uint64, env *runner.Environment) uint64 {
	switch {
	case given != 0:
		return given
	case env.Mock:
		return 1
	}
	return uint64(time.Now().UnixNano())&0xffff_ffff | 1
}

// connect opens the target.
func (s *Session) connect() error {
	if s.options.Transport != nil {
		base := s.Environment.URL
		if base == nil {
			return errors.New("a transport of one's own needs a url")
		}
		s.target = &runner.Target{Base: base, Transport: s.options.Transport}
		return nil
	}
	var handler http.Handler
	if s.Environment.Mock {
		var err error
		o := s.options.Mock
		o.Seed, o.Auth = s.Seed, s.face.Name
		handler, err = mock.New(s.Document, s.Pack, o)
		if err != nil {
			return err
		}
	}
	var err error
	s.target, err = runner.Open(s.Environment, handler)
	return err
}

// only keeps the cases whose ids begin with one of the prefixes. A workflow is kept whole, since its steps need each other.
func only(groups []Group, prefixes []string) ([]Group, error) {
	if len(prefixes) == 0 {
		return groups, nil
	}
	var kept []Group
	for _, prefix := range prefixes {
		if !slices.ContainsFunc(groups, func(g Group) bool {
			return slices.ContainsFunc(g.Cases, func(c *runner.Case) bool { return within(c.ID, prefix) })
		}) {
			return nil, fmt.Errorf("no case %q; plumbline list cases shows them all", prefix)
		}
	}
	for _, g := range groups {
		cases := slices.DeleteFunc(slices.Clone(g.Cases), func(c *runner.Case) bool {
			return !slices.ContainsFunc(prefixes, func(p string) bool { return within(c.ID, p) })
		})
		if g.Workflow && len(cases) > 0 {
			cases = g.Cases
		}
		if len(cases) > 0 {
			g.Cases = cases
			kept = append(kept, g)
		}
	}
	return kept, nil
}

// within says whether id is prefix or lies below it.
func within(id, prefix string) bool {
	prefix = strings.TrimSuffix(prefix, "/")
	return id == prefix || strings.HasPrefix(id, prefix+"/")
}
