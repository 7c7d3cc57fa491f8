package views

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/style"
	"quarry/views/widget"
)

// Form is what an endpoint adds to a [Page]: the words around its record and
// the record as a sheet.
type Form[T any] struct {
	// Name is the endpoint's word on the path: "WHOIS".
	Name string
	// Subject is what the view is about.
	Subject indicator.Indicator
	// About names what the record turned out to be about where that is not the
	// subject: the network that an address led to. nil or zero for the subject.
	About func(T) indicator.Indicator
	// Title is the head line's: "WHOIS of example.com".
	Title string
	// Asking is what is being done while loading: "Asking for the WHOIS record
	// of example.com".
	Asking string
	Query  api.Query
	Decode func(api.Answer) (T, error)
	// Sheet lays the record out as fields. It is called when the record or the
	// theme changes, never while drawing.
	Sheet func(Env, T) *Sheet
	// List, where the record is a list, lays it out as a table instead; Sheet
	// is then nil.
	List *List[T]
	// Facts are the head line's middle; nil for none.
	Facts func(Env, T) []string
	// Empty explains a record that says nothing; the empty text means that it
	// says something.
	Empty func(T) string
	// Problems names the fields that could not be read.
	Problems func(T) []string
	// Merge joins a record that was fetched again with the one that was there;
	// nil puts it in its place.
	Merge func(had, fresh T) T
	// Age stands at the right end of the head line, while nothing is fetched
	// again; nil for where the answer comes from and how old it is.
	Age func(Env, T, api.Answer, Tick) (string, style.Tone)
	// Notices are lines below the head that qualify the record; nil for none.
	Notices func(Env, T) []Notice
}

// List is the table of a record that is a list.
type List[T any] struct {
	Columns []widget.Column
	// SortBy is the column that the table is sorted by at first, -1 for the
	// order of the answer.
	SortBy int
	Rows   func(Env, T) widget.Rows
	// Above draws lines between head and table; nil for none. Where the body
	// is low they are left out.
	Above func(Env, T, int) []widget.Text
	// Header and Cells are the table in exact values, for copies: the cells of
	// the nth row of Rows.
	Header []string
	Cells  func(T, int) []string
}

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
	// drawn are the drawings above the table, drawnFor the size they are for.
	drawn    []widget.Text
	drawnFor Size
	// giveUp ends the work of the table that is under way.
	giveUp func()
}

// margin stands left of what is drawn above a table, under the pane's own.
const margin = "   "

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
	case arranged:
		if p.table != nil && p.table.Take(msg.work) {
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
	if p.pane.Act(a) && a == keymap.Open {
		return nil, Taken
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

// lowBody is the height below which a body gives up what is not data.
const lowBody = 14

// above is how many lines stand above the pane.
func (p *Page[T]) above() int {
	n := 1 + len(p.bannerLines())
	if p.size.Height >= lowBody {
		n += 1 + len(p.aboveTable())
	}
	return n
}

// bannerLines are the banners as drawn.
func (p *Page[T]) bannerLines() []string {
	most := 2
	if p.size.Height < lowBody {
		most = 1
	}
	var lines []string
	for _, b := range p.banners() {
		lines = append(lines, b.Banner(p.env.Theme, p.size.Width, most)...)
	}
	return lines
}

// aboveTable are the drawings between head and table. They may count every row,
// so they are made once for a record and a size, not for every key.
func (p *Page[T]) aboveTable() []widget.Text {
	if p.drawnFor != p.size {
		p.drawn, p.drawnFor = p.drawAbove(), p.size
	}
	return p.drawn
}

func (p *Page[T]) drawAbove() []widget.Text {
	v, ok := p.slot.Value()
	if !ok || p.form.List == nil || p.form.List.Above == nil || p.size.Height < lowBody {
		return nil
	}
	lines := p.form.List.Above(p.env, v, max(0, p.size.Width-2*widget.Margin))
	if len(lines) > 0 {
		lines = append(lines, nil)
	}
	return lines
}

// Render implements [View].
func (p *Page[T]) Render() string {
	if p.stale {
		p.lay()
		p.frame, p.stale = p.render(), false
	}
	return p.frame
}

func (p *Page[T]) render() string {
	lines := []string{p.head().Render(p.env.Theme, p.size.Width)}
	if n := p.instead(); n != nil {
		lines = append(lines, n.Body(p.env.Theme, p.size)...)
		return widget.Block(lines, p.size.Width, p.size.Height)
	}
	lines = append(lines, p.bannerLines()...)
	if p.size.Height >= lowBody {
		lines = append(lines, "")
		for _, t := range p.aboveTable() {
			lines = append(lines, widget.T(margin, t).Render(p.env.Theme, p.size.Width, false))
		}
	}
	lines = append(lines, strings.Split(p.pane.Render(), "\n")...)
	return widget.Block(lines, p.size.Width, p.size.Height)
}

func (p *Page[T]) head() Head {
	h := Head{Title: p.form.Title}
	v, ok := p.slot.Value()
	if ok {
		h.Age, h.AgeTone = Provenance(p.env, p.slot.Meta())
		if p.form.Age != nil {
			h.Age, h.AgeTone = p.form.Age(p.env, v, p.slot.Meta(), p.tick)
		}
		if p.form.Facts != nil {
			h.Facts = p.form.Facts(p.env, v)
		}
	}
	if p.slot.Phase() == api.Loading && ok {
		h.Age = "fetching again, " + Span(max(0, p.tick.Now.Sub(p.slot.Since())))
		h.AgeTone = style.Accent
	}
	return h
}

// Provenance says where an answer comes from and how old it is: "just now ·
// 1 call", "3 d old · known". An old one is marked; nothing fetches it again
// but the analyst.
func Provenance(env Env, a api.Answer) (string, style.Tone) {
	tone := style.Muted
	if env.Settings.Lifetimes.Old(a.Query, a.FetchedAt, env.Now()) {
		tone = style.Warn
	}
	cost := "known"
	if !a.Known {
		cost = Calls(a.Calls)
	}
	return Age(env.Now(), a.FetchedAt) + " " + style.Dot + " " + cost, tone
}

// instead is the notice that stands in place of a record; nil when there is
// one to show.
func (p *Page[T]) instead() *Notice {
	v, ok := p.slot.Value()
	var n Notice
	switch {
	case ok && p.form.Empty != nil && p.form.Empty(v) != "":
		n = Notice{Tone: style.Strong, Mark: style.Dot, What: "Nothing known", Lines: []string{p.form.Empty(v)}}
	case ok:
		return nil
	case p.slot.Phase() == api.Failed:
		n = Failure(p.env, api.AsError(p.slot.Err(), p.form.Query))
	case p.slot.Phase() == api.Left:
		n = Abandoned(p.env)
	default:
		n = Loading(p.env, p.form.Asking, p.form.Query, p.slot.Since(), p.tick)
	}
	return &n
}

// banners are the lines that qualify a record: fetched again in vain, partly
// unreadable.
func (p *Page[T]) banners() []Notice {
	v, ok := p.slot.Value()
	if !ok || p.instead() != nil {
		return nil
	}
	var out []Notice
	if err := p.slot.Err(); err != nil {
		e := api.AsError(err, p.form.Query)
		out = append(out, Notice{Tone: style.Warn, Mark: style.Warning, What: "old data: " + e.What(), Lines: []string{Next(p.env, e)}})
	}
	if p.form.Notices != nil {
		out = append(out, p.form.Notices(p.env, v)...)
	}
	if p.form.Problems != nil {
		if bad := p.form.Problems(v); len(bad) > 0 {
			out = append(out, Notice{
				Tone: style.Warn, Mark: style.Warning,
				What:  Unread(len(bad)),
				Lines: []string{strings.Join(bad, ", ") + " (" + p.env.Keys.Key(keymap.Raw) + " shows the raw answer)"},
			})
		}
	}
	return out
}

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
	seen := make(map[indicator.Indicator]bool)
	return slices.DeleteFunc(p.table.MarkedTargets(), func(i indicator.Indicator) bool {
		twice := seen[i]
		seen[i] = true
		return twice
	})
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
		return widget.Status{}
	}
	return p.pane.Status()
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
	c := Content{Title: p.form.Title, Record: v, Sheet: p.sheet}
	if p.table != nil {
		p.table.Finish()
		c.Header = p.form.List.Header
		for _, row := range p.table.Visible() {
			c.Rows = append(c.Rows, p.form.List.Cells(v, row))
		}
	}
	return c
}
