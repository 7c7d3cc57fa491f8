package views

import (
	"fmt"
	"strings"

	"quarry/views/style"
	"quarry/views/widget"
)

// Include adds another sheet as a section of this one, cut short: the first
// most items that say something, the rest folded below them. Gaps and drawings
// that other items put into words are left out. The section's name, unique in
// this sheet, begins the names of its rows, up to a slash.
func (s *Sheet) Include(name string, other *Sheet, most int) {
	s.group = ""
	shown := other.digest(most)
	rest := 0
	for n, i := range other.items {
		switch {
		case shown[i]:
			s.items = append(s.items, i.within(name, n, ""))
		case !i.spacing():
			rest++
		}
	}
	if rest == 0 {
		return
	}
	more := name + "/more"
	s.items = append(s.items, &Item{
		kind: headItem, label: Count(rest, "more line"), tone: style.Muted, group: more, folded: true, id: more,
	})
	for n, i := range other.items {
		if !shown[i] && !i.spacing() {
			s.items = append(s.items, i.within(name, n, more))
		}
	}
}

// Append adds all of another sheet but what starts folded, for a copy.
func (s *Sheet) Append(other *Sheet) {
	s.group = ""
	away := other.away()
	for n, i := range other.items {
		if !away[i.group] && !i.spacing() {
			s.items = append(s.items, i.within(fmt.Sprint(len(s.items)), n, ""))
		}
	}
}

// spacing reports whether an item only sets others apart or illustrates them.
func (i *Item) spacing() bool { return i.kind == gapItem || i.picture() }

// away are the groups that start folded.
func (s *Sheet) away() map[string]bool {
	away := map[string]bool{}
	for _, group := range s.Folded() {
		away[group] = true
	}
	return away
}

// within is the item as it stands in a section: its group is the section's, its
// values stay below those that they stood below.
func (i *Item) within(section string, n int, group string) *Item {
	c := *i
	c.id = section + "/" + rowID(n, i)
	c.column = section + "/" + i.labels()
	c.group, c.folded, c.inner = group, false, true
	return &c
}

// digest chooses the items of a sheet that are shown of it: all where they are
// hardly more than most, else the first that say something.
func (s *Sheet) digest(most int) map[*Item]bool {
	away := s.away()
	var all, telling []*Item
	said := true
	for _, i := range s.items {
		if i.spacing() || away[i.group] {
			continue
		}
		if i.kind == headItem || i.label != "" { // others go on with what is above them
			said = i.kind == headItem || !i.unsaid()
		}
		all = append(all, i)
		if said {
			telling = append(telling, i)
		}
	}
	if len(all) <= most+1 { // to fold one line away would save none
		telling = all
	} else {
		telling = telling[:min(len(telling), most)]
	}
	for len(telling) > 0 && len(telling) < len(all) && telling[len(telling)-1].kind == headItem {
		telling = telling[:len(telling)-1] // what it heads is below the cut
	}
	shown := map[*Item]bool{}
	for _, i := range telling {
		shown[i] = true
	}
	return shown
}

// unsaid reports whether a field says only that there is nothing to say, which
// is muted.
func (i *Item) unsaid() bool {
	if !i.target.IsZero() || i.draw != nil {
		return false
	}
	for _, span := range i.value {
		if span.Tone != style.Muted {
			return false
		}
	}
	return true
}

// Section begins a part of a sheet that is about something itself: its name at
// the left, how it stands at the right, and a rule between them.
func (s *Sheet) Section(left, right widget.Text) *Item {
	s.group = ""
	const air = 1 // at the right, as in the head line
	it := s.Draw("", left.String()+"  "+right.String(), func(width int) widget.Text {
		rule := width - left.Width() - right.Width() - 2 - air
		if rule < 1 {
			return widget.T(left, "  ", right)
		}
		return widget.T(left, " ", widget.Toned(style.Muted, strings.Repeat(style.Rule, rule)), " ", right)
	})
	return it.Wide()
}
