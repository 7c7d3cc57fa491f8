package views

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/views/style"
	"quarry/views/widget"
)

// Notice is a message that stands in a body instead of data, or as a banner
// above it.
type Notice struct {
	Tone style.Tone
	// Mark is a glyph before the headline, so that colour says nothing alone.
	Mark string
	// What is the headline, Lines are paragraphs below it.
	What  string
	Lines []string
	// Details stand below all else; they are for whoever looks into it later.
	Details string
}

// Body draws the notice as a whole body, wrapped to the width.
func (n Notice) Body(theme *style.Theme, size Size) []string {
	const margin = 3
	width := max(1, size.Width-2*margin)
	lines := []string{""}
	headline := n.What
	if n.Mark != "" {
		headline = n.Mark + " " + headline
	}
	for _, l := range strings.Split(ansi.Wrap(headline, width, ""), "\n") {
		lines = append(lines, strings.Repeat(" ", margin)+theme.Paint(n.Tone, l))
	}
	paragraphs := n.Lines
	if size.Height < lowBody && len(paragraphs) > 1 {
		// Where not all fits, what to do is worth more than why.
		last := len(paragraphs) - 1
		paragraphs = append([]string{paragraphs[last]}, paragraphs[:last]...)
	}
	if n.Details != "" {
		paragraphs = append(paragraphs[:len(paragraphs):len(paragraphs)], n.Details)
	}
	for _, p := range paragraphs {
		if size.Height > 10 {
			lines = append(lines, "")
		}
		for _, l := range strings.Split(ansi.Wrap(p, width, "/?&"), "\n") {
			lines = append(lines, strings.Repeat(" ", margin)+theme.Paint(style.Muted, l))
		}
	}
	return lines
}

// Banner draws the notice above data, on one line, or on a second one where it
// needs it and most allows it.
func (n Notice) Banner(theme *style.Theme, width, most int) []string {
	const indent = "   "
	text := n.Mark + " " + n.What
	if len(n.Lines) > 0 {
		text += ": " + strings.Join(n.Lines, "; ")
	}
	lines := strings.Split(ansi.Wrap(text, max(1, width-len(indent)), ""), "\n")
	if len(lines) > most {
		rest := strings.Join(lines[most-1:], " ")
		lines = append(lines[:most-1:most-1], rest)
	}
	for i, l := range lines {
		lines[i] = widget.T(indent, widget.Toned(n.Tone, l)).Render(theme, width, false)
	}
	return lines
}

// Loading is the state between asking and having: what was asked, how long ago,
// how long it may take, how to leave, and what a wait is for.
func Loading(env Env, what string, q api.Query, since time.Time, tick Tick) Notice {
	elapsed := Span(max(0, tick.Now.Sub(since)))
	n := Notice{
		Tone:  style.Accent,
		Mark:  style.Dot,
		What:  fmt.Sprintf("%s, asked %s ago", what, elapsed),
		Lines: []string{q.String()},
	}
	if w, ok := tick.Traffic.Waits[q]; ok {
		left := w.Until.Sub(tick.Now).Round(time.Second)
		n.Lines = append(n.Lines, fmt.Sprintf("%s; try %d follows in %s.", w.Cause.What(), w.Try, Span(max(0, left))))
	}
	if limit := env.Settings.Timeout; limit > 0 {
		n.Lines = append(n.Lines, fmt.Sprintf("Each try is given up after %d s.", limit/time.Second))
	}
	n.Lines = append(n.Lines, fmt.Sprintf("%s goes back. What has not been sent is not sent; what has been sent is paid for and will be known.",
		env.Keys.Key(keymap.Back)))
	return n
}

// Next says what to do about a failure, with the keys that do it.
func Next(env Env, err *api.Error) string { return err.NextIn(Wording(env)) }

// Wording names the keys of the workbench in what is said about a failure.
func Wording(env Env) api.Wording {
	w := api.Wording{Again: "ask again", Raw: "the raw answer tells more"}
	if key := env.Keys.Key(keymap.Refresh); key != "" {
		w.Again = "press " + key + " to ask again"
	}
	if key := env.Keys.Key(keymap.Raw); key != "" {
		w.Raw = key + " shows what came"
	}
	return w
}

// Failure puts an error on the screen: what, why, what to press, and below that
// the server's words and numbers.
func Failure(env Env, err *api.Error) Notice {
	n := Notice{Tone: style.Bad, Mark: style.Warning, What: Sentence(err.What())}
	switch err.Class {
	case api.NotFound:
		n.Tone, n.Mark = style.Strong, style.Dot
	case api.RateLimited, api.QuotaSpent, api.Unknown, api.Cancelled:
		n.Tone = style.Warn
	}
	n.Lines = []string{Sentence(err.Cause()) + ".", "Next: " + Next(env, err) + "."}
	if details := err.Details(); details != "" {
		n.Details = "Details: " + details + "."
	}
	return n
}

// OfflineWhy is why nothing is asked in an offline run, and what to do about it.
const OfflineWhy = "quarry is offline; start without --offline to ask"

// Asks says what the key that fetches again does, and what it costs: "r asks, 1
// call". Offline it says why nothing is asked.
func Asks(env Env, does string, calls int) string {
	if env.Offline {
		return OfflineWhy
	}
	return env.Keys.Key(keymap.Refresh) + " " + does + Calls(calls)
}

// Abandoned is the state of a view that was left before its request was sent.
func Abandoned(env Env) Notice {
	return Notice{
		Tone: style.Warn, Mark: style.Dot,
		What:  "Not fetched",
		Lines: []string{"The view was left before the request was sent; nothing was spent.", Asks(env, "asks: ", 1) + "."},
	}
}

// Sentence begins a text with a capital letter.
func Sentence(s string) string {
	_, first := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:first]) + s[first:]
}
