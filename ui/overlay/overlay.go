// Package overlay holds what lies over a view for a moment: help, the command
// palette, the prompt for an indicator, choices, confirmations, the raw answer.
// An overlay returns what was chosen; the root carries it out.
package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Overlay is a dialog. While one is open it gets every key and paste.
type Overlay interface {
	// Update takes a key press, a paste, a wheel turn, a tick, or an [Own]. The
	// result is nil while the overlay stays open.
	Update(tea.Msg) (Result, tea.Cmd)
	// Render draws the box, never larger than the screen.
	Render(theme *style.Theme, screen views.Size) string
}

// Own is a message of an overlay to itself: what came of work that it had begun.
// The open one gets it, which may be another by then.
type Own interface{ own() }

// Result is what came of an overlay.
type Result interface{ result() }

type (
	// Closed: nothing was chosen.
	Closed struct{}
	// Run: an action was chosen in the palette; Argument was typed after it.
	Run struct {
		Action   keymap.Action
		Argument string
	}
	// Entered: an indicator was entered in the prompt.
	Entered struct{ Indicator indicator.Indicator }
	// Picked: the nth entry of a choice was taken.
	Picked struct{ Index int }
	// Confirmed: yes; Then is the message that was waiting for it.
	Confirmed struct{ Then tea.Msg }
	// Copied: a text inside the overlay is to be copied.
	Copied struct{ Text string }
)

func (Closed) result()    {}
func (Run) result()       {}
func (Entered) result()   {}
func (Picked) result()    {}
func (Confirmed) result() {}
func (Copied) result()    {}

// box frames lines under a title; keys stand in the lower border. The box is
// as wide as asked and as high as its lines, cut to the screen.
func box(theme *style.Theme, screen views.Size, title, keys string, width int, lines []string) string {
	width = min(width, screen.Width)
	height := min(len(lines)+2, screen.Height)
	if width < 4 || height < 3 {
		return widget.Block(lines, screen.Width, screen.Height)
	}
	inner := width - 2
	edge := func(left, text, right string, tone style.Tone) string {
		if text != "" {
			text = " " + ansi.Truncate(text, max(0, inner-4), style.Ellipsis) + " "
		}
		rest := inner - 1 - ansi.StringWidth(text)
		return theme.Paint(style.Muted, left+style.Rule) + theme.Paint(tone, text) +
			theme.Paint(style.Muted, strings.Repeat(style.Rule, max(0, rest))+right)
	}
	out := []string{edge("╭", title, "╮", style.Strong)}
	wall := theme.Paint(style.Muted, style.Wall)
	for _, l := range lines[:height-2] {
		out = append(out, wall+widget.Fit(l, inner)+wall)
	}
	return strings.Join(append(out, edge("╰", keys, "╯", style.Muted)), "\n")
}

// inner is how many lines a box on this screen can hold.
func inner(screen views.Size) int { return max(1, screen.Height-4) }

// window returns the part of n lines that shows line at when height lines fit.
func window(n, at, height int) (from, to int) {
	if n <= height {
		return 0, n
	}
	from = min(max(0, at-height/2), n-height)
	return from, from + height
}
