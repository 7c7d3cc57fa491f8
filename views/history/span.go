package history

import (
	"time"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/style"
)

// window is the time that the axis covers: from the first moment that is known
// to now, or to an end that is still to come. That nothing runs any more is worth
// seeing, too.
type window struct {
	from, to time.Time
	last     time.Time // the last end; zero while a period runs
}

func windowOf(periods []cf.Period, now time.Time) window {
	w := window{to: now}
	running := false
	for _, p := range periods {
		start, okStart := p.Start.Get()
		end, okEnd := p.End.Get()
		if !okStart {
			start = end
		}
		if !start.IsZero() && (w.from.IsZero() || start.Before(w.from)) {
			w.from = start
		}
		if okEnd && end.After(w.last) {
			w.last = end
		}
		running = running || p.Open
	}
	if w.last.After(now) {
		w.to = w.last
	}
	if running {
		w.last = time.Time{}
	}
	return w
}

// String is the window in days: "2026-08-01 → now".
func (w window) String() string {
	until := "now"
	if !w.last.IsZero() {
		until = w.last.Format(time.DateOnly)
	}
	return w.from.Format(time.DateOnly) + " " + style.Arrow + " " + until
}

// from and to are a period's ends in words, to the second.
func from(p cf.Period) string { return moment(p.Start) }

func to(p cf.Period) string {
	if p.Open {
		return "now"
	}
	return moment(p.End)
}

func moment(t cf.Time) string {
	at, ok := t.Get()
	switch {
	case !ok && t.Raw().Empty():
		return "unknown"
	case !ok:
		return "unknown: " + t.String()
	case t.DateOnly():
		return at.Format(time.DateOnly)
	}
	return views.Moment(at)
}

// lasted is how long a period lasted, or has lasted; negative where unknown.
func lasted(p cf.Period, now time.Time) time.Duration {
	start, ok := p.Start.Get()
	if !ok {
		return -1
	}
	if p.Open {
		return now.Sub(start)
	}
	end, ok := p.End.Get()
	if !ok {
		return -1
	}
	return end.Sub(start)
}
