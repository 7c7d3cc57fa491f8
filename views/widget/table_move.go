package widget

import "quarry/keymap"

// Act implements [Pane].
func (t *Table) Act(a keymap.Action) bool {
	switch a {
	case keymap.Filter:
		t.filter.open()
		t.fresh = false
		return true
	case keymap.ScrollLeft:
		return t.scrollAcross(-t.acrossStep())
	case keymap.ScrollRight:
		return t.scrollAcross(t.acrossStep())
	}
	return t.actMove(a) || t.actSort(a) || t.actMark(a)
}

func (t *Table) actMove(a keymap.Action) bool {
	page, last := t.page(), len(t.shown)-1
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
		t.falling = !t.falling
		t.resort()
	default:
		return false
	}
	return true
}

func (t *Table) actMark(a keymap.Action) bool {
	switch a {
	case keymap.Mark:
		if len(t.shown) > 0 {
			t.setMark(t.shown[t.cursor], !t.isMarked(t.shown[t.cursor]))
		}
	case keymap.MarkAll:
		for _, row := range t.shown {
			t.setMark(row, true)
		}
	case keymap.MarkInvert:
		for _, row := range t.shown {
			t.setMark(row, !t.isMarked(row))
		}
	default:
		return false
	}
	t.fresh = false
	return true
}

func (t *Table) isMarked(row int) bool {
	if len(t.marks) == 0 {
		return false
	}
	_, ok := t.marks[t.rows.ID(row)]
	return ok
}

func (t *Table) setMark(row int, on bool) {
	switch id := t.rows.ID(row); {
	case on == t.isMarked(row):
	case on:
		t.marks[id] = struct{}{}
		t.marked++
	default:
		delete(t.marks, id)
		t.marked--
	}
}

// stepMatch goes to the next or previous row that the filter shows, around the
// ends. Without a filter there is no match to go to.
func (t *Table) stepMatch(forward bool) bool {
	n := len(t.shown)
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
	place = max(0, min(place, len(t.shown)-1))
	if place == t.cursor {
		return
	}
	t.cursor = place
	t.fresh = false
	if len(t.shown) > 0 {
		// A row that the user went to is the one to stay with, typing or not.
		t.anchor = t.rows.ID(t.shown[place])
	}
	t.reveal()
}

// jump moves cursor and window together, so that the eye finds the cursor where
// it was.
func (t *Table) jump(delta int) {
	if place := t.cursor + delta; place > 0 && place < len(t.shown)-1 {
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
	t.top = max(0, min(t.top, len(t.shown)-page))
	t.top = max(t.cursor-page+1, min(t.top, t.cursor))
}

// Wheel implements [Pane]. The cursor is taken along at the edge of the window.
func (t *Table) Wheel(delta int) {
	page := t.page()
	top := max(0, min(t.top+delta, len(t.shown)-page))
	if page == 0 || top == t.top {
		return
	}
	t.top, t.fresh = top, false
	t.moveTo(max(top, min(t.cursor, top+page-1)))
}

// Click implements [Pane]. A click on a row selects it, on its margin it marks
// it too; a click on a column's title sorts by it, or the other way round.
func (t *Table) Click(x, y int) bool {
	if x < 0 || y < 0 || x >= t.width || y >= t.height {
		return false
	}
	if t.height > 1 {
		y--
	}
	if y < 0 {
		return t.clickTitle(x)
	}
	if t.top+y >= len(t.shown) {
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
	for _, s := range t.layout.slots {
		if x >= max(at, margin) && x < at+s.width {
			if s.column == t.by {
				t.falling = !t.falling
				t.resort()
			} else {
				t.sortBy(s.column)
			}
			return true
		}
		at += s.width + t.layout.gap
	}
	return false
}

// acrossStep is how far one key scrolls sideways: half of what is in sight, so
// that a reader keeps the thread.
func (t *Table) acrossStep() int { return max(1, (t.width-margin)/2) }

// scrollAcross scrolls sideways; false when the columns all fit.
func (t *Table) scrollAcross(delta int) bool {
	across := max(0, min(t.across+delta, t.layout.width-(t.width-margin)))
	if t.width <= margin {
		across = 0
	}
	if across != t.across {
		t.across, t.fresh = across, false
	}
	return t.layout.width > t.width-margin
}
