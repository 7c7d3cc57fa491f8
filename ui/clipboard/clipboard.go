// Package clipboard copies text for the analyst by whatever way gets out of
// here: the system's clipboard, OSC 52, tmux or GNU screen. It says which way
// the text went, and whether anybody confirmed it.
//
// # Secrets
//
// The system clipboard is written by github.com/atotto/clipboard, which starts
// its tool (xclip, xsel, wl-copy, pbcopy, clip.exe) with the whole environment
// of this process and offers no way to change that. A program that uses this
// package must therefore take CLOUDFLARE_API_TOKEN and every other secret out
// of its environment (os.Unsetenv) before the first copy. The children that
// this package starts itself get the short list of variables in childEnv and
// nothing else.
package clipboard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// routeTimeout bounds one route that has to wait for another process: the
// system clipboard (xclip with a dead X server never returns) and tmux.
const routeTimeout = 2 * time.Second

// Errors that say why a text is refused before any route is tried.
var (
	// ErrEmpty refuses the empty text: OSC 52 with no data clears the
	// clipboard, which nobody asks for by copying.
	ErrEmpty = errors.New("there is nothing to copy; choose something with a value")
	// ErrNUL refuses text with a NUL byte: C programs behind a clipboard cut
	// the text there, so that what is pasted is not what was copied.
	ErrNUL = errors.New("the text holds a NUL byte, which a clipboard cuts off; use a file")
)

// errTimeout is what a route that did not answer within routeTimeout says.
var errTimeout = fmt.Errorf("no answer in %v", routeTimeout)

// Clipboard copies text by the routes that its host has. It is safe for use
// from several goroutines.
type Clipboard struct {
	host   Host
	routes []Route
	tmux   string // the path of the tmux program, where Tmux is a route
	native *writer
}

// New returns the clipboard of a host. The routes are decided here, once:
// neither the environment nor the installed programs change under a running
// program.
func New(h Host) *Clipboard {
	c := &Clipboard{host: h, native: newWriter(h.Write)}
	c.routes, c.tmux = routesOf(h)
	return c
}

// Routes returns the routes in the order in which they are tried. There is at
// least one. The last is Terminal or Screen, where nobody reports a failure.
func (c *Clipboard) Routes() []Route { return slices.Clone(c.routes) }

// Copy returns a command that copies the text by the first route that works
// and ends in exactly one Result. All waiting happens in the command, never in
// the caller; a route that waits for another process gets two seconds.
//
// The text is copied as it is: to make control characters visible is the
// caller's part. Text that is empty or holds a NUL byte is refused.
//
// A cancelled ctx ends the wait; the Result then carries the cause in Err.
func (c *Clipboard) Copy(ctx context.Context, text string) tea.Cmd {
	return func() tea.Msg {
		r := Result{Text: text}
		if r.Err = acceptable(text); r.Err != nil {
			return r
		}
		for _, r.Route = range c.routes {
			if ctx.Err() != nil {
				r.Err = fmt.Errorf("stopped before it was copied; copy it again: %w", context.Cause(ctx))
				return r
			}
			if r.Route != Native {
				if r.Err = fitsTerminal(text); r.Err != nil {
					return r
				}
			}
			var err error
			switch r.Route {
			case Native:
				err = c.native.write(ctx, text)
			case Tmux:
				err = c.loadBuffer(ctx, text)
			default:
				// tea.Sequence puts the Result behind the bytes, so that
				// "sent" is never shown before they were handed over.
				done := func() tea.Msg { return r }
				return tea.Sequence(append(c.sequences(r.Route, text), done)...)()
			}
			if err == nil {
				r.Confirmed = true
				return r
			}
			r.Failed = append(r.Failed, Failure{Route: r.Route, Err: err})
		}
		// Not reached while routesOf ends in a route that cannot fail; a
		// command must end in a Result whatever becomes of that.
		r.Err = errors.New("no way to a clipboard worked; select the text with the mouse, or use a file")
		return r
	}
}

// acceptable reports why a text cannot be copied by any route.
func acceptable(text string) error {
	if text == "" {
		return ErrEmpty
	}
	if strings.ContainsRune(text, 0) {
		return ErrNUL
	}
	return nil
}

// loadBuffer gives the text to tmux, which keeps it as its newest paste buffer
// and passes it on to the terminal of the client that shows this pane ("-w",
// since tmux 3.2: "the buffer is also sent to the clipboard for target-client
// using the xterm(1) escape sequence, if possible", tmux(1)). An older tmux
// refuses the flag, and the next route has its turn.
func (c *Clipboard) loadBuffer(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, routeTimeout, errTimeout)
	defer cancel()
	err := c.host.Run(ctx, text, c.tmux, "load-buffer", "-w", "-")
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx) // "signal: killed" would name the effect
	}
	return err
}
