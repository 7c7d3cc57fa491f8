//go:build unix

package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/crash"
	"quarry/state/credential"
	"quarry/state/indicator"
	"quarry/ui"
	"quarry/views"
)

// trapVariable makes the test binary be quarry with a defect: the real command
// line and the real workbench, in which the view of an IP address fails in the
// way that it names once the cursor is moved down.
const trapVariable = "QUARRY_CLI_TRAP"

// wire is what a defect panics with: text as a server might have sent it, with
// the canary in it.
const wire = "evil.example \x1b]52;c;Y2FuYXJ5\a\x1b[2J " + canary

// canary is a token, or a part of an answer, that must not be found anywhere.
const canary = "canary-0123456789-abcdefghijklmnopqrstuv"

// looping is the window's title while the program is in a loop without an end.
const looping = "looping"

// trapped is quarry with a defect.
func trapped(how string) int {
	host := Host{Args: os.Args[1:], Environ: credential.Environ(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	routes := ui.Routes()
	n := slices.IndexFunc(routes, func(r views.Route) bool { return r.Endpoint == "ip" })
	inner := routes[n]
	routes[n].New = func(env views.Env, i indicator.Indicator) views.View {
		return &trap{View: inner.New(env, i), env: env, how: how}
	}
	routes[n].Text = func(env views.Env, a api.Answer, width int) (views.Content, []string, error) {
		switch how {
		case "text":
			fail()
		case "endless text":
			fmt.Println(looping)
			select {}
		}
		return inner.Text(env, a, width)
	}
	routes[n].Subject = func(i indicator.Indicator) (indicator.Indicator, string) {
		if how == "subject" {
			fail()
		}
		return inner.Subject(i)
	}
	a := &app{host: host.complete(), routes: routes, log: slog.New(slog.DiscardHandler)}
	return a.run(context.Background())
}

// fail is the defect.
func fail() { panic(fmt.Errorf("cannot read %s", wire)) }

// trap is a view with a defect.
type trap struct {
	views.View
	env    views.Env
	how    string
	sprung bool
}

func (t *trap) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	if msg != keymap.MoveDown {
		return t.View.Update(msg)
	}
	failing := func() tea.Msg { fail(); return nil }
	nothing := func() tea.Msg { return nil }
	switch t.how {
	case "update":
		fail()
	case "index": // one of Go's own errors
		none := []string{wire}[:0]
		_ = none[len(none)+3]
	case "view":
		t.sprung = true
	case "command":
		return nil, failing
	case "batch":
		return nil, tea.Batch(nothing, tea.Batch(nothing, failing))
	case "sequence":
		return nil, tea.Sequence(nothing, tea.Sequence(nothing, failing))
	case "goroutine":
		crash.Go(t.env.Context, "testing", fail)
	case "both": // a loop without an end, and a goroutine that fails
		crash.Go(t.env.Context, "testing", fail)
		select {}
	case "loop":
		fmt.Print("\x1b]2;" + looping + "\a")
		select {}
	}
	return nil, nil
}

func (t *trap) Render() string {
	if t.sprung {
		fail()
	}
	return t.View.Render()
}
