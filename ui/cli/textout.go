package cli

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/views/safe"
	"quarry/views/style"
)

// The width of text in cells: the terminal's, within reason, or a fixed one.
const (
	pipeWidth = 100
	minWidth  = 40
)

func (a *app) width() int {
	if n := a.host.columns(); n > 0 {
		return max(n, minWidth)
	}
	return pipeWidth
}

// printer writes what became of a question. The error is that of the stream.
type printer func(question, outcome) error

func (a *app) printer(o *options) printer {
	if o.json {
		return a.printJSON
	}
	first := true
	return func(q question, got outcome) error {
		switch {
		case q.refused != nil:
			a.say(subject(q) + ": not asked: " + q.refused.Err.Error())
			return nil
		case got.err != nil:
			a.say(subject(q) + ": " + explained(api.AsError(got.err, q.query), got.answer.Known))
			return nil
		}
		text := strings.Join(a.readable(got.lines), "\n") + "\n"
		if !first {
			text = "\n" + text
		}
		first = false
		return a.print(text)
	}
}

// subject names a question in an error.
func subject(q question) string {
	s := safe.Show(q.subject)
	if q.route.Endpoint != "" {
		s += " " + string(q.route.Endpoint)
	}
	return s
}

// readable makes lines fit for the stream: printable whatever the view gave,
// and ASCII on a terminal that shows nothing else. A pipe gets its text
// unaltered, unless ASCII was asked for.
func (a *app) readable(lines []string) []string {
	out := make([]string, len(lines))
	for n, line := range lines {
		out[n] = safe.Print(line)
		if a.ascii && (a.asciiAsked || a.host.IsTerminal(a.host.Stdout)) {
			out[n] = style.ASCII(out[n], ansi.StringWidth)
		}
	}
	return out
}
