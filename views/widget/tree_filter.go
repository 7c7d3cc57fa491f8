package widget

import (
	"slices"
	"strings"
)

// lowered is the body in lower case, made when the first filter needs it.
type lowered struct {
	text  string
	known bool
}

// filtered follows what happened in the filter's input. While it is typed the
// anchor stays, so that a filter that is taken back leaves the cursor where it
// was.
func (t *Tree) filtered(what outcome) {
	t.fresh = false
	switch what {
	case edited, cancelled:
		t.match()
		t.reflow(t.filtering())
	case accepted:
		if len(t.shown) > 0 {
			t.anchor = t.shown[t.cursor]
		}
	}
}

// match finds what the filter in force matches, and all that it is in.
func (t *Tree) match() {
	t.found, t.kept, t.closed = nil, nil, nil
	if !t.filtering() {
		return
	}
	t.found, t.kept, t.closed = newBits(len(t.nodes)), newBits(len(t.nodes)), newBits(len(t.nodes))
	for i := range uint32(len(t.nodes)) {
		h, ok := t.hay(&t.nodes[i])
		if !ok || !t.filter.matcher.match(&h) {
			continue
		}
		t.found.add(i)
		for up := i; up != noNode && !t.kept.has(up); up = t.nodes[up].parent {
			t.kept.add(up)
		}
	}
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
		return newHaystack(t.unescaped(n, keyed)), true
	}
	if lower := t.lowerBody(); lower != "" {
		return haystack{text, lower[from:to]}, true
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

// lowerBody is the body in lower case where its offsets are those of the body,
// else empty. With it a filter costs no copies.
func (t *Tree) lowerBody() string {
	if !t.lower.known {
		t.lower.known = true
		if !strings.ContainsFunc(t.body, func(c rune) bool { return c >= 0x80 }) {
			t.lower.text = strings.ToLower(t.body)
		}
	}
	return t.lower.text
}

// matchFrom is the place of the first match at or after a place of shown, or
// else of the last one before it.
func (t *Tree) matchFrom(place int) int {
	isMatch := t.found.has
	if n := slices.IndexFunc(t.shown[place:], isMatch); n >= 0 {
		return place + n
	}
	for place--; place >= 0 && !isMatch(t.shown[place]); place-- {
	}
	return place
}

// stepMatch goes to the next or previous match of the filter, around the ends.
// Without a filter there is no match to go to.
func (t *Tree) stepMatch(delta int) bool {
	if !t.filtering() {
		return false
	}
	n := len(t.shown)
	for i := 1; i <= n; i++ {
		place := ((t.cursor+delta*i)%n + n) % n
		if t.found.has(t.shown[place]) {
			t.moveTo(place)
			break
		}
	}
	return true
}
