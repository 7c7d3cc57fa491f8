package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// BenchmarkMoveDown is what a key costs before anything is sent to the
// terminal: Update and View, in a list of 1,000 names.
func BenchmarkMoveDown(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			r := tableOf(b, 1000)
			r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			r.wants("1,000 names")
			down, top := keyPress("j"), keyPress("g")
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				if n++; n%900 == 0 {
					r.m.Update(top)
				}
				r.m.Update(down)
				r.m.View()
			}
		})
	}
}
