package widget

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/views/style"
)

// Doc is a [Pane] of lines: the fields, headings and lists of a record. The
// cursor stands only on lines that name something, can be copied or head a
// group; between them the pane scrolls line by line, so that every line can be
// read. What is selected is always in sight: a cursor that is scrolled away
// selects nothing until it is back.
type Doc struct {
	theme  *style.Theme
	noter  Noter
	rows   []Row
	texts  []Text // of rows, for the present width; filled as they are needed
	known  []bool
	hay    []haystack // by row; nil until a filter needs it
	folded map[string]bool
	filter filter

	shown  []int // rows that fold and filter let through
	stops  []int // places in shown that can be selected
	at     int   // place in stops
	anchor string

	width, height int
	top           int // first place of shown in sight
	across        int // cells scrolled to the right

	frame string
	fresh bool
}

var _ Pane = (*Doc)(nil)

// NewDoc makes a pane without lines.
func NewDoc(theme *style.Theme) *Doc {
	return &Doc{theme: theme, filter: newFilter(nil), folded: make(map[string]bool)}
}

// SetRows replaces the lines. The cursor stays with its row, and that row stays
// where it is on the screen; when the row is gone, the cursor keeps its place.
func (d *Doc) SetRows(rows []Row) {
	d.rows = slices.Clone(rows)
	d.forget()
	d.reflow(d.rowOf(d.anchor))
}

// SetFolded folds a group or opens it.
func (d *Doc) SetFolded(group string, folded bool) {
	if group == "" || d.folded[group] == folded {
		return
	}
	d.folded[group] = folded
	d.forget() // a line may tell what is folded
	d.reflow(d.rowOf(d.anchor))
}

// Folded reports whether a group is folded.
func (d *Doc) Folded(group string) bool { return d.folded[group] }

// forget drops the texts, which depend on rows and width.
func (d *Doc) forget() {
	d.texts = make([]Text, len(d.rows))
	d.known = make([]bool, len(d.rows))
	d.hay = nil
}

// text is the line of a row, without the sign of its fold.
func (d *Doc) text(row int) Text {
	if !d.known[row] {
		r := &d.rows[row]
		d.texts[row], d.known[row] = r.Text, true
		if r.Draw != nil {
			d.texts[row] = r.Draw(max(0, d.width-margin))
		}
	}
	return d.texts[row]
}

func (d *Doc) rowOf(id string) int {
	return slices.IndexFunc(d.rows, func(r Row) bool { return r.ID == id && r.selectable() })
}

// reflow decides anew which lines are shown. The cursor goes to the row anchor;
// when that is folded away to the head of its group; when the filter hides it
// to the first match after it. Where anchor is -1 it keeps its place.
func (d *Doc) reflow(anchor int) {
	d.fresh = false
	line := d.cursor() - d.top
	show := d.passing()
	d.shown, d.stops = d.shown[:0], d.stops[:0]
	at, head := d.at, 0
	for row := range d.rows {
		r := &d.rows[row]
		if row == anchor {
			at = len(d.stops)
			if !show[row] && d.folded[r.Group] && d.filter.matcher.Empty() {
				at = head
			}
		}
		if !show[row] {
			continue
		}
		if r.foldable() {
			head = len(d.stops)
		}
		if r.selectable() {
			d.stops = append(d.stops, len(d.shown))
		}
		d.shown = append(d.shown, row)
	}
	d.at = d.nearestMatch(at)
	if c := d.cursor(); c >= 0 && line >= 0 && line < d.height {
		d.top = c - line
	}
	d.settle()
	d.clampTop()
}

// nearestMatch is the first stop from at on that matches the filter, else the
// last one before it. Heads that only stand above a match do not count.
func (d *Doc) nearestMatch(at int) int {
	at = max(0, min(at, len(d.stops)-1))
	for i := at; i < len(d.stops); i++ {
		if d.matches(i) {
			return i
		}
	}
	for i := at - 1; i >= 0; i-- {
		if d.matches(i) {
			return i
		}
	}
	return at
}

// matches reports whether the row at a stop matches the filter itself.
func (d *Doc) matches(stop int) bool {
	return d.filter.matcher.Empty() || d.filter.matcher.match(&d.hay[d.shown[d.stops[stop]]])
}

// passing tells which rows fold and filter let through. A filter finds what is
// folded, too, and shows the head of a group that holds a match.
func (d *Doc) passing() []bool {
	show := make([]bool, len(d.rows))
	if d.filter.matcher.Empty() {
		for i, r := range d.rows {
			show[i] = r.Head || r.Group == "" || !d.folded[r.Group]
		}
		return show
	}
	d.prepare()
	heads := make(map[string]int)
	for i, r := range d.rows {
		show[i] = d.filter.matcher.match(&d.hay[i])
		if r.foldable() {
			heads[r.Group] = i
		} else if head, ok := heads[r.Group]; ok && show[i] {
			show[head] = true
		}
	}
	return show
}

// prepare makes the texts that the filter looks into, once for all filters.
func (d *Doc) prepare() {
	if d.hay != nil {
		return
	}
	d.hay = make([]haystack, len(d.rows))
	for i := range d.rows {
		r := &d.rows[i]
		d.hay[i] = newHaystack(d.text(i).String() + "\n" + r.Target.String() + "\n" + r.Copy)
	}
}

// cursor is the cursor's place in shown; -1 when no line can be selected.
func (d *Doc) cursor() int {
	if len(d.stops) == 0 {
		return -1
	}
	return d.stops[d.at]
}

// current is the row that is visibly selected, or nil.
func (d *Doc) current() *Row {
	if c := d.cursor(); c >= 0 && d.inSight(c) {
		return &d.rows[d.shown[c]]
	}
	return nil
}

// settle makes the row under the cursor the one that it stays with.
func (d *Doc) settle() {
	if c := d.cursor(); c >= 0 && !d.filter.typing {
		d.anchor = d.rows[d.shown[c]].ID
	}
}

// Selection implements [Pane].
func (d *Doc) Selection() Selection {
	r := d.current()
	if r == nil {
		return Selection{}
	}
	return Selection{ID: r.ID, Target: r.Target, Text: r.Copy}
}

// Status implements [Pane]. It counts the lines that can be selected.
func (d *Doc) Status() Status {
	s := Status{Shown: len(d.stops), Above: d.top, Below: max(0, len(d.shown)-d.top-d.height)}
	for i := range d.rows {
		if d.rows[i].selectable() {
			s.Total++
		}
	}
	if d.current() != nil {
		s.Position = d.at + 1
	}
	d.filter.status(&s)
	return s
}

// SetNoter says what stands in the margin beside what rows name.
func (d *Doc) SetNoter(n Noter) { d.noter, d.fresh = n, false }

// SetTheme implements [Pane].
func (d *Doc) SetTheme(theme *style.Theme) { d.theme, d.fresh = theme, false }

// Resize implements [Pane]. A selection that was in sight stays in sight.
func (d *Doc) Resize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width == d.width && height == d.height {
		return
	}
	// Before the first size nothing is in sight, and the top is where to begin.
	visible := d.height > 0 && d.current() != nil
	narrowed := width != d.width
	d.width, d.height, d.fresh = width, height, false
	if narrowed {
		d.forget()
		if !d.filter.matcher.Empty() {
			d.reflow(d.rowOf(d.anchor))
		}
	}
	d.scrollAcross(0)
	d.clampTop()
	if visible {
		d.reveal()
	}
}

// Capturing implements [Pane].
func (d *Doc) Capturing() bool { return d.filter.typing }

// Key implements [Pane]. The arrows move the cursor while the filter is typed.
func (d *Doc) Key(k tea.KeyPressMsg) {
	d.filter.typed(k, d.Act, d.filtered)
}

// Paste implements [Pane].
func (d *Doc) Paste(text string) {
	if d.filter.typing {
		d.filtered(d.filter.paste(text))
	}
}

// Escape implements [Pane].
func (d *Doc) Escape() bool {
	what, ok := d.filter.escape()
	if ok {
		d.filtered(what)
	}
	return ok
}

func (d *Doc) filtered(what outcome) {
	d.fresh = false
	switch what {
	case edited, cancelled:
		d.reflow(d.rowOf(d.anchor))
		d.reveal()
	case accepted:
		d.settle()
	}
}
