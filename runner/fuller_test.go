package runner

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/packs"
)

// wanting is an API whose account takes no pet without an owner, asked by a driver that knows of owners.
type wanting struct {
	plain *sync.WaitGroup // waits for all plain requests before one is answered; nil answers at once

	mu   sync.Mutex
	made int
	all  []string
}

// RoundTrip implements http.RoundTripper.
func (w *wanting) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	full := r.URL.Path != "/pets" || bytes.Contains(body, []byte(`"owner"`))
	if w.plain != nil && !full {
		w.plain.Done()
		w.plain.Wait()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, string(body))
	status, answer := http.StatusBadRequest, `{"code":"OWNER_REQUIRED"}`
	if full {
		w.made++
		status, answer = http.StatusOK, fmt.Sprintf(`{"pet":{"id":"p%d"}}`, w.made)
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)), Request: r}, nil
}

// wantingDriver is a driver of it. All that the document knows of a pet is a name, an owner and a credential.
func wantingDriver(t *testing.T, w *wanting) *Driver {
	t.Helper()
	d, _ := testDriver(t, nil)
	d.Client.Target = &Target{Base: d.Client.Target.Base, Transport: w}
	pack := *d.Pack
	pack.ErrorCode = "/code"
	d.Pack, d.Face = &pack, packs.Face{Excuses: []string{"OWNER_REQUIRED"}}
	d.Fuller = func(*spec.Operation) ([]byte, string) {
		return []byte(`{"name":"any","owner":"Ann","me":"nobody"}`), "application/json"
	}
	return d
}

// However many are refused at the same moment, each is made with more: who comes second is refused for the same reason.
func TestDrive_EachFixtureIsMadeWithMore(t *testing.T) {
	t.Parallel()
	w := &wanting{plain: &sync.WaitGroup{}}
	d := wantingDriver(t, w)
	outs := make([]*Outcome, 3)
	w.plain.Add(len(outs))
	var running sync.WaitGroup
	for i := range outs {
		running.Go(func() {
			c := petCase(UseFresh)
			c.ID = fmt.Sprintf("findPet/%d", i)
			outs[i] = d.Drive(t.Context(), c)
		})
	}
	running.Wait()
	for _, out := range outs {
		if out.Call == nil || out.Skip+out.Trouble != "" {
			t.Errorf("%s: skip %q, trouble %q; want a call", out.Case.ID, out.Skip, out.Trouble)
		}
	}
}

// What a case of a group sends follows from what it is answered itself, whatever others were answered before.
func TestDrive_WhatAGroupSendsIsItsOwn(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{false, true} {
		w := &wanting{}
		d := wantingDriver(t, w)
		if known {
			d.fuller = map[string]bool{"addPet": true}
		}
		c := &Case{
			ID: "pet-again/create", Workflow: "pet-again", Operation: "addPet", Method: http.MethodPost,
			MediaType: "application/json", Body: []byte(`{"tag":"x"}`), Promise: Promise{Accept: true},
		}
		out := d.Drive(t.Context(), c)
		if len(w.all) != 2 || strings.Contains(w.all[0], "owner") || w.all[1] != strings.TrimSuffix(w.all[0], "}")+`,"owner":"Ann"}` {
			t.Errorf("another was refused before: %v; sent %q, want a plain one and the same with its owner", known, w.all)
		}
		if out.Call == nil || out.Call.Status != http.StatusOK || len(out.Before) != 1 || d.groupOf(c).ids[c.ID] != "p1" {
			t.Errorf("another was refused before: %v; got %+v, want what the second created", known, out)
		}
	}
}

// Those of a race that are refused for what they lack race with more, and what nothing helps is skipped.
func TestDrive_ARaceIsRunAgainWithMore(t *testing.T) {
	t.Parallel()
	for _, helps := range []bool{true, false} {
		w := &wanting{}
		d := wantingDriver(t, w)
		if !helps {
			d.Fuller = func(*spec.Operation) ([]byte, string) { return []byte(`{"colour":"red"}`), "application/json" }
		}
		var all []*Case
		for i := range 3 {
			all = append(all, &Case{
				ID: fmt.Sprintf("pet-at-once/create-%d", i+1), Workflow: "pet-at-once", Operation: "addPet", Method: http.MethodPost,
				MediaType: "application/json", Body: []byte(`{"name":"Rex"}`), Promise: Promise{Accept: true},
			})
		}
		for _, c := range all {
			c.AtOnce = all
		}
		for _, c := range all {
			out := d.Drive(t.Context(), c)
			if len(out.Before) != 1 || (out.Call.Status == http.StatusOK) != helps || (out.Skip == "") != helps {
				t.Errorf("more helps: %v; %s was answered %d after %d others, skip %q", helps, c.ID, out.Call.Status, len(out.Before), out.Skip)
			}
		}
		if len(w.all) != 6 || slices.ContainsFunc(w.all[:3], func(body string) bool { return strings.Contains(body, "owner") }) {
			t.Errorf("more helps: %v; sent %q, want three plain ones and three with more", helps, w.all)
		}
	}
}
