package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// The sizes at which the layout changes, in cells.
const (
	minWidth, minHeight = 40, 12 // below this there is no room for a view
	panelFrom           = 100    // from this width on the side panel stands beside the view
	panelWidth          = 34     // with its wall and a cell of air on either side
	rulesFrom           = 16     // from this height on rules set header and footer off
)

// areas is how the screen is divided.
type areas struct {
	header, footer int // lines, rules included
	body           views.Size
	panel          int // width of the side panel; 0 where it is folded
	trail          int // width of the trail beside the view; 0 where there is none
}

func (m *Model) areas() areas {
	a := areas{header: 1, footer: 2}
	switch {
	case m.here() == nil: // nothing is selected
	case m.size.Width >= panelFrom:
		a.panel = panelWidth
	case m.size.Height >= rulesFrom:
		a.footer++ // the pivots
	}
	if m.size.Height >= rulesFrom {
		a.header++
		a.footer++
	}
	a.trail = m.paneWidth()
	a.body = views.Size{Width: max(0, m.size.Width-a.panel-a.trail), Height: max(0, m.size.Height-a.header-a.footer)}
	return a
}

// tooSmall reports a screen without room for a view.
func (m *Model) tooSmall() bool { return m.size.Width < minWidth || m.size.Height < minHeight }

// layout gives the view on top its size. Views that are covered get theirs
// when they are on top again.
func (m *Model) layout() {
	f := m.here()
	if f == nil || m.tooSmall() {
		return
	}
	a := m.areas()
	m.pane.laid = a
	switch c := m.companion(); {
	case a.trail > 0 && c != nil:
		f.view.Resize(a.trailSize())
		c.view.Resize(a.body)
	default:
		f.view.Resize(a.body)
	}
}

// View implements [tea.Model].
func (m *Model) View() tea.View {
	v := tea.NewView(m.frame())
	v.AltScreen = true
	v.WindowTitle = m.title()
	if m.opt.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// title is the window's: written raw by the renderer, so nothing but printable
// text may be in it.
func (m *Model) title() string {
	t := "quarry"
	if f := m.here(); f != nil {
		t += strings.TrimRight(" "+safe.Show(f.subject), " ") + " " + f.view.Title()
	}
	return safe.PrintMax(t, 120)
}

// frame draws the whole screen, exactly as large as the terminal.
func (m *Model) frame() string {
	if m.size.Width <= 0 || m.size.Height <= 0 {
		return ""
	}
	if m.tooSmall() {
		return m.finish(m.small())
	}
	a := m.areas()
	top, bottom := []widget.Text{m.header(m.size.Width)}, m.footer(a)
	if a.header > 1 {
		top = append(top, m.rule())
	}
	body := strings.Split(m.body(a), "\n")
	if a.panel > 0 {
		for n, l := range m.panel(a.panel, a.body.Height) {
			body[n] += l
		}
	}
	lines := m.topDrawn.draw(m.theme, m.size.Width, "", top)
	lines = append(lines, body...)
	lines = append(lines, m.bottomDrawn.draw(m.theme, m.size.Width, "", bottom)...)
	return m.finish(widget.Block(m.over(lines), m.size.Width, m.size.Height))
}

// finish is the last step before the renderer. What is drawn is safe already;
// that it is gets looked at once more, since the renderer lets most things
// through.
func (m *Model) finish(frame string) string {
	frame = safe.Guard(frame)
	if m.opt.ASCII {
		return style.ASCII(frame, ansi.StringWidth)
	}
	return frame
}

func (m *Model) small() string {
	text := "quarry needs 40 × 12. Make the window larger; " + m.opt.Keys.Key(keymap.Quit) + " leaves."
	return widget.Block(strings.Split(ansi.Wrap(text, max(1, m.size.Width), ""), "\n"), m.size.Width, m.size.Height)
}

func (m *Model) body(a areas) string {
	f := m.here()
	switch {
	case f == nil:
		return m.start(a.body)
	case a.trail > 0:
		return m.layTrail(a, f.view.Render())
	}
	return f.view.Render()
}

// over lays the open dialog over the middle of the lines.
func (m *Model) over(lines []string) []string {
	if m.dialog == nil {
		return lines
	}
	box := strings.Split(m.dialog.Render(m.theme, m.size), "\n")
	w, h := widget.Cells(box[0]), len(box)
	y := max(0, (m.size.Height-h)/3)
	if m.here() == nil {
		y = min(startPrompt, m.size.Height-h)
	}
	lines = widget.Over(lines, m.size.Width, box, max(0, (m.size.Width-w)/2), max(0, y))
	if m.notice.text == "" {
		return lines
	}
	// What a copy from the dialog came to: on the lines of the footer that it leaves.
	below := m.wrappedNotice(m.size.Width - 2)
	below = m.atMost(min(m.areas().footer, m.size.Height-y-h), below, "")
	for n, t := range below {
		lines[len(lines)-len(below)+n] = t.Render(m.theme, m.size.Width, false)
	}
	if len(below) == 0 {
		lines[len(lines)-1] = m.noticeBorder()
	}
	return lines
}
