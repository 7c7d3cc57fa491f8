package cli

import (
	"context"
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"

	"quarry/state/crash"
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
