package asn

import (
	"slices"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
)

// cost is what the way to the network of an indicator sends, given what is
// known. What is not known of a name is how many addresses it has: then the
// view asks again before it goes on.
func cost(env views.Env, i indicator.Indicator) views.Cost {
	start := views.CostOf(env.Shelf, first(env, i))
	switch i.Kind() {
	case indicator.ASN:
		return start
	case indicator.Domain:
		a, ok := env.Shelf.Known(first(env, i))
		if !ok && env.Settings.NoResolve {
			return views.Cost{} // it would bring no address; the view says so
		}
		if !ok {
			start.More = true
			return start
		}
		d, err := cf.DecodeDomain(a)
		if err != nil {
			return start
		}
		return start.Plus(onward(env, nil, addressesOf(d)))
	}
	return onward(env, nil, []indicator.Indicator{i})
}

// onward is what it costs to get from addresses to their network: what is to be
// asked of each, and the network's own record where they may all be in one.
// found are the networks of addresses that have been asked already.
func onward(env views.Env, found, addresses []indicator.Indicator) views.Cost {
	var c views.Cost
	networks, unknown := slices.Clone(found), false
	for _, i := range addresses {
		c = c.Plus(views.CostOf(env.Shelf, askAddress(i)))
		a, ok := env.Shelf.Known(askAddress(i))
		if !ok {
			unknown = true
			continue
		}
		if ip, err := cf.DecodeIP(a); err == nil {
			networks = add(networks, ip.Network.Indicator)
		}
	}
	switch {
	case len(networks) == 1:
		c = c.Plus(views.CostOf(env.Shelf, askNetwork(networks[0])))
	case len(networks) == 0 && unknown:
		c.Calls++
	}
	return c
}

// addressesOf are the addresses that a name resolves to, each once.
func addressesOf(d cf.Domain) []indicator.Indicator {
	var all []indicator.Indicator
	for _, r := range d.ResolvesTo {
		if k := r.Value.Indicator.Kind(); k == indicator.IPv4 || k == indicator.IPv6 {
			all = add(all, r.Value.Indicator)
		}
	}
	return all
}

// add appends what is an indicator and not there yet.
func add(list []indicator.Indicator, i indicator.Indicator) []indicator.Indicator {
	for _, have := range list {
		if have == i {
			return list
		}
	}
	if i.IsZero() {
		return list
	}
	return append(list, i)
}

// known reports whether a question costs nothing.
func known(env views.Env, q api.Query) bool { return api.PriceOf(env.Shelf, q).Calls == 0 }
