package views

import (
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views/widget"
)

// Page is the view of a record: one query, one sheet or table. Most endpoints
// are a Page with their own [Form].
type Page[T any] struct {
	env    Env
	form   Form[T]
	slot   api.Slot[T]
	pane   widget.Restorer
	doc    *widget.Doc   // the pane of a sheet; nil for a list
	table  *widget.Table // the pane of a list; nil for a sheet
	sheet  *Sheet
	size   Size
	tick   Tick
	frame  string
	stale  bool // the frame must be drawn anew
	laidAt int  // the width that the document was laid out for
	folded bool // the groups that start folded have been folded
	// restoring is how the pane is to be set when there is a record; nil for as it
	// is.
	restoring *widget.PaneState
	// drawn are the drawings above the table, drawnFor the size they are for.
	drawn    []widget.Text
	drawnFor Size
	arranger Arranger // of the table
}

// NewPage returns the view of a form in its first state.
func NewPage[T any](env Env, form Form[T]) *Page[T] {
	p := &Page[T]{env: env, form: form, slot: api.NewSlot[T](env.Frame), stale: true, tick: Tick{Now: env.Now()}}
	if form.List != nil {
		p.table = widget.NewTable(env.Theme, form.List.Columns, form.List.SortBy)
		p.table.SetNoter(env.Noter())
		p.pane = p.table
	} else {
		p.doc = widget.NewDoc(env.Theme)
		p.doc.SetNoter(env.Noter())
		p.pane = p.doc
	}
	return p
}

// Title implements [View].
func (p *Page[T]) Title() string { return p.form.Name }

// Init implements [View].
func (p *Page[T]) Init() tea.Cmd { return p.ask(api.Known) }

func (p *Page[T]) ask(f api.Freshness) tea.Cmd {
	p.stale = true
	p.tick = Tick{Now: p.env.Now()}
	return Command(p.slot.Start(p.env.Context, p.env.Source, p.form.Query, f, p.env.Now(), p.form.Decode))
}

// Taken is the command of a view that has taken [keymap.Open] for itself, by
// folding a group: it does nothing, and the root opens nothing further.
func Taken() tea.Msg { return nil }

// NoGroup is why nothing is folded on a row.
const NoGroup = "this row is in no group that folds"

// Command turns a slot's request into a command of the program.
func Command[T any](run func() api.Reply[T]) tea.Cmd {
	return func() tea.Msg { return run() }
}

// Update implements [View].
func (p *Page[T]) Update(msg tea.Msg) (Intent, tea.Cmd) {
	p.stale = true
	switch msg := msg.(type) {
	case api.Reply[T]:
		had, ok := p.slot.Value()
		if p.slot.Take(msg) {
			if ok && msg.Err == nil && p.form.Merge != nil {
				p.slot.Replace(p.form.Merge(had, msg.Value))
			}
			p.rebuild()
		}
	case keymap.Action:
		return p.act(msg)
	case tea.KeyPressMsg:
		p.pane.Key(msg)
	case tea.PasteMsg:
		p.pane.Paste(msg.Content)
	case Tick:
		p.tick = msg
	case Click:
		p.pane.Click(msg.X, msg.Y-p.above())
	case Wheel:
		p.pane.Wheel(msg.Delta)
	case Arranged:
		if p.table != nil && msg.Take(p.table) {
			p.lay()
		}
	case Noted:
		p.pane.SetTheme(p.env.Theme)
	case Restyle:
		p.env.Theme = msg.Theme
		p.pane.SetTheme(msg.Theme)
		p.rebuild()
	}
	return nil, nil
}

func (p *Page[T]) act(a keymap.Action) (Intent, tea.Cmd) {
	if a == keymap.Refresh {
		return nil, p.ask(api.Fresh)
	}
	switch taken := p.pane.Act(a); {
	case taken && a == keymap.Open:
		return nil, Taken
	case !taken && a == keymap.Fold:
		return Notify{NoGroup}, nil
	}
	return nil, nil
}

// rebuild lays the record out anew.
func (p *Page[T]) rebuild() {
	p.sheet, p.laidAt, p.drawnFor = nil, -1, Size{Width: -1}
	v, ok := p.slot.Value()
	switch {
	case !ok:
	case p.table != nil:
		p.table.SetRows(p.form.List.Rows(p.env, v))
	default:
		p.sheet = p.form.Sheet(p.env, v)
		p.sheet.Lead(p.about())
		if !p.folded {
			p.folded = true
			for _, group := range p.sheet.Folded() {
				p.doc.SetFolded(group, true)
			}
		}
	}
	p.lay()
	if ok && p.restoring != nil {
		p.pane.Restore(*p.restoring)
		p.restoring = nil
	}
}

// lay gives the pane its place and, where the width changed, a sheet's rows.
func (p *Page[T]) lay() {
	p.pane.Resize(p.size.Width, max(0, p.size.Height-p.above()))
	if p.sheet != nil && p.laidAt != p.size.Width {
		p.laidAt = p.size.Width
		p.doc.SetRows(p.sheet.Rows(max(0, p.size.Width-widget.Margin)))
	}
}

// Replace puts a value in place of the record, for a view that gathers its
// record from several answers.
func (p *Page[T]) Replace(value T) {
	p.slot.Replace(value)
	p.stale = true
	p.rebuild()
}

// Reform changes what the view asks for from now on; what is shown stays until it
// comes.
func (p *Page[T]) Reform(form Form[T]) { p.form = form }

// Value returns the record, if there is one.
func (p *Page[T]) Value() (T, bool) { return p.slot.Value() }

// Table returns the table of a list, nil for a sheet.
func (p *Page[T]) Table() *widget.Table { return p.table }

// Resize implements [View].
func (p *Page[T]) Resize(s Size) {
	if s == p.size {
		return
	}
	p.size, p.stale = s, true
	p.lay()
}
