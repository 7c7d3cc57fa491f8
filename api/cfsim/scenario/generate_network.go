package scenario

import (
	"fmt"
	"net/netip"
	"strconv"
)

// generateNetwork makes up a documentation AS of which the case says nothing.
func generateNetwork(asn uint32) Network {
	d := diceFor("AS" + strconv.FormatUint(uint64(asn), 10))
	n := Network{
		ASN:         asn,
		Description: fmt.Sprintf("EXAMPLE-NET-%d", asn),
		Country:     pick(d, []string{"CH", "DE", "FI", "JP", "NL", "SE", "US"}),
		Type:        pick(d, []string{"isp", "hosting_provider", "organization"}),
	}
	if asn < 1<<16 { // those of 32 bits have none: they do not fit the pattern
		n.Subnets = []netip.Prefix{netip.MustParsePrefix(fmt.Sprintf("2001:db8:%x::/48", asn))}
	}
	return n
}

// generateHost makes up a documentation address of which the case says
// nothing.
func generateHost(addr netip.Addr) Host {
	d := diceFor(addr.String())
	h := Host{Addr: addr}
	switch d.IntN(4) {
	case 0:
		h.PTRError = "NXDOMAIN"
	case 1:
		h.PTR = []string{smallSite(d) + "."}
	default:
		h.PTR = []string{fmt.Sprintf("host-%03x.hosting.example.", d.IntN(1<<12))}
	}
	if d.one(6) {
		h.Risks = []Category{pick(d, threats())}
	}
	return h
}

// generateStays makes up the names at a documentation address.
func generateStays(addr netip.Addr) []stay {
	d := diceFor("names " + addr.String())
	if !addr.Is4() || d.one(8) {
		return nil
	}
	var stays []stay
	taken := map[string]bool{}
	for range 1 + d.IntN(40) {
		name := smallSite(d)
		if taken[name] {
			continue
		}
		taken[name] = true
		from := -d.IntN(200)
		stays = append(stays, stay{name, from, min(0, from+d.IntN(200))})
	}
	return stays
}
