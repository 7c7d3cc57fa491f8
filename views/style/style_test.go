package style

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestASCIIKeepsEveryCell(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{" ▌ name", " > name"},
		{"████▌   ", "#####   "},
		{"▐█████▶", "######>"},
		{"─│╭╮╰╯", "-|++++"},
		{"quarry › WHOIS …", "quarry > WHOIS ~"},
		{"Müller 東京", "M?ller ????"},
		{"\x1b[1mbold\x1b[m", "\x1b[1mbold\x1b[m"},
	} {
		got := ASCII(c.in, ansi.StringWidth)
		if got != c.want {
			t.Errorf("ASCII(%q) = %q, want %q", c.in, got, c.want)
		}
		if ansi.StringWidth(got) != ansi.StringWidth(c.in) {
			t.Errorf("ASCII(%q) changes the width", c.in)
		}
	}
}

// Every glyph that quarry draws with needs a stand-in that is not a question
// mark, or the frame is unreadable where it is needed most.
func TestEveryGlyphHasAStandIn(t *testing.T) {
	glyphs := Cursor + MarkGlyph + Warning + Check + Cross + Folded + Unfolded + Rising + Falling + Rule + Wall + Step +
		Full + HalfLeft + HalfRight + Rest + Dot + OpenEnd + OpenStart + Arrow + Ellipsis + Point + Star + Note + Branch + LastOne + string(Sparks()) + "╭╮╰╯↵"
	if got := ASCII(glyphs, ansi.StringWidth); strings.ContainsAny(got, "?") || len(got) != ansi.StringWidth(glyphs) {
		t.Errorf("%s became %s", glyphs, got)
	}
}

func TestRiskSteps(t *testing.T) {
	for score, want := range map[float64]string{0: "low", 0.29: "low", 0.3: "medium", 0.69: "medium", 0.7: "high", 1: "high"} {
		if _, got := Risk(score); got != want {
			t.Errorf("%v is %s, want %s", score, got, want)
		}
	}
}

func TestThemesDifferAndKeepTheText(t *testing.T) {
	for tone := Text; tone <= Bad; tone++ {
		for _, dark := range []bool{true, false} {
			if got := ansi.Strip(New(dark).PaintOn(tone, "x")); got != "x" {
				t.Errorf("tone %d: %q", tone, got)
			}
		}
	}
	if New(true).Paint(Bad, "x") == New(false).Paint(Bad, "x") {
		t.Error("risk looks the same on a dark and on a light background")
	}
}

// A tone is painted as lipgloss would render it.
func TestPaintIsWhatLipglossRenders(t *testing.T) {
	for _, s := range []string{"x", "two words", " padded ", "日本", "█▌", "^[[2J"} {
		muted := lipgloss.NewStyle().Foreground(lipgloss.Color("#8b929c"))
		if got, want := New(true).Paint(Muted, s), muted.Render(s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := New(true).Paint(Text, s); got != s {
			t.Errorf("ordinary text became %q", got)
		}
	}
	if got := New(true).Paint(Bad, ""); got != "" {
		t.Errorf("nothing became %q", got)
	}
}

func TestSelectionStandsOutInBothThemes(t *testing.T) {
	for _, dark := range []bool{true, false} {
		theme := New(dark)
		if got := theme.PaintOn(Text, "name"); got == theme.Paint(Text, "name") || got == theme.Paint(Accent, "name") || theme.PaintOn(Muted, "name") == theme.Paint(Muted, "name") {
			t.Errorf("dark %v: the selected row looks like any other: %q", dark, got)
		}
		for _, tone := range []Tone{Good, Warn, Bad} {
			if theme.PaintOn(tone, "x") != theme.Paint(tone, "x") {
				t.Errorf("dark %v: tone %d changes its meaning on the selected row", dark, tone)
			}
		}
		if got := theme.PaintOn(Text, "   "); got != "   " {
			t.Errorf("blanks became %q", got)
		}
	}
}
