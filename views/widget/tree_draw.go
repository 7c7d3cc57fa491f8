package widget

import (
	"encoding/json"
	"strconv"
	"strings"

	"quarry/views/safe"
	"quarry/views/style"
)

// maxIndent is the depth from which on rows are indented no further; a number
// says how much deeper they are.
const maxIndent = 20

// maxLiteral is how many bytes of a string in JSON are looked at to draw it.
// With two escapes of six bytes to a character it is as much as [safe.Print]
// shows, and a bit.
const maxLiteral = 12 * (safe.MaxPrint + 1)

// Render implements [Pane].
func (t *Tree) Render() string {
	if t.fresh {
		return t.frame
	}
	inner := max(0, t.width-margin)
	var texts []Text
	widest := 0
	for place := t.top; place < len(t.shown) && len(texts) < t.height; place++ {
		text := t.line(t.shown[place])
		texts = append(texts, text)
		widest = max(widest, t.widthOf(t.shown[place], text))
	}
	// Where all rows in sight are short, they are not scrolled out of it.
	t.furthest = max(0, widest-inner)
	across := min(t.across, t.furthest)
	lines := make([]string, 0, t.height)
	for i, text := range texts {
		selected := t.top+i == t.cursor
		lines = append(lines, rowMargin(t.theme, selected, false, Span{Text: " "})+text.from(across).Render(t.theme, inner, selected))
	}
	if len(t.shown) == 0 {
		lines = append(lines, Toned(style.Muted, t.nothing()).Render(t.theme, t.width, false))
	}
	t.frame, t.fresh = Block(lines, t.width, t.height), true
	return t.frame
}

func (t *Tree) nothing() string {
	if len(t.nodes) == 0 {
		return "   the body is empty"
	}
	return "   nothing here matches the filter"
}

// line is what is drawn of a node.
func (t *Tree) line(i uint32) Text {
	n := &t.nodes[i]
	switch n.kind {
	case lineNode:
		return Plain(safe.Print(clip(t.text(n))))
	case restNode:
		return T(t.indent(n), style.Muted, "  "+style.Ellipsis+" "+t.restText(n))
	}
	sign := "  "
	if n.container() && n.kids > 0 {
		sign = style.Unfolded + " "
		if t.folds().has(int(i)) {
			sign = style.Folded + " "
		}
	}
	line := T(t.indent(n), style.Muted, sign, t.nameText(n))
	switch n.kind {
	case objectNode:
		return T(line, style.Muted, brackets("{", "}", "field", n.kids))
	case arrayNode:
		return T(line, style.Muted, brackets("[", "]", "item", n.kids))
	case stringNode:
		return T(line, t.quoted(i))
	case nullNode:
		return T(line, style.Muted, "null")
	case deepNode:
		return T(line, safe.Print(clip(t.text(n))))
	default:
		return T(line, style.Accent, safe.Print(clip(t.text(n))))
	}
}

// longValue is how a long string is drawn, and how wide its line is. It is made
// once: a string of 100,000 characters must not cost its length for every key.
type longValue struct {
	drawn string
	width int // of the line; 0 until it is measured
}

const (
	longString = 256 // bytes from which on a string is worth remembering
	mostLong   = 1000
)

// quoted is the string of a node as it is drawn.
func (t *Tree) quoted(i uint32) string {
	literal := t.text(&t.nodes[i])
	if len(literal) < longString {
		return quoted(literal)
	}
	v, ok := t.long[i]
	if !ok {
		if len(t.long) >= mostLong {
			clear(t.long)
		}
		v.drawn = quoted(literal)
		t.long[i] = v
	}
	return v.drawn
}

// widthOf is the width of a node's line, which is the same however it is folded.
func (t *Tree) widthOf(i uint32, line Text) int {
	v, long := t.long[i]
	if !long {
		return line.Width()
	}
	if v.width == 0 {
		v.width = line.Width()
		t.long[i] = v
	}
	return v.width
}

func (t *Tree) indent(n *node) string {
	indent := strings.Repeat("  ", min(int(n.depth), maxIndent))
	if n.depth > maxIndent {
		indent += "+" + strconv.Itoa(int(n.depth)-maxIndent) + " "
	}
	return indent
}

func (t *Tree) restText(n *node) string {
	count := strconv.Itoa(int(n.kids))
	if n.parent == noNode {
		return count + " more bytes, too many to show"
	}
	return count + " more, too many to show"
}

// nameText is the key or the index of a node, with what parts it from the value.
func (t *Tree) nameText(n *node) string {
	switch {
	case n.parent == noNode:
		return ""
	case t.nodes[n.parent].kind == arrayNode:
		return strconv.Itoa(int(n.name)) + ": "
	}
	return quoted(t.key(n)) + ": "
}

// key is the key of a member as it stands in the text, with its quotes.
func (t *Tree) key(n *node) string {
	return t.body[n.name : int(n.name)+literalEnd(t.body[n.name:n.at], len(t.body))]
}

// text is the value of a node as it stands in the text.
func (t *Tree) text(n *node) string { return t.body[n.at:n.end] }

func brackets(left, right, unit string, count uint32) string {
	switch count {
	case 0:
		return left + right
	case 1:
		return left + " 1 " + unit + " " + right
	}
	return left + " " + strconv.Itoa(int(count)) + " " + unit + "s " + right
}

// quoted draws a string of JSON: its characters readable, in quotes, and what
// could be mistaken or could act as an escape.
func quoted(literal string) string {
	if len(literal) > maxLiteral {
		literal = literal[:literalEnd(literal, maxLiteral)] + `"`
	}
	if strings.IndexByte(literal, '\\') >= 0 {
		literal = string(safe.JSONString(unquote(literal)))
	}
	return safe.Print(literal)
}

// unquote is the value of a string of JSON. One without escapes is exact to the
// byte; where there are escapes, bytes that are no UTF-8 and half surrogates
// become U+FFFD, as encoding/json has it.
func unquote(literal string) string {
	if strings.IndexByte(literal, '\\') < 0 {
		return strings.TrimSuffix(strings.TrimPrefix(literal, `"`), `"`)
	}
	var s string
	if err := json.Unmarshal([]byte(literal), &s); err != nil {
		return literal // the parser has read it, so this does not happen
	}
	return s
}

// literalEnd is where the string of JSON at the start of s ends, its quote
// included; at most the end of the character at limit.
func literalEnd(s string, limit int) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return i + 1
		case i >= limit && s[i]&0xC0 != 0x80:
			return i
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == 'u':
			i += 5
		case s[i] == '\\':
			i++
		}
	}
	return len(s)
}

// clip is the part of a text that can be shown at all.
func clip(s string) string { return s[:min(len(s), maxLiteral)] }
