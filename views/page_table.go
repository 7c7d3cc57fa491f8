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
	// While the answer is under way one may type ahead.
	missing := p.slot.Phase() != api.Loading && p.instead() != nil
	switch a {
	case keymap.Mark, keymap.MarkAll, keymap.MarkInvert, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse, keymap.GroupRows:
		switch {
		case p.table == nil:
			return "this view has no table"
		case missing:
			return nothingListed
		case a == keymap.GroupRows && len(p.table.Groupings()) == 0:
			return "nothing to group by here"
		}
	case keymap.Filter, keymap.FilterNext, keymap.FilterPrevious:
		if missing {
			return nothingListed
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

// nothingListed is why nothing is filtered, sorted and marked where no record is.
const nothingListed = "nothing is listed here"
