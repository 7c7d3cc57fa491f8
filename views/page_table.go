package views

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views/widget"
)

// arranged is the end of a table's work.
type arranged struct {
	frame api.FrameID
	work  widget.Worked
}

// Destination implements [api.Routed].
func (a arranged) Destination() api.FrameID { return a.frame }

// Work implements [Worker]: filtering and sorting many rows.
func (p *Page[T]) Work() tea.Cmd {
	if p.table == nil {
		return nil
	}
	work := p.table.Work()
	if work == nil {
		return nil
	}
	if p.giveUp != nil {
		p.giveUp()
	}
	ctx, cancel := context.WithCancel(p.env.Context)
	p.giveUp = cancel
	frame := p.env.Frame
	return func() tea.Msg {
		defer cancel()
		return arranged{frame, work(ctx)}
	}
}

// Settle implements [Worker].
func (p *Page[T]) Settle() {
	if p.table != nil {
		p.table.Settle()
		p.stale = true
	}
}

// Disabled implements [Limiter].
func (p *Page[T]) Disabled(a keymap.Action) string {
	switch a {
	case keymap.Mark, keymap.MarkAll, keymap.MarkInvert, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse:
		if p.table == nil {
			return "this view has no table"
		}
	case keymap.GroupRows:
		if p.table == nil || len(p.table.Groupings()) == 0 {
			return "nothing to group by here"
		}
	case keymap.Fold:
		if p.table != nil && p.table.Grouped() {
			return ""
		}
		if p.sheet == nil || len(p.sheet.Folded()) == 0 {
			return "nothing to fold here"
		}
	case keymap.LoadMore, keymap.LoadAll:
		return "this answer has no further pages"
	}
	return ""
}
