package widget

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
)

// Event is a moment on a [Line].
type Event struct {
	At   time.Time
	Name string // safe, on one line, short: "updated 2026-11-18"
	Tone style.Tone
}

// Line draws moments between two dates in exactly width cells, on two rows:
//
//	2026-11-17 ●─●────│────────────────● 2027-11-17
//	created      updated 2026-11-18      expires
//
// Moments too close for the line are drawn a little apart, in their order. Now
// is marked by a bar where it lies within the dates and on no event; a zero now
// has none. Events without a time or outside the dates are left out. Names stand
// beneath their points or, where that is taken, around them; what then has no
// room is left out. The ends are named first, then the events between them in
// the order of time, then now. Where width is short the dates are left out. All
// dates are in UTC.
func Line(events []Event, from, to, now time.Time, width int) []Text {
	if width <= 0 {
		return []Text{nil, nil}
	}
	l := newTimeline(from, to, width)
	s := newStrip(l.length, style.Muted, style.Rule)
	points := l.spread(l.points(events))
	nowAt, dated := l.placeNow(now, points)
	if dated {
		s.set(nowAt, style.Accent, style.Wall)
	}
	var ends, between []linePoint
	for _, p := range points {
		s.set(p.at, p.name.Tone, style.Point)
		if p.at == 0 || p.at == l.length-1 {
			ends = append(ends, p)
		} else {
			between = append(between, p)
		}
	}
	if dated {
		between = append(between, linePoint{nowAt, now, Span{style.Accent, "now"}})
	}
	return []Text{
		T(style.Muted, l.left, s.text(), style.Muted, l.right),
		l.names(append(ends, between...), width),
	}
}

// linePoint is a cell of the line and what stands beneath it.
type linePoint struct {
	at   int
	time time.Time
	name Span
}

// timeline is where the line lies between the dates of its ends.
type timeline struct {
	window      scale
	left, right string // the dates, with the space between
	length      int    // cells
}

// minLine is the least number of cells of a line that leaves room for the dates
// of its ends.
const minLine = 8

func newTimeline(from, to time.Time, width int) timeline {
	l := timeline{
		window: newScale(from, to),
		left:   from.UTC().Format(time.DateOnly) + " ",
		right:  " " + to.UTC().Format(time.DateOnly),
	}
	l.length = width - len(l.left) - len(l.right)
	if l.length < minLine {
		l.left, l.right, l.length = "", "", width
	}
	return l
}

// place is the cell of a moment; false when it has none.
func (l timeline) place(t time.Time) (int, bool) {
	share := l.window.share(t)
	if t.IsZero() || share < 0 || share > 1 {
		return 0, false
	}
	return min(int(share*float64(l.length)), l.length-1), true
}

// placeNow is the cell of now, on its side of every event, however these were
// spread; false when there is no cell between them.
func (l timeline) placeNow(now time.Time, points []linePoint) (int, bool) {
	at, ok := l.place(now)
	for _, p := range points {
		if !p.time.After(now) && at < p.at {
			at = p.at + 1
		}
	}
	for _, p := range points {
		if p.time.After(now) && at >= p.at {
			ok = false
		}
	}
	return at, ok && at < l.length
}

// points are the events that have a cell, in the order of time.
func (l timeline) points(events []Event) []linePoint {
	sorted := slices.Clone(events)
	slices.SortStableFunc(sorted, func(a, b Event) int { return a.At.Compare(b.At) })
	var points []linePoint
	for _, e := range sorted {
		if at, ok := l.place(e.At); ok {
			points = append(points, linePoint{at, e.At, Span{e.Tone, e.Name}})
		}
	}
	return points
}

// spread moves points of different moments apart, so that none hides another,
// where the line has room for that.
func (l timeline) spread(points []linePoint) []linePoint {
	const apart = 2
	if len(points)*apart > l.length {
		return points
	}
	for i := 1; i < len(points); i++ {
		before, p := points[i-1], &points[i]
		if p.time.Equal(before.time) {
			p.at = before.at
		} else {
			p.at = max(p.at, before.at+apart)
		}
	}
	limit := l.length - 1
	for i := len(points) - 1; i >= 0 && points[i].at > limit; i-- {
		points[i].at = limit
		if i > 0 && !points[i-1].time.Equal(points[i].time) {
			limit -= apart
		}
	}
	return points
}

// names draws the row beneath the line. Points that come first are named first.
func (l timeline) names(points []linePoint, width int) Text {
	const gap = 2
	type placed struct {
		start, end int
		name       Span
	}
	var row []placed
	for _, p := range points {
		size := ansi.StringWidth(p.name.Text)
		for _, start := range l.columns(p.at, size) {
			end := start + size
			taken := slices.ContainsFunc(row, func(o placed) bool {
				return start < o.end+gap && o.start < end+gap
			})
			if size > 0 && start >= 0 && end <= width && !taken {
				row = append(row, placed{start, end, p.name})
				break
			}
		}
	}
	slices.SortFunc(row, func(a, b placed) int { return a.start - b.start })
	var t Text
	at := 0
	for _, n := range row {
		t = T(t, strings.Repeat(" ", n.start-at), n.name)
		at = n.end
	}
	return T(t, strings.Repeat(" ", width-at))
}

// columns are where a name of size cells may begin, best first: at the ends
// beneath the date, else beneath the point or around it.
func (l timeline) columns(at, size int) []int {
	begin := len(l.left) + at
	beneath := []int{begin, begin - size/2, begin - size + 1}
	switch width := len(l.left) + l.length + len(l.right); at {
	case 0:
		return append([]int{0}, beneath...)
	case l.length - 1:
		return append([]int{width - max(size, len(l.right)-1)}, beneath...)
	}
	return beneath
}
