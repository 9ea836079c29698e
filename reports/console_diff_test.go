package reports

import "testing"

func TestConsoleDiff_Golden(t *testing.T) {
	t.Parallel()
	golden(t, "console-diff", console(t, upgraded(), ConsoleOptions{}))
	golden(t, "console-diff-explain", console(t, upgraded(), ConsoleOptions{Explain: true, Plain: true, Width: 100}))
	golden(t, "console-diff-same", console(t, same(), ConsoleOptions{}))
}
