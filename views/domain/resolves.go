package domain

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// resolves lists what the name resolves to, each with its network where an
// answer about it is at hand, and else with what finding out costs.
func resolves(s *views.Sheet, env views.Env, q api.Query, r cf.Domain) {
	s.Head("Resolves to")
	switch {
	case len(r.ResolvesTo) > 0 && q.NoResolve:
		s.Text("", style.Warn, style.Warning+" Cloudflare resolved it, although quarry asked not to").Wide()
	case len(r.ResolvesTo) > 0:
	case q.NoResolve:
		s.Text("", style.Muted, "not resolved, on purpose: quarry asked Cloudflare not to (no-resolve)").Wide().Copy("")
	case r.ResolvesTo == nil:
		s.Text("", style.Muted, unknown(r, "resolves_to_refs", "not given")).Wide().Copy("")
	default:
		s.Text("", style.Muted, "nothing: Cloudflare found no address").Wide().Copy("")
	}
	rows := make([]target, 0, len(r.ResolvesTo))
	var w widths
	for _, ref := range r.ResolvesTo {
		if ref.Value.IsZero() { // its id is among the ids
			continue
		}
		t := newTarget(env, ref)
		w.name = max(w.name, min(safe.Width(t.name), longestName))
		w.owner = max(w.owner, t.owner.Width())
		w.price = max(w.price, t.price.Width())
		rows = append(rows, t)
	}
	for _, t := range rows {
		alt := widget.T(widget.Fit(t.name, w.name+gap), t.owner)
		s.Draw("", alt.String(), func(width int) widget.Text { return t.draw(w, width) }).
			Wide().Pivot(t.indicator).Copy(t.name)
	}
}

// target is something that the name resolves to.
type target struct {
	indicator    indicator.Indicator
	name         string
	owner, price widget.Text
}

// widths are the columns of the list: what, whose, for how much.
type widths struct{ name, owner, price int }

const (
	gap         = 3  // cells between two columns
	longestName = 45 // beyond this a name stands for itself, without columns
)

func newTarget(env views.Env, ref cf.Ref) target {
	t := target{indicator: ref.Value.Indicator, name: ref.Value.Raw.String()}
	var q api.Query
	var key keymap.Action
	switch t.indicator.Kind() {
	case indicator.IPv4, indicator.IPv6:
		q, key = api.Query{Endpoint: cf.EndpointIP, Indicator: t.indicator}, keymap.PivotIP
		t.owner = network(env.Shelf, q)
	case indicator.Domain:
		q, key = query(env, t.indicator), keymap.PivotDomain
		t.owner = widget.Toned(style.Muted, "a name")
	default:
		t.owner = widget.Toned(style.Warn, "neither a name nor an address")
		return t
	}
	t.name = safe.Show(t.indicator)
	cost := views.CostOf(env.Shelf, q)
	if cost.Calls == 0 {
		t.price = widget.Toned(style.Good, cost.String(env.Now()))
	} else {
		t.price = widget.T(style.Accent, env.Keys.Key(key), style.Muted, "  "+cost.String(env.Now()))
	}
	return t
}

// network is whose an address is, by the answer that is at hand.
func network(shelf api.Shelf, q api.Query) widget.Text {
	a, ok := shelf.Known(q)
	if !ok {
		return widget.Toned(style.Muted, "network not known")
	}
	ip, err := cf.DecodeIP(a)
	switch n := ip.Network; {
	case err != nil:
		return widget.Toned(style.Muted, "network could not be read")
	case n.Indicator.IsZero() && n.Value.Empty():
		return widget.Toned(style.Muted, "network not given")
	case n.Indicator.IsZero():
		return widget.Plain(n.Value.String())
	default:
		return widget.T(n.Indicator.String(), style.Strong, " "+n.Description.String())
	}
}

// draw lays the columns out. Where there is no room for all three the price
// goes, which the panel has too; then the owner is cut.
func (t target) draw(w widths, width int) widget.Text {
	const leastOwner = 12
	name, own := w.name, safe.Width(t.name)
	left := width - name - gap
	if left < leastOwner || own > name {
		name, left = own, width-own-gap
	}
	if left < leastOwner {
		return widget.Plain(t.name)
	}
	text := widget.T(widget.Fit(t.name, name+gap))
	if owner := left - gap - w.price; owner >= min(w.owner, 24) {
		owner = min(owner, w.owner)
		return widget.T(text, fit(t.owner, owner+gap), t.price)
	}
	return widget.T(text, t.owner)
}

// fit pads or cuts a toned text to exactly width cells.
func fit(t widget.Text, width int) widget.Text {
	var out widget.Text
	left := width
	for _, s := range t {
		w := safe.Width(s.Text)
		if w > left-gap {
			s.Text = widget.Fit(s.Text, max(0, min(w, left-gap)))
			w = safe.Width(s.Text)
		}
		out, left = append(out, s), left-w
	}
	return widget.T(out, fmt.Sprintf("%*s", max(0, left), ""))
}

// ids lists Cloudflare's STIX ids, which are of use to its support only.
func ids(s *views.Sheet, refs []cf.Ref) {
	n, name := 0, 0
	for _, ref := range refs {
		if !ref.ID.Empty() {
			n, name = n+1, max(name, safe.Width(ref.Value.Raw.String()))
		}
	}
	if n == 0 {
		return
	}
	s.Gap()
	s.Fold(fmt.Sprintf("Cloudflare's ids (%d)", n), true)
	for _, ref := range refs {
		if ref.ID.Empty() {
			continue
		}
		of := widget.Fit(ref.Value.Raw.String(), min(name, longestName)+gap)
		s.Field("", widget.T(of, style.Muted, ref.ID.String())).Wide().Copy(ref.ID.Visible())
	}
}
