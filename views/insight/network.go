package insight

import (
	"net/netip"
	"slices"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

// membership is the network that an address belongs to, and which answer says so.
type membership struct {
	network indicator.Indicator
	by      api.Endpoint
	at      time.Time
}

// prefixes are those of a page of a network's subnets.
type prefixes []netip.Prefix

func readPrefixes(a api.Answer) (prefixes, bool) {
	s, err := cf.DecodeSubnets(a)
	if err != nil {
		return nil, false
	}
	var p prefixes
	for _, one := range s.Subnets {
		if one.Prefix.IsValid() {
			p = append(p, one.Prefix)
		}
	}
	return p, len(p) > 0
}

// networkOf is the network of an address: by the answer about it, or else by the
// longest prefix around it in the subnets that this case has asked for. An address
// of which neither is at hand has none that is known.
func (k *known) networkOf(address indicator.Indicator) (membership, bool) {
	if l, at, ok := k.listingOf(address); ok && !l.network.IsZero() {
		return membership{l.network, cf.EndpointIP, at}, true
	}
	addr, ok := address.Addr()
	if !ok {
		return membership{}, false
	}
	var best membership
	bits := -1
	for _, n := range k.here.networks {
		for _, q := range k.Shelf.Held(cf.EndpointSubnets, n) {
			list, at, _ := read(k, q, readPrefixes)
			for _, p := range list {
				if p.Bits() > bits && p.Contains(addr) {
					best, bits = membership{n, cf.EndpointSubnets, at}, p.Bits()
				}
			}
		}
	}
	return best, bits >= 0
}

// members are the addresses of this case in a network, and the answers that say so.
type members struct {
	addresses []indicator.Indicator
	by        api.Endpoint // empty where no answer was needed
	mixed     bool         // other answers say so of some
	oldest    time.Time
	// partial tells that there may be more: the network of some is not known, or not
	// all of the case were looked at.
	partial bool
}

// text is how many there are, and which.
func (m members) text(other string) string {
	if len(m.addresses) == 1 && !m.partial {
		return short(m.addresses[0]) + " of this case"
	}
	return atLeast(m.partial, counted(len(m.addresses), other+"address", other+"addresses")) + " of this case: " + some(m.addresses)
}

// inNetwork are the addresses of this case in a network, without some.
func (k *known) inNetwork(network indicator.Indicator, except []indicator.Indicator) members {
	in := members{partial: k.here.cut}
	for _, a := range k.here.addresses {
		if slices.Contains(except, a) {
			continue
		}
		m, ok := k.networkOf(a)
		in.partial = in.partial || !ok
		if m.network != network {
			continue
		}
		in.addresses = append(in.addresses, a)
		in.mixed = in.mixed || in.by != "" && in.by != m.by
		in.by = m.by
		if in.oldest.IsZero() || m.at.Before(in.oldest) {
			in.oldest = m.at
		}
	}
	return in
}

// sources are the words for the answers that tell of members.
func (k *known) sources(in members) string {
	if in.mixed {
		return k.word(cf.EndpointIP) + " and " + k.word(cf.EndpointSubnets)
	}
	return k.word(in.by)
}

// network: other addresses of this case in the network of an address, or of a name's
// addresses.
func network(k *known, i indicator.Indicator) []finding {
	mine := []indicator.Indicator{i}
	if i.Kind() == indicator.Domain {
		mine = addresses(k.homes(i))
	}
	var networks []indicator.Indicator
	for _, address := range mine {
		if m, ok := k.networkOf(address); ok {
			networks = once(networks, m.network)
		}
	}
	var found []finding
	for _, n := range networks {
		in := k.inNetwork(n, mine)
		if len(in.addresses) == 0 {
			continue
		}
		text := "its network " + short(n) + " holds " + in.text("other ")
		if len(in.addresses) == 1 && !in.partial {
			text = "its network " + short(n) + " also holds " + in.text("")
		}
		found = append(found, neutral(weightNetwork, text).from(k.sources(in), in.oldest))
	}
	return found
}

// holds: the addresses of this case that lie in a network or a prefix.
func holds(k *known, i indicator.Indicator) []finding {
	in := members{partial: k.here.cut}
	if p, ok := i.Prefix(); ok {
		for _, a := range k.here.addresses {
			if addr, ok := a.Addr(); ok && p.Contains(addr) {
				in.addresses = append(in.addresses, a)
			}
		}
	} else {
		in = k.inNetwork(i, nil)
	}
	if len(in.addresses) == 0 {
		return nil
	}
	f := neutral(weightNetwork, "holds "+in.text("")).from("this case", time.Time{})
	if in.by != "" {
		f = f.from(k.sources(in), in.oldest)
	}
	return []finding{f}
}
