package widget

import (
	"time"

	"quarry/views/style"
)

// strip is a line drawn cell by cell from glyphs of one cell.
type strip []Span

// newStrip is width cells of one glyph.
func newStrip(width int, tone style.Tone, glyph string) strip {
	s := make(strip, max(0, width))
	s.fill(0, width, tone, glyph)
	return s
}

// fill puts a glyph into the cells from start up to end, as far as they exist.
func (s strip) fill(start, end int, tone style.Tone, glyph string) {
	for i := max(0, start); i < min(len(s), end); i++ {
		s[i] = Span{tone, glyph}
	}
}

// set puts a glyph into one cell.
func (s strip) set(at int, tone style.Tone, glyph string) { s.fill(at, at+1, tone, glyph) }

// text joins neighbours of one tone, so that a line costs few sequences.
func (s strip) text() Text {
	var t Text
	for start := 0; start < len(s); {
		end, size := start, 0
		for ; end < len(s) && s[end].Tone == s[start].Tone; end++ {
			size += len(s[end].Text)
		}
		run := make([]byte, 0, size)
		for _, cell := range s[start:end] {
			run = append(run, cell.Text...)
		}
		t = append(t, Span{s[start].Tone, string(run)})
		start = end
	}
	return t
}

// scale places moments in a window of time.
type scale struct{ from, span float64 } // seconds

// newScale is the scale of a window. It counts in seconds and not in
// time.Duration, which ends after 292 years: dates from outside may lie
// further apart.
func newScale(from, to time.Time) scale {
	return scale{seconds(from), seconds(to) - seconds(from)}
}

// share is where in the window t lies: 0 at its start, 1 at its end. In a
// window without length everything up to its moment lies at the start, all
// that is later beyond the end.
func (s scale) share(t time.Time) float64 {
	d := seconds(t) - s.from
	switch {
	case s.span > 0:
		return d / s.span
	case d > 0:
		return 2
	case d < 0:
		return -1
	}
	return 0
}

func seconds(t time.Time) float64 { return float64(t.Unix()) + float64(t.Nanosecond())/1e9 }
