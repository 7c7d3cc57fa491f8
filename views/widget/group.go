package widget

import (
	"context"
	"slices"
	"sort"
)

// group is the rows that a table shows below one heading.
type group struct {
	name string
	rows []uint32
}

// groupRows puts the rows that the filter shows into groups, which come in the
// order of their first rows. ok is false when ctx ended before.
func groupRows(ctx context.Context, rows Grouping, by int, a *arrangement) (groups []group, ok bool) {
	at := map[string]int{}
	of := make([]uint32, a.count())
	var sizes []int
	last, name := -1, ""
	for place := range of {
		if place%taskRows == 0 && ctx.Err() != nil {
			return nil, false
		}
		next := rows.GroupOf(by, a.row(place))
		if last < 0 || next != name { // rows of a group often follow each other
			var have bool
			if last, have = at[next]; !have {
				last = len(groups)
				at[next] = last
				groups, sizes = append(groups, group{name: next}), append(sizes, 0)
			}
			name = next
		}
		of[place] = uint32(last)
		sizes[last]++
	}
	// All groups share one slice: there may be as many of them as rows.
	all, from := make([]uint32, len(of)), 0
	for g, size := range sizes {
		groups[g].rows = all[from : from : from+size]
		from += size
	}
	for place, g := range of {
		groups[g].rows = append(groups[g].rows, uint32(a.row(place)))
	}
	return groups, true
}

// entry is a line of a table: a row, or the heading of a group.
type entry struct {
	row     int // noRow for a heading
	heading int // the number of the group; -1 for a row
}

// noRow stands for the row of a heading.
const noRow = -1

// listing is what of an arrangement can be scrolled through: all its rows, or with
// groups the headings and the rows of those that are unfolded.
type listing struct {
	a        *arrangement
	starts   []int           // the place of each group's heading
	count    int             // lines in all
	headings map[int]Heading // of groups, as they were needed
}

// layLines lays an arrangement out. unfolded names the groups that show their rows.
func layLines(a *arrangement, unfolded map[string]bool) *listing {
	l := &listing{a: a, count: a.count()}
	if a.groups == nil {
		return l
	}
	l.headings = map[int]Heading{}
	l.starts, l.count = make([]int, len(a.groups)), 0
	for n, g := range a.groups {
		l.starts[n] = l.count
		l.count++
		if unfolded[g.name] {
			l.count += len(g.rows)
		}
	}
	return l
}

// at is the line at a place.
func (l *listing) at(place int) entry {
	if l.starts == nil {
		return entry{l.a.row(place), -1}
	}
	g := sort.SearchInts(l.starts, place+1) - 1
	if place == l.starts[g] {
		return entry{noRow, g}
	}
	return entry{int(l.a.groups[g].rows[place-l.starts[g]-1]), -1}
}

// group is the number of the group that a place belongs to; -1 without groups.
func (l *listing) group(place int) int {
	return sort.SearchInts(l.starts, place+1) - 1
}

// heading is what stands above a group.
func (l *listing) heading(g int) Heading {
	h, ok := l.headings[g]
	if !ok {
		h = l.a.rows.(Grouping).Heading(l.a.group, l.a.groups[g].rows)
		l.headings[g] = h
	}
	return h
}

// headingID names a heading among the rows. No row's ID begins with a NUL.
func headingID(name string) string { return "\x00" + name }

// id names the line at a place.
func (l *listing) id(place int) string {
	e := l.at(place)
	if e.row == noRow {
		return headingID(l.a.groups[e.heading].name)
	}
	return l.a.rows.ID(e.row)
}

// anchor names the line at a place.
func (l *listing) anchor(place int) anchor {
	e := l.at(place)
	if e.row != noRow {
		return anchor{id: l.a.rows.ID(e.row), row: e.row}
	}
	g := l.a.groups[e.heading]
	row := int(g.rows[0])
	return anchor{headingID(g.name), l.a.rows.ID(row), row}
}

// under reports whether a row is in the group of a heading: on that, the cursor stays
// with the row that it was on, and is there again when the rows are grouped no more.
func (l *listing) under(heading string, row int) bool {
	return heading != "" && row != noRow && row < l.a.n && l.a.shows(row) &&
		headingID(l.a.rows.(Grouping).GroupOf(l.a.group, row)) == heading
}

// find is the place of a line: of a heading where the group is still there, else
// of the row, or of the first one that is shown after it; where that one is
// folded away, of its group's heading. found is false where the row is gone.
func (l *listing) find(a anchor) (place int, found bool) {
	if a.heading != "" {
		for n, g := range l.a.groups {
			if headingID(g.name) == a.heading {
				return l.starts[n], true
			}
		}
	}
	switch {
	case a.row == noRow || l.a.n == 0 || a.id == "":
		return 0, false
	case l.starts == nil:
		return l.a.rank(a.row), true
	case !l.a.shows(a.row):
		rank := l.a.rank(a.row)
		if rank >= l.a.count() {
			return max(0, l.count-1), true
		}
		return l.placeOf(l.a.row(rank)), true
	}
	return l.placeOf(a.row), true
}

// placeOf is the place of a row that is shown in a group.
func (l *listing) placeOf(row int) int {
	name := l.a.rows.(Grouping).GroupOf(l.a.group, row)
	n := slices.IndexFunc(l.a.groups, func(g group) bool { return g.name == name })
	place := l.starts[n]
	if l.unfoldedAt(n) {
		place += 1 + slices.Index(l.a.groups[n].rows, uint32(row))
	}
	return place
}

// unfoldedAt reports whether a group shows its rows.
func (l *listing) unfoldedAt(g int) bool {
	next := l.count
	if g+1 < len(l.starts) {
		next = l.starts[g+1]
	}
	return next-l.starts[g] > 1
}
