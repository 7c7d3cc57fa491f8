package views

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/views/widget"
)

// Arranged is the end of a table's work, for the view that it was done for.
type Arranged struct {
	frame api.FrameID
	work  widget.Worked
}

// Destination implements [api.Routed].
func (a Arranged) Destination() api.FrameID { return a.frame }

// Take shows the result in the table, and reports whether it came in time.
func (a Arranged) Take(t *widget.Table) bool { return t.Take(a.work) }

// Arranger has a table's work done beside the update loop, one piece at a time: the
// next one ends the one that is under way.
type Arranger struct{ giveUp context.CancelFunc }

// Work is the command that does what the table has to do, and ends in [Arranged];
// nil for nothing.
func (a *Arranger) Work(env Env, t *widget.Table) tea.Cmd {
	work := t.Work()
	if work == nil {
		return nil
	}
	if a.giveUp != nil {
		a.giveUp()
	}
	ctx, cancel := context.WithCancel(env.Context)
	a.giveUp = cancel
	frame := env.Frame
	return func() tea.Msg {
		defer cancel()
		return Arranged{frame, work(ctx)}
	}
}
