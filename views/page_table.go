package views

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
)

// Work implements [Worker]: filtering and sorting many rows.
func (p *Page[T]) Work() tea.Cmd {
	if p.table == nil {
		return nil
	}
	return p.arranger.Work(p.env, p.table)
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
	case keymap.Filter, keymap.FilterNext, keymap.FilterPrevious:
		// While the answer is under way one may type ahead.
		if p.slot.Phase() != api.Loading && p.instead() != nil {
			return "there is nothing to filter"
		}
	}
	return ""
}
