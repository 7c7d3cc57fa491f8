package widget

// Excerpt is some rows of a table's data, in the table's order. It does not
// change.
type Excerpt struct {
	Data Rows
	Len  int
	// At is the row in the data at a place of the excerpt.
	At func(place int) int
}

// excerpt is the rows that are listed, of the data that the table shows.
func (t *Table) excerpt(rows []int) Excerpt {
	return Excerpt{Data: t.have.rows, Len: len(rows), At: func(place int) int { return rows[place] }}
}

// catchUp makes the table show the data that it has where that is other data than
// it shows: rows that are asked for by number are those of what it has.
func (t *Table) catchUp() {
	if t.have.data != t.want.data && !extends(t.want.rows, t.have.rows) {
		t.Finish()
	}
}

// SelectedRows is the row under the cursor. On the heading of a group they are the
// group's rows, and none where the heading names something itself.
func (t *Table) SelectedRows() Excerpt {
	t.catchUp()
	switch {
	case t.lines.count == 0:
		return t.excerpt(nil)
	case !t.onHeading():
		return t.excerpt([]int{t.lines.at(t.cursor).row})
	}
	g := t.lines.at(t.cursor).heading
	if !t.lines.heading(g).Target.IsZero() {
		return t.excerpt(nil)
	}
	group := t.have.groups[g].rows
	rows := make([]int, len(group))
	for n, row := range group {
		rows[n] = int(row)
	}
	return t.excerpt(rows)
}

// MarkedRows are the marked rows, those that the filter hides included.
func (t *Table) MarkedRows() Excerpt {
	t.catchUp()
	return t.excerpt(t.markedRows())
}

// VisibleRows are the rows that the filter shows, those of folded groups
// included: as they stand on the screen, whatever is still to be done.
func (t *Table) VisibleRows() Excerpt {
	t.catchUp()
	if t.have.groups != nil {
		return t.excerpt(t.Visible())
	}
	return Excerpt{Data: t.have.rows, Len: t.have.count(), At: t.have.row}
}
