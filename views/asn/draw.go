package asn

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// wayForm is the form of the way as a sheet; c is nil on the command line.
func wayForm(env views.Env, i indicator.Indicator, c *chain) views.Form[way] {
	f := views.Form[way]{
		Name:     "ASN",
		Subject:  i,
		Title:    "Network of " + safe.Show(i),
		Asking:   "Asking what " + safe.Show(i) + " resolves to",
		Query:    first(env, i),
		About:    about,
		Decode:   firstWay,
		Sheet:    waySheet,
		Problems: func(w way) views.Problems { return record.Problems(w.remarks) },
	}
	if i.Kind() != indicator.Domain {
		f.Asking = "Asking for the network of " + safe.Show(i)
	}
	f.Empty = func(w way) string { return nowhere(w, c) }
	if c != nil {
		f.Age = c.age
		f.Notices = c.banner
		f.Facts = func(_ views.Env, w way) []string { return facts(w) }
	}
	return f
}

// nowhere says why a way does not lead to a network; empty when it does.
func nowhere(w way, c *chain) string {
	switch {
	case c != nil && c.pointless():
		return "quarry asks Cloudflare not to resolve names (no-resolve), so nothing says which addresses " +
			safe.Show(c.subject) + " has. Nothing was asked, and nothing was spent."
	case len(w.hops) > 0:
		return ""
	case w.unresolved:
		return "The answer names no address: quarry asked Cloudflare not to resolve the name (no-resolve)."
	case w.remarks.Empty:
		return "Cloudflare answered without a record of this name. That says nothing about it, good or bad."
	}
	return "Cloudflare found no address for this name, so there is no network to ask about."
}

// about is the network that the way leads to, where it is a single one: what one
// presses then is meant for it.
func about(w way) indicator.Indicator {
	if nets := w.networks(); len(nets) == 1 && w.settled() {
		return nets[0]
	}
	return indicator.Indicator{}
}

func facts(w way) []string {
	if len(w.hops) == 0 {
		return nil
	}
	all := []string{many(len(w.addresses()))}
	if nets := len(w.networks()); nets > 1 {
		all = append(all, fmt.Sprintf("%d networks", nets))
	} else if nets == 1 {
		all = append(all, "1 network")
	}
	return all
}

// waySheet lays the way out: the network that it leads to, then the steps.
func waySheet(env views.Env, w way) *views.Sheet {
	s := &views.Sheet{}
	if nets := w.networks(); len(nets) == 1 && w.settled() {
		destination(s, env, w, nets[0])
	} else if len(nets) == 0 && w.settled() && len(w.addresses()) > 0 && w.in(failed) == 0 {
		s.Text("Network", style.Muted, "the answers name none").Copy("")
	}
	s.Gap()
	s.Head(heading(w))
	var widest int
	for _, h := range w.hops {
		widest = max(widest, min(39, ansi.StringWidth(h.label())))
	}
	for _, h := range w.hops {
		state := h.state(env)
		alt := widget.Fit(h.label(), widest) + "   " + state.String()
		s.Draw("", alt, func(width int) widget.Text { return h.draw(state, widest, width) }).
			Wide().Pivot(h.name.Indicator).Copy(h.label())
	}
	if w.asked == answered {
		record.Others(s, w.network.Remarks)
	}
	return s
}

func heading(w way) string {
	if len(w.hops) == 1 && w.hops[0].name.Indicator == w.subject {
		return "Asked by way of"
	}
	return "Resolves to"
}

// destination is the one network that the way leads to, by its own record or,
// while that has not come, by the answers about the addresses.
func destination(s *views.Sheet, env views.Env, w way, i indicator.Indicator) {
	switch w.asked {
	case answered:
		overview(s, env, i, w.network)
	default:
		h, _ := w.member(i)
		s.Field("Network", widget.T(i.String(), style.Strong, " "+h.network.Description.String())).Pivot(i)
		note := "its own record is not known: " + views.CostOf(env.Shelf, askNetwork(i)).String(env.Now())
		if w.asked == asking {
			note = "asking for its own record"
		}
		s.Text("", style.Muted, note).Copy("")
		s.Field("Subnets", subnets(env, i)).Copy("")
	}
}

// label is the hop as it stands on the screen.
func (h hop) label() string {
	if h.name.Indicator.IsZero() {
		return h.name.Raw.String()
	}
	return safe.Show(h.name.Indicator)
}

// known is the hop with an answer that is at hand, though nothing was asked for it here.
func (h hop) known(env views.Env) (hop, bool) {
	a, ok := env.Shelf.Known(askAddress(h.name.Indicator))
	if !ok || a.NotFound() {
		return h, false
	}
	ip, err := cf.DecodeIP(a)
	if err != nil {
		return h, false
	}
	h.phase, h.network, h.answer = answered, ip.Network, a.Light()
	return h, true
}

// state is what is known of the hop, in words.
func (h hop) state(env views.Env) widget.Text {
	switch h.phase {
	case waiting:
		if known, ok := h.known(env); ok {
			return known.state(env)
		}
		return widget.Toned(style.Muted, "not asked   "+views.CostOf(env.Shelf, askAddress(h.name.Indicator)).String(env.Now()))
	case asking:
		if h.network.Indicator.IsZero() {
			return widget.Toned(style.Accent, "asking")
		}
		return widget.T(h.network.Indicator.String(), style.Strong, " "+h.network.Description.String(), style.Accent, "   asking again")
	case failed:
		return widget.T(style.Bad, style.Warning+" "+h.why.What())
	case none:
		if h.name.Indicator.Kind() == indicator.Domain {
			return widget.Toned(style.Muted, "a name, not followed")
		}
		return widget.Toned(style.Warn, "neither a name nor an address")
	}
	n := h.network
	origin := widget.Toned(style.Muted, "   "+provenance(env, h.answer))
	switch {
	case n.Indicator.IsZero() && n.Value.Empty():
		return widget.T(style.Muted, "network not given", origin)
	case n.Indicator.IsZero():
		return widget.T(style.Warn, n.Value.String(), style.Muted, " is no AS number", origin)
	}
	return widget.T(n.Indicator.String(), style.Strong, " "+n.Description.String(), origin)
}

func provenance(env views.Env, a api.Answer) string {
	switch {
	case a.Known && !a.Origin.Own():
		return views.Age(env.Now(), a.FetchedAt) + ", " + views.From(a.Origin)
	case a.Known:
		return "known, " + views.Age(env.Now(), a.FetchedAt)
	}
	return views.Age(env.Now(), a.FetchedAt)
}

// draw puts the hop and its state into two columns, or where there is no room
// for two the state behind the name.
func (h hop) draw(state widget.Text, column, width int) widget.Text {
	const gap = 3
	if column+gap+12 > width {
		column = min(ansi.StringWidth(h.label()), max(8, width-gap-9))
	}
	return widget.T(widget.Fit(h.label(), column), "   ", state)
}
