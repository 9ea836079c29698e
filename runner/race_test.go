package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// track answers what is raced a second after it has arrived, and notes when that was.
type track struct {
	arrived func() error // called for each request; what it returns comes instead of an answer

	mu    sync.Mutex
	times []time.Time
}

// RoundTrip implements http.RoundTripper.
func (k *track) RoundTrip(r *http.Request) (*http.Response, error) {
	k.mu.Lock()
	k.times = append(k.times, time.Now())
	n := len(k.times)
	k.mu.Unlock()
	time.Sleep(time.Second)
	if k.arrived != nil {
		if err := k.arrived(); err != nil {
			return nil, err
		}
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(fmt.Sprintf(`{"pet":{"id":"p%d"}}`, n))), Request: r}, nil
}

// racing is a driver of three cases that are sent at the same moment, over a track.
func racing(t *testing.T, d *Driver, k *track) []*Case {
	t.Helper()
	d.Client.Target = &Target{Base: d.Client.Target.Base, Transport: k}
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
	return all
}

// A bound on the rate is kept before a race and not within it, where it would make a queue of it.
func TestDrive_ARaceKeepsTheRateAndIsOne(t *testing.T) {
	t.Parallel()
	d, _ := testDriver(t, nil)
	synctest.Test(t, func(t *testing.T) {
		k := &track{}
		all := racing(t, d, k)
		d.Client.Rate = 2
		started := time.Now()
		for _, c := range all {
			if out := d.Drive(t.Context(), c); out.Call == nil || !out.Call.Answered() {
				t.Errorf("%s: %q %q, want an answer", c.ID, out.Skip, out.Trouble)
			}
		}
		if len(k.times) != 3 || !k.times[0].Equal(k.times[2]) || k.times[0].Sub(started) != time.Second {
			t.Errorf("arrived at %v, want all three a second after %v", k.times, started)
		}
		_ = d.Client.Turn(t.Context(), time.Time{})
		if took := time.Since(started); took != 2*time.Second {
			t.Errorf("the next may leave after %s, want 2s: three were sent", took)
		}
	})
}

// What was sent is told of, whatever is spent or ended once the race is over.
func TestDrive_WhatWasRacedIsTold(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(d *Driver, k *track, interrupt func()){
		"the time is over":         func(d *Driver, _ *track, _ func()) { d.TimeLimit = time.Millisecond },
		"the requests are spent":   func(d *Driver, _ *track, _ func()) { d.MaxRequests = 3 },
		"the run is ended":         func(_ *Driver, k *track, interrupt func()) { k.arrived = func() error { interrupt(); return nil } },
		"nothing answers any more": func(_ *Driver, k *track, _ func()) { k.arrived = func() error { return errors.New("closed") } },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := testDriver(t, nil)
			synctest.Test(t, func(t *testing.T) {
				k := &track{}
				all := racing(t, d, k)
				ctx, interrupt := context.WithCancel(t.Context())
				defer interrupt()
				end(d, k, interrupt)
				for _, c := range all {
					if out := d.Drive(ctx, c); out.Call == nil || out.Skip != "" {
						t.Errorf("%s was sent, and is told as skip %q, trouble %q", c.ID, out.Skip, out.Trouble)
					}
				}
				if len(k.times) != 3 {
					t.Errorf("%d arrived, want 3", len(k.times))
				}
			})
		})
	}
}

// A race of which not all can be sent is none, so none of it is sent.
func TestDrive_ARaceIsSentWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	for name, bound := range map[string]func(d *Driver){
		"--time-limit":     func(d *Driver) { d.Client.Rate, d.TimeLimit = 2, 700*time.Millisecond },
		"--max-requests 2": func(d *Driver) { d.MaxRequests = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := testDriver(t, nil)
			synctest.Test(t, func(t *testing.T) {
				k := &track{}
				all := racing(t, d, k)
				bound(d)
				for _, c := range all {
					if out := d.Drive(t.Context(), c); out.Call != nil || !strings.Contains(out.Skip, name) {
						t.Errorf("%s: skip %q, trouble %q, want one of %s", c.ID, out.Skip, out.Trouble, name)
					}
				}
				if len(k.times) != 0 {
					t.Errorf("%d arrived, want none", len(k.times))
				}
			})
		})
	}
}
