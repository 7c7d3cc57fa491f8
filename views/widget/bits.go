package widget

import wordbits "math/bits"

// bitset is a set of rows. The nil set stands for what its user says: all rows,
// or none.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(n int) bool {
	word := n >> 6
	return word < len(b) && b[word]&(1<<(n&63)) != 0
}

func (b bitset) set(n int)   { b[n>>6] |= 1 << (n & 63) }
func (b bitset) clear(n int) { b[n>>6] &^= 1 << (n & 63) }

// count is how many rows are in the set.
func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += wordbits.OnesCount64(w)
	}
	return n
}

// fill puts the rows from one up to, not including, another into the set. They
// are whole words, or end with the set's rows.
func (b bitset) fill(from, to int) {
	for n := from; n < to; {
		if n&63 == 0 && to-n >= 64 {
			b[n>>6] = ^uint64(0)
			n += 64
			continue
		}
		b.set(n)
		n++
	}
}

// grown is the set with room for n rows; the receiver is left as it is.
func (b bitset) grown(n int) bitset {
	g := newBitset(n)
	copy(g, b)
	return g
}
