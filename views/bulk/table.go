package bulk

import (
	"cmp"
	"strings"

	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/widget"
)

// The columns.
const (
	colName = iota
	colRisk
	colTypes
	colCategories
	colRank
	colMalware
	colAge
)

func table() *views.List[comparison] {
	return &views.List[comparison]{
		Columns: []widget.Column{
			{Title: "DOMAIN", Min: 22, Ideal: 40, Grow: true, Whole: true, Field: "domain"},
			{Title: "RISK", Min: 11, Ideal: 11, Falling: true, Field: "risk", Kind: widget.NumberColumn},
			{Title: "RISK TYPES", Min: 12, Ideal: 26, Grow: true, Drop: 4, Falling: true, Whole: true, Field: "type"},
			{Title: "CATEGORIES", Min: 10, Ideal: 18, Grow: true, Drop: 3, Whole: true, Field: "category"},
			{Title: "RANK", Min: 6, Ideal: 7, Drop: 2, Right: true, Field: "rank", Kind: widget.NumberColumn},
			{Title: "MALWARE", Min: 8, Ideal: 12, Drop: 1, Falling: true, Whole: true, Field: "malware"},
			{Title: "AGE", Min: 6, Ideal: 14, Drop: 5, Field: "age", Kind: widget.NumberColumn},
		},
		SortBy: colRisk,
		Rows:   func(env views.Env, c comparison) widget.Rows { return newRows(env, c.rows) },
		Above:  above,
		Header: header(),
		Cells:  func(c comparison, n int) []string { return exact(c.rows[n]) },
	}
}

// rows is the table of the names.
type rows struct {
	list []row
	// domains are the registrable ones: names that belong together stand
	// together.
	domains []string
	env     views.Env
}

func newRows(env views.Env, list []row) rows {
	r := rows{list: list, domains: make([]string, len(list)), env: env}
	for n, x := range list {
		top, _ := x.name.Registrable()
		r.domains[n] = top.String()
	}
	return r
}

// Len implements [widget.Rows].
func (r rows) Len() int { return len(r.list) }

// ID implements [widget.Rows].
func (r rows) ID(n int) string { return r.list[n].name.String() }

// Cell implements [widget.Rows].
func (r rows) Cell(n, col, width int) widget.Text {
	x := r.list[n]
	switch col {
	case colRisk:
		return risk(x)
	case colTypes:
		return types(x)
	case colCategories:
		return categories(x)
	case colRank:
		return rank(x)
	case colMalware:
		return malware(x)
	case colAge:
		return age(r.env, x, width)
	}
	return views.Named(x.name)
}

// Compare implements [widget.Rows].
func (r rows) Compare(col, a, b int) int {
	x, y := r.list[a], r.list[b]
	switch col {
	case colRisk:
		return compareRisk(x, y)
	case colTypes:
		return cmp.Or(cmp.Compare(len(riskTypes(x)), len(riskTypes(y))), strings.Compare(types(y).String(), types(x).String()))
	case colCategories:
		return strings.Compare(categories(x).String(), categories(y).String())
	case colRank:
		return cmp.Compare(rankOf(x), rankOf(y))
	case colMalware:
		return strings.Compare(malware(x).String(), malware(y).String())
	case colAge:
		return fetched(y).Compare(fetched(x))
	}
	return cmp.Or(strings.Compare(r.domains[a], r.domains[b]), strings.Compare(x.name.String(), y.name.String()))
}

// Value implements [widget.Values]: the score, the rank, the age in days.
func (r rows) Value(n, col int) (float64, bool) {
	x := r.list[n]
	switch {
	case col == colAge && x.from != nil:
		return r.env.Now().Sub(fetched(x)).Hours() / 24, true
	case x.record == nil:
	case col == colRisk:
		return x.record.RiskScore.Get()
	case col == colRank:
		place, ok := x.record.PopularityRank.Get()
		return float64(place), ok
	}
	return 0, false
}

// FilterText implements [widget.Rows].
func (r rows) FilterText(n int) string {
	x := r.list[n]
	var parts []string
	for _, t := range []widget.Text{views.Named(x.name), risk(x), types(x), categories(x), malware(x)} {
		parts = append(parts, t.String())
	}
	return strings.Join(parts, "\n")
}

// Target implements [widget.Rows].
func (r rows) Target(n int) indicator.Indicator { return r.list[n].name }

// Copy implements [widget.Rows].
func (r rows) Copy(n int) string { return r.list[n].name.String() }

var (
	_ widget.Rows   = rows{}
	_ widget.Values = rows{}
)
