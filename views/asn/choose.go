package asn

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/style"
	"quarry/views/widget"
)

// tableForm is the form of a way that ends in several networks: a table to
// choose from.
func tableForm(env views.Env, i indicator.Indicator, c *chain) views.Form[way] {
	f := wayForm(env, i, c)
	f.Sheet = nil
	f.List = &views.List[way]{
		Columns: []widget.Column{
			{Title: "NETWORK", Min: 7, Ideal: 10, Field: "network"},
			{Title: "NAME", Min: 12, Ideal: 26, Grow: true, Whole: true, Field: "name"},
			{Title: "COUNTRY", Min: 7, Ideal: 18, Drop: 2, Field: "country"},
			{Title: "KIND", Min: 12, Ideal: 16, Drop: 1, Field: "kind"},
			{Title: "ADDRESSES", Min: 12, Ideal: 32, Grow: true, Whole: true, Field: "address"},
		},
		SortBy: -1,
		Rows:   func(_ views.Env, w way) widget.Rows { return newNetworks(w) },
		Header: []string{"asn", "description", "country", "type", "addresses"},
		Cells:  func(w way, row int) []string { return newNetworks(w).list[row].exact },
	}
	return f
}

// networks is the table of the networks that the addresses are in.
type networks struct{ list []network }

type network struct {
	indicator indicator.Indicator
	cells     []string // as shown
	exact     []string
}

func newNetworks(w way) networks {
	var t networks
	for _, i := range w.networks() {
		h, addresses := w.member(i)
		n := h.network
		kind, country := "not given", "not given"
		if !n.Type.Empty() {
			kind = record.Words(n.Type)
		}
		if !n.Country.Empty() {
			country = record.Country(n.Country)
		}
		t.list = append(t.list, network{
			indicator: i,
			cells:     []string{i.String(), n.Description.String(), country, kind, strings.Join(addresses, " ")},
			exact:     []string{i.String(), n.Description.Exact(), n.Country.Exact(), n.Type.Exact(), strings.Join(addresses, " ")},
		})
	}
	return t
}

// Len implements [widget.Rows].
func (t networks) Len() int { return len(t.list) }

// ID implements [widget.Rows].
func (t networks) ID(row int) string { return t.list[row].indicator.String() }

// Cell implements [widget.Rows].
func (t networks) Cell(row, col, width int) widget.Text {
	text := t.list[row].cells[col]
	switch {
	case col == 2 && ansi.StringWidth(text) > width:
		code, _, _ := strings.Cut(text, " ")
		return widget.Plain(code)
	case col == 1:
		return widget.Toned(style.Strong, text)
	case text == "not given":
		return widget.Toned(style.Muted, text)
	}
	return widget.Plain(text)
}

// Compare implements [widget.Rows].
func (t networks) Compare(col, a, b int) int {
	if col == 0 {
		x, _ := t.list[a].indicator.ASNumber()
		y, _ := t.list[b].indicator.ASNumber()
		return cmp.Compare(x, y)
	}
	return strings.Compare(t.list[a].cells[col], t.list[b].cells[col])
}

// FilterText implements [widget.Rows].
func (t networks) FilterText(row int) string { return strings.Join(t.list[row].cells, "\n") }

// Target implements [widget.Rows].
func (t networks) Target(row int) indicator.Indicator { return t.list[row].indicator }

// Copy implements [widget.Rows].
func (t networks) Copy(int) string { return "" }
