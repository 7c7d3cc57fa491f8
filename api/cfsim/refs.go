package cfsim

import (
	"crypto/sha1"
	"fmt"
	"net/netip"
	"strconv"

	"quarry/api/cfsim/scenario"
)

// stixID is an identifier as Cloudflare's answers have it: a UUID of version 5
// over the bare value, in the namespace of STIX 2.1.
func stixID(kind, value string) string {
	namespace := [16]byte{0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7}
	id := sha1.Sum(append(namespace[:], value...))
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%s--%x-%x-%x-%x-%x", kind, id[:4], id[4:6], id[6:8], id[8:10], id[10:16])
}

// ref is a reference to an address or a name.
type ref struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}

func refTo(value string) ref {
	kind := "domain-name"
	if addr, err := netip.ParseAddr(value); err == nil {
		kind = "ipv6-addr"
		if addr.Is4() {
			kind = "ipv4-addr"
		}
	}
	return ref{stixID(kind, value), value}
}

// networkRef is a reference to an autonomous system. Its value is a number,
// whatever the description says.
type networkRef struct {
	ID          string `json:"id"`
	Value       uint32 `json:"value"`
	Type        string `json:"type"`
	Country     string `json:"country"`
	Description string `json:"description"`
}

func refToNetwork(n scenario.Network) *networkRef {
	number := strconv.FormatUint(uint64(n.ASN), 10)
	return &networkRef{stixID("autonomous-system", number), n.ASN, n.Type, n.Country, n.Description}
}

// category is a category with the one above it.
type category struct {
	ID    int    `json:"id"`
	Super int    `json:"super_category_id,omitempty"`
	Name  string `json:"name"`
}

// categories keeps nil as nil, so that a field can be left out.
func categories(list []scenario.Category) []category {
	var out []category
	for _, c := range list {
		out = append(out, category(c))
	}
	return out
}
