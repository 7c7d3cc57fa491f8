package cfsim

import (
	"math/big"
	"net/netip"
	"strconv"
)

// subnetsResult is the answer of intel/asn/{asn}/subnets, which comes without
// an envelope. The total can pass 64 bits.
type subnetsResult struct {
	ASN     uint32   `json:"asn"`
	Count   int      `json:"count"`
	Total   *big.Int `json:"ip_count_total"`
	Page    int      `json:"page"`
	PerPage int      `json:"per_page"`
	Subnets []string `json:"subnets"`
}

// subnets serves GET intel/asn/{asn}/subnets. That it takes page and per_page,
// and sends all when they are not given, is assumed.
func (s *Server) subnets(c *call) answer {
	number, err := strconv.ParseUint(c.asn, 10, 32)
	if err != nil {
		return badRequest("asn must be a number")
	}
	at, err := spanParameter(c.query, s.opt.PageMax, s.opt.PageMax)
	if err != nil {
		return badRequest("%v", err)
	}
	if c.lie != nil {
		return bare(c.lie(at).prefixes(uint32(number)))
	}
	if body, ok := oddAnswer("subnets", c.asn); ok {
		return body
	}
	n, known := s.world.Network(uint32(number))
	if !known {
		return unknown()
	}
	result := subnetsResult{
		ASN: n.ASN, Count: len(n.Subnets), Total: addresses(n.Subnets),
		Page: at.page, PerPage: at.perPage, Subnets: []string{},
	}
	for _, p := range slice(n.Subnets, at) {
		result.Subnets = append(result.Subnets, p.String())
	}
	return bare(result)
}

// addresses counts the addresses of prefixes, each once, also where one prefix
// lies within another.
func addresses(list []netip.Prefix) *big.Int {
	total := new(big.Int)
	for i, p := range list {
		if coveredBefore(list, i) {
			continue
		}
		size := big.NewInt(1)
		total.Add(total, size.Lsh(size, uint(p.Addr().BitLen()-p.Bits())))
	}
	return total
}

// coveredBefore reports whether a prefix lies in a wider one of the list, or
// is the repetition of an earlier one.
func coveredBefore(list []netip.Prefix, i int) bool {
	for j, q := range list {
		if q.Contains(list[i].Addr()) && (q.Bits() < list[i].Bits() || q == list[i] && j < i) {
			return true
		}
	}
	return false
}
