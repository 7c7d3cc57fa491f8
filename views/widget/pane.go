// Package widget is what views are drawn with: panes that scroll, select,
// filter and mark, and small pictures such as gauges and time axes.
//
// Widgets are state and drawing only: they know no endpoint, no clock and no
// command, and what they are given to show is already safe (see package safe).
// Every drawing is exactly as large as it was asked for, in terminal cells.
package widget

import (
	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/style"
)

// Pane is what the body of a view scrolls and selects in.
type Pane interface {
	// Act does what an action of the keymap means here; true when it was taken.
	// An action that has no meaning here is not taken.
	Act(a keymap.Action) bool
	// Capturing reports whether the filter is being typed: keys then go to Key
	// and pasted text to Paste, whatever they are bound to.
	Capturing() bool
	// Key takes one key while the filter is typed; otherwise it does nothing.
	Key(k tea.KeyPressMsg)
	// Paste puts text into the filter while it is typed; otherwise it does
	// nothing.
	Paste(text string)
	// Escape closes the innermost thing that is open: the filter's input, then
	// the filter, then the marks. False when nothing was.
	Escape() bool
	// Resize sets the size in cells; negative sizes count as zero.
	Resize(width, height int)
	// Render draws the pane in exactly its size. Nothing is computed when
	// nothing has changed since the last call.
	Render() string
	// Click selects what is drawn at a cell, counted from 0 at the pane's own
	// corner; false when nothing is there.
	Click(x, y int) bool
	// Wheel scrolls by lines, down when delta is positive.
	Wheel(delta int)
	// Selection is what pivots and copies are about.
	Selection() Selection
	// Status is what the footer says.
	Status() Status
	// SetTheme changes the look.
	SetTheme(theme *style.Theme)
}

// Selection is the row that is visibly selected. The zero value is no selection.
type Selection struct {
	ID     string              // of the row
	Target indicator.Indicator // what the row names; zero when that is no indicator
	Text   string              // what to copy when there is no target, in the form that is safe to show
}

// Status is what the footer says about a pane.
type Status struct {
	Table                  bool   // the lines are rows of a table
	Position, Shown, Total int    // the selected line, counted from 1 (0: none), of those shown; rows in all
	Above, Below           int    // lines that are scrolled out of sight
	Filter                 string // as typed; empty when there is none
	Cursor                 int    // characters of Filter before the text cursor, while typing
	Typing                 bool
	FilterError            string   // why the filter as typed is not in force; the one before it is
	Marked                 int      // rows marked, the ones the filter hides included
	Sort                   string   // title of the column and its direction; empty in the order of the data
	Grouped                string   // what the rows are grouped by; empty when they are not
	Groups                 int      // how many groups there are
	Pending                bool     // what was asked for is not shown yet
	Fields                 []string // while typing: how a filter asks for columns, such as "days<"
}

// margin is the cells left of every row: mark, cursor and note.
const margin = 3

// Noter says what is known of an indicator elsewhere, in exactly one cell: what
// the analyst judged it to be. A space says nothing.
type Noter func(indicator.Indicator) Span

// of is the note on a row that names an indicator, or none.
func (n Noter) of(i indicator.Indicator) Span {
	if n == nil || i.IsZero() {
		return Span{Text: " "}
	}
	return n(i)
}

// rowMargin draws the margin of a row: its mark, the cursor, and the note on what
// it names, which stands where there is room between them and the text. On the
// selected row its last cell is painted like the cursor and the text beside it,
// which makes them one run.
func rowMargin(theme *style.Theme, selected, marked bool, note Span) string {
	said := theme.Paint(note.Tone, note.Text)
	if note.Text == " " {
		said = " "
	}
	switch {
	case selected && marked && said == " ":
		return theme.PaintOn(style.Accent, style.MarkGlyph+style.Cursor+" ")
	case selected && marked:
		return theme.PaintOn(style.Accent, style.MarkGlyph+style.Cursor) + theme.PaintOn(note.Tone, note.Text)
	case selected:
		return said + theme.PaintOn(style.Accent, style.Cursor+" ")
	case marked:
		return theme.Paint(style.Accent, style.MarkGlyph) + said + " "
	}
	return " " + said + " "
}
