package widget

import (
	"math/rand/v2"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/views/frametest"
	"quarry/views/style"
)

// A box lies where lipgloss would compose it, whatever is under it.
func TestOverIsWhatLipglossComposes(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	theme := style.New(true)
	words := []string{"plain", "日本語", "a", "·─█", "  ", "e\u0301", "🦊"}
	paint := func(width int) string {
		var text Text
		for range 1 + chance.IntN(6) {
			text = append(text, Span{style.Tone(chance.IntN(int(style.Bad) + 1)), words[chance.IntN(len(words))]})
		}
		return text.Render(theme, width, false)
	}
	block := func(width, height int) []string {
		lines := make([]string, height)
		for n := range lines {
			lines[n] = paint(width)
		}
		return lines
	}
	for range 500 {
		width, height := 1+chance.IntN(40), 1+chance.IntN(8)
		w, h := 1+chance.IntN(width), 1+chance.IntN(height)
		x, y := chance.IntN(width-w+1), chance.IntN(height-h+1)
		under, box := block(width, height), block(w, h)
		canvas := lipgloss.NewCanvas(width, height)
		canvas.Compose(lipgloss.NewCompositor(
			lipgloss.NewLayer(strings.Join(under, "\n")),
			lipgloss.NewLayer(strings.Join(box, "\n")).X(x).Y(y).Z(1),
		))
		want := frametest.Draw(canvas.Render(), width, height)
		frame := Block(Over(under, width, box, x, y), width, height)
		frametest.Check(t, frame, width, height)
		if got := frametest.Draw(frame, width, height); got != want {
			t.Fatalf("%d×%d at %d,%d on %d×%d:\n%s\nwant:\n%s", w, h, x, y, width, height, got, want)
		}
	}
}

func TestOverIsCutAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		x, y int
		want string
	}{
		{0, 0, "AB..\nCD..\n...."}, {3, 2, "....\n....\n...A"}, {-1, -1, "D...\n....\n...."},
		{4, 0, "....\n....\n...."}, {-2, 0, "....\n....\n...."}, {9, 9, "....\n....\n...."},
	} {
		got := strings.Join(Over([]string{"....", "....", "...."}, 4, []string{"AB", "CD"}, c.x, c.y), "\n")
		if got != c.want {
			t.Errorf("at %d,%d:\n%s\nwant:\n%s", c.x, c.y, got, c.want)
		}
	}
	if got := Over([]string{"語語"}, 4, []string{"AB"}, 1, 0)[0]; ansi.Strip(got) != " AB " {
		t.Errorf("over halves of wide characters: %q", got)
	}
}
