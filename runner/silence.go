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
	operations map[asking]*unanswered
}

// asking is an operation, and whether it is asked to remove what the run created: how often that was in vain is told of what is left, and the operation's
// own cases are asked all the same.
type asking struct {
	operation string
	removal   bool
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
		s.operations = map[asking]*unanswered{}
	}
	what := asking{call.Operation, call.Purpose == PurposeRemove}
	s.answered = s.answered || call.Answered()
	late := errors.Is(call.Err, errLate) // a body that does not end, in time or in size, costs as much time as no answer
	switch {
	case call.Answered() && !late && call.Trouble != TroubleTooLarge:
		delete(s.operations, what)
		delete(s.operations, asking{call.Operation, true}) // what answers its cases may remove something again
	case late || call.Trouble == TroubleNoAnswer || call.Trouble == TroubleUnreached || call.Trouble == TroubleTooLarge:
		u := s.operations[what]
		if u == nil {
			u = &unanswered{}
			s.operations[what] = u
		}
		u.count++
		u.reason = call.Err.Error()
	}
}

// why says why an operation is not asked any more; empty if it is.
func (s *silence) why(operation string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if why := s.operations[asking{operation, false}].why(operation); why != "" {
		return why
	}
	if s.answered {
		return ""
	}
	silent, reason := 0, ""
	for what, u := range s.operations {
		if u.count >= patience && !what.removal {
			silent, reason = silent+1, u.reason
		}
	}
	if silent < 2 {
		return ""
	}
	return fmt.Sprintf("nothing has answered yet, and %d operations were asked %d times each (%s), so no more is asked", silent, patience, reason)
}

// whyRemoval says why an operation is not asked any more to remove anything; empty if it is.
func (s *silence) whyRemoval(operation string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.operations[asking{operation, true}].why(operation)
}

// why says why an operation is not asked any more; empty if it is.
func (u *unanswered) why(operation string) string {
	if u == nil || u.count < patience {
		return ""
	}
	return fmt.Sprintf("%s gave no whole answer %d times in a row (%s), so it is not asked again", operation, u.count, u.reason)
}
