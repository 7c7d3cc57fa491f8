package widget

import "quarry/views/style"

// Render implements [Pane].
func (d *Doc) Render() string {
	if d.fresh {
		return d.frame
	}
	lines := make([]string, 0, d.height)
	for place := d.top; place < len(d.shown) && len(lines) < d.height; place++ {
		selected := place == d.cursor()
		text := d.line(d.shown[place]).from(d.across)
		lines = append(lines, rowMargin(d.theme, selected, false, d.noter.of(d.rows[d.shown[place]].Target))+text.Render(d.theme, d.width-margin, selected))
	}
	if len(d.shown) == 0 && len(d.rows) > 0 {
		nothing := Toned(style.Muted, "   nothing here matches the filter")
		lines = append(lines, nothing.Render(d.theme, d.width, false))
	}
	d.frame, d.fresh = Block(lines, d.width, d.height), true
	return d.frame
}

// line is what is drawn of a row: the head of a group shows whether it is open.
func (d *Doc) line(row int) Text {
	r, text := &d.rows[row], d.text(row)
	if !r.foldable() {
		return text
	}
	sign := style.Unfolded
	if d.folded[r.Group] && d.filter.matcher.Empty() {
		sign = style.Folded
	}
	return T(style.Muted, sign+" ", text)
}
