package runner

import (
	"bytes"
	"io"
	"log"
	"sync"
)

// net/http tells the program's standard logger what a server sends on a connection on which nothing was asked, such as the body of an answer to
// HEAD or of a 204: in clear, secrets and all. There is no way to turn that off but to read along.

var hushed sync.Once

// hush keeps such lines from the standard logger, and lets all others through.
func hush() {
	hushed.Do(func() { log.SetOutput(unasked{log.Writer()}) })
}

// unasked is a writer without the lines about what a server sent unasked.
type unasked struct{ io.Writer }

// Write implements io.Writer. A logger writes one line at a time.
func (u unasked) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("Unsolicited response received on idle HTTP channel")) {
		return len(line), nil
	}
	return u.Writer.Write(line)
}
