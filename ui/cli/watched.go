package cli

import (
	"context"
	"fmt"
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/state/crash"
	"quarry/ui/terminal"
	"quarry/views"
)

// watched is the root model with a net under it and under all commands that it
// returns. A panic ends the context of the run, and so the program.
type watched struct {
	tea.Model
	ctx      context.Context
	recorder *recorder
}

// Init implements [tea.Model].
func (w *watched) Init() (cmd tea.Cmd) {
	defer crash.Catch(w.ctx, "Init")
	return w.net(w.Model.Init())
}

// Update implements [tea.Model].
func (w *watched) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = w
	defer crash.Catch(w.ctx, fmt.Sprintf("Update, %T", msg))
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		w.recorder.sized(views.Size{Width: size.Width, Height: size.Height})
	}
	w.Model, cmd = w.Model.Update(msg)
	return w, w.net(cmd)
}

// View implements [tea.Model].
func (w *watched) View() (v tea.View) {
	defer crash.Catch(w.ctx, "View")
	return w.Model.View()
}

// net puts a net under a command, and under those that it leads to.
func (w *watched) net(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer crash.Catch(w.ctx, "a command")
		return w.nets(cmd())
	}
}

// nets puts a net under each command of a message that is a list of them, which
// is what [tea.Batch] and [tea.Sequence] make; the type of the latter has no
// name outside of Bubble Tea.
func (w *watched) nets(msg tea.Msg) tea.Msg {
	list := reflect.ValueOf(msg)
	if list.Kind() != reflect.Slice || list.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	netted := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
	for n, cmd := range list.Seq2() {
		netted.Index(int(n.Int())).Set(reflect.ValueOf(w.net(cmd.Interface().(tea.Cmd))))
	}
	return netted.Interface()
}

// endTime is how long the program may take to end once its context has: a
// dropped connection has to be gone within two seconds, and one that hangs in
// an endless loop does not look.
const endTime = 1900 * time.Millisecond

// lastResort ends the process where the program does not end though the run
// has, with the terminal restored by hand. over says that it has ended.
func (a *app) lastResort(ctx context.Context, session *session, found terminal.State) (over func()) {
	ended, stop := context.WithCancel(context.WithoutCancel(ctx))
	crash.Go(ctx, "waiting for the end", func() {
		select {
		case <-ctx.Done():
		case <-ended.Done():
			return
		}
		late := time.NewTimer(endTime)
		defer late.Stop()
		select {
		case <-late.C:
			a.abandon(ctx, session, found)
		case <-ended.Done():
		}
	})
	return stop
}

// abandon restores the terminal and ends the process, whatever else goes on in
// it.
func (a *app) abandon(ctx context.Context, session *session, found terminal.State) {
	restored := make(chan struct{})
	crash.Go(ctx, "restoring the terminal", func() {
		defer close(restored)
		found.Restore()
		a.complain(interruption(ctx))
	})
	select {
	case <-restored:
	case <-time.After(soon): // a terminal that takes nothing any more
	}
	if session.store.remove != nil {
		_ = session.store.remove() // the demo's; the process ends in any case
	}
	a.host.Exit(exitCode(interruption(ctx)))
}
