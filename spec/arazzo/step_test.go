package arazzo

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-dev/plumbline/spec/tree"
)

func pet(t *testing.T) *Workflow {
	t.Helper()
	workflows, err := Decode(list(t, pets))
	if err != nil {
		t.Fatal(err)
	}
	return workflows[0]
}

func TestStep_Payload(t *testing.T) {
	t.Parallel()
	buy := pet(t).Steps[0]
	got, err := buy.Payload(&Context{Inputs: map[string]any{"name": `Rex "<b>`, "limit": 3}})
	const want = `{"name":"Rex \"<b>","label":"Rex \"<b> of 3","plain":"a $ sign, 5 {curly} {$} braces","price":12.50,` +
		`"tags":["Rex \"<b>","fixed"],"nothing":null,"<odd&key>":true}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	got, err = buy.Payload(&Context{Inputs: map[string]any{"name": []int{1, 2}, "limit": 3}})
	if err != nil || !strings.HasPrefix(string(got), `{"name":[1,2],"label":"[1,2] of 3"`) {
		t.Errorf("types are not kept: %s, %v", got, err)
	}
	_, err = buy.Payload(&Context{})
	if want := "flows.yaml:23:17: step buy: payload: $inputs.name: no such input was given"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if got, err := pet(t).Steps[1].Payload(&Context{}); got != nil || err != nil {
		t.Errorf("no payload: got %s, %v", got, err)
	}
}

func TestStep_TextPayload(t *testing.T) {
	t.Parallel()
	ctx := &Context{Inputs: map[string]any{"name": `a"b&c`, "pet": map[string]any{"id": 7}}}
	for _, tt := range []struct{ name, body, want string }{
		{"template", `{payload: '{"name": "{$inputs.name}", "pet": {$inputs.pet}}'}`, `{"name": "a\"b&c", "pet": {"id":7}}`},
		{"one expression", `{payload: $inputs.pet}`, `{"id":7}`},
		{"one expression that is text", `{payload: $inputs.name}`, `a"b&c`},
		{"plain text", `{contentType: text/plain, payload: hello}`, `hello`},
		{"text is not escaped", `{contentType: text/plain, payload: 'n={$inputs.name}'}`, `n=a"b&c`},
		{"number", `{payload: 5}`, `5`},
		{"list", `{payload: [$inputs.name]}`, `["a\"b&c"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			workflows, err := Decode(list(t, `[{workflowId: w, steps: [{stepId: s, operationId: o, requestBody: `+tt.body+`}]}]`))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := workflows[0].Steps[0].Payload(ctx); err != nil || string(got) != tt.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
			if strings.Contains(tt.body, "$") {
				if got, err := workflows[0].Steps[0].Payload(&Context{}); err == nil {
					t.Errorf("got %s without inputs, want an error", got)
				}
			}
		})
	}
}

func TestStep_WholeExchange(t *testing.T) {
	t.Parallel()
	w := pet(t)
	buy, find := w.Steps[0], w.Steps[1]
	ctx := &Context{
		Inputs: map[string]any{"name": "Rex", "limit": 3}, Status: 201,
		ResponseHeader: http.Header{"Location": {"/pets/7"}}, ResponseBody: []byte(`{"id":7.0,"state":"home"}`),
	}
	_, failures, err := buy.Judge(ctx)
	if err != nil || failures != nil {
		t.Fatalf("got %v, %v, want success", failures, err)
	}
	if action, err := buy.Ended(ctx); action != nil || err != nil {
		t.Errorf("got %v, %v, want no end", action, err)
	}
	if missing, err := buy.Collect(ctx, nil); missing != nil || err != nil {
		t.Errorf("got %v, %v, want every output", missing, err)
	}
	if got, want := string(ctx.Steps["buy"]["id"]), "7.0"; got != want {
		t.Errorf("output: got %s, want %s as written", got, want)
	}
	value, err := find.Parameters[1].Value(ctx)
	if text, _ := Text(value); err != nil || text != "1" {
		t.Errorf("common parameter: got %s, %v", value, err)
	}
	value, err = find.Parameters[2].Value(ctx)
	if text, _ := Text(value); err != nil || text != "7.0" {
		t.Errorf("parameter from an output: got %s, %v", value, err)
	}
	ctx.ResponseBody = []byte(`{"id":7}`)
	if _, failures, err := find.Judge(ctx); err != nil || failures != nil {
		t.Errorf("7 is not 7.0: %v, %v", failures, err)
	}
	if _, err := find.Parameters[2].Value(&Context{}); err == nil {
		t.Error("a parameter had a value before its step ran")
	}
}

func TestStep_FailsAndEnds(t *testing.T) {
	t.Parallel()
	buy := pet(t).Steps[0]
	ctx := &Context{Status: 200, ResponseHeader: http.Header{"Location": {"/cats/7"}}, ResponseBody: []byte(`{"state":"Quarantine"}`)}
	_, failures, err := buy.Judge(ctx)
	if err != nil || len(failures) != 2 {
		t.Fatalf("got %v, %v, want two failures", failures, err)
	}
	for i, want := range []string{
		`step buy: received 200 for $statusCode, promised 201`,
		`step buy: received "/cats/7" for $response.header.Location, promised a match of /^/pets/\d+$/`,
	} {
		if got := failures[i].String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	action, err := buy.Ended(ctx)
	if err != nil || action == nil || action.Name != "the shop keeps the pet in quarantine" {
		t.Errorf("got %+v, %v, want the end", action, err)
	}
	missing, err := buy.Collect(ctx, nil)
	if err != nil || len(missing) != 1 {
		t.Fatalf("got %v, %v, want one missing output", missing, err)
	}
	want := Mismatch{"$response.body#/id", "/id", "nothing", "a value, for output id"}
	if missing[0] != want {
		t.Errorf("got %+v, want %+v", missing[0], want)
	}
	empty := &Context{Status: 200}
	if _, failures, err := buy.Judge(empty); err != nil || len(failures) != 2 || !strings.Contains(failures[1].String(), "received nothing for") {
		t.Errorf("got %v, %v", failures, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(pets)
	f.Add("- {workflowId: a, steps: [{stepId: b, operationId: c, requestBody: {payload: '{$inputs.a}'}}]}")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := tree.NewStore(tree.Options{MaxNodes: 10_000}).Add("flows.yaml", []byte(text))
		if err != nil {
			return
		}
		workflows, err := Decode(file.Root)
		if err != nil {
			return
		}
		for _, w := range workflows {
			for _, s := range w.Steps {
				ctx := exchange()
				_, _ = s.Payload(ctx)
				_, _, _ = s.Judge(ctx)
				_, _ = s.Ended(ctx)
				_, _ = s.Collect(ctx, nil)
			}
		}
	})
}
