package ui

import (
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

func TestDrawnLinesAreDrawnAnewWhereTheyHaveChanged(t *testing.T) {
	dark, light := style.New(true), style.New(false)
	var d drawn
	for n, c := range []struct {
		theme  *style.Theme
		width  int
		before string
		texts  []widget.Text
	}{
		{dark, 4, "", []widget.Text{widget.Plain("a"), widget.Toned(style.Muted, "b")}},
		{dark, 4, "", []widget.Text{widget.Plain("a"), widget.Toned(style.Bad, "b")}},
		{dark, 4, "", []widget.Text{widget.Plain("c")}},
		{dark, 4, "", []widget.Text{widget.Plain("c"), nil, widget.Plain("a")}},
		{dark, 6, "", []widget.Text{widget.Plain("c"), nil, widget.Plain("a")}},
		{light, 6, "", []widget.Text{widget.Toned(style.Muted, "c"), nil, widget.Plain("a")}},
		{light, 6, "| ", []widget.Text{widget.Toned(style.Muted, "c"), nil, widget.Plain("a")}},
	} {
		var fresh drawn
		got := d.draw(c.theme, c.width, c.before, c.texts)
		want := fresh.draw(c.theme, c.width, c.before, c.texts)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("step %d: %q, want %q", n, got, want)
		}
		got[0] = "written over" // what comes out is the caller's
	}
}

// Whatever was pressed, what stands on the screen is what would be drawn if
// nothing had been kept from the frames before.
func TestNothingOldIsShown(t *testing.T) {
	keys := []string{"j", "j", "k", "g", "G", "ctrl+d", "ctrl+u", "space", "V", ",", ".", "<", "/", "1", "9", "enter", "esc", "[", "]", "p", "d", "w", "h", "a", "D", "?", ":", "y", "J", "o", "z", "r"}
	for seed := range uint64(3) {
		chance := rand.New(rand.NewPCG(seed, 7))
		r := tableOf(t, 120)
		var done []string
		for range 100 {
			switch chance.IntN(12) {
			case 0:
				sizes := [][2]int{{120, 40}, {80, 24}, {40, 12}, {200, 60}, {100, 18}, {30, 5}}
				s := sizes[chance.IntN(len(sizes))]
				r.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
				done = append(done, "resize")
			case 1:
				c := color.Color(color.Black)
				if chance.IntN(2) == 0 {
					c = color.White
				}
				r.send(tea.BackgroundColorMsg{Color: c})
				done = append(done, "background")
			case 2:
				r.settle()
				done = append(done, "settle")
			default:
				k := keys[chance.IntN(len(keys))]
				r.press(k)
				done = append(done, k)
			}
			shown := r.drawing()
			kept := r.m.View().Content
			r.forget()
			anew := r.drawing()
			if fresh := r.m.View().Content; kept != fresh { // tones and all
				t.Fatalf("seed %d, after %s:\n%s\nand drawn anew:\n%s", seed, strings.Join(done, " "), shown, anew)
			}
		}
	}
}

// forget makes that nothing of the frames before is shown again.
func (r *rig) forget() {
	r.m.topDrawn, r.m.bottomDrawn, r.m.panelDrawn = drawn{}, drawn{}, drawn{}
	r.m.prices = prices{}
	r.m.theme = style.New(r.m.theme.Dark())
	for _, f := range r.m.frames {
		f.view.Update(views.Restyle{Theme: r.m.theme})
	}
}
