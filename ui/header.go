package ui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// hit is where a place of the path stands in the header, in cells.
type hit struct{ from, to, place int }

// header is the path and, at the right, what quarry has spent.
func (m *Model) header(width int) widget.Text {
	right := m.spent(width)
	room := max(0, width-right.Width()-1)
	return widget.T(m.path(room).Fit(room), " ", right)
}

// spent is the profile, the month's calls against the plan's, and what is left
// of the rate limit once it is known.
func (m *Model) spent(width int) widget.Text {
	q := m.traffic.Quota
	calls, tone := views.Calls(m.traffic.Calls), style.Text
	switch {
	case q.Limit > 0:
		calls = views.Number(q.Used) + "/" + views.Number(q.Limit) + " calls"
	case q.Kept && width >= panelFrom:
		calls = views.Calls(q.Used) + " this month"
	case q.Kept:
		calls = views.Calls(q.Used)
	}
	switch {
	case q.Spent():
		calls, tone = style.Warning+" "+calls, style.Bad
	case q.Reserved(0):
		tone = style.Warn
	}
	if m.traffic.InFlight+m.traffic.Queued > 0 {
		calls += fmt.Sprintf(", %d under way", m.traffic.InFlight+m.traffic.Queued)
	}
	t := widget.Toned(tone, calls)
	if m.opt.Profile != "" {
		t = widget.T(widget.Toned(style.Warn, m.opt.Profile), "   ", t)
	}
	if m.traffic.RateLeft >= 0 && width >= 60 {
		t = widget.T(t, widget.Toned(style.Muted, "   "+views.Number(m.traffic.RateLeft)+" left"))
	}
	return widget.T(t, " ")
}

// path draws the places from the start to here; where the line is short the
// first ones give way to "…", for the end is where one is.
func (m *Model) path(room int) widget.Text {
	m.hits = nil
	const name = " quarry  "
	frames := m.stack.Path()
	labels := make([]string, len(frames))
	for n, f := range frames {
		labels[n] = placeLabel(frames[:n], f)
	}
	first := 0
	for first < len(labels)-1 && pathWidth(labels[first:], first > 0)+len(name) > room {
		first++
	}
	t := widget.Toned(style.Strong, name)
	if room < 30 && len(labels) > 0 {
		t = widget.Plain(" ")
	}
	if first > 0 {
		t = widget.T(t, widget.Toned(style.Muted, style.Ellipsis+" "+style.Step+" "))
	}
	for n := first; n < len(labels); n++ {
		if n > first {
			t = widget.T(t, widget.Toned(style.Muted, " "+style.Step+" "))
		}
		tone := style.Text
		if n == len(labels)-1 {
			tone = style.Strong
		}
		from := t.Width()
		t = widget.T(t, widget.Toned(tone, labels[n]))
		m.hits = append(m.hits, hit{from, t.Width(), n})
	}
	return t
}

func pathWidth(labels []string, cut bool) int {
	w := 3 * (len(labels) - 1)
	if cut {
		w += 4
	}
	for _, l := range labels {
		w += ansi.StringWidth(l)
	}
	return w
}

// maxLabel is how wide one place on the path may be.
const maxLabel = 32

// placeLabel names a place: the indicator where it is new on the path, the
// view's name where it is another view of the same, the days where it is the
// same view of other days.
func placeLabel(before []*frame, f *frame) string {
	label := f.view.Title()
	last := &frame{}
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	switch {
	case f.subject.IsZero():
	case last.subject == f.subject && last.route.Endpoint == f.route.Endpoint && last.window != f.window:
		label = f.window.String()
	case last.subject != f.subject:
		label = safe.Show(f.subject)
		if !slices.Contains(f.route.Home, f.subject.Kind()) {
			label += " " + f.view.Title()
		}
	}
	return ansi.Truncate(label, maxLabel, style.Ellipsis)
}
