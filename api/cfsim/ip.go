package cfsim

import (
	"net/netip"

	"quarry/api/cfsim/scenario"
)

// ipResult is the answer of intel/ip, which comes in an array of one. What is
// not known is null or, for risk types, left out.
type ipResult struct {
	IP           string      `json:"ip"`
	BelongsTo    *networkRef `json:"belongs_to_ref"`
	Lists        []ipList    `json:"ip_lists"`
	PTR          *ptrLookup  `json:"ptr_lookup"`
	Reservations []string    `json:"iana_reservations"`
	Risks        []category  `json:"risk_types,omitempty"`
}

// ipList has the fields of intel/ip-list; how the lists look in an answer of
// intel/ip is not published.
type ipList struct {
	ID          int    `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

type ptrLookup struct {
	Domains []string `json:"ptr_domains"`
	Errors  string   `json:"ptr_lookup_errors"`
}

// ip serves GET intel/ip?ipv4= and ?ipv6=.
func (s *Server) ip(c *call) answer {
	name, is := "ipv4", netip.Addr.Is4
	if !c.query.Has("ipv4") {
		name, is = "ipv6", netip.Addr.Is6
	}
	addr, err := addrParameter(c.query, name, is)
	if err != nil {
		return badRequest("%v", err)
	}
	if addr == netip.MustParseAddr("1.1.1.1") {
		return recorded("ip.json")
	}
	if body, ok := oddAnswer("ip", addr.String()); ok {
		return body
	}
	result := ipResult{IP: addr.String()}
	host, known := s.world.Host(addr)
	if network, ok := s.world.NetworkOf(addr); ok && !host.Blank {
		result.BelongsTo = refToNetwork(network)
	}
	if host.Network != nil {
		result.BelongsTo = refToNetwork(*host.Network)
	}
	if known && !host.Blank {
		result.fill(host)
	}
	return ok([]ipResult{result})
}

func (r *ipResult) fill(host scenario.Host) {
	r.Risks = categories(host.Risks)
	r.Reservations = append([]string{}, host.Reserved...)
	r.PTR = &ptrLookup{Domains: append([]string{}, host.PTR...), Errors: host.PTRError}
	for _, l := range host.Lists {
		r.Lists = append(r.Lists, ipList(l))
	}
}
