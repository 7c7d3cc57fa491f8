package widget

import "quarry/keymap"

// Act implements [Pane].
func (t *Tree) Act(a keymap.Action) bool {
	switch a {
	case keymap.Filter:
		t.filter.open()
		t.fresh = false
	case keymap.Fold:
		return t.toggle() || t.foldParent()
	case keymap.Open:
		return t.toggle()
	case keymap.ScrollLeft:
		return t.scrollAcross(-t.acrossStep())
	case keymap.ScrollRight:
		return t.scrollAcross(t.acrossStep())
	case keymap.FilterNext:
		return t.stepMatch(1)
	case keymap.FilterPrevious:
		return t.stepMatch(-1)
	default:
		return t.actMove(a)
	}
	return true
}

func (t *Tree) actMove(a keymap.Action) bool {
	switch a {
	case keymap.MoveDown:
		t.moveTo(t.cursor + 1)
	case keymap.MoveUp:
		t.moveTo(t.cursor - 1)
	case keymap.MoveTop:
		t.moveTo(0)
	case keymap.MoveBottom:
		t.moveTo(len(t.shown) - 1)
	case keymap.HalfDown:
		t.jump(max(1, t.height/2))
	case keymap.HalfUp:
		t.jump(-max(1, t.height/2))
	case keymap.PageDown:
		t.jump(max(1, t.height))
	case keymap.PageUp:
		t.jump(-max(1, t.height))
	default:
		return false
	}
	return true
}

// toggle folds the node under the cursor or opens it; false where there is
// nothing to fold.
func (t *Tree) toggle() bool {
	if len(t.shown) == 0 {
		return false
	}
	i := t.shown[t.cursor]
	if n := &t.nodes[i]; !n.container() || n.kids == 0 {
		return false
	}
	if folds := t.folds(); folds.has(int(i)) {
		folds.clear(int(i))
	} else {
		folds.set(int(i))
	}
	t.anchor = i
	t.reflow(false)
	return true
}

// foldParent folds what the node under the cursor is in, and goes there.
func (t *Tree) foldParent() bool {
	if len(t.shown) == 0 {
		return false
	}
	parent := t.nodes[t.shown[t.cursor]].parent
	if parent == noNode {
		return false
	}
	t.folds().set(int(parent))
	t.anchor = parent
	t.reflow(false)
	return true
}

// moveTo puts the cursor on a place of shown, or the nearest there is.
func (t *Tree) moveTo(place int) {
	t.cursor = max(0, min(place, len(t.shown)-1))
	if len(t.shown) > 0 {
		t.anchor = t.shown[t.cursor]
	}
	t.reveal()
}

// jump moves cursor and window together, so that the eye finds the cursor where
// it was.
func (t *Tree) jump(delta int) {
	if place := t.cursor + delta; place > 0 && place < len(t.shown)-1 {
		t.top += delta
	}
	t.moveTo(t.cursor + delta)
}

// reveal puts the window within the rows and over the cursor.
func (t *Tree) reveal() {
	t.fresh = false
	if t.height == 0 {
		t.top = t.cursor
		return
	}
	t.top = max(0, min(t.top, len(t.shown)-t.height))
	t.top = max(t.cursor-t.height+1, min(t.top, t.cursor))
}

// Wheel implements [Pane]. The cursor is taken along at the edge of the window.
func (t *Tree) Wheel(delta int) {
	top := max(0, min(t.top+delta, len(t.shown)-t.height))
	if t.height == 0 || top == t.top {
		return
	}
	t.top = top
	t.moveTo(max(top, min(t.cursor, top+t.height-1)))
}

// Click implements [Pane]. A click on the sign of a fold opens or folds it, too.
func (t *Tree) Click(x, y int) bool {
	place := t.top + y
	if x < 0 || y < 0 || x >= t.width || y >= t.height || place >= len(t.shown) {
		return false
	}
	t.moveTo(place)
	sign := margin + len(t.indent(&t.nodes[t.shown[place]])) - min(t.across, t.furthest)
	if x >= margin && x == sign {
		t.toggle()
	}
	return true
}

// acrossStep is how far one key scrolls sideways: half of what is in sight, so
// that a reader keeps the thread.
func (t *Tree) acrossStep() int { return max(1, (t.width-margin)/2) }

// scrollAcross scrolls sideways; false when all in sight fits.
func (t *Tree) scrollAcross(delta int) bool {
	t.Render() // tells how far the rows in sight go
	across := max(0, min(min(t.across, t.furthest)+delta, t.furthest))
	if across != t.across {
		t.across, t.fresh = across, false
	}
	return t.furthest > 0
}
