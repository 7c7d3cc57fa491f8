package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views/style"
	"quarry/views/widget"
)

// noticeLines are the notice as it stands beside the state of the list, or on
// lines of its own: an error's next step stands at its end. While a dialog is open
// it has a line that the dialog leaves.
func (m *Model) noticeLines() (beside widget.Text, below []widget.Text) {
	if m.notice.text == "" || m.dialog != nil {
		return nil, nil
	}
	beside = widget.Toned(style.Accent, m.notice.text)
	if m.statusLeft().Width()+beside.Width()+noticeGap < m.size.Width {
		return beside, nil
	}
	return nil, m.wrappedNotice(m.size.Width - 2)
}

// noticeGap is what stays free between the state of the list and a notice.
const noticeGap = 2

// noticeInto puts a notice that needs lines of its own into those of the footer. What
// is filtered and marked stays, since the notice may be about just that, and so do
// the keys: the rule goes, and the pivots where they are folded into a line. Where
// the screen is too low for a rule the notice takes the keys, and the rest if it has
// to: that is all there is. What does not fit can be read with a key.
func (m *Model) noticeInto(lines, notice []widget.Text, ruled bool) []widget.Text {
	more := m.opt.Keys.Key(keymap.Notices)
	if !ruled {
		notice = m.atMost(len(lines), notice, more)
		copy(lines[len(lines)-len(notice):], notice)
		return lines
	}
	rest, keys := lines[1:len(lines)-1], lines[len(lines)-1]
	room := len(rest)
	silent := rest[0].Width() <= 1
	if silent {
		room++
	}
	notice = m.atMost(room, notice, more)
	goes := len(notice) - 1 // besides the rule
	if silent && goes > 0 {
		rest, goes = rest[1:], goes-1
	}
	first := notice[0]
	if left := m.size.Width - first.Width() - 1; left > 0 && len(notice) == 1 {
		first = widget.T(first, style.Muted, " "+strings.Repeat(style.Rule, left))
	}
	return slices.Concat([]widget.Text{first}, notice[1:], rest[:len(rest)-goes], []widget.Text{keys})
}

// wrappedNotice is the notice on as many lines as it needs.
func (m *Model) wrappedNotice(width int) []widget.Text {
	var lines []widget.Text
	for _, l := range strings.Split(ansi.Wrap(m.notice.text, max(1, width), "/"), "\n") {
		lines = append(lines, widget.T(" ", style.Accent, l))
	}
	return lines
}

// atMost are the first lines of a notice. Of one that goes on the last says so, and
// which key shows the rest, if one does.
func (m *Model) atMost(most int, lines []widget.Text, key string) []widget.Text {
	if len(lines) <= most || most <= 0 {
		return lines[:min(len(lines), max(0, most))]
	}
	end := style.Ellipsis
	if key != "" {
		end += " " + key
	}
	last := strings.TrimRight(lines[most-1].String()+lines[most].String(), " ") // as much as fits
	last = ansi.Truncate(last, max(1, m.size.Width-1-ansi.StringWidth(end)), "") + end
	return append(lines[:most-1:most-1], widget.Toned(style.Accent, last))
}

// noticeBorder is the notice in the lower border of a dialog that fills the screen.
func (m *Model) noticeBorder() string {
	const left, right = "╰" + style.Rule + " ", "╯"
	room := m.size.Width - ansi.StringWidth(left+right) - 1
	text := widget.Toned(style.Accent, m.notice.text)
	text = widget.T(style.Muted, left, text, style.Muted, " "+strings.Repeat(style.Rule, max(0, room-text.Width())))
	return text.Render(m.theme, m.size.Width-1, false) + m.theme.Paint(style.Muted, right)
}
