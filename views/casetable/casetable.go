// Package casetable is what the views of the case itself have in common: a head
// line with a table below it, filled from what is at hand. They ask nothing of
// anybody and know no endpoint.
package casetable

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/widget"
)

// Form is the words around a table.
type Form struct {
	// Head is the first line.
	Head func() views.Head
	// Empty stands in place of the table; ok is false where there are rows.
	Empty func() (n views.Notice, ok bool)
}

// Table is a view but for its title, its rows, and what it does with the actions
// that are not a table's. It is embedded.
type Table struct {
	env      views.Env
	form     Form
	table    *widget.Table
	size     views.Size
	frame    string
	stale    bool
	arranger views.Arranger
}

// New returns a table without rows, sorted by a column, or in the order of its rows
// when sortBy is -1.
func New(env views.Env, columns []widget.Column, sortBy int, form Form) *Table {
	return &Table{env: env, form: form, table: widget.NewTable(env.Theme, columns, sortBy), stale: true}
}

// Widget is the table itself.
func (t *Table) Widget() *widget.Table { return t.table }

// SetRows takes other rows.
func (t *Table) SetRows(rows widget.Rows) {
	t.stale = true
	t.table.SetRows(rows)
}

// Seek puts the cursor on a row.
func (t *Table) Seek(row int) {
	t.stale = true
	t.table.Seek(row)
}

// Take takes what is the same for every table: actions, keys, the mouse, the theme.
func (t *Table) Take(msg tea.Msg) {
	t.stale = true
	switch msg := msg.(type) {
	case keymap.Action:
		t.table.Act(msg)
	case tea.KeyPressMsg:
		t.table.Key(msg)
	case tea.PasteMsg:
		t.table.Paste(msg.Content)
	case views.Click:
		t.table.Click(msg.X, msg.Y-t.above())
	case views.Wheel:
		t.table.Wheel(msg.Delta)
	case views.Arranged:
		msg.Take(t.table)
	case views.Restyle:
		t.env.Theme = msg.Theme
		t.table.SetTheme(msg.Theme)
	}
}

// Init implements [views.View]. Nothing is asked.
func (t *Table) Init() tea.Cmd { return nil }

// Resize implements [views.View].
func (t *Table) Resize(s views.Size) {
	if s != t.size {
		t.size, t.stale = s, true
		t.table.Resize(s.Width, max(0, s.Height-t.above()))
	}
}

// lowBody is the height below which the body gives up the line between head and
// table.
const lowBody = 14

func (t *Table) above() int {
	if t.size.Height >= lowBody {
		return 2
	}
	return 1
}

// Render implements [views.View].
func (t *Table) Render() string {
	if t.stale {
		t.frame, t.stale = t.draw(), false
	}
	return t.frame
}

func (t *Table) draw() string {
	lines := []string{t.form.Head().Render(t.env.Theme, t.size.Width)}
	if n, empty := t.form.Empty(); empty {
		return widget.Block(append(lines, n.Body(t.env.Theme, t.size)...), t.size.Width, t.size.Height)
	}
	if t.above() > 1 {
		lines = append(lines, "")
	}
	return widget.Block(append(lines, strings.Split(t.table.Render(), "\n")...), t.size.Width, t.size.Height)
}

// Selection implements [views.Selector].
func (t *Table) Selection() views.Selection {
	s := t.table.Selection()
	return views.Selection{Indicator: s.Target, Text: s.Text, Nameless: s.Target.IsZero()}
}

// Marked implements [views.Marker].
func (t *Table) Marked() []indicator.Indicator { return t.table.MarkedTargets() }

// Capturing implements [views.Capturer].
func (t *Table) Capturing() bool { return t.table.Capturing() }

// Escape implements [views.Escaper].
func (t *Table) Escape() bool {
	t.stale = true
	return t.table.Escape()
}

// Opens implements [views.Opener].
func (t *Table) Opens() bool { return t.table.Opens() }

// Status implements [views.Statuser].
func (t *Table) Status() widget.Status {
	if _, empty := t.form.Empty(); empty {
		return widget.Status{}
	}
	return t.table.Status()
}

// Work implements [views.Worker].
func (t *Table) Work() tea.Cmd { return t.arranger.Work(t.env, t.table) }

// Settle implements [views.Worker].
func (t *Table) Settle() {
	t.table.Settle()
	t.stale = true
}

// Leave implements [views.Resumer].
func (t *Table) Leave() {}

// Moment is a time in the exact values of a copy: RFC 3339 in UTC, empty for none.
func Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
