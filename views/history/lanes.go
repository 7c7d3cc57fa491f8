package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// mostLanes is how many categories are drawn, so that the list below keeps its
// place on the screen.
const mostLanes = 8

// axis draws one lane for each category, in the order in which they came up.
func axis(env views.Env, r cf.History, width int) []widget.Text {
	w := windowOf(r.Periods, env.Now())
	if w.from.IsZero() {
		return nil
	}
	lanes, left := choose(lanesOf(r.Periods))
	drawn := make([]widget.Lane, len(lanes))
	name, mark := 0, ""
	for _, l := range lanes {
		name = max(name, safe.Width(l.Label))
		if l.security {
			mark = "  "
		}
	}
	// The labels take a third of the line at most: the rest is the drawing.
	name = min(name, max(0, width/3-len(mark)-2))
	for n, l := range lanes {
		drawn[n] = l.Lane
		drawn[n].Label = widget.Fit(l.Label, name) + mark
		if l.security {
			drawn[n].Label = widget.Fit(l.Label, name) + " " + style.Warning
		}
	}
	rows := widget.NewAxis(w.from, w.to, drawn).Rows(width, name+len(mark)+2)
	if left > 0 {
		note := fmt.Sprintf("%d more categories in the list below", left)
		rows = append(rows, widget.Toned(style.Muted, note))
	}
	return rows
}

// lane is a category's line on the axis.
type lane struct {
	widget.Lane
	first    time.Time // its first start; zero when unknown
	security bool
	running  bool
}

func lanesOf(periods []cf.Period) []lane {
	var lanes []lane
	at := map[string]int{}
	for n := len(periods) - 1; n >= 0; n-- { // oldest first
		p := periods[n]
		here := map[string]bool{}
		for _, c := range p.Categories {
			key := keyOf(c)
			if here[key] {
				continue
			}
			here[key] = true
			i, ok := at[key]
			if !ok {
				i = len(lanes)
				at[key] = i
				lanes = append(lanes, newLane(c))
			}
			lanes[i].add(p)
		}
	}
	slices.SortStableFunc(lanes, func(a, b lane) int { return a.first.Compare(b.first) })
	return lanes
}

// keyOf tells categories apart: by id, or by name where there is none.
func keyOf(c cf.CategoryRef) string {
	if id, ok := c.ID.Get(); ok {
		return fmt.Sprint(id)
	}
	return "name " + c.Name.Exact()
}

func newLane(c cf.CategoryRef) lane {
	l := lane{Lane: widget.Lane{Label: nameOf(c), Tone: style.Accent}, security: c.Security()}
	if l.security {
		l.Tone = style.Bad
	}
	return l
}

func nameOf(c cf.CategoryRef) string {
	if !c.Name.Empty() {
		return c.Name.String()
	}
	if known, ok := c.Category(); ok {
		return known.Name
	}
	return "category " + keyOf(c)
}

func (l *lane) add(p cf.Period) {
	start, okStart := p.Start.Get()
	end, okEnd := p.End.Get()
	l.running = l.running || p.Open
	if okStart && (len(l.Intervals) == 0 || start.Before(l.first)) {
		l.first = start
	}
	switch {
	case p.Open || okEnd:
	case okStart: // ended, nobody knows when: its beginning is all there is to draw
		end = start
	default:
		return
	}
	l.Intervals = append(l.Intervals, widget.Interval{Start: start, End: end})
}

// choose keeps the lanes that matter most where there are too many, in their
// order, and counts those left out: security first, then what still runs, then
// what came up last.
func choose(lanes []lane) ([]lane, int) {
	if len(lanes) <= mostLanes {
		return lanes, 0
	}
	weight := func(l lane) int {
		w := 0
		if l.security {
			w += 2
		}
		if l.running {
			w++
		}
		return w
	}
	order := make([]int, len(lanes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(weight(lanes[b])-weight(lanes[a]), b-a)
	})
	keep := order[:mostLanes-1] // one line is for saying what is left out
	slices.Sort(keep)
	kept := make([]lane, len(keep))
	for n, i := range keep {
		kept[n] = lanes[i]
	}
	return kept, len(lanes) - len(kept)
}
