package ui

import (
	"fmt"
	"strings"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// footer is the rule that sets it off, position, filter and marks, the pivots where
// there is no side panel, and the most useful keys. A notice stands at the right of
// the state of the list. Where it does not fit there it takes the lines that say
// least: see [Model.noticeInto].
func (m *Model) footer(a areas) []widget.Text {
	beside, below := m.noticeLines()
	var lines []widget.Text
	ruled := m.size.Height >= rulesFrom
	if ruled {
		lines = append(lines, m.rule())
	}
	lines = append(lines, m.statusLine(beside))
	if a.panel == 0 && m.here() != nil && ruled {
		lines = append(lines, m.pivotLine())
	}
	lines = append(lines, m.keyLine())
	if len(below) == 0 {
		return lines
	}
	return m.noticeInto(lines, below, ruled)
}

func (m *Model) rule() widget.Text {
	return widget.Toned(style.Muted, strings.Repeat(style.Rule, m.size.Width))
}

func (m *Model) status() widget.Status {
	if f := m.here(); f != nil {
		if s, ok := f.view.(views.Statuser); ok {
			return s.Status()
		}
	}
	return widget.Status{}
}

// statusLeft is the state of the list, and what is being written.
func (m *Model) statusLeft() widget.Text {
	left := widget.T(" ", statusText(m.status(), m.disabled(keymap.Mark) == ""))
	if text := m.writingText(); text != "" {
		left = widget.T(" ", style.Accent, text+style.Ellipsis+"  ", left)
	}
	return left
}

// statusLine is the state of the list at the left and the notice at the right.
// Where there is no side panel and no notice, what was judged of the selection
// stands there.
func (m *Model) statusLine(notice widget.Text) widget.Text {
	left := m.statusLeft()
	if len(notice) == 0 {
		if m.areas().panel > 0 || m.here() == nil || m.status().Typing {
			return left
		}
		if notice = m.noteLine(m.size.Width - left.Width() - 3); len(notice) == 0 {
			return left
		}
	}
	gap := m.size.Width - left.Width() - notice.Width() - 1
	return widget.T(left, strings.Repeat(" ", max(0, gap)), notice)
}

// statusText puts a status into words. A table's position says enough of what
// lies below.
func statusText(s widget.Status, table bool) widget.Text {
	if s.Typing {
		t := widget.T(widget.Toned(style.Accent, "/"), s.Filter, widget.Toned(style.Accent, style.Cursor))
		if s.FilterError != "" {
			return widget.T(t, widget.Toned(style.Warn, "  "+s.FilterError))
		}
		if s.Pending {
			return widget.T(t, widget.Toned(style.Muted, fmt.Sprintf("  %s of %s", style.Ellipsis, views.Number(s.Total))))
		}
		return widget.T(t, widget.Toned(style.Muted, fmt.Sprintf("  %s of %s", views.Number(s.Shown), views.Number(s.Total))))
	}
	if s.Total == 0 && s.Below == 0 {
		return nil
	}
	t := widget.Plain(fmt.Sprintf("%s/%s", views.Number(s.Position), views.Number(s.Shown)))
	if s.Filter != "" {
		t = widget.T(t, widget.Toned(style.Muted, fmt.Sprintf(" of %s   filter: ", views.Number(s.Total))), s.Filter)
	}
	if s.Marked > 0 {
		t = widget.T(t, widget.Toned(style.Muted, "   marked: "), views.Number(s.Marked))
	}
	if s.Below > 0 && !table {
		t = widget.T(t, widget.Toned(style.Muted, "   "+views.Count(s.Below, "line")+" below"))
	}
	if s.Grouped != "" {
		t = widget.T(t, widget.Toned(style.Muted, "   "+views.Count(s.Groups, "group")+" by "+s.Grouped))
	}
	if s.Sort != "" {
		t = widget.T(t, widget.Toned(style.Muted, "   sorted by "+s.Sort))
	}
	if s.Pending {
		t = widget.T(t, widget.Toned(style.Accent, " "+style.Ellipsis))
	}
	return t
}

// pivotLine is the side panel folded into a line: the pivots that the
// selection has, with their prices while they fit.
func (m *Model) pivotLine() widget.Text {
	i := m.subject()
	offered := m.offered()
	if i.IsZero() && len(offered) == 0 || capturing(m.here().view) {
		return nil
	}
	var priced, counted, short, named []widget.Text
	for n, p := range append(offered, m.pivots(i)...) {
		if p.why != "" {
			continue
		}
		key := widget.Toned(style.Accent, p.key)
		price := strings.NewReplacer("known, ", "", " or more", "+").Replace(p.price)
		count := p.count()
		if n < len(offered) {
			p.name += ":" // it ends in a number
		}
		priced = append(priced, widget.T(key, " "+p.name+" ", style.Muted, price))
		counted = append(counted, widget.T(key, " "+p.word+" ", style.Muted, count))
		named = append(named, widget.T(key, " "+p.name))
		// What is marked was marked to be asked about: its price stays.
		if n < len(offered) {
			short = append(short, priced[n])
		} else {
			short = append(short, widget.T(key, " ", style.Muted, count))
		}
	}
	counted = append(counted, widget.Toned(style.Muted, "calls"))
	short = append(short, widget.Toned(style.Muted, "calls"))
	texts := []widget.Text{join(priced, "   "), join(counted, "   "), join(counted, "  ")}
	if len(offered) > 0 || !m.opt.Offline && !m.traffic.Quota.Spent() { // else no price can be paid
		texts = append(texts, join(short, "   "), join(short, "  "))
	}
	for _, t := range texts {
		if t.Width() < m.size.Width {
			return t
		}
	}
	return join(named, "  ")
}

func join(parts []widget.Text, gap string) widget.Text {
	t := widget.Plain(" ")
	for n, p := range parts {
		if n > 0 {
			t = widget.T(t, gap)
		}
		t = widget.T(t, p)
	}
	return t
}

// keyLine shows as many of the most useful keys as fit; help comes first,
// since it leads to all others.
func (m *Model) keyLine() widget.Text {
	if m.status().Typing {
		t := widget.T(" ", widget.Toned(style.Accent, m.opt.Keys.Key(keymap.FormAccept)), " keep the filter   ",
			widget.Toned(style.Accent, m.opt.Keys.Key(keymap.FormCancel)), " drop it")
		if fields := m.status().Fields; len(fields) > 0 {
			by := widget.T(t, widget.Toned(style.Muted, "   by column: "), strings.Join(fields, " "))
			if by.Width() < m.size.Width {
				t = by
			}
		}
		return t
	}
	if f := m.here(); f != nil && capturing(f.view) {
		var form []widget.Text
		for _, a := range []keymap.Action{keymap.FormNext, keymap.FormPrevious, keymap.FormAccept, keymap.FormCancel} {
			form = append(form, m.keyText(a, ""))
		}
		return join(form, "   ")
	}
	last := m.keyText(keymap.Help, "")
	if f := m.here(); f != nil && m.size.Width < panelFrom && m.size.Height < rulesFrom {
		return m.shortPivots(last)
	}
	t := widget.Plain(" ")
	for _, a := range m.usefulKeys() {
		if m.disabled(a) != "" {
			continue
		}
		next := m.keyText(a, m.price(a))
		if does := m.doesHere(a); does != "" {
			next = widget.T(style.Accent, m.opt.Keys.Key(a), " "+does)
		}
		if t.Width()+next.Width()+last.Width()+7 > m.size.Width {
			break
		}
		t = widget.T(t, next, "   ")
	}
	return widget.T(t, last)
}

// usefulKeys are the keys of most use here, the most useful first: in the views of
// the case those that act on it.
func (m *Model) usefulKeys() []keymap.Action {
	if _, ok := m.brancher(); ok {
		return []keymap.Action{
			keymap.Open, keymap.Back, keymap.Prune, keymap.Fork, keymap.Fold, keymap.Verdict, keymap.Mark, keymap.Filter,
			keymap.Export, keymap.Copy, keymap.Undo, keymap.Name, keymap.Cases, keymap.Palette,
		}
	}
	if _, ok := m.listing(); ok {
		if m.status().Total == 0 {
			return []keymap.Action{keymap.Back, keymap.Fold, keymap.NewIndicator, keymap.Trail, keymap.Undo, keymap.Palette}
		}
		return []keymap.Action{
			keymap.Open, keymap.Back, keymap.Fold, keymap.Copy, keymap.Export, keymap.Verdict, keymap.GroupRows, keymap.Filter,
			keymap.Mark, keymap.Undo, keymap.Trail, keymap.Palette,
		}
	}
	if m.inForm() {
		return []keymap.Action{
			keymap.Open, keymap.Mark, keymap.Fold, keymap.Back, keymap.Copy, keymap.NewIndicator, keymap.Trail, keymap.Palette,
		}
	}
	return []keymap.Action{
		keymap.Open, keymap.Back, keymap.Copy, keymap.Filter, keymap.Mark, keymap.LoadMore, keymap.WindowSet, keymap.Refresh,
		keymap.NewIndicator, keymap.Trail, keymap.Palette, keymap.GroupRows, keymap.Fold, keymap.Raw,
	}
}

// doesHere is what a key does in this view, where that is something else than
// elsewhere: in a form, and in a list of the case's indicators, where the key that
// folds shows the other shelf.
func (m *Model) doesHere(a keymap.Action) string {
	if m.inForm() {
		as := map[keymap.Action]keymap.Action{keymap.Open: keymap.FormAccept, keymap.Mark: keymap.FormToggle, keymap.Fold: keymap.FormNext}
		b, _ := m.opt.Keys.Binding(as[a])
		return b.Label
	}
	if a != keymap.Fold {
		return ""
	}
	switch l, ok := m.listing(); {
	case !ok || m.status().Grouped != "":
		return ""
	case l.ListsIOCs():
		return "seen"
	}
	return "IOCs"
}

// inForm reports whether the view on top is a form.
func (m *Model) inForm() bool {
	f := m.here()
	if f == nil {
		return false
	}
	_, ok := f.view.(views.Former)
	return ok
}

// shortPivots is the line of pivots where the screen has no line for it alone:
// each key with its calls, and help, which has the words.
func (m *Model) shortPivots(help widget.Text) widget.Text {
	t := widget.Plain(" ")
	for _, p := range append(m.offered(), m.pivots(m.subject())...) {
		if p.why != "" {
			continue
		}
		next := widget.T(style.Accent, p.key, style.Muted, " "+p.count()+"  ")
		if t.Width()+next.Width()+len("calls  ")+help.Width() > m.size.Width {
			break
		}
		t = widget.T(t, next)
	}
	if t.Width() > 1 {
		t = widget.T(t, style.Muted, "calls  ")
	}
	return widget.T(t, help)
}
