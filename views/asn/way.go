package asn

import (
	"encoding/json"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// way is how far one has got from an address or a name to its network. It is
// replaced, not changed.
type way struct {
	subject indicator.Indicator
	// hops are what the subject resolves to; an address is its own only hop.
	hops []hop
	// network is the record of the one network that all addresses are in; it is
	// meaningful where asked is set.
	network cf.ASN
	asked   phase
	why     *api.Error
	// remarks are what the first answer says about itself.
	remarks cf.Remarks
	// unresolved is true where Cloudflare was asked not to resolve the name.
	unresolved bool
}

// hop is one thing that a name resolves to.
type hop struct {
	name    cf.Name
	phase   phase
	network cf.Network
	answer  api.Answer
	why     *api.Error
}

// phase is where a question of the way stands.
type phase uint8

const (
	waiting  phase = iota // not asked yet
	asking                // under way
	answered              // known
	failed                // asked in vain
	none                  // nothing to ask: it is no address
)

// address reports whether the hop is an address, which has a network.
func (h hop) address() bool {
	k := h.name.Indicator.Kind()
	return k == indicator.IPv4 || k == indicator.IPv6
}

// firstWay reads the answer to the first question.
func firstWay(a api.Answer) (way, error) {
	w := way{subject: a.Query.Indicator, unresolved: a.Query.NoResolve}
	if a.Query.Endpoint == cf.EndpointIP {
		ip, err := cf.DecodeIP(a)
		if err != nil {
			return w, err
		}
		w.remarks = ip.Remarks
		w.hops = []hop{{name: cf.Name{Raw: safe.FromOutside(w.subject.String()), Indicator: w.subject}, phase: answered, network: ip.Network, answer: a.Light()}}
		return w, nil
	}
	d, err := cf.DecodeDomain(a)
	if err != nil {
		return w, err
	}
	w.remarks = d.Remarks
	var seen []indicator.Indicator
	for _, r := range d.ResolvesTo {
		if r.Value.IsZero() {
			continue
		}
		before := len(seen)
		if seen = add(seen, r.Value.Indicator); !r.Value.Indicator.IsZero() && len(seen) == before {
			continue
		}
		h := hop{name: r.Value}
		if !h.address() {
			h.phase = none
		}
		w.hops = append(w.hops, h)
	}
	return w, nil
}

// addresses are the hops that have a network, in the order of the answer.
func (w way) addresses() []indicator.Indicator {
	var all []indicator.Indicator
	for _, h := range w.hops {
		if h.address() {
			all = append(all, h.name.Indicator)
		}
	}
	return all
}

// networks are the networks that were found, each once.
func (w way) networks() []indicator.Indicator {
	var all []indicator.Indicator
	for _, h := range w.hops {
		if h.phase == answered {
			all = add(all, h.network.Indicator)
		}
	}
	return all
}

// in counts the hops in a phase.
func (w way) in(p phase) int {
	n := 0
	for _, h := range w.hops {
		if h.phase == p {
			n++
		}
	}
	return n
}

// settled reports whether every address has been asked about.
func (w way) settled() bool { return w.in(waiting)+w.in(asking) == 0 }

// end is the one network that all addresses are in, once all have been asked.
func (w way) end() (indicator.Indicator, bool) {
	nets := w.networks()
	if len(nets) != 1 || !w.settled() || w.in(failed) > 0 {
		return indicator.Indicator{}, false
	}
	return nets[0], true
}

// member is the first hop of a network.
func (w way) member(network indicator.Indicator) (found hop, addresses []string) {
	for _, h := range w.hops {
		if h.phase == answered && h.network.Indicator == network {
			if addresses == nil {
				found = h
			}
			addresses = append(addresses, h.name.Indicator.String())
		}
	}
	return found, addresses
}

// MarshalJSON writes {"addresses": [{"address", "network"}], "network"}, an
// address without an answer with an "error".
func (w way) MarshalJSON() ([]byte, error) {
	type jsonHop struct {
		Address cf.Name     `json:"address"`
		Network *cf.Network `json:"network,omitempty"`
		Error   string      `json:"error,omitempty"`
	}
	out := struct {
		Addresses []jsonHop `json:"addresses"`
		Network   *cf.ASN   `json:"network,omitempty"`
	}{Addresses: []jsonHop{}}
	for _, h := range w.hops {
		j := jsonHop{Address: h.name}
		switch {
		case h.phase == answered:
			j.Network = &h.network
		case h.why != nil:
			j.Error = h.why.Error()
		}
		out.Addresses = append(out.Addresses, j)
	}
	if w.asked == answered {
		out.Network = &w.network
	}
	return json.Marshal(out)
}
