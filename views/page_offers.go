package views

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/widget"
)

// Selection implements [Selector]: the selected row, or the view's own subject.
func (p *Page[T]) Selection() Selection {
	if p.instead() == nil {
		if s := p.pane.Selection(); !s.Target.IsZero() || s.Text != "" {
			return Selection{
				Indicator: s.Target, Text: s.Text,
				Nameless: p.table != nil && s.Target.IsZero(),
			}
		}
	}
	return Selection{Indicator: p.about()}
}

// about is what the record is about: the view's subject, or what that led to.
func (p *Page[T]) about() indicator.Indicator {
	if v, ok := p.slot.Value(); ok && p.form.About != nil {
		if i := p.form.About(v); !i.IsZero() {
			return i
		}
	}
	return p.form.Subject
}

// Marked implements [Marker].
func (p *Page[T]) Marked() []indicator.Indicator {
	if p.table == nil {
		return nil
	}
	return p.table.MarkedTargets()
}

// Capturing implements [Capturer].
func (p *Page[T]) Capturing() bool { return p.pane.Capturing() }

// Escape implements [Escaper].
func (p *Page[T]) Escape() bool {
	p.stale = true
	return p.pane.Escape()
}

// Status implements [Statuser].
func (p *Page[T]) Status() widget.Status {
	if p.instead() != nil {
		return widget.Status{Table: p.table != nil}
	}
	return p.pane.Status()
}

// Opens implements [Opener].
func (p *Page[T]) Opens() bool {
	switch {
	case p.instead() != nil:
		return false
	case p.table != nil:
		return p.table.Opens()
	}
	return p.doc.Opens()
}

// State implements [Restorer].
func (p *Page[T]) State() (widget.PaneState, bool) {
	if p.restoring != nil {
		return *p.restoring, true
	}
	_, ok := p.slot.Value()
	return p.pane.State(), ok
}

// Restore implements [Restorer].
func (p *Page[T]) Restore(s widget.PaneState) {
	p.stale, p.restoring = true, &s
	if _, ok := p.slot.Value(); ok {
		p.rebuild()
	}
}

// Leave implements [Resumer].
func (p *Page[T]) Leave() { p.slot.Leave() }

// Resume implements [Resumer]. A sheet is laid out anew: it may show what was
// learned elsewhere meanwhile.
func (p *Page[T]) Resume() tea.Cmd {
	if p.slot.Phase() == api.Left {
		return p.ask(api.Known)
	}
	if p.sheet != nil {
		p.stale = true
		p.rebuild()
	}
	return nil
}

// Waiting implements [Waiter].
func (p *Page[T]) Waiting() bool { return p.slot.Phase() == api.Loading }

// Answers implements [Answerer].
func (p *Page[T]) Answers() []api.Answer {
	if m := p.slot.Meta(); m.Status != 0 {
		return []api.Answer{m}
	}
	return nil
}

// Refresh implements [Refresher].
func (p *Page[T]) Refresh() []api.Query { return []api.Query{p.form.Query} }

// Content implements [Exporter].
func (p *Page[T]) Content() Content {
	v, ok := p.slot.Value()
	if !ok {
		return Content{Title: p.form.Title}
	}
	return Content{Title: p.form.Title, Record: v, Sheet: p.sheet}
}

// Rows implements [Tabler].
func (p *Page[T]) Rows(part Part) Rows {
	v, ok := p.slot.Value()
	if !ok || p.table == nil || p.instead() != nil {
		return Rows{}
	}
	return PartOf(p.table, part, p.form.List.Header, func(row int) []string { return p.form.List.Cells(v, row) })
}
