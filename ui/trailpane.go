package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/views"
	"quarry/views/style"
	"quarry/views/trail"
)

// On a wide screen the trail stands beside the view: as a pane that shows where one
// is while one is in a view, and with the view that one came from beside it, dimmed,
// while one is in the trail. Nothing moves when one goes from the one to the other.

// The sizes in cells. The view keeps more than the rest together.
const (
	paneFrom = 160 // from this width on the trail stands beside the view
	paneMin  = 44  // with its wall and a cell of air on either side
	paneMax  = 54
)

// trailPane is the trail as a pane of a wide screen.
type trailPane struct {
	view *trail.View // nil until it is shown
	// old is set when what the pane shows has changed.
	old bool
	// laid is how the screen was divided last.
	laid areas
}

// paneWidth is how much of the screen is the trail's; 0 where it is not shown
// beside a view.
func (m *Model) paneWidth() int {
	if m.size.Width < paneFrom || m.file.book == nil || m.file.book.Len() == 0 {
		return 0
	}
	if f := m.here(); f == nil || f.route.Endpoint == trailPlace && m.companion() == nil {
		return 0
	}
	return min(paneMin+(m.size.Width-paneFrom)/4, paneMax)
}

// companion is the place that one came to the trail from, where one is in the
// trail.
func (m *Model) companion() *frame {
	f, all := m.here(), m.stack.All()
	if f == nil || f.route.Endpoint != trailPlace || f.back >= len(all) || all[f.back] == f {
		return nil
	}
	return all[f.back]
}

// settlePane brings the pane up to date and gives everything its place anew where
// the screen is divided otherwise than before.
func (m *Model) settlePane() {
	if m.tooSmall() {
		return
	}
	if a := m.areas(); a != m.pane.laid {
		m.layout()
	}
	p := &m.pane
	if m.companion() != nil {
		p.old = true // the cursor is in the trail, and changes it
		return
	}
	if p.laid.trail == 0 {
		return
	}
	if p.view == nil {
		p.view, p.old = m.newTrail(m.look(m.settings())), true
	}
	if p.old {
		p.view.Follow()
		p.old = false
	}
	p.view.Resize(p.laid.trailSize())
}

// trailSize is the size of the trail beside a view.
func (a areas) trailSize() views.Size {
	return views.Size{Width: max(0, a.trail-3), Height: a.body.Height}
}

// layTrail draws the trail and the view side by side.
func (m *Model) layTrail(a areas, view string) string {
	tree := view
	if c := m.companion(); c != nil {
		view = m.dim(c.view.Render())
	} else {
		tree = m.pane.view.Render()
	}
	wall := " " + m.theme.Paint(style.Muted, style.Wall) + " "
	left, right := strings.Split(tree, "\n"), strings.Split(view, "\n")
	for n := range left {
		left[n] += wall + right[n]
	}
	return strings.Join(left, "\n")
}

// dim draws what nobody is in without its colours.
func (m *Model) dim(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for n, l := range lines {
		lines[n] = m.theme.Paint(style.Muted, l)
	}
	return strings.Join(lines, "\n")
}

// clickPane takes a click on what is beside the place that one is in: it goes
// there. Of a click on the place itself it says where in it that is.
func (m *Model) clickPane(a areas, x, y int) (cmd tea.Cmd, at int, taken bool) {
	inTrail := m.companion() != nil
	switch onTrail := x < a.trail; {
	case a.trail == 0 || onTrail && inTrail:
		return nil, x, false
	case onTrail:
		m.pane.view.Update(views.Click{X: x, Y: y})
		row := m.pane.view.Node()
		cmd = m.trail()
		m.here().view.(*trail.View).Select(row)
	case inTrail:
		cmd = tea.Batch(m.walk(m.here().back), m.tell(m.here(), views.Click{X: x - a.trail, Y: y}))
	default:
		return nil, x - a.trail, false
	}
	return cmd, x, true
}
