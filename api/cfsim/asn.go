package cfsim

import "strconv"

// asnResult is the answer of intel/asn: an object, although the description
// says a number.
type asnResult struct {
	ASN         uint32 `json:"asn"`
	Description string `json:"description"`
	Country     string `json:"country"`
	Type        string `json:"type"`
}

// asn serves GET intel/asn/{asn}.
func (s *Server) asn(c *call) answer {
	number, err := strconv.ParseUint(c.asn, 10, 32)
	if err != nil {
		return badRequest("asn must be a number")
	}
	if number == 13335 {
		return recorded("asn-overview.json")
	}
	if body, ok := oddAnswer("asn", c.asn); ok {
		return body
	}
	n, known := s.world.Network(uint32(number))
	if !known {
		return unknown()
	}
	return ok(asnResult{n.ASN, n.Description, n.Country, n.Type})
}
