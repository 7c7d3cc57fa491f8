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
	// Age stands at the right end and is never left out.
	Age string
	// AgeTone is Warn for old data, Muted otherwise.
	AgeTone style.Tone
}

// Render draws the head line in exactly width cells.
func (h Head) Render(theme *style.Theme, width int) string {
	const margin = 1
	age := ""
	if h.Age != "" {
		age = h.Age + " "
	}
	// Where the line is too short for both, the price goes before the title.
	if most := width - margin - ansi.StringWidth(h.Title) - 1; ansi.StringWidth(age) > most {
		if when, _, cut := strings.Cut(age, " "+style.Dot+" "); cut {
			age = when + " "
		}
	}
	room := width - margin - ansi.StringWidth(h.Title) - ansi.StringWidth(age)
	facts := strings.Join(h.Facts, "  "+style.Dot+"  ")
	for n := len(h.Facts); n > 0 && ansi.StringWidth(facts)+5 > room; {
		n--
		facts = strings.Join(h.Facts[:n], "  "+style.Dot+"  ")
	}
	left := widget.T(" ", widget.Toned(style.Strong, h.Title))
	if facts != "" {
		left = widget.T(left, widget.Toned(style.Muted, "   "+facts))
	}
	if age != "" {
		age = " " + age
	}
	return left.Render(theme, max(0, width-ansi.StringWidth(age)), false) +
		theme.Paint(h.AgeTone, ansi.Truncate(age, width, ""))
}
