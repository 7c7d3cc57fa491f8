package widget

import "quarry/keymap"

// Act implements [Pane].
func (d *Doc) Act(a keymap.Action) bool {
	switch a {
	case keymap.Filter:
		d.filter.open()
		d.fresh = false
	case keymap.Fold:
		return d.fold(true)
	case keymap.Open:
		return d.fold(false)
	case keymap.ScrollLeft:
		return d.scrollAcross(-d.acrossStep())
	case keymap.ScrollRight:
		return d.scrollAcross(d.acrossStep())
	case keymap.FilterNext:
		return d.stepMatch(1)
	case keymap.FilterPrevious:
		return d.stepMatch(-1)
	default:
		return d.actMove(a)
	}
	return true
}

func (d *Doc) actMove(a keymap.Action) bool {
	switch a {
	case keymap.MoveDown:
		d.step(1)
	case keymap.MoveUp:
		d.step(-1)
	case keymap.MoveTop:
		d.scroll(-len(d.shown), 0)
	case keymap.MoveBottom:
		d.scroll(len(d.shown), len(d.stops)-1)
	case keymap.HalfDown:
		d.jump(max(1, d.height/2))
	case keymap.HalfUp:
		d.jump(-max(1, d.height/2))
	case keymap.PageDown:
		d.jump(max(1, d.height))
	case keymap.PageUp:
		d.jump(-max(1, d.height))
	default:
		return false
	}
	return true
}

// step goes to the next line that can be selected where that is in sight, and
// else scrolls by a line, so that the text between is not jumped over.
func (d *Doc) step(delta int) {
	if d.selectNext(delta) {
		return
	}
	if d.scrollBy(delta) {
		d.selectNext(delta)
	}
}

// selectNext moves the cursor to its neighbour if that is in sight. A cursor
// that comes back into sight is selected again before it moves on.
func (d *Doc) selectNext(delta int) bool {
	c := d.cursor()
	if c < 0 {
		return false
	}
	if delta > 0 && c >= d.top+d.height || delta < 0 && c < d.top {
		return false
	}
	next := d.at + delta
	if next < 0 || next >= len(d.stops) || !d.inSight(d.stops[next]) {
		return false
	}
	d.moveTo(next)
	return true
}

// scroll moves the window by lines and the cursor to a stop.
func (d *Doc) scroll(lines, stop int) {
	d.scrollBy(lines)
	d.moveTo(stop)
}

// jump moves the window by many lines and takes the cursor along.
func (d *Doc) jump(lines int) {
	before := d.top
	d.scrollBy(lines)
	goal := d.cursor() + lines
	if moved := d.top - before; moved != lines {
		// At an end the cursor goes the whole way.
		goal = d.top
		if lines > 0 {
			goal = d.top + d.height
		}
	}
	stop := d.at
	for i, place := range d.stops {
		if !d.inSight(place) {
			continue
		}
		if !d.inSight(d.stops[stop]) || distance(place, goal) < distance(d.stops[stop], goal) {
			stop = i
		}
	}
	d.moveTo(stop)
}

func distance(a, b int) int { return max(a-b, b-a) }

// stepMatch goes to the next or previous match of the filter, around the ends.
func (d *Doc) stepMatch(delta int) bool {
	n := len(d.stops)
	if d.filter.matcher.Empty() {
		return false
	}
	for i := 1; i <= n; i++ {
		stop := (d.at + delta*i + n*i) % n
		if d.matches(stop) {
			d.moveTo(stop)
			d.reveal()
			break
		}
	}
	return true
}

// moveTo puts the cursor on a stop, or the nearest there is.
func (d *Doc) moveTo(stop int) {
	d.at = max(0, min(stop, len(d.stops)-1))
	d.fresh = false
	if c := d.cursor(); c >= 0 {
		d.anchor = d.rows[d.shown[c]].ID
	}
}

func (d *Doc) inSight(place int) bool { return place >= d.top && place < d.top+d.height }

// scrollBy moves the window; false when it is at the end already.
func (d *Doc) scrollBy(lines int) bool {
	before := d.top
	d.top += lines
	d.clampTop()
	return d.top != before
}

// clampTop puts the window within the lines.
func (d *Doc) clampTop() {
	d.top = max(0, min(d.top, len(d.shown)-d.height))
	d.fresh = false
}

// reveal puts the window over the cursor.
func (d *Doc) reveal() {
	c := d.cursor()
	if c < 0 || d.height == 0 {
		return
	}
	d.top = max(c-d.height+1, min(d.top, c))
	d.fresh = false
}

// Opens reports whether the pane takes [keymap.Open] for itself: it folds the group
// whose heading is selected, unless that names something to go to.
func (d *Doc) Opens() bool {
	r := d.current()
	return r != nil && r.foldable() && r.Target.IsZero()
}

// fold folds or opens the group under the cursor. Off the head of a group only
// asked is a reason to fold: opening a member is for the view.
func (d *Doc) fold(asked bool) bool {
	r := d.current()
	if r == nil || r.Group == "" || !asked && !d.Opens() {
		return false
	}
	d.SetFolded(r.Group, !d.folded[r.Group])
	d.reveal()
	return true
}

// Wheel implements [Pane].
func (d *Doc) Wheel(delta int) {
	if !d.scrollBy(delta) {
		return
	}
	if d.current() != nil {
		return
	}
	for i, place := range d.stops {
		if d.inSight(place) {
			d.at = i
			if delta > 0 {
				break
			}
		}
	}
	d.moveTo(d.at)
}

// Click implements [Pane]. A click on the head of a group that is selected
// already folds it.
func (d *Doc) Click(x, y int) bool {
	if x < 0 || y < 0 || x >= d.width || y >= d.height {
		return false
	}
	for i, place := range d.stops {
		if place != d.top+y {
			continue
		}
		if i == d.at && d.fold(false) {
			return true
		}
		d.moveTo(i)
		return true
	}
	return false
}

func (d *Doc) acrossStep() int { return max(1, (d.width-margin)/2) }

// scrollAcross scrolls sideways; false when no line is cut.
func (d *Doc) scrollAcross(delta int) bool {
	if delta == 0 && d.across == 0 {
		return false
	}
	widest := 0
	for _, row := range d.shown {
		widest = max(widest, d.line(row).Width())
	}
	most := max(0, widest-max(0, d.width-margin))
	if across := max(0, min(d.across+delta, most)); across != d.across {
		d.across, d.fresh = across, false
	}
	return most > 0
}
