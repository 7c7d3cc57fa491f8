package miscategorization

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// line is one line of the form's body.
type line struct {
	text      widget.Text
	stop      stop
	focusable bool
}

// page collects lines of a width.
type page struct {
	width int
	lines []line
}

const (
	headLines  = 1
	labelWidth = 9
	lowForm    = 12 // up to this height lines are given up that are not the form's
)

func (p *page) gap() { p.lines = append(p.lines, line{}) }

// row adds a labelled line.
func (p *page) row(label string, text widget.Text) {
	p.lines = append(p.lines, line{text: widget.T(style.Muted, widget.Fit(label, labelWidth), text)})
}

// at adds a labelled line that can be focused.
func (p *page) at(s stop, label string, text widget.Text) {
	p.row(label, text)
	p.lines[len(p.lines)-1].stop, p.lines[len(p.lines)-1].focusable = s, true
}

// words adds a text of one tone, wrapped, with an indent.
func (p *page) words(tone style.Tone, indent int, text string) {
	for _, l := range strings.Split(ansi.Wrap(text, max(1, p.width-indent), ",/"), "\n") {
		p.lines = append(p.lines, line{text: widget.T(strings.Repeat(" ", indent), tone, l)})
	}
}

// Resize implements [views.View].
func (f *form) Resize(s views.Size) {
	if s != f.size {
		f.size, f.stale = s, true
		f.reveal()
	}
}

// Render implements [views.View].
func (f *form) Render() string {
	if f.stale {
		f.frame, f.stale = f.render(), false
	}
	return f.frame
}

func (f *form) render() string {
	head := views.Head{Title: f.title(), Age: views.Stamp{Text: "sends 1 call, changes things", Tone: style.Warn}}
	if f.sent {
		head.Age = views.Stamp{Text: "sent once", Tone: style.Muted}
		if f.Waiting() {
			head.Age = views.Stamp{Text: "sending", Tone: style.Accent}
		}
	}
	if ansi.StringWidth(head.Title)+ansi.StringWidth(head.Age.Text)+4 > f.size.Width {
		head.Age = views.Stamp{}
	}
	out := append([]string{head.Render(f.env.Theme, f.size.Width)}, f.insights()...)
	lines := f.lines()
	f.clamp(len(lines))
	for n := f.top; n < len(lines) && len(out) < f.size.Height; n++ {
		l := lines[n]
		selected := l.focusable && l.stop == f.focus && !f.sent
		margin := widget.Plain("   ")
		if selected {
			margin = widget.T(" ", style.Accent, style.Cursor, style.Text, " ")
		}
		out = append(out, widget.T(margin, l.text).Render(f.env.Theme, f.size.Width, selected))
	}
	return widget.Block(out, f.size.Width, f.size.Height)
}

// insights are the lines below the head; none where the form needs all lines, and
// none of a report that was sent.
func (f *form) insights() []string {
	if f.sent || f.size.Height <= lowForm {
		return nil
	}
	return views.InsightLines(f.env, f.size)
}

// above is how many lines stand above those that scroll.
func (f *form) above() int { return headLines + len(f.insights()) }

func (f *form) room() int { return max(1, f.size.Height-f.above()) }

func (f *form) clamp(lines int) { f.top = max(0, min(f.top, lines-f.room())) }

func (f *form) scroll(by int) {
	f.top += by
	f.clamp(len(f.lines()))
}

// reveal scrolls to what is focused, with what stands around it.
func (f *form) reveal() {
	lines := f.lines()
	at := slices.IndexFunc(lines, func(l line) bool { return l.focusable && l.stop == f.focus })
	if at < 0 {
		return
	}
	if f.focus.kind == nowStop {
		f.top = 0
		return
	}
	around := min(2, f.room()/4)
	f.top = max(at-f.room()+1+around, min(f.top, at-around))
	f.clamp(len(lines))
}

// lines are the body below the head.
func (f *form) lines() []line {
	p := &page{width: max(1, f.size.Width-widget.Margin)}
	if f.size.Height > lowForm {
		p.gap()
	}
	if f.sent {
		f.outcome(p)
		return p.lines
	}
	f.drawNow(p)
	f.drawChoices(p)
	r := f.report()
	f.drawCheck(p, r)
	p.gap()
	request(p, r)
	p.gap()
	f.drawConfirm(p)
	return p.lines
}

// drawNow shows what the subject is categorized as.
func (f *form) drawNow(p *page) {
	switch {
	case f.now.host.IsZero():
		p.at(stop{}, "Now", widget.Toned(style.Muted, "none known of an address"))
	case !f.now.known:
		q := api.Query{Endpoint: cf.EndpointDomain, Indicator: f.now.host, NoResolve: f.env.Settings.NoResolve}
		cost := views.CostOf(f.env.Shelf, q)
		p.at(stop{}, "Now", widget.T(style.Muted, "not known: ", style.Accent, f.env.Keys.Key(keymap.PivotDomain),
			style.Text, " asks, ", style.Muted, cost.String(f.env.Now())))
	default:
		p.at(stop{}, "Now", widget.T(style.Muted, "content   ", categories(f.now.Content)))
		p.row("", widget.T(style.Muted, "security  ", categories(f.now.Security)))
		of := "as of " + views.Age(f.env.Now(), f.now.answer.FetchedAt)
		if f.now.host != f.subject {
			of = "of its host " + safe.Show(f.now.host) + ", " + of
		}
		p.words(style.Muted, labelWidth, of)
	}
}

func categories(ids []int) widget.Text {
	switch {
	case ids == nil:
		return widget.Toned(style.Muted, "the answer names none")
	case len(ids) == 0:
		return widget.Toned(style.Muted, "none")
	}
	var t widget.Text
	for n, id := range ids {
		if n > 0 {
			t = widget.T(t, style.Muted, "  "+style.Dot+"  ")
		}
		t = widget.T(t, category(id))
	}
	return t
}

// category is a category with its id, a security category with a mark.
func category(id int) widget.Text {
	c, ok := cf.CategoryByID(id)
	switch {
	case !ok:
		return widget.T("category ", style.Muted, fmt.Sprint(id))
	case c.Security:
		return widget.T(style.Bad, style.Warning+" "+c.Name, style.Muted, fmt.Sprintf(" %d", id))
	}
	return widget.T(c.Name, style.Muted, fmt.Sprintf(" %d", id))
}

// drawChoices shows what is removed and added, and the search.
func (f *form) drawChoices(p *page) {
	label := "Remove"
	for n, id := range f.currentIDs() {
		box := "[ ] "
		if f.removes[id] {
			box = "[x] "
		}
		p.at(stop{removeStop, n}, label, widget.T(style.Accent, box, category(id)))
		label = ""
	}
	if label != "" && f.now.known {
		p.row(label, widget.Toned(style.Muted, "there is nothing to remove"))
	}
	label = "Add"
	for n, k := range f.picks {
		sign := "[+] "
		if k.remove {
			sign = "[-] "
		}
		note := kind(k.category)
		if k.remove {
			note += ", to remove"
		} else if f.list(k.category.Security) == nil {
			note += ", " + f.env.Keys.Key(keymap.FormToggle) + " to remove it instead"
		}
		p.at(stop{pickStop, n}, label, widget.T(style.Accent, sign, category(k.category.ID), style.Muted, "  "+note))
		label = ""
	}
	p.at(stop{kind: searchStop}, label, f.line(f.search, searchStop, fmt.Sprintf("search %d categories", len(cf.Categories()))))
	for n, c := range f.found {
		group, _ := c.Group()
		p.at(stop{foundStop, n}, "", widget.T("  ", category(c.ID), style.Muted, "  "+group.Name+", "+kind(c)))
	}
	if f.search.Value() != "" && len(f.found) == 0 {
		p.row("", widget.Toned(style.Warn, "  no category is called that"))
	}
}

func kind(c cf.Category) string {
	if c.Security {
		return "security"
	}
	return "content"
}

// line draws a line to type in.
func (f *form) line(in textinput.Model, kind stopKind, placeholder string) widget.Text {
	value, at := []rune(in.Value()), in.Position()
	here := f.focus.kind == kind
	if len(value) == 0 {
		if here {
			return widget.T(style.Accent, "_ ", style.Muted, placeholder)
		}
		return widget.Toned(style.Muted, placeholder)
	}
	if !here {
		return widget.Plain(string(value))
	}
	// A line longer than the form shows the part around the cursor.
	if room := max(4, f.size.Width-widget.Margin-labelWidth-4); at > room {
		value, at = value[at-room:], room
	}
	return widget.T(string(value[:at]), style.Accent, "_", style.Text, string(value[at:]))
}
