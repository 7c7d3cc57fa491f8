package views

import (
	"fmt"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/style"
	"quarry/views/widget"
)

// Insight is a sentence that follows from what is known already: what no single
// answer says, or what one says that is not on the screen.
type Insight struct {
	Tone style.Tone
	// Mark is a glyph before the sentence, so that colour says nothing alone.
	Mark string
	// Text is the sentence, printable.
	Text string
	// From names what it follows from, printable: "WHOIS", "passive DNS of 30 days".
	From string
	// At is how old that is; zero where From says so, or where it has no age.
	At time.Time
	// Weight orders insights, the greatest first.
	Weight int
}

// Source is what the insight follows from, with its age: "WHOIS, 3 d old".
func (i Insight) Source(now time.Time) string {
	if i.At.IsZero() {
		return i.From
	}
	return i.From + ", " + Age(now, i.At)
}

// Line is the insight's mark and sentence.
func (i Insight) Line() widget.Text {
	if i.Mark == "" {
		return widget.Toned(i.Tone, i.Text)
	}
	return widget.Toned(i.Tone, i.Mark+" "+i.Text)
}

// Whole is the insight on one line, with what it follows from.
func (i Insight) Whole(now time.Time) widget.Text {
	return widget.T(i.Line(), style.Muted, "   "+i.Source(now))
}

// Premises are what insights about something follow from: it, what was asked and
// judged, and the answers at hand. Nothing in them can send a question.
type Premises struct {
	// Subject is what the view is about, Endpoint the one that it shows.
	Subject  indicator.Indicator
	Endpoint api.Endpoint
	Now      time.Time
	Shelf    api.Shelf
	// Case is the investigation that is worked on, as it is.
	Case investigation.Investigation
	// Met are the investigations that know of an indicator, this one included.
	Met func(indicator.Indicator) []investigation.Meeting
	// Memory tells what was met in any answer; nil where nothing is remembered.
	Memory api.Memory
}

// Insights are those of a place, the most important first.
type Insights struct {
	List []Insight
	// All tells that all are to be seen, as far as they fit, and not the first few.
	All bool
}

// Inferred tells a view that its insights are other ones now.
type Inferred struct{}

// fullBody is the height from which on a body has room for all lines of insights.
const fullBody = 24

// insightRoom is how many lines of a body are for insights.
func insightRoom(height int, all bool) int {
	const least = 6 // lines that a view keeps when all insights are asked for
	switch {
	case all:
		return max(1, height-1-least)
	case height < lowBody:
		return 1
	case height < fullBody:
		return 2
	}
	return 3
}

// insights are those of the view; none where nobody infers any.
func (env Env) insights() Insights {
	if env.Insights == nil {
		return Insights{}
	}
	return env.Insights()
}

// InsightsOf are all insights of a view.
func InsightsOf(env Env) []Insight { return env.insights().List }

// InsightLines draws the insights of a view, which stand below its head line: the
// first few, and on the last line how many more there are and what shows them.
// There are none where nothing follows from what is known. The view counts them
// among what stands above its pane, so that a click hits what it shows.
func InsightLines(env Env, size Size) []string {
	of := env.insights()
	if len(of.List) == 0 {
		return nil
	}
	room := insightRoom(size.Height, of.All)
	shown := of.List[:min(len(of.List), room)]
	spare := 0 // lines for what does not fit on its own, where all is to be seen
	if of.All {
		spare = room - len(shown)
	}
	now := env.Now()
	var lines []string
	for n, i := range shown {
		var more []widget.Text
		if left := len(of.List) - len(shown); left > 0 && n == len(shown)-1 {
			more = moreInsights(env, left, of.All, size.Width)
		}
		drawn := []widget.Text{i.line(now, more, wholeKey(env, of.All), size.Width)}
		if whole := i.wrapped(now, size.Width); more == nil && len(whole)-1 <= spare {
			drawn, spare = whole, spare-len(whole)+1
		}
		for _, l := range drawn {
			lines = append(lines, l.Render(env.Theme, size.Width, false))
		}
	}
	return lines
}

// moreInsights says how many insights are left out and what shows them, in more
// words and in fewer.
func moreInsights(env Env, left int, all bool, width int) []widget.Text {
	const words = 60 // the width from which on there is room for any
	key, how := wholeKey(env, all), " shows all"
	if all {
		how = " has all"
	}
	if width < words {
		return []widget.Text{widget.T(style.Muted, fmt.Sprintf("+%d ", left), style.Accent, key)}
	}
	return []widget.Text{
		widget.T(style.Muted, fmt.Sprintf("%d more, ", left), style.Accent, key, style.Muted, how),
		widget.T(style.Muted, fmt.Sprintf("%d more: ", left), style.Accent, key),
	}
}

// wholeKey is the key that shows insights whole. Where all are to be seen there is
// no room for more here, and the dossier has them.
func wholeKey(env Env, all bool) string {
	if all {
		return env.Keys.Key(keymap.Dossier)
	}
	return env.Keys.Key(keymap.Insights)
}

// What stands around an insight in a view.
const (
	insightIndent = "   "
	insightAir    = 1 // at the right, as in the head line
)

// wrapped is the whole insight on as many lines as it needs.
func (i Insight) wrapped(now time.Time, width int) []widget.Text {
	const hanging = "  " // as the mark
	room := max(1, width-len(insightIndent)-insightAir)
	whole := i.Whole(now)
	if whole.Width() <= room {
		return []widget.Text{widget.T(insightIndent, whole)}
	}
	lines := wrap(whole, max(1, room-len(hanging)))
	for n := range lines {
		if n > 0 {
			lines[n] = widget.T(hanging, lines[n])
		}
		lines[n] = widget.T(insightIndent, lines[n])
	}
	return lines
}

// line is the insight in at most so many cells: the sentence, what it follows from,
// and what stands at the end of the last line, in more words where that leaves the
// others whole. Where not all fits the sentence is cut, and where too little of it
// would be left, its source is cut or goes first; the key that shows it whole then
// stands where it breaks off, unless the end of the line has it.
func (i Insight) line(now time.Time, more []widget.Text, key string, width int) widget.Text {
	const (
		gap      = "   "
		telling  = 36 // of a sentence this much says what it is about
		sourcing = 16 // of a source this much says which it is
	)
	text := i.Line()
	source := widget.T(gap, style.Muted, i.Source(now))
	room := width - len(insightIndent) - insightAir
	var end widget.Text
	for _, m := range more {
		end = widget.T(gap, m)
		if text.Width()+source.Width()+end.Width() <= room {
			break
		}
	}
	if left := room - source.Width() - end.Width(); left >= text.Width() || left >= telling {
		end = widget.T(source, end)
	}
	var whole widget.Text
	if key != "" && len(more) == 0 {
		whole = widget.T(" ", style.Accent, key)
	}
	left := max(0, room-end.Width())
	rest := room - text.Width() - len(gap) - whole.Width() // for the source, where it is not in the end
	switch {
	case left < text.Width():
		if left -= whole.Width(); left <= whole.Width() {
			left, whole = left+whole.Width(), nil
		}
		text = widget.T(i.Tone, ansi.Truncate(text.String(), left, style.Ellipsis), whole)
	case len(end) > 0:
	case rest >= sourcing:
		text = widget.T(text, gap, style.Muted, ansi.Truncate(i.Source(now), rest, style.Ellipsis), whole)
	default: // the source is gone
		if whole = widget.T(style.Muted, " "+style.Ellipsis, whole); text.Width()+whole.Width() <= room {
			text = widget.T(text, whole)
		}
	}
	return widget.T(insightIndent, text, end)
}
