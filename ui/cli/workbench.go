package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"slices"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"quarry/keymap"
	"quarry/state/config"
	"quarry/state/crash"
	"quarry/state/indicator"
	"quarry/ui"
	"quarry/ui/clipboard"
	"quarry/ui/terminal"
)

// workbench runs the program on the terminal. While it runs nothing else
// writes there.
func (a *app) workbench(ctx context.Context, o *options, args []string) error {
	s, err := a.prepare(o)
	if err != nil {
		return err
	}
	var start indicator.Indicator
	if len(args) > 0 && !o.given("resume") {
		if args[0] == "-" {
			return usage("a list is for quarry get -; the workbench opens one indicator")
		}
		if start, err = indicator.Parse(args[0]); err != nil {
			return usageError{err}
		}
		if !a.opens(start.Kind()) {
			return usage(fmt.Sprintf("no endpoint takes a %s; open its ASN, which lists the subnets, or an address inside", start.Kind()))
		}
	}
	out := terminal.Output(a.host.Stdout, a.host.terminal())
	ctx, stop := untilGone(ctx, out)
	defer stop()
	session, err := a.connect(ctx, o, s)
	if err != nil {
		return err
	}
	defer a.leave(ctx, session)
	asking, giveUp := context.WithCancel(ctx)
	defer giveUp()
	opt, err := a.interfaceOptions(s, session)
	if err != nil {
		return err
	}
	opt.Context, opt.Start = asking, start
	if o.given("resume") {
		if opt.Resume, err = a.resumed(ctx, session, o.caseNamed(args)); err != nil {
			return err
		}
	}
	defer silence()()
	thrift(asking)
	return a.show(ctx, s, session, out, ui.New(opt))
}

// untilGone returns a context that ends as by a hang-up when the terminal is
// taken away.
func untilGone(parent context.Context, out *terminal.Writer) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	crash.Go(ctx, "watching the terminal", func() {
		if terminal.Gone(ctx, out.Fd()) {
			cancel(&interrupted{syscall.SIGHUP})
		}
	})
	return ctx, func() { cancel(nil) }
}

// show runs a model as a program on the terminal until one of them ends.
func (a *app) show(ctx context.Context, s settings, session *session, out *terminal.Writer, model *ui.Model) error {
	found := terminal.Found(out)
	over := a.lastResort(ctx, endTime, func() {
		found.Restore()
		if session.store.remove != nil {
			_ = session.store.remove() // the demo's; the process ends in any case
		}
	})
	defer over()
	program := paced(ctx, &watched{Model: model, ctx: ctx, recorder: &a.recorder}, a.programOptions(ctx, s, out)...)
	var err error
	ended := false
	crash.Do(ctx, "drawing", func() {
		_, err = program.Run()
		ended = true
		model.Left()
	})
	if !ended {
		program.Kill() // what Run could not do: it restores the terminal
	}
	return programError(ctx, err)
}

// thriftAfter is when the first frame has long been drawn.
const thriftAfter = time.Second

// thrift lets garbage take less room than Go's default of once more what is
// alive: a list of a million names stays open for hours on a host that many
// share. Before the first frame, time is worth more.
func thrift(ctx context.Context) {
	const percent = 25
	crash.Go(ctx, "setting the thrift", func() {
		late := time.NewTimer(thriftAfter)
		defer late.Stop()
		select {
		case <-late.C:
			debug.SetGCPercent(percent)
		case <-ctx.Done():
		}
	})
}

// opens reports whether some endpoint opens indicators of a kind.
func (a *app) opens(kind indicator.Kind) bool {
	for _, r := range a.routes {
		if slices.Contains(r.Natural, kind) {
			return true
		}
	}
	return false
}

// silence keeps the standard logger, which net/http writes to, off the screen
// until the function returned is called.
func silence() (restore func()) {
	before := log.Writer()
	log.SetOutput(io.Discard)
	return func() { log.SetOutput(before) }
}

// hangupTime is how long after the terminal has failed a signal may still say
// that it was taken away.
const hangupTime = 200 * time.Millisecond

// programError says how the program ended. A dropped connection shows as a
// failing terminal and as a signal, whichever comes first.
func programError(ctx context.Context, err error) error {
	switch {
	case interruption(ctx) != nil:
		return interruption(ctx)
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrInterrupted):
		return &interrupted{}
	}
	select {
	case <-ctx.Done():
		return interruption(ctx)
	case <-time.After(hangupTime):
	}
	return errors.New("the terminal failed: " + err.Error() + "; quarry get works without one")
}

// interfaceOptions is what the workbench is built from.
func (a *app) interfaceOptions(s settings, session *session) (ui.Options, error) {
	keys, err := keymap.Default().Override(s.config.Keys)
	if err != nil {
		return ui.Options{}, usageError{err}
	}
	opt := ui.Options{
		Source: session.source, Shelf: session.kept, Memory: session.kept,
		Handover: session.desk, Home: a.host.getenv("HOME"),
		Cases: session.cases, Account: session.account, User: a.host.User(),
		Meter: session.meter, Changed: session.changed, Warnings: session.warnings(),
		AskAbove: s.config.AskAbove,
		Keys:     keys.WithASCII(s.ascii), Routes: a.routes, Many: ui.RoutesMany(), Insights: ui.Insights(), Settings: s.views(),
		Clipboard: clipboard.New(clipboard.System(a.host.getenv)),
		Profile:   session.profile, Hints: session.hints, Offline: session.client == nil,
		Dark: background(s.config.Theme), ASCII: s.ascii, Mouse: s.config.Mouse,
		Plain: s.config.Copy.Form == config.FormPlain, Search: s.config.Search,
		Now:   a.host.Now,
		Acted: a.recorder.acted,
	}
	if session.gate != nil {
		opt.Gate = session.gate
	}
	return opt, nil
}

// background is what the theme says; nil asks the terminal.
func background(theme string) *bool {
	dark := theme == config.ThemeDark
	if theme == config.ThemeAuto {
		return nil
	}
	return &dark
}

// programOptions set up Bubble Tea. Its own handling of signals is off: it does
// not know SIGHUP, and takes SIGTERM for a wish to quit. So is its handling of
// panics: it writes what was panicked with to the terminal as it is, and only
// some of its ways restore that first.
func (a *app) programOptions(ctx context.Context, s settings, out io.Writer) []tea.ProgramOption {
	list := []tea.ProgramOption{
		tea.WithContext(ctx),
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(),
		tea.WithOutput(out),
		tea.WithEnvironment(a.host.harmless()),
	}
	// Bubble Tea looks at NO_COLOR itself, but takes "yes" and "on" for no
	// (strconv.ParseBool), where any text counts (no-color.org), and gives
	// colours to a VT100.
	if s.noColor || terminal.Colourless(a.host.getenv("TERM")) {
		list = append(list, tea.WithColorProfile(colorprofile.ASCII))
	}
	return list
}
