package widget

import "quarry/keymap"

// Act implements [Pane].
func (t *Table) Act(a keymap.Action) bool {
	t.touch()
	switch a {
	case keymap.Filter:
		t.filter.open()
		t.fresh = false
		return true
	case keymap.ScrollLeft:
		return t.scrollAcross(-t.acrossStep())
	case keymap.ScrollRight:
		return t.scrollAcross(t.acrossStep())
	case keymap.GroupRows:
		return t.stepGroup()
	case keymap.Fold:
		return t.fold()
	case keymap.Open:
		return t.onHeading() && t.fold()
	}
	return t.actMove(a) || t.actSort(a) || t.actMark(a)
}

func (t *Table) actMove(a keymap.Action) bool {
	page, last := t.page(), t.lines.count-1
	switch a {
	case keymap.MoveDown:
		t.moveTo(t.cursor + 1)
	case keymap.MoveUp:
		t.moveTo(t.cursor - 1)
	case keymap.MoveTop:
		t.moveTo(0)
	case keymap.MoveBottom:
		t.moveTo(last)
	case keymap.HalfDown:
		t.jump(max(1, page/2))
	case keymap.HalfUp:
		t.jump(-max(1, page/2))
	case keymap.PageDown:
		t.jump(page)
	case keymap.PageUp:
		t.jump(-page)
	case keymap.FilterNext, keymap.FilterPrevious:
		return t.stepMatch(a == keymap.FilterNext)
	default:
		return false
	}
	return true
}

func (t *Table) actSort(a keymap.Action) bool {
	switch a {
	case keymap.SortNext:
		t.stepSort(1)
	case keymap.SortPrevious:
		t.stepSort(-1)
	case keymap.SortReverse:
		t.reverse()
	default:
		return false
	}
	return true
}

func (t *Table) actMark(a keymap.Action) bool {
	switch a {
	case keymap.Mark:
		t.mark()
	case keymap.MarkAll:
		for place := range t.have.count() {
			t.marks.set(t.have.row(place), t.have.n, true)
		}
	case keymap.MarkInvert:
		for place := range t.have.count() {
			row := t.have.row(place)
			t.marks.set(row, t.have.n, !t.marks.has(row))
		}
	default:
		return false
	}
	t.fresh = false
	return true
}

// mark marks the selected row or unmarks it; of a group, all rows that are shown,
// or where they all are marked none.
func (t *Table) mark() {
	if t.lines.count == 0 {
		return
	}
	e := t.lines.at(t.cursor)
	if e.row != noRow {
		t.marks.set(e.row, t.have.n, !t.marks.has(e.row))
		return
	}
	on := !t.allMarked(e.heading)
	for _, row := range t.have.groups[e.heading].rows {
		t.marks.set(int(row), t.have.n, on)
	}
}

func (t *Table) allMarked(group int) bool {
	for _, row := range t.have.groups[group].rows {
		if !t.marks.has(int(row)) {
			return false
		}
	}
	return true
}

// stepMatch goes to the next or previous row that the filter shows, around the
// ends. Without a filter there is no match to go to.
func (t *Table) stepMatch(forward bool) bool {
	n := t.lines.count
	if t.filter.matcher.Empty() {
		return false
	}
	switch {
	case n == 0:
	case forward:
		t.moveTo((t.cursor + 1) % n)
	default:
		t.moveTo((t.cursor - 1 + n) % n)
	}
	return true
}

// moveTo puts the cursor on a place of shown, or the nearest there is.
func (t *Table) moveTo(place int) {
	place = max(0, min(place, t.lines.count-1))
	if place == t.cursor {
		return
	}
	t.lead(place)
	t.cursor = place
	t.fresh = false
	t.stay() // a line that the user went to is the one to stay with, typing or not
	t.reveal()
}

// lead moves the window ahead of a cursor that steps over its edge, by nearly half
// of it, so that it stands still for as many steps. A line at a time would send
// all lines anew for each step where something stands beside the table, as no
// terminal scrolls a part of its width: at 120×40 that is four times as much, more
// than a line of 256 kbit/s takes while a key is held. Somewhat less than half is
// moved, as then most of what is seen stays, and a terminal may scroll that.
func (t *Table) lead(place int) {
	page := t.page()
	switch ahead := leads(page); place {
	case t.top - 1:
		t.top = place - ahead + 1
	case t.top + page:
		t.top = place - page + ahead
	}
}

// leads is how many lines the window moves ahead.
func leads(page int) int { return max(1, page/2-2) }

// Seek puts the cursor on a row of the data, and the window where it would be had
// somebody stepped there from the first line. Of a row that the filter hides it is the
// next one that is shown, of one that is folded away its heading.
func (t *Table) Seek(row int) {
	t.touch()
	if row < 0 || row >= t.have.n || t.lines.count == 0 {
		return
	}
	place, _ := t.lines.find(anchor{id: t.have.rows.ID(row), row: row})
	t.cursor = min(place, t.lines.count-1)
	t.top = 0
	if page := t.page(); t.cursor >= page {
		ahead := leads(page)
		t.top = ((t.cursor-page)/ahead + 1) * ahead
	}
	t.stay()
	t.reveal()
}

// jump moves cursor and window together, so that the eye finds the cursor where
// it was.
func (t *Table) jump(delta int) {
	if place := t.cursor + delta; place > 0 && place < t.lines.count-1 {
		t.top += delta
	}
	t.moveTo(t.cursor + delta)
}

// page is how many rows are in sight. Where there is one line only, it shows
// the selected row rather than the heading.
func (t *Table) page() int {
	if t.height > 1 {
		return t.height - 1
	}
	return t.height
}

// reveal puts the window within the rows and over the cursor.
func (t *Table) reveal() {
	t.fresh = false
	page := t.page()
	if page == 0 {
		t.top = t.cursor
		return
	}
	t.top = max(0, min(t.top, t.lines.count-page))
	t.top = max(t.cursor-page+1, min(t.top, t.cursor))
}

// Wheel implements [Pane]. The cursor is taken along at the edge of the window.
func (t *Table) Wheel(delta int) {
	t.touch()
	page := t.page()
	top := max(0, min(t.top+delta, t.lines.count-page))
	if page == 0 || top == t.top {
		return
	}
	t.top, t.fresh = top, false
	t.moveTo(max(top, min(t.cursor, top+page-1)))
}

// Click implements [Pane]. A click on a row selects it, on its margin it marks
// it too; a click on a column's title sorts by it, or the other way round.
func (t *Table) Click(x, y int) bool {
	t.touch()
	if x < 0 || y < 0 || x >= t.width || y >= t.height {
		return false
	}
	if t.height > 1 {
		y--
	}
	if y < 0 {
		return t.clickTitle(x)
	}
	if t.top+y >= t.lines.count {
		return false
	}
	t.moveTo(t.top + y)
	if x == 0 {
		t.actMark(keymap.Mark)
	}
	return true
}

func (t *Table) clickTitle(x int) bool {
	at := margin - t.across
	l := t.drawn()
	for _, s := range l.slots {
		if x >= max(at, margin) && x < at+s.width {
			if s.column == t.want.by {
				t.reverse()
			} else {
				t.sortBy(s.column)
			}
			return true
		}
		at += s.width + l.gap
	}
	return false
}

// drawn is the layout in sight: scrolled sideways, nothing is cut.
func (t *Table) drawn() layout {
	if t.across > 0 {
		return t.wide
	}
	return t.layout
}

// acrossStep is how far one key scrolls sideways: half of what is in sight, so
// that a reader keeps the thread.
func (t *Table) acrossStep() int { return max(1, (t.width-margin)/2) }

// scrollAcross scrolls sideways; false when there is nothing beside what is in
// sight.
func (t *Table) scrollAcross(delta int) bool {
	t.wide = t.uncut()
	room := t.width - margin
	across := max(0, min(t.across+delta, t.wide.width-room))
	if room <= 0 {
		across = 0
	}
	if across != t.across {
		t.across, t.fresh = across, false
	}
	return t.wide.width > room
}

// uncut lays out all columns for the rows in sight, so that nothing of them is
// cut.
func (t *Table) uncut() layout {
	l := layOut(t.fitted, t.width-margin)
	if len(l.slots) == len(t.columns) && l.width <= t.width-margin && !t.cuts(l) {
		return l
	}
	l = layout{gap: looseGap}
	for col, c := range t.fitted {
		width := ideal(c)
		if c.Whole {
			width = max(width, t.widest(col))
		}
		l.slots = append(l.slots, slot{col, width})
	}
	l.width = l.total()
	return l
}

// cuts reports whether a layout cuts a cell in sight that should be whole.
func (t *Table) cuts(l layout) bool {
	for _, s := range l.slots {
		if t.columns[s.column].Whole && t.widest(s.column) > s.width {
			return true
		}
	}
	return false
}

// widest is the width of the widest cell in sight.
func (t *Table) widest(col int) int {
	widest := 0
	for place := t.top; place < min(t.top+t.page(), t.lines.count); place++ {
		widest = max(widest, min(t.cellAt(place, col, wholeCell).Width(), wholeCell))
	}
	return widest
}
