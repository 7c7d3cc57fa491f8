package widget

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
)

// Span is a piece of a line in one tone. Its text is already safe and on one
// line.
type Span struct {
	Tone style.Tone
	Text string
}

// Text is one line of toned text. It holds no escape sequence: tones become
// styles only when it is drawn, so that a selected row can be painted otherwise.
type Text []Span

// Plain is s in the tone of ordinary text.
func Plain(s string) Text { return Toned(style.Text, s) }

// Toned is s in one tone.
func Toned(tone style.Tone, s string) Text {
	if s == "" {
		return nil
	}
	return Text{{tone, s}}
}

// T joins parts to one line. A part is a string, a [Span], a [Text], or a
// [style.Tone], which holds for the strings after it; anything else is put in
// as fmt.Sprint writes it.
func T(parts ...any) Text {
	var t Text
	tone := style.Text
	for _, part := range parts {
		switch p := part.(type) {
		case style.Tone:
			tone = p
		case Span:
			t = append(t, p)
		case Text:
			t = append(t, p...)
		case string:
			t = append(t, Span{tone, p})
		default:
			t = append(t, Span{tone, fmt.Sprint(p)})
		}
	}
	return t
}

// String is the text without its tones.
func (t Text) String() string {
	if len(t) == 1 {
		return t[0].Text
	}
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Width is how many cells the whole text takes.
func (t Text) Width() int {
	sum := 0
	for _, s := range t {
		n, ok := counted(s.Text)
		if !ok {
			return Cells(t.String()) // characters may join across spans
		}
		sum += n
	}
	return sum
}

// Render draws the text in exactly width cells, cut with "…" or padded with
// spaces. On the selected row the text is painted as selected.
func (t Text) Render(theme *style.Theme, width int, selected bool) string {
	return t.draw(theme, width, selected, false)
}

// draw is Render, with the padding on the left where right is set.
func (t Text) draw(theme *style.Theme, width int, selected, right bool) string {
	if width <= 0 {
		return ""
	}
	t = t.clip(width)
	own := t.Width()
	if own > width {
		t = t.cut(width)
		own = t.Width()
	}
	padding := strings.Repeat(" ", max(0, width-own))
	paint := theme.Paint
	if selected {
		paint = theme.PaintOn
	}
	var b strings.Builder
	if right {
		b.WriteString(padding)
	}
	for _, s := range t {
		b.WriteString(paint(s.Tone, s.Text))
	}
	if !right {
		b.WriteString(padding)
	}
	return b.String()
}

// clip is the text without what cannot be drawn in width cells, so that a long
// value costs no more than what is seen of it: a cell takes a character and two
// marks at the most (see [safe.Print]), and one more is needed to see that there
// is more.
func (t Text) clip(width int) Text {
	left := (width + 1) * 3
	for n, s := range t {
		if len(s.Text) <= left {
			left -= len(s.Text)
			continue
		}
		for at := range s.Text {
			if left--; left < 0 {
				t = slices.Clone(t[:n+1])
				t[n].Text = s.Text[:at]
				return t
			}
		}
	}
	return t
}

// Fit is the text in exactly width cells, cut with "…" or padded with spaces.
func (t Text) Fit(width int) Text {
	t = t.clip(width)
	switch own := t.Width(); {
	case width <= 0:
		return nil
	case own > width:
		return t.cut(width).Fit(width)
	case own < width:
		return append(t[:len(t):len(t)], Span{style.Text, strings.Repeat(" ", width-own)})
	}
	return t
}

// cut is a text that is wider in width cells, which are at least one.
func (t Text) cut(width int) Text {
	out := make(Text, 0, len(t))
	left := width - 1
	for _, s := range t {
		if w := Cells(s.Text); w <= left {
			out, left = append(out, s), left-w
			continue
		}
		s.Text = ansi.Truncate(s.Text, left, "") + style.Ellipsis
		out = append(out, s)
		break
	}
	return out
}

// from is the text without its first n cells.
func (t Text) from(n int) Text {
	if n <= 0 {
		return t
	}
	var out Text
	for _, s := range t {
		w := Cells(s.Text)
		if w <= n {
			n -= w
			continue
		}
		if n > 0 {
			s.Text = from(s.Text, n)
			n = 0
		}
		out = append(out, s)
	}
	return out
}
