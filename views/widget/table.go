package widget

import (
	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
	"quarry/views/style"
)

// Table is a [Pane] of rows and columns that can be sorted, filtered, grouped
// and marked. Cursor, marks, filter, groups and order survive new data; rows are
// told apart by their IDs. Only the rows in sight are made into text.
//
// With many rows, what takes time is left to be done elsewhere (see
// [Table.Work]); until then the table shows what it showed before.
type Table struct {
	theme   *style.Theme
	noter   Noter
	columns []Column
	fitted  []Column // columns with the widths that the rows need

	want     wish
	have     *arrangement
	lines    *listing // of have
	unfolded map[string]bool
	flat     sorting // the order before the rows were grouped
	atWork   *wish   // what somebody is at work on; nil for nobody
	inline   int     // rows up to which wishes are fulfilled at once

	filter   filter
	cursor   int    // place in lines; 0 when there are none
	anchor   anchor // what the cursor stays with while rows come and go
	marks    marks
	touched  bool // somebody has done something with the table
	sought   sought
	restored restored
	idle     bool // nobody is in it: the cursor is not shown

	width, height int
	top           int // first line in sight
	across        int // cells scrolled to the right
	layout        layout
	wide          layout // of the rows in sight, with nothing cut

	frame string
	fresh bool // frame shows the present state
}

// anchor is a line by its name. Of a heading it is also a row of the group, the one
// that the cursor was on before or the first, near which the cursor stays when the
// group is gone.
type anchor struct {
	heading string // headingID of a group; empty for a row
	id      string // of the row
	row     int    // the row with this ID; noRow where there is none now
}

// inlineRows is how many rows are arranged within the update loop: a few
// milliseconds' worth.
const inlineRows = 10_000

var _ Pane = (*Table)(nil)

// NewTable makes a table without rows, sorted by a column, or in the order of
// the data when sortBy is -1. Columns must not change afterwards.
func NewTable(theme *style.Theme, columns []Column, sortBy int) *Table {
	t := &Table{
		theme: theme, columns: columns, fitted: columns, filter: newFilter(columns), unfolded: map[string]bool{},
		want: wish{rows: noRows{}, sorting: sorting{by: dataOrder}, group: ungrouped}, inline: inlineRows,
	}
	if sortBy >= 0 && sortBy < len(columns) {
		t.want.sorting = sorting{sortBy, columns[sortBy].Falling}
	}
	t.have = &arrangement{wish: t.want}
	t.lines = layLines(t.have, nil)
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
	t.want.rows = rows
	t.want.data++
	t.wish()
}

// Marked gives the IDs of the marked rows in the order of the table, those that
// the filter hides included.
func (t *Table) Marked() []string {
	var ids []string
	for _, row := range t.markedRows() {
		ids = append(ids, t.have.rows.ID(row))
	}
	return ids
}

// MarkedTargets gives what the marked rows name, each once, in the order of
// [Table.Marked]; rows that name no indicator are left out.
func (t *Table) MarkedTargets() []indicator.Indicator {
	var targets []indicator.Indicator
	named := map[indicator.Indicator]bool{{}: true}
	for _, row := range t.markedRows() {
		if i := t.have.rows.Target(row); !named[i] {
			named[i] = true
			targets = append(targets, i)
		}
	}
	return targets
}

func (t *Table) markedRows() []int {
	if t.marks.count == 0 {
		return nil
	}
	rows := make([]int, 0, t.marks.count)
	for place := range t.have.n {
		if row := t.have.rowAt(place); t.marks.has(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// Visible gives the rows that the filter shows, in the order of the table, those
// of folded groups included.
func (t *Table) Visible() []int {
	rows := make([]int, 0, t.have.count())
	if t.have.groups == nil {
		for place := range t.have.count() {
			rows = append(rows, t.have.row(place))
		}
		return rows
	}
	for _, g := range t.have.groups {
		for _, row := range g.rows {
			rows = append(rows, int(row))
		}
	}
	return rows
}

// Selection implements [Pane].
func (t *Table) Selection() Selection {
	if t.lines.count == 0 {
		return Selection{}
	}
	s := Selection{ID: t.lines.id(t.cursor)}
	if e := t.lines.at(t.cursor); e.row == noRow {
		h := t.lines.heading(e.heading)
		s.Target, s.Text = h.Target, h.Copy
	} else {
		s.Target, s.Text = t.have.rows.Target(e.row), t.have.rows.Copy(e.row)
	}
	return s
}

// Status implements [Pane].
func (t *Table) Status() Status {
	s := Status{
		Table: true, Shown: t.lines.count, Total: t.have.n, Marked: t.marks.count,
		Above: t.top, Below: max(0, t.lines.count-t.top-t.page()), Sort: t.sortName(),
		Groups: len(t.have.groups), Pending: t.pending(),
	}
	if t.have.groups != nil {
		s.Grouped = t.have.rows.(Grouping).GroupBy()[t.have.group].Name
	}
	if t.lines.count > 0 {
		s.Position = t.cursor + 1
	}
	if t.filter.status(&s); s.Typing {
		s.Fields = fieldNames(t.columns)
	}
	return s
}

// SetNoter says what stands in the margin beside what rows name. Where that
// changes, SetTheme draws it anew.
func (t *Table) SetNoter(n Noter) { t.noter, t.fresh = n, false }

// SetIdle hides the cursor of a table that nobody is in, or shows it again.
func (t *Table) SetIdle(idle bool) { t.idle, t.fresh = idle, false }

// SetTheme implements [Pane].
func (t *Table) SetTheme(theme *style.Theme) { t.theme, t.fresh = theme, false }

// Resize implements [Pane].
func (t *Table) Resize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width == t.width && height == t.height {
		return
	}
	t.width, t.height = width, height
	t.layout = layOut(t.fitted, width-margin)
	if t.restored.on { // what stands above the table may come after its rows
		t.top = t.cursor - t.restored.line
	}
	t.reveal()
	t.scrollAcross(0)
}

// Capturing implements [Pane].
func (t *Table) Capturing() bool { return t.filter.typing }

// Key implements [Pane]. The arrows move the cursor while the filter is typed.
func (t *Table) Key(k tea.KeyPressMsg) {
	t.touch()
	t.filter.typed(k, t.Act, t.refiltered)
}

// Paste implements [Pane].
func (t *Table) Paste(text string) {
	t.touch()
	if t.filter.typing {
		t.refiltered(t.filter.paste(text))
	}
}

// Escape implements [Pane].
func (t *Table) Escape() bool {
	what, ok := t.filter.escape()
	switch {
	case ok:
		t.refiltered(what)
	case t.marks.count > 0:
		t.marks.clear()
		t.fresh = false
	default:
		return false
	}
	return true
}

// refiltered follows what happened in the filter's input. While it is typed the
// anchor stays, so that a filter that is taken back leaves the cursor where it
// was.
func (t *Table) refiltered(what outcome) {
	t.fresh = false
	switch what {
	case edited, cancelled:
		t.want.filter = t.filter.matcher
		t.wish()
	case accepted:
		if !t.pending() {
			t.settle()
		}
	}
}
