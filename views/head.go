package views

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
	"quarry/views/widget"
)

// Head is the first line of every body: what it is and of what, which part of
// the whole, how old.
type Head struct {
	// Title is "WHOIS of example.com".
	Title string
	// Facts stand in the middle, most important first; from the last on they
	// are left out where the line is short.
	Facts []string
	// Age stands at the right end. Where the line is short it is said in short
	// before facts are left out.
	Age Stamp
}

// Render draws the head line in exactly width cells.
func (h Head) Render(theme *style.Theme, width int) string {
	const margin = 1
	age := spaced(h.Age.Text)
	const between = "  " + style.Dot + "  "
	facts := strings.Join(h.Facts, between)
	spare := func() int {
		return width - margin - ansi.StringWidth(h.Title) - 1 - ansi.StringWidth(age)
	}
	needs := func() int {
		if facts == "" {
			return 0
		}
		return ansi.StringWidth(facts) + 5
	}
	// Where the line is too short for all, what may be left out of the age goes
	// first, then the facts, from the last on.
	if needs() > spare() {
		age = spaced(h.Age.short())
	}
	for n := len(h.Facts); n > 0 && needs() > spare(); {
		n--
		facts = strings.Join(h.Facts[:n], between)
	}
	left := widget.T(" ", widget.Toned(style.Strong, h.Title))
	if facts != "" {
		left = widget.T(left, widget.Toned(style.Muted, "   "+facts))
	}
	if age != "" {
		age = " " + age
	}
	return left.Render(theme, max(0, width-ansi.StringWidth(age)), false) +
		theme.Paint(h.Age.Tone, ansi.Truncate(age, width, ""))
}

// spaced is a text with the space that parts it from the edge.
func spaced(text string) string {
	if text == "" {
		return ""
	}
	return text + " "
}
