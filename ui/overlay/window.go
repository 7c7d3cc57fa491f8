package overlay

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Chosen: a window of days was chosen.
type Chosen struct{ Window views.Window }

func (Chosen) result() {}

// presets are the windows that have a number, in days until today.
func presets() []int { return []int{7, 30, 90, 365} }

// Window takes a window of days: one of a few that end today, by number or with
// the arrows, or one that is typed. It says what each costs before it is taken.
type Window struct {
	keys  keymap.Map
	title string
	today api.Day
	price func(views.Window) string
	input textinput.Model
	offer []offer
	at    int
	why   string // why what was typed is no window
}

// offer is a window that can be taken, and what it costs.
type offer struct {
	name   string
	window views.Window
	price  string
}

// NewWindow returns the dialog with the cursor on the window that is shown, if
// it is one of the presets. price says what asking about a window costs.
func NewWindow(keys keymap.Map, title string, now views.Window, today api.Day, price func(views.Window) string) *Window {
	w := &Window{keys: keys, title: title, today: today, price: price}
	w.input = newInput("", "or 45d, 2023-07, 2023-07-15..2023-07-18")
	w.reset()
	for n, o := range w.offer {
		if o.window == now {
			w.at = n
		}
	}
	return w
}

// reset offers the presets.
func (w *Window) reset() {
	w.offer, w.at, w.why = nil, 0, ""
	for n, days := range presets() {
		last := views.LastDays(days, w.today)
		w.offer = append(w.offer, offer{fmt.Sprintf("%d  last %d days", n+1, days), last, w.price(last)})
	}
}

// read understands what was typed: a preset's number, or a window.
func (w *Window) read() {
	text := strings.TrimSpace(w.input.Value())
	number, err := strconv.Atoi(text)
	if text == "" || err == nil && number >= 1 && number <= len(presets()) {
		w.reset()
		w.at = max(0, number-1)
		return
	}
	w.offer, w.at, w.why = nil, 0, ""
	window, _, err := views.ParseWindow(text, w.today)
	if err != nil {
		w.why = safe.Print(err.Error())
		return
	}
	w.offer = []offer{{views.Count(window.Days(), "day"), window, w.price(window)}}
}

// Update implements [Overlay].
func (w *Window) Update(msg tea.Msg) (Result, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		pasteInto(&w.input, msg.Content)
		w.read()
	case tea.KeyPressMsg:
		switch a, _ := w.keys.Lookup(keymap.Overlay, msg.String()); a {
		case keymap.OverlayCancel:
			return Closed{}, nil
		case keymap.OverlayAccept:
			if w.at < len(w.offer) {
				return Chosen{w.offer[w.at].window}, nil
			}
		case keymap.OverlayUp, keymap.OverlayDown:
			l := list{entries: make([]entry, len(w.offer)), at: w.at}
			l.move(a)
			w.at = max(0, l.at)
			if len(w.offer) > 1 {
				w.input.SetValue("") // the number no longer says which
			}
		default:
			before := w.input.Value()
			if typeInto(&w.input, msg); w.input.Value() != before {
				w.read()
			}
		}
	}
	return nil, nil
}

// Render implements [Overlay]. Where the box is narrow the dates give way: the
// name says which days, and the price has to be seen.
func (w *Window) Render(theme *style.Theme, screen views.Size) string {
	const wide = 60
	width := min(screen.Width-2, 72)
	fit(&w.input, width-6)
	lines := []string{"", "  " + w.input.View(), ""}
	if w.why != "" {
		for _, l := range strings.Split(ansi.Wrap(w.why, max(1, width-6), "-"), "\n") {
			lines = append(lines, "  "+theme.Paint(style.Warn, l))
		}
	}
	l := list{at: w.at}
	for _, o := range w.offer {
		e := entry{name: o.name, note: o.price}
		if width >= wide {
			e.name = widget.Fit(o.name, 18) + o.window.String()
		}
		l.entries = append(l.entries, e)
	}
	if len(l.entries) > 0 {
		lines = append(lines, l.render(theme, width-2, max(1, inner(screen)-len(lines)))...)
	}
	keys := w.keys.Key(keymap.OverlayAccept) + " ask   " + w.keys.Key(keymap.OverlayCancel) + " close"
	return box(theme, screen, w.title, keys, width, lines)
}
