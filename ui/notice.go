package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// noticeTime is how long a notice stays.
const noticeTime = 8 * time.Second

// notice is a message in the footer that goes away by itself.
type notice struct {
	text string
	n    int // counts notices, so that the end of one does not end the next
	// told are the notices of this run, the last one last, to be read again.
	told []overlay.Told
}

// mostTold is how many notices can be read again.
const mostTold = 200

// noticeOver ends the notice with the given number.
type noticeOver int

// say shows a notice. It is printed whatever it is made of: errors of the system
// and of other programs are among it.
func (m *Model) say(text string) tea.Cmd {
	m.notice.text = safe.Print(text)
	m.notice.n++
	m.notice.tell(overlay.Told{Text: m.notice.text, At: m.opt.Now()})
	n := noticeOver(m.notice.n)
	return m.opt.After(noticeTime, func(time.Time) tea.Msg { return n })
}

// tell keeps what was said. Said again, it stands there once, at its last time.
func (n *notice) tell(t overlay.Told) {
	if last := len(n.told) - 1; last >= 0 && n.told[last].Text == t.Text {
		n.told = n.told[:last]
	}
	n.told = append(n.told[max(0, len(n.told)+1-mostTold):], t)
}

// notices shows what was said in this run.
func (m *Model) notices() tea.Cmd {
	if len(m.notice.told) == 0 {
		return m.say("nothing was said yet")
	}
	m.notice.text = "" // it stands in the dialog
	m.show(overlay.NewNotices(m.opt.Keys, slices.Clone(m.notice.told), m.opt.Now), func(overlay.Result) tea.Cmd { return nil })
	return nil
}

func (n *notice) expire(over noticeOver) {
	if int(over) == n.n {
		n.text = ""
	}
}

// tickTime is how often elapsed times are drawn anew while something is under
// way. Nothing ticks otherwise.
const tickTime = 250 * time.Millisecond

type tick time.Time

// keepTicking starts the clock while the view on top waits for something.
func (m *Model) keepTicking() tea.Cmd {
	if m.ticking || !m.waiting() {
		return nil
	}
	m.ticking = true
	return m.opt.After(tickTime, func(t time.Time) tea.Msg { return tick(t) })
}

// waiting reports whether something that is on the screen is under way.
func (m *Model) waiting() bool {
	return isWaiting(m.here()) || m.pane.laid.trail > 0 && isWaiting(m.companion())
}

func isWaiting(f *frame) bool {
	if f == nil {
		return false
	}
	w, ok := f.view.(views.Waiter)
	return ok && w.Waiting()
}

func (m *Model) tick(tick) tea.Cmd {
	m.ticking = false
	m.traffic = m.opt.Meter.Traffic()
	var cmds []tea.Cmd
	for _, f := range []*frame{m.here(), m.companion()} {
		if isWaiting(f) {
			cmds = append(cmds, m.tell(f, views.Tick{Now: m.opt.Now(), Traffic: m.traffic}))
		}
	}
	return tea.Batch(cmds...)
}
