package diff

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/reports"
	"github.com/plumbline-dev/plumbline/spec/tree"
)

// Policy says how grave a change is: by its rule if it names that, else by its class. The zero Policy, and nil, are the default one.
type Policy struct {
	Name        string // default, typed, strict, plaid, or the file it was read from
	classes     map[reports.Class]level
	rules       map[string]level
	identifiers level // of an identifier that comes and is of another length or form; empty to weigh it as anything else
}

// level is a level of a finding, or none: the change is counted and is no finding.
type level string

const (
	levelError   = level(reports.LevelError)
	levelWarning = level(reports.LevelWarning)
	levelNote    = level(reports.LevelNote)
	levelNone    = level("none")
)

var levels = []string{string(levelError), string(levelWarning), string(levelNote), string(levelNone)}

// UnmarshalText takes error, warning, note or none.
func (l *level) UnmarshalText(text []byte) error {
	if !slices.Contains(levels, string(text)) {
		return fmt.Errorf("not one of %s%s", strings.Join(levels, ", "), didYouMean(string(text), levels))
	}
	*l = level(text)
	return nil
}

// DefaultPolicy is the name of the policy used where none is named.
const DefaultPolicy = "default"

// A change that is proven to break someone is an error under every policy. What is left to weigh is what disturbs only some of those who
// use the API. The default suits an integrator with code written by hand: generated code is warned, and so is everyone of what could
// not be decided, for a break may hide there. The policy typed is for those who generate their code; strict lets pass only what is known to be
// safe. The policy plaid is what Plaid itself calls a breaking change: new enum values, endpoints, webhooks, response fields and optional
// parameters are none, nor is another length or content of an identifier, and a client is expected to cope with them.
var policies = []*Policy{
	{Name: DefaultPolicy, classes: map[reports.Class]level{
		reports.ClassWire: levelError, reports.ClassUnpromised: levelError, reports.ClassTyped: levelWarning,
		reports.ClassUnproven: levelWarning, reports.ClassCompatible: levelNote, reports.ClassProse: levelNone,
	}},
	{Name: "typed", classes: map[reports.Class]level{
		reports.ClassWire: levelError, reports.ClassUnpromised: levelError, reports.ClassTyped: levelError,
		reports.ClassUnproven: levelWarning, reports.ClassCompatible: levelNote, reports.ClassProse: levelNone,
	}},
	{Name: "strict", classes: map[reports.Class]level{
		reports.ClassWire: levelError, reports.ClassUnpromised: levelError, reports.ClassTyped: levelError,
		reports.ClassUnproven: levelError, reports.ClassCompatible: levelNote, reports.ClassProse: levelNone,
	}},
	// Source: https://plaid.com/docs/api/versioning/
	{Name: "plaid", classes: map[reports.Class]level{
		reports.ClassWire: levelError, reports.ClassUnpromised: levelError, reports.ClassTyped: levelNote,
		reports.ClassUnproven: levelWarning, reports.ClassCompatible: levelNote, reports.ClassProse: levelNone,
	}, rules: map[string]level{
		// Where an object is closed, a property more is one that the base forbids; the vendor adds them all the same.
		"response-property-added": levelNote, "response-header-added": levelNote, "response-enum-value-added": levelNote,
	}, identifiers: levelNote},
}

// Policies returns the names of the built-in policies, the default one first.
func Policies() []string {
	names := make([]string, 0, len(policies))
	for _, p := range policies {
		names = append(names, p.Name)
	}
	return names
}

// Level returns how grave a change of this rule and class is; "" says that it is to be counted, and is no finding.
func (p *Policy) Level(rule string, class reports.Class) reports.Level {
	if p == nil || p.classes == nil {
		p = policies[0]
	}
	l, named := p.rules[rule]
	if !named {
		l = p.classes[class]
	}
	return l.shown()
}

// shown is l as a finding has it; "" where it is to be none.
func (l level) shown() reports.Level {
	if l == levelNone {
		return ""
	}
	return reports.Level(l)
}

// weigh is Level for all that is known of f: a rule that the policy names goes before what it says of identifiers.
func (p *Policy) weigh(f *fact) reports.Level {
	if p != nil && p.identifiers != "" && f.ofIdentifier() {
		if _, named := p.rules[f.rule]; !named {
			return p.identifiers.shown()
		}
	}
	return p.Level(f.rule, f.class)
}

// WithProse returns p with changes of prose as notes where they would be none: they are findings then.
func (p *Policy) WithProse() *Policy {
	if p == nil || p.classes == nil {
		p = policies[0]
	}
	if p.classes[reports.ClassProse] != levelNone {
		return p
	}
	with := *p
	with.classes = maps.Clone(p.classes)
	with.classes[reports.ClassProse] = levelNote
	return &with
}

// policyFile is the shape of a policy in a file.
type policyFile struct {
	Extends     string           `yaml:"extends"` // the built-in policy it starts from; the default one if absent
	Classes     map[string]level `yaml:"classes"`
	Rules       map[string]level `yaml:"rules"`
	Identifiers level            `yaml:"identifiers"`
	Node        *tree.Node       `yaml:"."`
}

// LoadPolicy returns the policy called name: a built-in one, or that of a YAML file, which says what it changes of a built-in one:
//
//	extends: default          # default, typed, strict or plaid
//	classes:
//	  typed: error            # error, warning, note, or none: counted, and no finding
//	rules:
//	  request-parameter-removed: note # a rule goes before its class; Rules lists them
//	identifiers: note         # another length, pattern or format of an identifier that comes, where no rule is named for it
//
// An empty name is the default policy. A misspelt key, class, rule or level is an error with its line.
func LoadPolicy(name string) (*Policy, error) {
	if name == "" {
		name = DefaultPolicy
	}
	if p := builtin(name); p != nil {
		return p, nil
	}
	if _, err := os.Stat(name); err != nil && !strings.ContainsAny(name, `/\.`) {
		return nil, fmt.Errorf("unknown policy %q%s; known are %s, or give the path of a YAML file", name, didYouMean(name, Policies()), strings.Join(Policies(), ", "))
	}
	file, err := tree.NewStore(tree.Options{MaxBytes: 1 << 20}).Open(context.Background(), name)
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	var f policyFile
	if err := file.Root.Decode(&f); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return f.policy(file.Name)
}

func builtin(name string) *Policy {
	for _, p := range policies {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// policy lays what f says over the policy it extends.
func (f policyFile) policy(name string) (*Policy, error) {
	if f.Extends == "" {
		f.Extends = DefaultPolicy
	}
	base := builtin(f.Extends)
	if base == nil {
		return nil, fmt.Errorf("policy: %s: extends names %q, which is no built-in policy%s; known are %s", f.Node.Get("extends").At, f.Extends, didYouMean(f.Extends, Policies()), strings.Join(Policies(), ", "))
	}
	p := &Policy{Name: name, classes: map[reports.Class]level{}, rules: map[string]level{}, identifiers: cmp.Or(f.Identifiers, base.identifiers)}
	for class, l := range base.classes {
		p.classes[class] = l
	}
	for rule, l := range base.rules {
		p.rules[rule] = l
	}
	var known []string
	for _, class := range reports.Classes() {
		known = append(known, string(class))
	}
	if err := f.knows("classes", "class", known, strings.Join(known, ", ")); err != nil {
		return nil, err
	}
	if err := f.knows("rules", "rule", RuleNames(), "what plumbline list rules shows"); err != nil {
		return nil, err
	}
	for class, l := range f.Classes {
		p.classes[reports.Class(class)] = l
	}
	for rule, l := range f.Rules {
		p.rules[rule] = l
	}
	return p, nil
}

// knows returns an error for the first name under key that is not known; all says which are.
func (f policyFile) knows(key, what string, known []string, all string) error {
	n := f.Node.Get(key)
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if !slices.Contains(known, m.Name) {
			return fmt.Errorf("policy: %s: unknown %s %q%s; known are %s", m.At, what, m.Name, didYouMean(m.Name, known), all)
		}
	}
	return nil
}

func didYouMean(word string, known []string) string {
	if near := tree.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
