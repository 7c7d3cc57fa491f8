package widget

import (
	"context"
	wordbits "math/bits"
	"sort"
	"strings"
)

// taskRows is how many rows are searched in one go: whole words of a bitset, and
// so few that a search that nobody waits for any more ends soon.
const taskRows = 8192

// search finds the rows that a filter shows. Of the rows before from, known says
// which these are; of the others, only those in candidates can be shown, where
// that is not nil. ok is false when ctx ended before.
func (c *corpus) search(ctx context.Context, m matcher, known bitset, from int, candidates bitset) (shown bitset, ok bool) {
	n := c.rows.Len()
	shown = newBitset(n)
	from &^= 63 // the rows that share a word with new ones are searched again
	copy(shown[:from/64], known)
	tasks := (n - from + taskRows - 1) / taskRows
	ok = parallel(ctx, tasks, func(task int) {
		lo := from + task*taskRows
		hi := min(lo+taskRows, n)
		s := stretch{c: c, lo: lo, hi: hi, in: shown[lo/64 : (hi+63)/64]}
		if candidates == nil {
			s.in.fill(0, hi-lo)
		} else {
			copy(s.in, candidates[lo/64:])
		}
		s.search(m)
	})
	return shown, ok
}

// stretch is a run of rows while it is searched.
type stretch struct {
	c      *corpus
	lo, hi int    // its rows; lo is the first of a word
	in     bitset // those that all terms so far show, counted from lo
	hits   [taskRows / 64]uint64
}

func (s *stretch) search(m matcher) {
	for n := range m.terms {
		t := &m.terms[n]
		clear(s.hits[:])
		s.find(t)
		left := uint64(0)
		for w := range s.in {
			if t.not {
				s.in[w] &^= s.hits[w]
			} else {
				s.in[w] &= s.hits[w]
			}
			left |= s.in[w]
		}
		if left == 0 {
			return
		}
	}
}

func (s *stretch) hit(row int)      { bitset(s.hits[:]).set(row - s.lo) }
func (s *stretch) miss(row int)     { bitset(s.hits[:]).clear(row - s.lo) }
func (s *stretch) isHit(n int) bool { return bitset(s.hits[:]).has(n) }

// each calls visit with the rows that are still to be decided.
func (s *stretch) each(lo, hi int, visit func(row int)) {
	for w := (lo - s.lo) / 64; w < len(s.in) && s.lo+w*64 < hi; w++ {
		for word := s.in[w]; word != 0; word &= word - 1 {
			if row := s.lo + w*64 + wordbits.TrailingZeros64(word); row >= lo && row < hi {
				visit(row)
			}
		}
	}
}

// find marks the rows that fulfil a condition.
func (s *stretch) find(t *term) {
	switch {
	case t.within != nil:
		s.findValues(t)
	case t.column != anyColumn && (t.column > 0 || !s.c.own):
		s.each(s.lo, s.hi, func(row int) {
			h := newHaystack(s.c.rows.Cell(row, t.column, wholeCell).String())
			if t.holds(&h) {
				s.hit(row)
			}
		})
	default:
		s.findTexts(t)
	}
}

// wholeCell is as wide as cells get that are shown uncut.
const wholeCell = 300

func (s *stretch) findValues(t *term) {
	if s.c.values == nil {
		return
	}
	s.each(s.lo, s.hi, func(row int) {
		if v, ok := s.c.values.Value(row, t.column); ok && t.within.holds(v) {
			s.hit(row)
		}
	})
}

func (s *stretch) findTexts(t *term) {
	blocks := func(visit func(t *term, b *TextBlock, start int)) {
		for n := max(0, sort.SearchInts(s.c.starts, s.lo+1)-1); n < len(s.c.blocks) && s.c.starts[n] < s.hi; n++ {
			visit(t, &s.c.blocks[n], s.c.starts[n])
		}
	}
	blocks(s.findInBlock)
	if len(s.c.days) > 0 && t.column == anyColumn && t.mayMeanDay() {
		s.findDays(t)
	}
	blocks(s.findOdd)
}

// sparse is one row in how many below which rows are looked at one by one.
const sparse = 16

func (s *stretch) findInBlock(t *term, b *TextBlock, start int) {
	from, to := max(s.lo-start, 0), min(s.hi-start, len(b.Ends))
	if t.words != nil && s.in.count() > (s.hi-s.lo)/sparse {
		for _, w := range t.words {
			s.scan(w, b, start, from, to)
		}
		return
	}
	s.each(start+from, start+to, func(row int) {
		text := b.text(row - start)
		if t.words == nil && !s.c.own {
			text = s.c.rows.FilterText(row) // not in lower case
		}
		if h := (haystack{text, text}); t.holds(&h) {
			s.hit(row)
		}
	})
}

// scan finds a word in many rows at once.
func (s *stretch) scan(word string, b *TextBlock, start, from, to int) {
	end := int(b.Ends[to-1])
	for at := b.start(from); at < end; {
		next := strings.Index(b.Text[at:end], word)
		if next < 0 {
			return
		}
		row := b.rowAt(at+next, from)
		s.hit(start + row)
		from = row + 1
		if from >= to {
			return
		}
		at = b.start(from)
	}
}

// findOdd decides the rows whose text is not in the block.
func (s *stretch) findOdd(t *term, b *TextBlock, start int) {
	for _, n := range b.odd(max(s.lo-start, 0), max(0, min(s.hi-start, len(b.Ends)))) {
		row := start + n
		text := s.c.rows.FilterText(row)
		if t.column != anyColumn {
			text = s.c.rows.Cell(row, t.column, wholeCell).String()
		}
		if h := newHaystack(text); t.holds(&h) {
			s.hit(row)
		} else {
			s.miss(row)
		}
	}
}

// mayMeanDay reports whether a day, as its cell shows it, can be what the term
// looks for.
func (t *term) mayMeanDay() bool {
	const digits = "0123456789-"
	if t.fuzzy != nil {
		return strings.Trim(string(t.fuzzy), digits) == ""
	}
	for _, w := range t.words {
		if strings.Trim(w, digits) == "" {
			return true
		}
	}
	return t.pattern != nil
}

// findDays marks the rows that have a day in which the term finds what it looks
// for. There are few days and many rows, so each day is looked at once.
func (s *stretch) findDays(t *term) {
	const slots = 512
	var days [slots]struct {
		day  int32
		says int8 // 0 for nothing yet
	}
	s.each(s.lo, s.hi, func(row int) {
		if s.isHit(row - s.lo) {
			return
		}
		for _, col := range s.c.days {
			v, ok := s.c.values.Value(row, col)
			if !ok {
				continue
			}
			d := &days[uint32(int32(v))%slots]
			if d.says == 0 || d.day != int32(v) {
				d.day, d.says = int32(v), -1
				text := dayText(v)
				if t.holds(&haystack{text, text}) {
					d.says = 1
				}
			}
			if d.says > 0 {
				s.hit(row)
				return
			}
		}
	})
}
