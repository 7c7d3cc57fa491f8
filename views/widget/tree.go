package widget

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"quarry/views/safe"
	"quarry/views/style"
)

// Tree is a [Pane] that shows a body as it came: JSON as a tree that can be
// folded, with the order of keys, the duplicates and the numbers of the text,
// anything else as its lines. It finds what the filter matches in keys and
// values and shows it with all that it is in.
//
// A body is taken apart when the tree is made; drawing costs the rows in sight,
// folding a pass over the document. What a filter finds in a large one is [Tree.Work].
type Tree struct {
	theme *style.Theme
	body  string
	nodes []node

	folded bitset // nodes, while there is no filter
	closed bitset // nodes folded while there is a filter
	filter filter // as it is typed
	have   found  // what the filter in force finds
	atWork *matcher
	inline int // nodes up to which a filter is in force at once

	shown  []uint32 // nodes that fold and filter let through
	cursor int      // place in shown
	anchor uint32   // the node that the cursor stays with

	width, height int
	top           int // first place of shown in sight
	across        int // cells scrolled to the right
	furthest      int // how far the rows in sight can be scrolled; set when drawn

	long map[uint32]longValue // of the nodes lately in sight that have one

	picked  uint32 // the node that picture is of, plus one
	picture string

	frame string
	fresh bool
}

var _ Pane = (*Tree)(nil)

// NewTree takes a body apart, which it copies. Nothing is folded.
func NewTree(theme *style.Theme, body []byte) *Tree {
	t := &Tree{theme: theme, body: string(body), filter: newFilter(nil), inline: inlineNodes}
	if uint64(len(body)) < math.MaxUint32 && json.Valid(body) {
		t.nodes = parseValid(t.body, maxTreeNodes)
	} else {
		t.nodes = parseLines(t.body)
	}
	t.folded, t.shown = newBitset(len(t.nodes)), make([]uint32, 0, len(t.nodes))
	t.long = map[uint32]longValue{}
	t.reflow(false)
	return t
}

// JSON reports whether the body is a JSON document, and not just lines.
func (t *Tree) JSON() bool { return len(t.nodes) > 0 && t.nodes[0].kind != lineNode }

// Value is the selected value whole, as it stands in the body, for the clipboard:
// JSON in which everything that could act or hide is escaped, so that it is
// harmless to paste and exact to a parser; of a body that is no JSON a line with
// all that made visible. Empty where nothing is selected.
func (t *Tree) Value() string {
	if len(t.shown) == 0 {
		return ""
	}
	text := t.text(&t.nodes[t.shown[t.cursor]])
	if !t.JSON() {
		return safe.Visible(text)
	}
	return string(safe.EscapeJSON([]byte(text)))
}

// maxCopy is how many characters of a string that is not plain are copied. More
// goes onto no clipboard, and making it visible takes its time.
const maxCopy = 1 << 20

// Selection implements [Pane]. The text is the value on one line with what could
// act or hide made visible: a string without its quotes, anything else as JSON.
// It is whole, but for strings of more than a million characters that need
// changes, which end in "…".
func (t *Tree) Selection() Selection {
	if len(t.shown) == 0 {
		return Selection{}
	}
	i := t.shown[t.cursor]
	if t.picked != i+1 {
		t.picked, t.picture = i+1, t.copyOf(&t.nodes[i])
	}
	return Selection{ID: strconv.Itoa(int(i)), Text: t.picture}
}

func (t *Tree) copyOf(n *node) string {
	text := t.text(n)
	if n.kind == stringNode {
		text = unquote(text)
	}
	if printable(text) {
		return text
	}
	var line bytes.Buffer
	if !n.nested() || json.Compact(&line, []byte(text)) != nil {
		return safe.PrintMax(text, maxCopy)
	}
	return string(safe.EscapeJSON(line.Bytes()))
}

// printable reports whether s is printable ASCII.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7E {
			return false
		}
	}
	return true
}

// Status implements [Pane]. It counts nodes.
func (t *Tree) Status() Status {
	s := Status{
		Shown: len(t.shown), Total: len(t.nodes),
		Above: t.top, Below: max(0, len(t.shown)-t.top-t.height),
	}
	if len(t.shown) > 0 {
		s.Position = t.cursor + 1
	}
	t.filter.status(&s)
	s.Pending = t.pending()
	return s
}

// SetTheme implements [Pane].
func (t *Tree) SetTheme(theme *style.Theme) { t.theme, t.fresh = theme, false }

// Resize implements [Pane].
func (t *Tree) Resize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width == t.width && height == t.height {
		return
	}
	t.width, t.height = width, height
	t.reveal()
}

// Capturing implements [Pane].
func (t *Tree) Capturing() bool { return t.filter.typing }

// Key implements [Pane]. The arrows move the cursor while the filter is typed.
func (t *Tree) Key(k tea.KeyPressMsg) {
	t.filter.typed(k, t.Act, t.filtered)
}

// Paste implements [Pane].
func (t *Tree) Paste(text string) {
	if t.filter.typing {
		t.filtered(t.filter.paste(text))
	}
}

// Escape implements [Pane].
func (t *Tree) Escape() bool {
	what, ok := t.filter.escape()
	if ok {
		t.filtered(what)
	}
	return ok
}

// filtering reports whether a filter is in force.
func (t *Tree) filtering() bool { return !t.have.matcher.Empty() }

// folds are the nodes that are folded now. What is folded under a filter is
// forgotten with it.
func (t *Tree) folds() bitset {
	if t.filtering() {
		return t.closed
	}
	return t.folded
}

// reflow decides anew which nodes are shown. The cursor goes to the anchor or
// else to what it is folded into. With seek it goes to the first match from there
// on. Its line on the screen stays the same where that is possible.
func (t *Tree) reflow(seek bool) {
	line := t.cursor - t.top
	folds, filtering := t.folds(), t.filtering()
	t.shown = t.shown[:0]
	for i := uint32(0); int(i) < len(t.nodes); {
		n := &t.nodes[i]
		hidden := filtering && !t.have.kept.has(int(i))
		if !hidden {
			t.shown = append(t.shown, i)
		}
		if hidden || folds.has(int(i)) {
			i = n.next
		} else {
			i++
		}
	}
	at, ok := slices.BinarySearch(t.shown, t.anchor)
	switch {
	case seek:
		at = t.matchFrom(at)
	case !ok:
		at--
	}
	t.cursor = max(0, min(at, len(t.shown)-1))
	t.top = t.cursor - line
	t.reveal()
}
