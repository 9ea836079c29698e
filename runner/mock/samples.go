package mock

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-dev/plumbline/spec"
	"github.com/plumbline-dev/plumbline/spec/payload"
)

// samples answers from the document: with an example if there is one, else with a body generated from the schema. Each answer is made
// when it is first asked for and stays the same.
type samples struct {
	maker payload.Maker
	mu    sync.Mutex
	made  map[sampleKey]*sample
}

type sampleKey struct {
	op     *spec.Operation
	status int
}

// sample is one answer, ready to send.
type sample struct {
	status int
	media  []string
	body   []byte
	header [][2]string
	err    error
}

func newSamples(doc *spec.Document, seed uint64) *samples {
	return &samples{maker: payload.Maker{Document: doc, Seed: seed}, made: map[sampleKey]*sample{}}
}

// of returns the answer of op if all is well.
func (s *samples) of(op *spec.Operation) (*sample, error) {
	return s.with(op, successOf(op))
}

// with returns the answer of op with a status that op declares, exactly, by range or by default.
func (s *samples) with(op *spec.Operation, status int) (*sample, error) {
	key := sampleKey{op, status}
	s.mu.Lock()
	defer s.mu.Unlock()
	made := s.made[key]
	if made == nil {
		made = s.make(op, status)
		s.made[key] = made
	}
	return made, made.err
}

func (s *samples) make(op *spec.Operation, status int) *sample {
	out := &sample{status: status}
	r := op.Response(status)
	if r == nil {
		return out
	}
	out.header = s.headers(r)
	if len(r.Content) == 0 || status == http.StatusNoContent || status == http.StatusNotModified {
		return out
	}
	made, err := s.maker.Answer(op, r.Status, payload.KindExample)
	if err != nil {
		out.err = fmt.Errorf("response %s of operation %s: %w", r.Status, op.ID, err)
		return out
	}
	out.body, out.media = made.Body, []string{concrete(made.MediaType)}
	return out
}

// headers fills the required headers of a response that have an example. For the others there is nothing to go by.
func (s *samples) headers(r *spec.Response) [][2]string {
	var out [][2]string
	for _, h := range r.Headers {
		if h.Required && len(h.Examples) > 0 {
			out = append(out, [2]string{h.Name, h.Examples[0].Value.String()})
		}
	}
	return out
}

// concrete turns a range of media types into one that falls under it.
func concrete(media string) string {
	switch kind, _, _ := strings.Cut(media, "/"); {
	case media == "*/*", media == "application/*":
		return "application/json"
	case strings.HasSuffix(media, "/*"):
		return kind + "/plain"
	}
	return media
}

// successOf is the status an operation answers with if all is well: the lowest that it declares of 2xx, else of 3xx, else of what there
// is. What only a range or the default declares is 200; an operation that declares nothing, as OpenAPI 3.1 allows, has no content.
func successOf(op *spec.Operation) int {
	best := 0
	for _, r := range op.Responses {
		status, err := strconv.Atoi(r.Status)
		switch {
		case err == nil:
		case r.Status == "default":
			status = http.StatusOK
		case len(r.Status) == len("2XX"):
			status = 100 * int(r.Status[0]-'0')
		}
		if status >= 200 && status < 600 && (best == 0 || status < best) {
			best = status
		}
	}
	if best == 0 {
		return http.StatusNoContent
	}
	return best
}
