package miscategorization

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/widget"
)

// stop is something in the form that can be focused.
type stop struct {
	kind stopKind
	n    int // which of its kind
}

type stopKind uint8

const (
	nowStop    stopKind = iota // the current categories
	removeStop                 // one of them, to tick
	pickStop                   // one that was chosen by searching
	searchStop                 // the line to search in
	foundStop                  // one that was found
	typeStop                   // the confirmation
)

// stops are all that can be focused, in the order of the screen.
func (f *form) stops() []stop {
	if f.sent {
		return []stop{{kind: nowStop}}
	}
	all := []stop{{kind: nowStop}}
	several := func(kind stopKind, n int) {
		for i := range n {
			all = append(all, stop{kind, i})
		}
	}
	several(removeStop, len(f.currentIDs()))
	several(pickStop, len(f.picks))
	several(searchStop, 1)
	several(foundStop, len(f.found))
	several(typeStop, 1)
	return all
}

// currentIDs are the current categories, content before security.
func (f *form) currentIDs() []int { return slices.Concat(f.now.Content, f.now.Security) }

// list is the current categories of a kind; nil where they are not known.
func (f *form) list(security bool) []int {
	if security {
		return f.now.Security
	}
	return f.now.Content
}

// move goes to a stop further on or back, the last or first at most.
func (f *form) move(by int) {
	all := f.stops()
	at := slices.Index(all, f.focus)
	f.focus = all[max(0, min(len(all)-1, at+by))]
	f.reveal()
}

// settle puts the focus on a stop that exists.
func (f *form) settle() {
	if !slices.Contains(f.stops(), f.focus) {
		f.focus = stop{kind: searchStop}
		if f.sent {
			f.focus = stop{}
		}
	}
	f.reveal()
}

// input is the line that is typed in; nil where the focus is on none.
func (f *form) input() *textinput.Model {
	switch {
	case f.sent:
	case f.focus.kind == searchStop:
		return &f.search
	case f.focus.kind == typeStop:
		return &f.typed
	}
	return nil
}

// toggle ticks or unticks what is focused, and takes what was found.
func (f *form) toggle() {
	if f.sent {
		return
	}
	f.typed.SetValue("") // what is confirmed is what stood there when it was typed
	switch f.focus.kind {
	case removeStop:
		id := f.currentIDs()[f.focus.n]
		f.removes[id] = !f.removes[id]
	case pickStop:
		p := f.picks[f.focus.n]
		// Where nothing says which categories there are, any may be removed.
		if !p.remove && f.list(p.category.Security) == nil {
			f.picks[f.focus.n].remove = true
			return
		}
		f.picks = slices.Delete(slices.Clone(f.picks), f.focus.n, f.focus.n+1)
		f.settle()
	case foundStop:
		f.add(f.found[f.focus.n])
	}
}

// add chooses a category and goes on searching.
func (f *form) add(c cf.Category) {
	if !slices.ContainsFunc(f.picks, func(p pick) bool { return p.category.ID == c.ID }) {
		f.picks = append(f.picks, pick{category: c})
	}
	f.search.SetValue("")
	f.typed.SetValue("")
	f.find()
	f.focus = stop{kind: searchStop}
	f.settle()
}

// maxFound is how many matches are shown.
const maxFound = 5

// find looks the search up among all categories, by name, group and id.
func (f *form) find() {
	f.found = nil
	query := strings.TrimSpace(f.search.Value())
	if query == "" {
		f.settle()
		return
	}
	all := cf.Categories()
	names := make([]string, len(all))
	for n, c := range all {
		names[n] = fmt.Sprintf("%s %d", c.Name, c.ID)
	}
	found := widget.Rank(query, names)
	if len(found) == 0 {
		found = widget.Rank(query, groups(all))
	}
	for _, n := range found[:min(len(found), maxFound)] {
		f.found = append(f.found, all[n])
	}
	f.settle()
}

// groups are the names of the groups that categories are in, for a search that
// names none of them.
func groups(all []cf.Category) []string {
	names := make([]string, len(all))
	for n, c := range all {
		group, _ := c.Group()
		names[n] = group.Name
	}
	return names
}

// click focuses what was clicked, and toggles what was focused already.
func (f *form) click(at views.Click) {
	lines := f.lines()
	n := at.Y - f.above() + f.top
	if at.Y < f.above() || n < 0 || n >= len(lines) || !lines[n].focusable {
		return
	}
	if f.focus == lines[n].stop {
		f.toggle()
		return
	}
	f.focus = lines[n].stop
	f.reveal()
}
