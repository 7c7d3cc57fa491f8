package subnets

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/paging"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// The columns.
const (
	colSubnet = iota
	colVersion
	colAddresses
	colHolds
)

func table() *views.List[paging.Listing[cf.Subnets]] {
	return &views.List[paging.Listing[cf.Subnets]]{
		Columns: []widget.Column{
			{Title: "SUBNET", Min: 18, Ideal: 24, Whole: true, Field: "subnet"},
			{Title: "VERSION", Min: 7, Ideal: 7, Drop: 1, Field: "version", Kind: widget.NumberColumn},
			{Title: "ADDRESSES", Min: 9, Ideal: 13, Right: true, Falling: true, Field: "addresses", Kind: widget.NumberColumn},
			{Title: "HOLDS", Min: 5, Ideal: 20, Grow: true, Falling: true, Field: "holds"},
		},
		SortBy: -1,
		Rows: func(env views.Env, l paging.Listing[cf.Subnets]) widget.Rows {
			return rows{l.Record.Subnets, holds(env.Seen(), l.Record.Subnets)}
		},
		Above: func(_ views.Env, l paging.Listing[cf.Subnets], _ int) []widget.Text {
			return totals(l)
		},
		Header: []string{"subnet", "version", "addresses"},
		Cells: func(l paging.Listing[cf.Subnets], row int) []string {
			s := l.Record.Subnets[row]
			if !s.Prefix.IsValid() {
				return []string{s.Raw.Exact(), "", ""}
			}
			return []string{s.Prefix.String(), version(s), size(s.Prefix).String()}
		},
	}
}

// totals says how many prefixes and addresses there are of each version, and
// what the server counts where that is something else.
func totals(l paging.Listing[cf.Subnets]) []widget.Text {
	four, six := tallies(l.Record.Subnets)
	var lines []widget.Text
	line := func(version string, t tally) {
		if t.prefixes > 0 {
			lines = append(lines, widget.T(version, style.Muted,
				"  "+views.Count(t.prefixes, "subnet")+", "+addresses(t.addresses)))
		}
	}
	line("IPv4", four)
	line("IPv6", six)
	said := l.Record.IPCountTotal
	counted := new(big.Int).Add(four.addresses, six.addresses)
	switch {
	case said == nil:
		lines = append(lines, widget.Toned(style.Muted, "the server does not say how many addresses that is"))
	case l.Done() && said.Cmp(counted) == 0:
		lines = append(lines, widget.T("both", style.Muted, "  "+addresses(said)+", as the server says"))
	case l.Done() && large(said) == large(counted):
		lines = append(lines, widget.T(style.Warn, style.Warning+" the server counts "+difference(said, counted)+" than this list holds"))
	case l.Done():
		lines = append(lines, widget.T(style.Warn, style.Warning+" the server says "+addresses(said)+", this list holds "+large(counted)))
	default:
		lines = append(lines, widget.T("all", style.Muted, "   "+addresses(said)+", as the server says"))
	}
	return lines
}

// difference is by how much one count is larger or smaller than another.
func difference(said, counted *big.Int) string {
	d := new(big.Int).Sub(said, counted)
	if d.Sign() < 0 {
		return addresses(d.Neg(d)) + " fewer"
	}
	return addresses(d) + " more"
}

func addresses(n *big.Int) string {
	if n.IsInt64() && n.Int64() == 1 {
		return "1 address"
	}
	return large(n) + " addresses"
}

// holds names for each prefix the indicators of this run that lie in it.
func holds(seen []indicator.Indicator, list []cf.Subnet) []string {
	in := make([]string, len(list))
	for _, i := range seen {
		host, _ := i.Host()
		addr, ok := host.Addr()
		if !ok {
			continue
		}
		for n, s := range list {
			if s.Prefix.IsValid() && s.Prefix.Contains(addr) {
				in[n] = strings.TrimPrefix(in[n]+" "+safe.Show(i), " ")
			}
		}
	}
	return in
}

// version is the version of a prefix's addresses, "4" or "6".
func version(s cf.Subnet) string {
	if s.Prefix.Addr().Is4() {
		return "4"
	}
	return "6"
}

// rows is the table of the prefixes.
type rows struct {
	list  []cf.Subnet
	holds []string
}

// Len implements [widget.Rows].
func (r rows) Len() int { return len(r.list) }

// ID implements [widget.Rows].
func (r rows) ID(row int) string { return id(r.list[row]) }

// Cell implements [widget.Rows].
func (r rows) Cell(row, col, width int) widget.Text {
	s := r.list[row]
	if !s.Prefix.IsValid() {
		if col == colSubnet {
			return widget.T(style.Warn, style.Warning+" ", style.Text, s.Raw.Cut(width+1))
		}
		return nil
	}
	switch col {
	case colVersion:
		return widget.Toned(style.Muted, "IPv"+version(s))
	case colAddresses:
		return widget.Plain(sizeText(s.Prefix))
	case colHolds:
		if ansi.StringWidth(r.holds[row]) > width {
			return widget.Toned(style.Accent, fmt.Sprint(len(strings.Fields(r.holds[row]))))
		}
		return widget.Toned(style.Accent, r.holds[row])
	}
	return widget.Plain(s.Prefix.String())
}

// Compare implements [widget.Rows].
func (r rows) Compare(col, a, b int) int {
	x, y := r.list[a], r.list[b]
	switch {
	case !x.Prefix.IsValid() && !y.Prefix.IsValid():
		return strings.Compare(x.Raw.Exact(), y.Raw.Exact())
	case !x.Prefix.IsValid():
		return -1
	case !y.Prefix.IsValid():
		return 1
	}
	switch col {
	case colVersion:
		return cmp.Or(cmp.Compare(version(x), version(y)), compare(x.Prefix, y.Prefix))
	case colAddresses:
		return size(x.Prefix).Cmp(size(y.Prefix))
	case colHolds:
		return cmp.Compare(len(strings.Fields(r.holds[a])), len(strings.Fields(r.holds[b])))
	}
	return compare(x.Prefix, y.Prefix)
}

// Value implements [widget.Values].
func (r rows) Value(row, col int) (float64, bool) {
	p := r.list[row].Prefix
	switch {
	case !p.IsValid():
	case col == colVersion:
		if p.Addr().Is4() {
			return 4, true
		}
		return 6, true
	case col == colAddresses:
		n, _ := new(big.Float).SetInt(size(p)).Float64()
		return n, true
	}
	return 0, false
}

// FilterText implements [widget.Rows].
func (r rows) FilterText(row int) string {
	s := r.list[row]
	if !s.Prefix.IsValid() {
		return s.Raw.String()
	}
	return s.Prefix.String() + "\nIPv" + version(s) + "\n" + r.holds[row]
}

// Target implements [widget.Rows].
func (r rows) Target(row int) indicator.Indicator { return r.list[row].Indicator }

// Copy implements [widget.Rows].
func (r rows) Copy(row int) string { return r.list[row].Raw.Visible() }
