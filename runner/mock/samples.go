package mock

import (
	"cmp"
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
	if out.header, out.err = s.headers(op, r, status); out.err != nil {
		return out
	}
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

// successOf is the status an operation answers with if all is well: the lowest that it declares of 2xx, else of 3xx, where an exact
// status goes before a range; else 200 by default; else, of an operation that declares errors alone, the lowest error, for nothing
// else conforms. A range stands for its first status. What declares nothing, as OpenAPI 3.1 allows, has no content.
func successOf(op *spec.Operation) int {
	var exact, ranged [6]int // by the first digit
	fallback := 0
	for _, r := range op.Responses {
		status, err := strconv.Atoi(r.Status)
		switch {
		case r.Status == "default":
			fallback = http.StatusOK
		case err == nil:
			if class := status / 100; class >= 2 && class <= 5 && (exact[class] == 0 || status < exact[class]) {
				exact[class] = status
			}
		case len(r.Status) == len("2XX") && r.Status[0] >= '2' && r.Status[0] <= '5':
			class := int(r.Status[0] - '0')
			ranged[class] = 100 * class
		}
	}
	return cmp.Or(exact[2], ranged[2], exact[3], ranged[3], fallback, exact[4], ranged[4], exact[5], ranged[5], http.StatusNoContent)
}
