package cf

import (
	"hash/maphash"
	"slices"
	"sync"

	"quarry/api"
)

// Join is the list with those rows of another that it does not have yet, in
// their order. A name that both have, or that next has twice, is one row, from
// the first day of either to the last of either.
func (h Hosts) Join(next Hosts) Hosts {
	if !next.known {
		return h
	}
	joined := Hosts{blocks: h.blocks, starts: h.starts, rows: h.rows, known: true, index: h.index}
	if joined.index == nil {
		joined.index = &hostIndex{seed: maphash.MakeSeed()}
	}
	joined.index.mu.Lock()
	defer joined.index.mu.Unlock()
	if !joined.index.of(joined) {
		joined.index = joined.reindexed()
	}
	for _, b := range next.blocks {
		joined = joined.join(b)
	}
	return joined
}

// Within is the rows as they are seen through a window of days, both included:
// without the names that were not seen on any of them, and with no day beyond
// them. A row that lacks a day stays as it is.
func (h Hosts) Within(from, to api.Day) Hosts {
	in := Hosts{known: h.known}
	for _, b := range h.blocks {
		w := newHostBuilder(len(b.ends))
		for n := range b.ends {
			first, last := b.days.at(n)
			if !first.IsZero() && !last.IsZero() {
				if last < from || first > to {
					continue
				}
				first, last = max(first, from), min(last, to)
			}
			w.copy(b, n)
			at := len(w.b.ends) - 1
			w.b.days.set(at, first, last)
		}
		in = in.with(w.block())
	}
	return in
}

// Whole is the list without what it takes to join further rows quickly.
func (h Hosts) Whole() Hosts {
	h.index = nil
	return h
}

// join adds the new rows of a block.
func (h Hosts) join(b *hostBlock) Hosts {
	h.index.grow(h, h.rows+len(b.ends))
	var fresh []int // the rows of b that are new
	var again []twice
	for n := range b.ends {
		id := b.id(n)
		have, found := h.index.row(id, func(row int) string {
			if row < h.rows {
				return h.ID(row)
			}
			return b.id(fresh[row-h.rows])
		}, h.rows+len(fresh))
		if found {
			again = append(again, twice{n, have})
			continue
		}
		fresh = append(fresh, n)
	}
	h.index.rows = h.rows + len(fresh)
	h.index.last = nil
	if len(again) == 0 {
		h = h.with(b)
		h.index.mark(h)
		return h
	}
	w := newHostBuilder(len(fresh))
	for _, n := range fresh {
		w.copy(b, n)
	}
	h = h.with(w.block())
	h = h.widen(b, again)
	h.index.mark(h)
	return h
}

// twice is a row of a block that the list has.
type twice struct{ n, have int }

// copy adds a row of another block.
func (w *hostBuilder) copy(b *hostBlock, n int) {
	if o, ok := b.odd[n]; ok && b.name(n) == "" {
		if w.b.odd == nil {
			w.b.odd = map[int]oddName{}
		}
		w.b.odd[len(w.b.ends)] = o
	}
	w.text.WriteString(b.name(n))
	w.b.ends = append(w.b.ends, uint32(w.text.Len()))
	w.text.WriteByte('\n')
	w.b.days.add(b.days.at(n))
}

// widen takes the days of rows that came again into account. Blocks are shared
// with other lists, so one that changes is replaced.
func (h Hosts) widen(b *hostBlock, again []twice) Hosts {
	own := map[int]bool{}
	for _, t := range again {
		first, last := h.Days(t.have)
		nextFirst, nextLast := b.days.at(t.n)
		from, to := earlier(first, nextFirst), max(last, nextLast)
		if from == first && to == last {
			continue
		}
		at := h.blockOf(t.have)
		n := t.have - h.starts[at]
		if !own[at] {
			own[at] = true
			c := *h.blocks[at]
			c.days = c.days.clone()
			h.blocks = slices.Clone(h.blocks)
			h.blocks[at] = &c
		}
		h.blocks[at].days.set(n, from, to)
	}
	return h
}

// earlier is the earlier of two days that are known.
func earlier(a, b api.Day) api.Day {
	if a.IsZero() || b.IsZero() {
		return max(a, b)
	}
	return min(a, b)
}

// Extends reports whether the list begins with the rows of another, as they are
// there.
func (h Hosts) Extends(old Hosts) bool {
	return len(old.blocks) <= len(h.blocks) && slices.Equal(old.blocks, h.blocks[:len(old.blocks)])
}

// hostIndex finds rows by their IDs: an open hash table of row numbers, with the
// IDs themselves in the list. It is shared by a list and what it was joined to,
// and belongs to the newest: it knows which that is.
type hostIndex struct {
	mu    sync.Mutex
	seed  maphash.Seed
	slots []uint32 // the number of a row plus one; 0 is free
	rows  int
	last  *hostBlock // the last block of the list that it belongs to
}

// of reports whether the index belongs to a list.
func (x *hostIndex) of(h Hosts) bool {
	return x.rows == h.rows && (h.rows == 0 || x.last == h.blocks[len(h.blocks)-1])
}

// mark makes the index belong to a list.
func (x *hostIndex) mark(h Hosts) {
	x.rows = h.rows
	if h.rows > 0 {
		x.last = h.blocks[len(h.blocks)-1]
	}
}

// reindexed is an index of a list's rows, locked as the one that it replaces is
// not needed any more.
func (h Hosts) reindexed() *hostIndex {
	x := &hostIndex{seed: h.index.seed}
	x.grow(h, h.rows)
	x.mark(h)
	return x
}

// grow makes room for a number of rows, and fills in those of the list.
func (x *hostIndex) grow(h Hosts, rows int) {
	if rows*3/2 < len(x.slots) {
		return
	}
	size := 1024
	for size <= rows*3/2 {
		size *= 2
	}
	x.slots = make([]uint32, size)
	row := 0
	for _, b := range h.blocks {
		for n := range b.ends {
			x.put(b.id(n), row)
			row++
		}
	}
}

func (x *hostIndex) slot(id string) int {
	return int(maphash.String(x.seed, id)) & (len(x.slots) - 1)
}

// put files a row that is not there.
func (x *hostIndex) put(id string, row int) {
	at := x.slot(id)
	for x.slots[at] != 0 {
		at = (at + 1) & (len(x.slots) - 1)
	}
	x.slots[at] = uint32(row + 1)
}

// row finds the row with an ID, or files it as the row next.
func (x *hostIndex) row(id string, idOf func(row int) string, next int) (row int, found bool) {
	at := x.slot(id)
	for x.slots[at] != 0 {
		if row := int(x.slots[at] - 1); idOf(row) == id {
			return row, true
		}
		at = (at + 1) & (len(x.slots) - 1)
	}
	x.slots[at] = uint32(next + 1)
	return next, false
}
