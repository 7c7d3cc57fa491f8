package yardstick

// Window is the part of a list that is on the screen, and the cursor in it. The
// zero Window is at the top.
type Window struct {
	// Top is the first row that is shown, Cursor the one that is selected.
	Top, Cursor int
}

// Key moves the cursor by a key (j, k, g or G) in a list of so many rows, of
// which height are shown, and the window as far as it must. Other keys move
// nothing, so that the empty one fits the window to a new height.
func (w Window) Key(key string, rows, height int) Window {
	switch key {
	case "j":
		w.Cursor++
	case "k":
		w.Cursor--
	case "g":
		w.Cursor = 0
	case "G":
		w.Cursor = rows - 1
	}
	w.Cursor = max(0, min(w.Cursor, rows-1))
	w.Top = min(max(w.Top, w.Cursor-height+1), w.Cursor)
	return w
}

// Mark is what a row begins with.
func (w Window) Mark(row int) string {
	if row == w.Cursor {
		return Mark
	}
	return NoMark
}
