package clipboard

import (
	"fmt"
	"strings"

	"quarry/views/safe"
)

// Result is the message in which every copy ends.
type Result struct {
	Text string // what was to be copied
	// Route is the way the text went or, with Err, the last one that was
	// considered. It is zero where the text was refused before any route.
	Route Route
	// Confirmed is true where the other side said that it has the text. It is
	// false for what was only sent to a terminal.
	Confirmed bool
	// Failed tells the routes that were tried before Route and why they did
	// not work, in order.
	Failed []Failure
	// Err says why the text went nowhere. ErrEmpty, ErrNUL and *TooLargeError
	// can be told apart with errors.Is and errors.As.
	Err error
}

// Failure is a route that did not work.
type Failure struct {
	Route Route
	Err   error
}

// Notice says in one line what became of the copy. shown is the text as it may
// be drawn: short, already safe for the terminal; it may be empty.
func (r Result) Notice(shown string) string {
	if shown != "" {
		shown = ": " + shown
	}
	switch {
	case r.Err != nil:
		why := visible(r.Err.Error())
		if len(r.Failed) > 0 {
			why += " (" + r.failures() + ")"
		}
		return "not copied" + shown + ": " + why
	case r.Confirmed:
		return "copied" + shown + " (" + r.way() + ")"
	default:
		return "sent to the terminal" + shown + " (" + r.way() + ")"
	}
}

// way names the route and, where it was not the first choice, why not.
func (r Result) way() string {
	if len(r.Failed) == 0 {
		return r.Route.String()
	}
	return r.Route.String() + "; " + r.failures()
}

func (r Result) failures() string {
	parts := make([]string, len(r.Failed))
	for i, f := range r.Failed {
		parts[i] = fmt.Sprintf("%v failed: %s", f.Route, visible(f.Err.Error()))
	}
	return strings.Join(parts, "; ")
}

// visible makes an error's text fit for one line of the terminal: it may carry
// what another program wrote to its standard error.
func visible(s string) string { return safe.Print(strings.Join(strings.Fields(s), " ")) }
