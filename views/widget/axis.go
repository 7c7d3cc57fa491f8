package widget

import (
	"math"
	"strings"
	"time"

	"quarry/views/style"
)

// Interval is a stretch of time in a lane of an [Axis]. A zero Start is
// unknown, and so before the window; with a zero End it still runs. One that
// ends before it starts is taken in order.
type Interval struct{ Start, End time.Time }

// Lane is one line of an [Axis]: what was the case during its intervals. The
// tone is that of label and bars; a meaning that it carries belongs in the
// label as a word or a mark, too.
type Lane struct {
	Label     string // safe, on one line
	Tone      style.Tone
	Intervals []Interval
}

// Axis is lanes of bars over a common window of time. It is immutable.
type Axis struct {
	from, to time.Time
	lanes    []Lane
}

// NewAxis makes the axis of a window of time. The lanes must not change
// afterwards. A window that does not end after its start is taken as the hour
// after it.
func NewAxis(from, to time.Time, lanes []Lane) Axis {
	from, to = from.UTC(), to.UTC()
	if !to.After(from) {
		to = from.Add(time.Hour)
	}
	return Axis{from, to, lanes}
}

// Rows draws the axis in exactly width cells, the first labelWidth of them for
// the labels: a row of ticks in UTC, then a row for each lane. A bar has a
// resolution of half a cell and at least that length. "▶" at the end is an
// interval that goes on beyond the window, "◀" at the start one that began
// before it; what lies wholly outside is not drawn.
func (a Axis) Rows(width, labelWidth int) []Text {
	width = max(0, width)
	labelWidth = max(0, min(labelWidth, width))
	plot := width - labelWidth
	rows := make([]Text, 0, 1+len(a.lanes))
	rows = append(rows, T(strings.Repeat(" ", labelWidth), style.Muted, a.ticks(plot)))
	for _, l := range a.lanes {
		rows = append(rows, T(l.Tone, Fit(l.Label, labelWidth), a.lane(l, plot)))
	}
	return rows
}

// lane draws the bars of a lane.
func (a Axis) lane(l Lane, width int) Text {
	halves := make([]bool, 2*width)
	early, late := false, false
	for _, i := range l.Intervals {
		start, end, ok := a.extent(i, len(halves))
		if !ok {
			continue
		}
		early = early || start < 0
		late = late || end > len(halves)
		for h := max(0, start); h < min(end, len(halves)); h++ {
			halves[h] = true
		}
	}
	s := newStrip(width, l.Tone, " ")
	for c := range s {
		left, right := halves[2*c], halves[2*c+1]
		switch {
		case left && right:
			s.set(c, l.Tone, style.Full)
		case right:
			s.set(c, l.Tone, style.HalfRight)
		case left && c == width-1:
			// Half a cell here looks like "goes on" in ASCII.
			s.set(c, l.Tone, style.Full)
		case left:
			s.set(c, l.Tone, style.HalfLeft)
		}
	}
	if early {
		s.set(0, l.Tone, style.OpenStart)
	}
	if late {
		s.set(width-1, l.Tone, style.OpenEnd)
	}
	return s.text()
}

// extent is the half cells of an interval, up to end; -1 and n+1 stand for what
// is beyond the window. It is false for one that is wholly beyond.
func (a Axis) extent(i Interval, n int) (start, end int, ok bool) {
	if !i.Start.IsZero() && !i.End.IsZero() && i.End.Before(i.Start) {
		i.Start, i.End = i.End, i.Start
	}
	if i.Start.After(a.to) || (!i.End.IsZero() && i.End.Before(a.from)) {
		return 0, 0, false
	}
	window := newScale(a.from, a.to)
	place := func(t time.Time) int { return int(math.Round(window.share(t) * float64(n))) }
	start, end = -1, n+1
	if !i.Start.IsZero() && !i.Start.Before(a.from) {
		start = min(place(i.Start), n-1)
	}
	if !i.End.IsZero() && !i.End.After(a.to) {
		end = max(place(i.End), start+1, 1)
	}
	return start, end, true
}
