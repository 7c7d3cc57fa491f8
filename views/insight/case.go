package insight

import (
	"slices"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// inCase is what is in the case that is worked on: what was asked about or judged in
// it, without what was pruned.
type inCase struct {
	addresses, names []indicator.Indicator // the newest first
	networks         []indicator.Indicator // whose subnets were asked for
	crowds           []indicator.Indicator // whose passive DNS was asked for
	judged           map[indicator.Indicator]investigation.Judgement
	cut              bool // there are more than are looked at
}

// mostLooked is how many names, and how many addresses, of a case are compared with
// what a view is about: those that were asked about last.
const mostLooked = 500

func newInCase(i investigation.Investigation) inCase {
	c := inCase{judged: map[indicator.Indicator]investigation.Judgement{}}
	pruned, asked := map[indicator.Indicator]bool{}, map[indicator.Indicator]bool{}
	seen := map[indicator.Indicator]bool{}
	add := func(i indicator.Indicator) {
		host, _ := i.Host()
		if seen[host] {
			return
		}
		seen[host] = true
		switch host.Kind() {
		case indicator.Domain:
			c.names = c.limited(c.names, host)
		case indicator.IPv4, indicator.IPv6:
			c.addresses = c.limited(c.addresses, host)
		}
	}
	for _, n := range slices.Backward(i.Nodes) {
		if n.Pruned {
			pruned[n.Indicator] = true
			continue
		}
		asked[n.Indicator] = true
		add(n.Indicator)
		switch api.Endpoint(n.Endpoint) {
		case cf.EndpointSubnets:
			c.networks = once(c.networks, n.Indicator)
		case cf.EndpointPDNS:
			c.crowds = once(c.crowds, n.Indicator)
		}
	}
	for _, j := range i.Judgements {
		if j.Blank() || pruned[j.Indicator] && !asked[j.Indicator] {
			continue
		}
		c.judged[j.Indicator] = j
		add(j.Indicator)
	}
	return c
}

func (c *inCase) limited(list []indicator.Indicator, i indicator.Indicator) []indicator.Indicator {
	if len(list) >= mostLooked {
		c.cut = true
		return list
	}
	return append(list, i)
}

// once appends what is an indicator and not there yet.
func once(list []indicator.Indicator, i indicator.Indicator) []indicator.Indicator {
	if i.IsZero() || slices.Contains(list, i) {
		return list
	}
	return append(list, i)
}

// verdict is what was said of an indicator in this case where that speaks against
// it; empty else.
func (c *inCase) verdict(i indicator.Indicator) investigation.Verdict {
	if j := c.judged[i]; j.IOC() {
		return j.Verdict
	}
	return ""
}
