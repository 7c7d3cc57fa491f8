package widget

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
	"quarry/views/style"
)

// Table is a [Pane] of rows and columns that can be sorted, filtered and
// marked. Only the rows in sight are made into text. Cursor, marks, filter and
// order survive new data; rows are told apart by their IDs.
type Table struct {
	theme   *style.Theme
	columns []Column
	rows    Rows

	by      int  // column sorted by; dataOrder for none
	falling bool // the largest first
	order   []int
	shown   []int // those of order that the filter shows

	filter filter
	hay    []haystack // by row; nil until a filter needs it

	cursor int    // place in shown; 0 when nothing is shown
	anchor string // ID that the cursor stays with while rows come and go
	marks  map[string]struct{}
	marked int // marks whose row is in the data

	width, height int
	top           int // first place of shown in sight
	across        int // cells scrolled to the right
	layout        layout

	frame string
	fresh bool // frame shows the present state
}

// dataOrder stands for the column in a table that is not sorted.
const dataOrder = -1

var _ Pane = (*Table)(nil)

// NewTable makes a table without rows, sorted by a column, or in the order of
// the data when sortBy is -1. Columns must not change afterwards.
func NewTable(theme *style.Theme, columns []Column, sortBy int) *Table {
	t := &Table{
		theme: theme, columns: columns, rows: noRows{},
		by: dataOrder, filter: newFilter(), marks: make(map[string]struct{}),
	}
	if sortBy >= 0 && sortBy < len(columns) {
		t.by, t.falling = sortBy, columns[sortBy].Falling
	}
	return t
}

// noRows is the data of a table that has none.
type noRows struct{}

func (noRows) Len() int                       { return 0 }
func (noRows) ID(int) string                  { return "" }
func (noRows) Cell(int, int, int) Text        { return nil }
func (noRows) Compare(int, int, int) int      { return 0 }
func (noRows) FilterText(int) string          { return "" }
func (noRows) Target(int) indicator.Indicator { return indicator.Indicator{} }
func (noRows) Copy(int) string                { return "" }

// SetRows replaces the data; nil is no data. The cursor stays with its row, and
// that row stays where it is on the screen. When the row is gone, the cursor
// keeps its place in the list. Marks of rows that are gone come back with them.
func (t *Table) SetRows(rows Rows) {
	if rows == nil {
		rows = noRows{}
	}
	t.rows, t.hay = rows, nil
	t.marked = 0
	anchor := -1
	for i := range rows.Len() {
		id := rows.ID(i)
		if id == t.anchor {
			anchor = i
		}
		if _, ok := t.marks[id]; ok {
			t.marked++
		}
	}
	t.sort()
	t.refilter(anchor)
}

// Marked gives the IDs of the marked rows in the order of the table, those that
// the filter hides included.
func (t *Table) Marked() []string {
	var ids []string
	for _, row := range t.markedRows() {
		ids = append(ids, t.rows.ID(row))
	}
	return ids
}

// MarkedTargets gives what the marked rows name, in the order of [Table.Marked];
// rows that name no indicator are left out.
func (t *Table) MarkedTargets() []indicator.Indicator {
	var targets []indicator.Indicator
	for _, row := range t.markedRows() {
		if i := t.rows.Target(row); !i.IsZero() {
			targets = append(targets, i)
		}
	}
	return targets
}

func (t *Table) markedRows() []int {
	if t.marked == 0 {
		return nil
	}
	rows := make([]int, 0, t.marked)
	for _, row := range t.order {
		if t.isMarked(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// Visible gives the rows that the filter shows, in the order of the table. The
// caller may change the slice.
func (t *Table) Visible() []int { return slices.Clone(t.shown) }

// Selection implements [Pane].
func (t *Table) Selection() Selection {
	if len(t.shown) == 0 {
		return Selection{}
	}
	row := t.shown[t.cursor]
	return Selection{ID: t.rows.ID(row), Target: t.rows.Target(row), Text: t.rows.Copy(row)}
}

// Status implements [Pane].
func (t *Table) Status() Status {
	s := Status{
		Shown: len(t.shown), Total: t.rows.Len(), Marked: t.marked,
		Above: t.top, Below: max(0, len(t.shown)-t.top-t.page()), Sort: t.sortName(),
	}
	if len(t.shown) > 0 {
		s.Position = t.cursor + 1
	}
	t.filter.status(&s)
	return s
}

// SetTheme implements [Pane].
func (t *Table) SetTheme(theme *style.Theme) { t.theme, t.fresh = theme, false }

// Resize implements [Pane].
func (t *Table) Resize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width == t.width && height == t.height {
		return
	}
	t.width, t.height = width, height
	t.layout = layOut(t.columns, width-margin)
	t.scrollAcross(0)
	t.reveal()
}

// Capturing implements [Pane].
func (t *Table) Capturing() bool { return t.filter.typing }

// Key implements [Pane]. The arrows move the cursor while the filter is typed.
func (t *Table) Key(k tea.KeyPressMsg) {
	t.filter.typed(k, t.Act, t.filtered)
}

// Paste implements [Pane].
func (t *Table) Paste(text string) {
	if t.filter.typing {
		t.filtered(t.filter.paste(text))
	}
}

// Escape implements [Pane].
func (t *Table) Escape() bool {
	switch {
	case t.filter.typing:
		t.filtered(t.filter.cancel())
	case t.filter.query != "":
		t.filtered(t.filter.set(""))
	case t.marked > 0:
		clear(t.marks)
		t.marked, t.fresh = 0, false
	default:
		return false
	}
	return true
}

// filtered follows what happened in the filter's input. While it is typed the
// anchor stays, so that a filter that is taken back leaves the cursor where it
// was.
func (t *Table) filtered(what outcome) {
	t.fresh = false
	switch what {
	case edited, cancelled:
		t.refilter(t.rowOf(t.anchor))
	case accepted:
		t.settle()
	}
}
