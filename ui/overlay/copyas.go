package overlay

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// Scope is something of which copies can be made.
type Scope struct {
	Name string
	// Forms are the forms as they would copy it, and of what it is a part,
	// printable. They are made when the scope is first looked at. The forms of all
	// scopes are the same in number and order.
	Forms func() (of string, forms []Form)
}

// Form is one way to copy, as it would copy a [Scope].
type Form struct {
	// Name is what it is called, Short where there is little room.
	Name, Short string
	// Key takes the form at once.
	Key string
	// Group is which of the groups it stands in.
	Group int
	// Sample is how the copy begins, printable; Count how much it is.
	Sample, Count string
	// Disabled says why the form does not work for this scope; empty when it does.
	Disabled string
}

// FormTaken: a form was taken, for one of the scopes.
type FormTaken struct{ Scope, Form int }

func (FormTaken) result() {}

// CopyAs offers the ways to copy one of several things.
type CopyAs struct {
	keys   keymap.Map
	scopes []Scope
	scope  int
	list   list
	seen   []looked // of the scopes
}

// looked is what was found when a scope was looked at.
type looked struct {
	of    string
	forms []Form
}

// NewCopyAs returns the dialog for a scope, with the cursor on a form.
func NewCopyAs(keys keymap.Map, scopes []Scope, scope, form int) *CopyAs {
	c := &CopyAs{keys: keys, scopes: scopes, seen: make([]looked, len(scopes)), list: list{at: form}}
	c.look(scope)
	return c
}

// look turns to a scope.
func (c *CopyAs) look(scope int) {
	c.scope = scope
	at := &c.seen[scope]
	if at.forms == nil {
		at.of, at.forms = c.scopes[scope].Forms()
	}
	c.list.entries = make([]entry, len(at.forms))
}

func (c *CopyAs) forms() []Form { return c.seen[c.scope].forms }

// Update implements [Overlay].
func (c *CopyAs) Update(msg tea.Msg) (Result, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, nil
	}
	for n, f := range c.forms() {
		if f.Key != key.String() {
			continue
		}
		if c.list.at = n; f.Disabled == "" {
			return FormTaken{c.scope, n}, nil
		}
		return nil, nil // the cursor is on it, and why it does not work beside it
	}
	switch a, _ := c.keys.Lookup(keymap.Overlay, key.String()); a {
	case keymap.OverlayCancel:
		return Closed{}, nil
	case keymap.OverlayScope:
		c.look((c.scope + 1) % len(c.scopes))
	case keymap.OverlayAccept:
		if n := c.list.at; n < len(c.forms()) && c.forms()[n].Disabled == "" {
			return FormTaken{c.scope, n}, nil
		}
	default:
		c.list.move(a)
	}
	return nil, nil
}

// Render implements [Overlay]. Where there is room, each form has a line with how
// its copy begins; where there is little, the forms stand in two columns, above
// the sample of the selected one.
func (c *CopyAs) Render(theme *style.Theme, screen views.Size) string {
	const widest, narrow = 92, 60
	width := min(screen.Width-2, widest)
	forms, room := c.forms(), inner(screen)
	groups := 0
	for n, f := range forms {
		if n > 0 && f.Group != forms[n-1].Group {
			groups++
		}
	}
	lines := []string{c.scopeLine(width-2, width < narrow).Render(theme, width-2, false)}
	if width >= narrow && room >= len(lines)+1+len(forms) {
		lines = append(lines, widget.Toned(style.Text, "   "+c.seen[c.scope].of).Render(theme, width-2, false))
		lines = append(lines, c.column(theme, width-2, room >= len(lines)+len(forms)+groups)...)
	} else {
		lines = append(lines, c.columns(theme, width-2)...)
	}
	keys := c.keys.Key(keymap.OverlayAccept) + " copy   "
	if len(c.scopes) > 1 {
		keys += c.keys.Key(keymap.OverlayScope) + " what   "
	}
	return box(theme, screen, "Copy as", keys+c.keys.Key(keymap.OverlayCancel)+" close", width, lines)
}

// scopeLine is what can be copied, the chosen one marked; where there is little
// room the chosen one alone.
func (c *CopyAs) scopeLine(width int, alone bool) widget.Text {
	var t widget.Text
	for n, s := range c.scopes {
		switch {
		case n == c.scope:
			t = widget.T(t, style.Accent, " "+style.Cursor+" ", style.Strong, s.Name)
		case !alone:
			t = widget.T(t, style.Muted, "   "+s.Name)
		}
	}
	if len(c.scopes) < 2 {
		return t
	}
	next := c.keys.Key(keymap.OverlayScope) + " "
	return widget.T(t, strings.Repeat(" ", max(1, width-t.Width()-widget.Cells(next))), style.Muted, next)
}

// column is the forms below each other, in groups where there is room for them.
func (c *CopyAs) column(theme *style.Theme, width int, apart bool) []string {
	names, counts := 0, 0
	for _, f := range c.forms() {
		names, counts = max(names, widget.Cells(f.Name)), max(counts, widget.Cells(f.Count))
	}
	var lines []string
	for n, f := range c.forms() {
		if apart && n > 0 && f.Group != c.forms()[n-1].Group {
			lines = append(lines, "")
		}
		name, sample := style.Text, f.Sample
		if f.Disabled != "" {
			name, sample = style.Muted, f.Disabled
		}
		const around = 2 + 3 + 2 + 2 + 1 // cursor, key, between, at the end
		lines = append(lines, widget.T(
			c.cursor(n), name, f.Key+"  "+widget.Fit(f.Name, names),
			style.Muted, "  "+widget.Fit(sample, max(0, width-around-names-counts))+"  ",
			style.Muted, widget.FitRight(f.Count, counts)+" ",
		).Render(theme, width, n == c.list.at))
	}
	return lines
}

func (c *CopyAs) cursor(n int) widget.Text {
	if n == c.list.at {
		return widget.Toned(style.Accent, style.Cursor+" ")
	}
	return widget.Plain("  ")
}

// columns are the forms in two columns, and a line about the selected one: why it
// does not work, of what it is a part, or how it begins.
func (c *CopyAs) columns(theme *style.Theme, width int) []string {
	forms := c.forms()
	half, high := width/2, (len(forms)+1)/2
	var lines []string
	for y := range high {
		line := ""
		for _, n := range []int{y, y + high} {
			if n >= len(forms) {
				continue
			}
			tone := style.Text
			if forms[n].Disabled != "" {
				tone = style.Muted
			}
			line += widget.T(c.cursor(n), tone, forms[n].Key+" "+forms[n].Short).Render(theme, half, n == c.list.at)
		}
		lines = append(lines, line)
	}
	about := ""
	if c.list.at < len(forms) {
		f := forms[c.list.at]
		about = cmp.Or(f.Disabled, c.seen[c.scope].of, f.Sample)
	}
	return append(lines, widget.Toned(style.Muted, "  "+ansi.Truncate(about, max(0, width-3), style.Ellipsis)).Render(theme, width, false))
}
