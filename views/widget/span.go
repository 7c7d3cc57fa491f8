package widget

import (
	"strings"
	"time"

	"quarry/views/style"
)

// Bar draws when something was seen within a window of days, in exactly width
// cells: "···━━━━━━━━━" for the last three of four days. The days of all four
// times in UTC count, the first and the last included. What is seen for a
// single day has at least one cell; a span that begins before the window has
// "◀" for its first cell, one that ends after it "▶" for its last. A span
// outside the window is dots only.
//
// Where a time is zero, and so unknown, or the window ends before it begins,
// the bar is blank. Where last is before first they are taken in their order.
func Bar(from, to, first, last time.Time, width int) Text {
	switch {
	case width <= 0:
		return nil
	case from.IsZero(), to.IsZero(), first.IsZero(), last.IsZero(), day(to) < day(from):
		return Plain(strings.Repeat(" ", width))
	}
	begin, end := min(day(first), day(last)), max(day(first), day(last))
	s := newStrip(width, style.Accent, style.Dot) // in one tone: each change of it costs as much as five cells
	if end < day(from) || begin > day(to) {
		return s.text()
	}
	days := day(to) - day(from) + 1
	cells := int64(width)
	left := int((max(begin, day(from)) - day(from)) * cells / days)
	right := int(((min(end, day(to))-day(from)+1)*cells + days - 1) / days)
	s.fill(left, right, style.Accent, style.Line)
	early, late := begin < day(from), end > day(to)
	if early && late && width == 1 {
		return s.text() // one cell cannot say both
	}
	if early {
		s.set(0, style.Accent, style.OpenStart)
	}
	if late {
		s.set(width-1, style.Accent, style.OpenEnd)
	}
	return s.text()
}

// day is the number of t's day in UTC, counted from 1970-01-01.
func day(t time.Time) int64 {
	const secondsPerDay = 24 * 60 * 60
	n := t.Unix() / secondsPerDay
	if t.Unix()%secondsPerDay < 0 {
		n--
	}
	return n
}
