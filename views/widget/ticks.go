package widget

import (
	"strconv"
	"strings"
	"time"
)

// tickGap is the least number of blank cells between two labels of an axis.
const tickGap = 3

// stride is a distance between ticks: a number of one of the calendar's units.
type stride struct {
	unit  tickUnit
	count int
}

type tickUnit uint8

const (
	tickHours tickUnit = iota
	tickDays
	tickMonths
	tickYears
)

// strides are the distances that read naturally, shortest first.
func strides() []stride {
	return []stride{
		{tickHours, 1}, {tickHours, 2}, {tickHours, 3}, {tickHours, 6}, {tickHours, 12},
		{tickDays, 1}, {tickDays, 2}, {tickDays, 5}, {tickDays, 10}, {tickDays, 15},
		{tickMonths, 1}, {tickMonths, 2}, {tickMonths, 3}, {tickMonths, 6},
		{tickYears, 1}, {tickYears, 2}, {tickYears, 5}, {tickYears, 10}, {tickYears, 20}, {tickYears, 50},
		{tickYears, 100}, {tickYears, 200}, {tickYears, 500}, {tickYears, 1000}, {tickYears, 2000}, {tickYears, 5000},
	}
}

// ticks draws the labels of the finest stride at which they stand apart, in
// exactly width cells. Each begins where its moment is.
func (a Axis) ticks(width int) string {
	for _, s := range strides() {
		if line, ok := a.ticksAt(s, width); ok {
			return line
		}
	}
	return strings.Repeat(" ", width)
}

// ticksAt draws the ticks of a stride; false when they would stand too close, or
// there is none. It gives up at the first that is too close, so that it draws no
// more than there is room for, however fine the stride.
func (a Axis) ticksAt(s stride, width int) (string, bool) {
	window := newScale(a.from, a.to)
	var b strings.Builder
	for t := s.first(a.from); !t.After(a.to); t = s.next(t) {
		at := int(window.share(t) * float64(width))
		if b.Len() > 0 && at < b.Len()+tickGap {
			return "", false
		}
		label := s.label(t)
		if at+len(label) > width {
			break
		}
		b.WriteString(strings.Repeat(" ", at-b.Len()))
		b.WriteString(label)
	}
	if b.Len() == 0 {
		return "", false
	}
	b.WriteString(strings.Repeat(" ", width-b.Len()))
	return b.String(), true
}

// first is the first tick at or after t, which is in UTC.
func (s stride) first(t time.Time) time.Time {
	start := s.floor(t)
	if start.Before(t) {
		return s.next(start)
	}
	return start
}

// floor is the last tick at or before t.
func (s stride) floor(t time.Time) time.Time {
	y, m, d := t.Date()
	switch s.unit {
	case tickHours:
		return time.Date(y, m, d, t.Hour()/s.count*s.count, 0, 0, 0, time.UTC)
	case tickDays:
		return time.Date(y, m, s.dayOfMonth(d), 0, 0, 0, 0, time.UTC)
	case tickMonths:
		return time.Date(y, (m-1)/time.Month(s.count)*time.Month(s.count)+1, 1, 0, 0, 0, 0, time.UTC)
	default:
		return time.Date(y/s.count*s.count, 1, 1, 0, 0, 0, 0, time.UTC)
	}
}

// next is the tick after t, which is one itself.
func (s stride) next(t time.Time) time.Time {
	y, m, d := t.Date()
	switch s.unit {
	case tickHours:
		return t.Add(time.Duration(s.count) * time.Hour)
	case tickDays:
		n := time.Date(y, m, s.dayOfMonth(d)+s.count, 0, 0, 0, 0, time.UTC)
		if n.Month() != m || s.dayOfMonth(n.Day()) != n.Day() {
			return time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC)
		}
		return n
	case tickMonths:
		return time.Date(y, m+time.Month(s.count), 1, 0, 0, 0, 0, time.UTC)
	default:
		return time.Date(y+s.count, 1, 1, 0, 0, 0, 0, time.UTC)
	}
}

// dayOfMonth is the day at or before d that has a tick. The count starts anew
// with each month, on the 1st, and ends before it comes too close to the next.
func (s stride) dayOfMonth(d int) int {
	if s.count == 1 {
		return d
	}
	const month = 30
	return min(d-1, month-s.count)/s.count*s.count + 1
}

// label names a tick by what is new at it: at midnight the day, in January the
// year.
func (s stride) label(t time.Time) string {
	switch {
	case s.unit == tickHours && t.Hour() != 0:
		return t.Format("15:04")
	case s.unit <= tickDays:
		return t.Format("2 Jan")
	case s.unit == tickMonths && t.Month() != time.January:
		return t.Format("Jan")
	default:
		return strconv.Itoa(t.Year())
	}
}
