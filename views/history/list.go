package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

const (
	colFrom = iota
	colTo
	colFor
	colCategories
)

const (
	dayWidth    = len("2026-10-12")
	momentWidth = len("2026-10-12 08:12:53Z")
	spanWidth   = len("23 d 21 h")
)

func list(env views.Env, i indicator.Indicator) *views.List[cf.History] {
	return &views.List[cf.History]{
		Columns: []widget.Column{
			{Title: "FROM", Min: dayWidth, Ideal: momentWidth, Falling: true, Field: "from", Kind: widget.DayColumn},
			{Title: "TO", Min: dayWidth, Ideal: momentWidth, Falling: true, Drop: 1, Field: "to", Kind: widget.DayColumn},
			{Title: "FOR", Min: spanWidth, Ideal: spanWidth, Falling: true, Drop: 2, Field: "days", Kind: widget.NumberColumn},
			{Title: "CATEGORIES", Min: 14, Ideal: 22, Grow: true, Whole: true, Field: "category"},
		},
		SortBy: colFrom,
		Rows:   func(env views.Env, r cf.History) widget.Rows { return newRows(r.Periods, i, env.Now()) },
		Above:  axis,
		Header: []string{"FROM", "TO", "FOR", "CATEGORIES"},
		Cells: func(r cf.History, row int) []string {
			p := r.Periods[row]
			end := p.End.Raw().Exact()
			if _, ok := p.End.Get(); ok {
				end = p.End.String()
			}
			if p.Open {
				end = "now"
			}
			start := p.Start.Raw().Exact()
			if _, ok := p.Start.Get(); ok {
				start = p.Start.String()
			}
			return []string{start, end, views.Span(lasted(p, env.Now())), words(p)}
		},
	}
}

// rows are the periods as a table.
type rows struct {
	periods []cf.Period
	domain  indicator.Indicator
	now     time.Time
	ids     []string
	texts   []widget.Text // the categories of each
}

func newRows(periods []cf.Period, domain indicator.Indicator, now time.Time) *rows {
	r := &rows{periods: periods, domain: domain, now: now}
	same := map[string]int{}
	for _, p := range periods {
		// The start names a period, also when newer ones come before it.
		id := p.Start.String()
		same[id]++
		r.ids = append(r.ids, fmt.Sprintf("%s#%d", id, same[id]))
		r.texts = append(r.texts, record.Categories(securityFirst(p.Categories), "none", "the answer names none"))
	}
	return r
}

// securityFirst puts what one looks for where a narrow column does not cut it
// off.
func securityFirst(list []cf.CategoryRef) []cf.CategoryRef {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b cf.CategoryRef) int {
		switch {
		case a.Security() == b.Security():
			return 0
		case a.Security():
			return -1
		}
		return 1
	})
	return sorted
}

func (r *rows) Len() int                       { return len(r.periods) }
func (r *rows) ID(row int) string              { return r.ids[row] }
func (r *rows) Target(int) indicator.Indicator { return r.domain }
func (r *rows) Copy(row int) string            { return r.line(row) }
func (r *rows) FilterText(row int) string      { return r.line(row) }
func (r *rows) length(row int) time.Duration   { return lasted(r.periods[row], r.now) }

// Cell implements [widget.Rows]. Where a time has no room its day has.
func (r *rows) Cell(row, col, width int) widget.Text {
	p := r.periods[row]
	switch col {
	case colFrom:
		return known(short(p.Start, from(p), width))
	case colTo:
		if p.Open {
			return widget.Toned(style.Strong, "now")
		}
		return known(short(p.End, to(p), width))
	case colFor:
		return known(views.Span(r.length(row)))
	default:
		return r.texts[row]
	}
}

// Value implements [widget.Values]. A period that still runs has no last day, and
// the length that it has now.
func (r *rows) Value(row, col int) (float64, bool) {
	p := r.periods[row]
	day := func(t cf.Time) (float64, bool) { return float64(t.Day() - 1), !t.Day().IsZero() }
	switch col {
	case colFrom:
		return day(p.Start)
	case colTo:
		return day(p.End)
	case colFor:
		length := r.length(row)
		return length.Hours() / 24, length > 0
	}
	return 0, false
}

// line is a period as one line of text.
func (r *rows) line(row int) string {
	p := r.periods[row]
	return fmt.Sprintf("%s %s %s  %s  %s", from(p), style.Arrow, to(p), views.Span(r.length(row)), safe.Print(words(p)))
}

// Compare implements [widget.Rows]. What is unknown counts as the least; a
// period that still runs ends after all others.
func (r *rows) Compare(col, a, b int) int {
	p, q := r.periods[a], r.periods[b]
	at := func(t cf.Time) time.Time { v, _ := t.Get(); return v }
	switch col {
	case colFrom:
		return at(p.Start).Compare(at(q.Start))
	case colTo:
		if p.Open != q.Open {
			if p.Open {
				return 1
			}
			return -1
		}
		return at(p.End).Compare(at(q.End))
	case colFor:
		return cmp.Compare(r.length(a), r.length(b))
	default:
		return strings.Compare(words(p), words(q))
	}
}

// words are a period's categories with their ids, exactly as they came.
func words(p cf.Period) string {
	var all []string
	for _, c := range p.Categories {
		name := c.Name.Exact()
		if name == "" {
			name = nameOf(c)
		}
		if id, ok := c.ID.Get(); ok {
			name += fmt.Sprintf(" %d", id)
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

func known(text string) widget.Text {
	if strings.HasPrefix(text, "unknown") {
		return widget.Toned(style.Muted, text)
	}
	return widget.Plain(text)
}

// short leaves out the time of day where there is no room for it. What could not
// be read is a text like any other.
func short(t cf.Time, moment string, width int) string {
	if _, ok := t.Get(); ok && width < momentWidth && len(moment) == momentWidth {
		return moment[:dayWidth]
	}
	return moment
}
