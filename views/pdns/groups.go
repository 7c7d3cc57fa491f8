package pdns

import (
	"fmt"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// The ways to group.
const (
	byDomain = iota
	byFirstDay
)

// longestLabel is how many characters a group may be named by. A host name has at
// most 253.
const longestLabel = 300

// GroupBy implements [widget.Grouping].
func (r rows) GroupBy() []widget.GroupWay {
	return []widget.GroupWay{{Name: "registrable domain", Column: colName}, {Name: "day first seen", Column: colFirst}}
}

// GroupOf implements [widget.Grouping].
func (r rows) GroupOf(by, row int) string {
	if by == byDomain {
		domain, _ := r.Domain(row)
		return domain
	}
	first, _ := r.Days(row)
	name, ok := r.days.Load(first)
	if !ok {
		name, _ = r.days.LoadOrStore(first, first.String())
	}
	return name.(string)
}

// Heading implements [widget.Grouping]: what the group's names have in common,
// how many they are, and the days on which any of them was seen.
func (r rows) Heading(by int, group []uint32) widget.Heading {
	var h widget.Heading
	label := "first day not given"
	switch title := r.GroupOf(by, int(group[0])); {
	case by == byDomain:
		i, ok := indicator.CanonicalDomain(title)
		if h.Target, label = i, safe.Show(i); !ok {
			label = name(r.At(int(group[0])).Name, longestLabel).String()
		}
	case title != "":
		label = "first seen " + title
	}
	h.Copy = label
	first, last := r.alive(group)
	names := fmt.Sprintf("  %s names", views.Number(len(group)))
	if len(group) == 1 {
		names = "  1 name"
	}
	h.Cell = func(col, width int) widget.Text {
		switch col {
		case colFirst:
			return date(first)
		case colLast:
			return date(last)
		case colDays:
			return length(span(first, last))
		case colWindow:
			return widget.Bar(r.window.From.Time(), r.window.To.Time(), first.Time(), last.Time(), width)
		}
		return widget.T(style.Strong, label, style.Muted, names)
	}
	return h
}

// alive is from the first day that one of the names was seen to the last.
func (r rows) alive(group []uint32) (first, last api.Day) {
	for _, row := range group {
		from, to := r.Days(int(row))
		if first.IsZero() || !from.IsZero() && from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last
}
