package widget

import (
	"context"
	wordbits "math/bits"
	"slices"
	"strings"
)

// found is what a filter finds.
type found struct {
	matcher matcher
	hits    bitset // nodes that it matches
	kept    bitset // those and what they are in
}

// inlineNodes is how many nodes are searched within the update loop: in a
// millisecond or two.
const inlineNodes = 20_000

// filtered follows what happened in the filter's input. While it is typed the
// anchor stays, so that a filter that is taken back leaves the cursor where it
// was.
func (t *Tree) filtered(what outcome) {
	t.fresh = false
	switch what {
	case edited, cancelled:
		t.wish()
	case accepted:
		if len(t.shown) > 0 {
			t.anchor = t.shown[t.cursor]
		}
	}
}

// wish makes that the filter as typed comes into force: at once, or by
// [Tree.Work].
func (t *Tree) wish() {
	want := t.filter.matcher
	if t.atWork != nil && !t.atWork.same(want) {
		t.atWork = nil
	}
	if want.Empty() || len(t.nodes) <= t.inline {
		f, _ := t.search(context.Background(), want, t.have)
		t.install(f)
	}
}

// pending reports whether another filter is in force than the one that was asked
// for.
func (t *Tree) pending() bool { return !t.have.matcher.same(t.filter.matcher) }

// Searched is what became of a tree's work.
type Searched struct {
	found found
	done  bool // false where it was given up
}

// Work is what is to be done for the filter to come into force, where that takes
// longer than a frame; nil for nothing. The function may run outside the update
// loop; it gives up when ctx ends. Its result is for [Tree.Take]. What Work
// returned before is then superseded: it need not be finished.
func (t *Tree) Work() func(ctx context.Context) Searched {
	if !t.pending() || t.atWork != nil {
		return nil
	}
	want, have := t.filter.matcher, t.have
	t.atWork = &want
	return func(ctx context.Context) Searched {
		f, ok := t.search(ctx, want, have)
		return Searched{f, ok}
	}
}

// Take shows the result of work. One that comes too late changes nothing.
func (t *Tree) Take(s Searched) {
	if s.done && t.pending() && s.found.matcher.same(t.filter.matcher) {
		t.install(s.found)
	}
}

// install puts a filter in force.
func (t *Tree) install(f found) {
	t.atWork, t.have, t.closed = nil, f, nil
	if t.filtering() {
		t.closed = newBitset(len(t.nodes))
	}
	t.reflow(t.filtering())
}

// taskNodes is how many nodes are searched in one go: whole words of a bitset.
const taskNodes = 8192

// search finds what a filter matches, and all that it is in, given what the one
// before has found; false when ctx ended before. It reads nothing of the tree but
// what never changes.
func (t *Tree) search(ctx context.Context, m matcher, had found) (found, bool) {
	f := found{matcher: m}
	if m.Empty() {
		return f, true
	}
	var among bitset // nil for all
	if !had.matcher.Empty() && m.narrows(had.matcher) {
		among = had.hits
	}
	f.hits, f.kept = newBitset(len(t.nodes)), newBitset(len(t.nodes))
	done := parallel(ctx, (len(t.nodes)+taskNodes-1)/taskNodes, func(task int) {
		for i := task * taskNodes; i < min((task+1)*taskNodes, len(t.nodes)); i++ {
			if among != nil && !among.has(i) {
				continue
			}
			if h, ok := t.hay(&t.nodes[i]); ok && m.match(&h) {
				f.hits.set(i)
			}
		}
	})
	for n, word := range f.hits {
		for ; word != 0; word &= word - 1 {
			i := uint32(n*64 + wordbits.TrailingZeros64(word))
			for ; i != noNode && !f.kept.has(int(i)); i = t.nodes[i].parent {
				f.kept.set(int(i))
			}
		}
	}
	return f, done
}

// hay is what the filter looks into: key and value of a leaf, the key of a
// container. A container without a key has nothing to be found by.
func (t *Tree) hay(n *node) (haystack, bool) {
	keyed := n.parent != noNode && n.kind != restNode && t.nodes[n.parent].kind == objectNode
	from, to := n.at, n.end
	if keyed {
		from = n.name
	}
	if n.container() {
		if !keyed {
			return haystack{}, false
		}
		to = from + uint32(len(t.key(n)))
	}
	text := t.body[from:to]
	if strings.IndexByte(text, '\\') >= 0 {
		text = t.unescaped(n, keyed)
	}
	return newHaystack(text), true
}

// unescaped is key and value of a node without JSON's escapes.
func (t *Tree) unescaped(n *node, keyed bool) string {
	var parts []string
	if keyed {
		parts = append(parts, `"`+unquote(t.key(n))+`"`)
	}
	switch {
	case n.container():
	case n.kind == stringNode:
		parts = append(parts, `"`+unquote(t.text(n))+`"`)
	default:
		parts = append(parts, t.text(n))
	}
	return strings.Join(parts, ": ")
}

// matchFrom is the place of the first match at or after a place of shown, or
// else of the last one before it.
func (t *Tree) matchFrom(place int) int {
	if n := slices.IndexFunc(t.shown[place:], t.isMatch); n >= 0 {
		return place + n
	}
	for place--; place >= 0 && !t.isMatch(t.shown[place]); place-- {
	}
	return place
}

func (t *Tree) isMatch(i uint32) bool { return t.have.hits.has(int(i)) }

// stepMatch goes to the next or previous match of the filter, around the ends.
// Without a filter there is no match to go to.
func (t *Tree) stepMatch(delta int) bool {
	if !t.filtering() {
		return false
	}
	n := len(t.shown)
	for i := 1; i <= n; i++ {
		place := ((t.cursor+delta*i)%n + n) % n
		if t.isMatch(t.shown[place]) {
			t.moveTo(place)
			break
		}
	}
	return true
}
