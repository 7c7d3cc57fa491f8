// Package style is the look of quarry: semantic names for a few colours, the
// glyphs that marks, bars and rules are drawn with, and what stands for them
// where the terminal has no UTF-8.
//
// Colour never carries a meaning alone: whatever is coloured as a risk is also
// a word or a mark. Styles are full colour; the program's renderer reduces them
// to what the terminal can show, down to none.
package style

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// Tone is what a piece of text is, which decides how it looks.
type Tone uint8

const (
	Text   Tone = iota
	Muted       // labels, ages, what is secondary
	Accent      // keys, the thing to press, what is selected
	Strong      // titles, the value that matters
	Good        // no risk, success
	Warn        // medium risk, old data, what needs a second look
	Bad         // high risk, failure
)

// Theme holds the styles for one background. It is immutable.
type Theme struct {
	tones    [Bad + 1]paint
	selected [Bad + 1]paint
	dark     bool
}

// paint is a style as what it puts before and after a text: a frame is made of
// hundreds of them.
type paint struct{ on, off string }

func painting(s lipgloss.Style) paint {
	const text = "·"
	on, off, _ := strings.Cut(s.Render(text), text)
	return paint{on, off}
}

func (p paint) around(s string) string { return p.on + s + p.off }

// New returns the theme for a dark or a light background.
func New(dark bool) *Theme {
	pick := lipgloss.LightDark(dark)
	hex := func(light, dark string) color.Color {
		return pick(lipgloss.Color(light), lipgloss.Color(dark))
	}
	base := lipgloss.NewStyle()
	tones := [...]lipgloss.Style{
		Text:   base,
		Muted:  base.Foreground(hex("#6b7078", "#8b929c")),
		Accent: base.Foreground(hex("#0b62c4", "#6cb2f7")),
		Strong: base.Bold(true),
		Good:   base.Foreground(hex("#1a7f45", "#6cc28b")),
		Warn:   base.Foreground(hex("#9a5b00", "#e8b45a")),
		Bad:    base.Foreground(hex("#c0262d", "#f47c7c")).Bold(true),
	}
	t := &Theme{dark: dark}
	for i, s := range tones {
		switch Tone(i) {
		case Text, Accent, Strong:
			t.selected[i] = painting(tones[Accent].Bold(true))
		case Muted:
			t.selected[i] = painting(tones[Accent])
		default:
			t.selected[i] = painting(s)
		}
		t.tones[i] = painting(s)
	}
	return t
}

// Dark reports whether the theme is for a dark background.
func (t *Theme) Dark() bool { return t.dark }

// Paint renders s in a tone. s must be printable (see package safe) and one
// line.
func (t *Theme) Paint(tone Tone, s string) string {
	if s == "" {
		return s
	}
	return t.tones[tone].around(s)
}

// PaintOn renders s in a tone on the selected row: text there stands out in the
// accent, what a tone says something about keeps it, and blanks stay blanks. A bar
// of colour over the whole row would cost every cell of two rows for each step of
// the cursor.
func (t *Theme) PaintOn(tone Tone, s string) string {
	if strings.Trim(s, " ") == "" {
		return s
	}
	return t.selected[tone].around(s)
}

// Risk is the tone and the word for a risk score between 0 and 1. The steps
// are quarry's own; Cloudflare publishes none.
func Risk(score float64) (Tone, string) {
	switch {
	case score >= 0.7:
		return Bad, "high"
	case score >= 0.3:
		return Warn, "medium"
	default:
		return Good, "low"
	}
}
