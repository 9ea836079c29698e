package engine

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-dev/plumbline/runner"
	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
	"github.com/plumbline-dev/plumbline/spec/schema"
	"github.com/plumbline-dev/plumbline/spec/tape"
)

// values are what an operation's parameters are sent as where a case says nothing else of them.
type values struct {
	right   map[runner.Parameter]string
	problem string // why they are not right; "" if they are
}

// parameters returns a right value for each parameter that op requires, those of credentials aside.
func (p *planner) parameters(op *spec.Operation) map[runner.Parameter]string {
	return maps.Clone(p.valuesOf(op).right)
}

// valuesOf is what was settled for op when planning began.
func (p *planner) valuesOf(op *spec.Operation) values {
	if known, ok := p.values[op.ID]; ok {
		return known
	}
	return p.settle(op)
}

// settle finds the values: of the document's examples and one made from the schema the first that keeps to it. Where none does, the last is
// kept for the address, and the problem says what is wrong.
func (p *planner) settle(op *spec.Operation) values {
	v := values{right: map[runner.Parameter]string{}}
	for _, param := range op.Parameters {
		if !param.Required || p.isCredential(param) {
			continue
		}
		problem := "no value can be written for the " + param.In + " parameter " + param.Name
		for _, raw := range p.candidates(op, param) {
			text, ok := onWire(param, raw)
			if !ok {
				continue
			}
			v.right[key(param)] = text
			if problem = p.against(op, param, text); problem == "" {
				break
			}
		}
		if v.problem == "" {
			v.problem = problem
		}
	}
	return v
}

// candidates are values that a parameter may have, as JSON.
func (p *planner) candidates(op *spec.Operation, param *spec.Parameter) [][]byte {
	var out [][]byte
	described, examples := param.Schema, param.Examples
	if len(param.Content) > 0 {
		described, examples = param.Content[0].Schema, slices.Concat(examples, param.Content[0].Examples)
	}
	for _, example := range examples {
		out = append(out, example.Value.JSON())
	}
	if described != nil {
		if made, err := p.maker.Value(described, schema.Request, payload.KindMinimal, param.Name, op.ID+" "+param.Name); err == nil {
			out = append(out, made)
		}
	}
	return out
}

// against says what the document has against a parameter that is sent as text; "" if nothing.
func (p *planner) against(op *spec.Operation, param *spec.Parameter, text string) string {
	alone := *op
	alone.Parameters, alone.RequestBody = []*spec.Parameter{param}, nil
	sent := map[runner.Parameter]string{key(param): text}
	for _, other := range op.Parameters {
		if other.In == "path" && other != param {
			sent[key(other)] = "x"
		}
	}
	address, header, err := runner.Address(p.document, &alone, sent)
	if err != nil {
		return err.Error()
	}
	path, query, _ := strings.Cut(address, "?")
	for _, f := range p.document.JudgeRequest(&alone, spec.Ask{Path: path, Query: query, Header: header}).Faults {
		if !f.Warning {
			return "no right value is at hand for the " + param.In + " parameter " + param.Name + ": " + f.Message
		}
	}
	return ""
}

// onWire is a JSON value as the text of a parameter: a scalar as it is, a list or an object as its JSON, which Address writes in the parameter's style,
// and so is all that a media type describes. It is false for what cannot be read.
func onWire(param *spec.Parameter, raw []byte) (string, bool) {
	t, _ := tape.Read(raw, tape.Limits{})
	defer t.Release()
	switch {
	case !t.Usable():
		return "", false
	case param.Schema == nil:
		return string(raw), true
	}
	return t.Root().Plain(), true
}

// parameterFaults are requests that are right but for one parameter: one that is required and absent, or one whose value its schema does not allow.
// As text a number is a text too; so each is judged as it will be sent, and left out where that is right after all.
func (p *planner) parameterFaults(op *spec.Operation) []variety {
	var out []variety
	right := p.parameters(op)
	usual, err := p.parameterBreaks(op, right)
	if err != nil {
		return nil // the path lacks a value, and every case says so
	}
	add := func(param *spec.Parameter, values map[runner.Parameter]string, keyword, name, title, why string) {
		broken, err := p.parameterBreaks(op, values)
		if err != nil || len(broken) != len(usual)+1 {
			return
		}
		for message, found := range broken {
			if _, before := usual[message]; !before && keyword != "required" && found != keyword {
				return // what is a number in JSON may be a text here, and break something else
			}
		}
		c := p.mustRefuse(op, runner.PhaseNegative, slug(param.In+" "+param.Name+" "+name))
		c.Title, c.Promise.Why, c.Parameters = "refuses "+title, why, values
		if named, ok := runner.ResourceParameter(p.pack, op); ok && named == key(param) {
			c.Use = runner.UseNone // the value names none
		}
		p.loosen(c, op, "", keyword)
		out = append(out, variety{"parameter " + keyword, c})
	}
	for _, param := range op.Parameters {
		if param.Schema == nil || p.isCredential(param) || credentialOf(op, param) {
			continue
		}
		what := "the " + param.In + " parameter " + param.Name
		if param.Required && param.In != "path" {
			without := maps.Clone(right)
			delete(without, key(param))
			add(param, without, "required", "required", "a request without "+what, "the document requires "+what)
		}
		samples, _ := p.maker.VariedValue(param.Schema, payload.KindFault, op.ID+" "+param.Name)
		for _, s := range samples {
			text, ok := onWire(param, s.JSON)
			if !ok || !p.telling(s) || s.Variation.Value == "null" || param.In == "path" && strings.Trim(text, ".") == "" {
				continue // null has no text of its own, and some texts are another path
			}
			values := maps.Clone(right)
			values[key(param)] = text
			shown := fmt.Sprintf("%q", text)
			if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
				shown = text
			}
			if len([]rune(text)) > 40 {
				shown = fmt.Sprintf("a text of %d characters", len([]rune(text)))
			}
			add(param, values, s.Variation.Keyword, strings.TrimPrefix(s.Name, "fault "), shown+" for "+what, fmt.Sprintf("the document does not take %s for %s (%s)", shown, what, s.Variation.Keyword))
		}
	}
	return out
}

// everyParameter is a request with a right value for each parameter that op takes; nil where it has none besides those that it requires. What they
// mean together may be in the document's prose alone, so either answer is right.
func (p *planner) everyParameter(op *spec.Operation) *runner.Case {
	values, more := p.parameters(op), false
	for _, param := range op.Parameters {
		if param.Required || param.Deprecated || p.isCredential(param) || credentialOf(op, param) {
			continue
		}
		for _, raw := range p.candidates(op, param) {
			if text, ok := onWire(param, raw); ok && p.against(op, param, text) == "" {
				values[key(param)], more = text, true
				break
			}
		}
	}
	if !more {
		return nil
	}
	c := p.plain(op, runner.PhaseBodies, "parameters", "answers all of its parameters together")
	c.Parameters = values
	if c.Use == runner.UseFresh {
		c.Use = runner.UseUnknown // nothing is changed by a request of which nobody knows what it means
	}
	return c
}

// key is how a case names a parameter.
func key(param *spec.Parameter) runner.Parameter {
	return runner.Parameter{In: param.In, Name: param.Name}
}

// parameterBreaks returns what the document has against the parameters of a request with these values: the message of each fault, and its keyword.
func (p *planner) parameterBreaks(op *spec.Operation, values map[runner.Parameter]string) (map[string]string, error) {
	address, header, err := runner.Address(p.document, op, values)
	if err != nil {
		return nil, err
	}
	path, query, _ := strings.Cut(address, "?")
	out := map[string]string{}
	for _, f := range p.document.JudgeRequest(op, spec.Ask{Path: path, Query: query, Header: header}).Faults {
		if f.Rule == spec.RuleRequestParameter && !f.Warning {
			out[f.Message] = f.Keyword
		}
	}
	return out, nil
}

// credentialOf says whether a parameter is one that a security scheme of op fills, or a field that no parameter defines. Source: OpenAPI 3.0.3, section
// 4.7.12.2.1.
func credentialOf(op *spec.Operation, param *spec.Parameter) bool {
	if param.In == "header" && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(param.Name)) {
		return true
	}
	for _, requirement := range op.Security {
		for _, ref := range requirement {
			if s := ref.Scheme; s != nil && s.Type == "apiKey" && s.In == param.In && strings.EqualFold(s.ParameterName, param.Name) {
				return true
			}
		}
	}
	return false
}
