//go:build unix

// Package termtest drives the real program in a pseudo-terminal and reads like
// a user's story:
//
//	term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo"}})
//	term.WaitText("open an indicator")
//	term.Send("o", "1.1.1.1", "enter")
//	term.WaitText("passive DNS")
//	term.Send("q")
//	if code := term.WaitExit(); code != 0 { … }
//	if left := term.Leftovers(); len(left) > 0 { … }
//
// Nothing sleeps: what is waited for is a condition on the screen, looked at
// after every piece of output. A wait that lasts longer than 30 s, or than
// QUARRY_TEST_TIMEOUT says, fails the test and draws the screen as it was.
// Methods that fail the test have to be called from its own goroutine.
package termtest

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// TimeoutVariable is the environment variable that says how long a Wait may
// last, as a Go duration.
const TimeoutVariable = "QUARRY_TEST_TIMEOUT"

// Options say what to run, and on how large a terminal.
type Options struct {
	// Path is the program, Args its arguments without its name.
	Path string
	Args []string
	// Env is added to the clean environment described at
	// ptyrun.Environment, and wins over it.
	Env []string
	// Cols and Rows are the size in cells; 0 means 80 and 24.
	Cols, Rows int
	// Dir is the working directory, empty for the program's own home.
	Dir string
	// Home is the home directory, empty for a fresh one. Give the same one
	// twice to see what the program finds again.
	Home string
	// LegacyKeys makes a terminal without the Kitty keyboard protocol.
	LegacyKeys bool
	// Light makes a terminal with a light background.
	Light bool
}

// Terminal is a running program on a terminal.
type Terminal struct {
	t       testing.TB
	process *ptyrun.Process
	timeout time.Duration
}

// Start runs the program until the test ends; what still runs then is killed.
func Start(t testing.TB, o Options) *Terminal {
	t.Helper()
	term := &Terminal{t: t, timeout: 30 * time.Second}
	if s := os.Getenv(TimeoutVariable); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatalf("%s: %v", TimeoutVariable, err)
		}
		term.timeout = d
	}
	if o.Home == "" {
		o.Home = t.TempDir()
	}
	env, err := ptyrun.Environment(o.Home, o.Env...)
	if err != nil {
		t.Fatalf("make a home for the program: %v", err)
	}
	if o.Dir == "" {
		o.Dir = o.Home
	}
	term.process, err = ptyrun.Start(ptyrun.Options{
		Path: o.Path, Args: o.Args, Env: env, Dir: o.Dir,
		Cols: o.Cols, Rows: o.Rows, LegacyKeys: o.LegacyKeys, Light: o.Light,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(term.process.Close)
	return term
}

// Send presses keys: each argument is a key by the name Bubble Tea gives it
// ("enter", "esc", "ctrl+c", "down", "space"), or else text to type. Text that
// happens to be a key's name goes through Type.
func (term *Terminal) Send(keys ...string) {
	term.t.Helper()
	term.must("send "+strings.Join(keys, " "), term.process.Send(keys...))
}

// Type types the text as it stands.
func (term *Terminal) Type(text string) {
	term.t.Helper()
	term.must("type", term.process.Type(text))
}

// Paste pastes the text as terminals do: line ends become CR, between paste
// marks if the program asked for them.
func (term *Terminal) Paste(text string) {
	term.t.Helper()
	term.must("paste", term.process.Paste(text))
}

// Click presses and releases the left button on a cell counted from 0. It
// fails the test when the program has not asked for the mouse.
func (term *Terminal) Click(x, y int) {
	term.t.Helper()
	term.must("click", term.process.Click(x, y))
}

// Wheel turns the wheel over a cell, by as many steps down, or up when
// negative. It fails the test when the program has not asked for the mouse.
func (term *Terminal) Wheel(x, y, steps int) {
	term.t.Helper()
	term.must("wheel", term.process.Wheel(x, y, steps))
}

// Resize changes the size of the terminal.
func (term *Terminal) Resize(cols, rows int) {
	term.t.Helper()
	term.must("resize", term.process.Resize(cols, rows))
}

// Signal sends a signal to the program.
func (term *Terminal) Signal(sig os.Signal) {
	term.t.Helper()
	term.must("signal "+sig.String(), term.process.Signal(sig))
}

// Hangup takes the terminal away, as a dropped SSH connection does. The screen
// does not change any more; WaitExit is what is left.
func (term *Terminal) Hangup() {
	term.t.Helper()
	term.must("hang up", term.process.Hangup())
}

// Wait returns the first screen for which cond is true; desc says in the
// failure what was waited for. It never looks at half a synchronized frame, and looks
// now and then without output, too, where cond is about more than the screen.
func (term *Terminal) Wait(desc string, cond func(frametest.Screen) bool) frametest.Screen {
	term.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), term.timeout)
	defer cancel()
	s, err := term.process.Wait(ctx, cond)
	if err != nil {
		term.fail("wait for "+desc, err, s)
	}
	return s
}

// WaitText waits until the text stands on the screen.
func (term *Terminal) WaitText(text string) frametest.Screen {
	term.t.Helper()
	return term.Wait(strconv.Quote(text), func(s frametest.Screen) bool { return s.Contains(text) })
}

// WaitGone waits until the text stands on the screen no more.
func (term *Terminal) WaitGone(text string) frametest.Screen {
	term.t.Helper()
	return term.Wait(strconv.Quote(text)+" to go", func(s frametest.Screen) bool { return !s.Contains(text) })
}

// WaitExit returns the exit code once the program has ended and all it wrote
// has been read: 128 and the signal's number when a signal ended it.
func (term *Terminal) WaitExit() int {
	term.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), term.timeout)
	defer cancel()
	code, err := term.process.WaitExit(ctx)
	if err != nil {
		term.fail("wait for the program to end", err, term.process.Screen())
	}
	return code
}

// Screen returns what the terminal shows now, even half a frame.
func (term *Terminal) Screen() frametest.Screen { return term.process.Screen() }

// Stream returns every byte the program wrote so far.
func (term *Terminal) Stream() []byte { return term.process.Stream() }

// OSC52 returns, in order, the texts the program put into the clipboard
// through the terminal.
func (term *Terminal) OSC52() []string { return term.process.Clipboard() }

// AltScreen says whether the alternate screen is shown.
func (term *Terminal) AltScreen() bool { return term.process.Screen().AltScreen() }

// Mode says whether a DEC private mode is set, such as 2004 for bracketed
// paste.
func (term *Terminal) Mode(n int) bool { return term.process.Mode(n) }

// Leftovers names what the program has switched on in the terminal and not off
// again: none is what a shell expects to find after it.
func (term *Terminal) Leftovers() []string { return term.process.Leftovers() }

// Restored says whether there are no Leftovers.
func (term *Terminal) Restored() bool { return len(term.process.Leftovers()) == 0 }

func (term *Terminal) must(what string, err error) {
	term.t.Helper()
	if err != nil {
		term.fail(what, err, term.process.Screen())
	}
}

func (term *Terminal) fail(what string, err error, s frametest.Screen) {
	term.t.Helper()
	const tail = 400
	stream := term.process.Stream()
	cols, rows := s.Size()
	term.t.Fatalf("%s: %v\nthe screen, %d×%d:\n%s\nthe last bytes: %q",
		what, err, cols, rows, drawn(s), stream[max(0, len(stream)-tail):])
}

// drawn draws the screen with a margin, so that its first column can be told
// from the test's own indentation.
func drawn(s frametest.Screen) string {
	var b strings.Builder
	for line := range strings.Lines(s.Text()) {
		b.WriteString("  │")
		b.WriteString(line)
	}
	return b.String()
}
