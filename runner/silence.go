package runner

import (
	"errors"
	"fmt"
	"sync"
)

// patience is after how many exchanges in a row without an answer an operation is not asked any more.
const patience = 2

// silence keeps count of operations that do not answer, so that a server that hangs costs a few time limits and not one for each
// case. One silent operation keeps none of the others from being asked; two, where nothing has ever answered, do.
type silence struct {
	mu         sync.Mutex
	answered   bool // something has answered
	operations map[string]*unanswered
}

// unanswered is a run of exchanges of one operation without an answer.
type unanswered struct {
	count  int
	reason string // of the last one
}

// heard takes note of an exchange.
func (s *silence) heard(call *Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.operations == nil {
		s.operations = map[string]*unanswered{}
	}
	s.answered = s.answered || call.Answered()
	late := errors.Is(call.Err, errLate) // a body that does not end, in time or in size, costs as much time as no answer
	switch {
	case call.Answered() && !late && call.Trouble != TroubleTooLarge:
		delete(s.operations, call.Operation)
	case late || call.Trouble == TroubleNoAnswer || call.Trouble == TroubleUnreached || call.Trouble == TroubleTooLarge:
		u := s.operations[call.Operation]
		if u == nil {
			u = &unanswered{}
			s.operations[call.Operation] = u
		}
		u.count++
		u.reason = call.Err.Error()
	}
}

// why says why an operation is not asked any more; empty if it is.
func (s *silence) why(operation string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.operations[operation]; u != nil && u.count >= patience {
		return fmt.Sprintf("%s gave no whole answer %d times in a row (%s), so it is not asked again", operation, u.count, u.reason)
	}
	if s.answered {
		return ""
	}
	silent, reason := 0, ""
	for _, u := range s.operations {
		if u.count >= patience {
			silent, reason = silent+1, u.reason
		}
	}
	if silent < 2 {
		return ""
	}
	return fmt.Sprintf("nothing has answered yet, and %d operations were asked %d times each (%s), so no more is asked", silent, patience, reason)
}
