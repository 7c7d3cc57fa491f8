package subnets

import (
	"cmp"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"quarry/api/cf"
	"quarry/state/indicator"
)

// size is how many addresses a prefix has.
func size(p netip.Prefix) *big.Int {
	one := big.NewInt(1)
	return one.Lsh(one, uint(p.Addr().BitLen()-p.Bits()))
}

// sizeText is a prefix's size as it is read at a glance: 256, 65,536, 2^96.
func sizeText(p netip.Prefix) string {
	if bits := p.Addr().BitLen() - p.Bits(); bits > 32 {
		return fmt.Sprintf("2^%d", bits)
	}
	return humanize.BigComma(size(p))
}

// large is a number of any length: with commas, or from a million million on
// about and as a power of ten.
func large(n *big.Int) string {
	digits := n.String()
	if len(digits) <= 12 {
		return humanize.BigComma(n)
	}
	short := new(big.Float).SetPrec(128).SetInt(n).Text('e', 1)
	mantissa, exponent, _ := strings.Cut(short, "e+")
	return "about " + mantissa + " × 10^" + exponent
}

// tally counts prefixes and the addresses in them, each once, also where one
// prefix lies within another.
type tally struct {
	prefixes  int
	addresses *big.Int
}

func tallies(list []cf.Subnet) (four, six tally) {
	var all []netip.Prefix
	four.addresses, six.addresses = new(big.Int), new(big.Int)
	for _, s := range list {
		if s.Prefix.IsValid() {
			all = append(all, s.Prefix)
		}
	}
	slices.SortFunc(all, compare)
	var cover netip.Prefix
	for _, p := range all {
		t := &six
		if p.Addr().Is4() {
			t = &four
		}
		t.prefixes++
		if cover.IsValid() && cover.Contains(p.Addr()) {
			continue
		}
		cover = p
		t.addresses.Add(t.addresses, size(p))
	}
	return four, six
}

// compare orders prefixes by address, the wider first.
func compare(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

// beginning is the part that all addresses of a prefix have in common, as far
// as it ends between two groups: "192.0.2." for 192.0.2.0/24.
func beginning(i indicator.Indicator) string {
	p, ok := i.Prefix()
	if !ok {
		return ""
	}
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	var b strings.Builder
	if p.Addr().Is4() {
		for _, octet := range p.Addr().AsSlice()[:p.Bits()/8] {
			fmt.Fprintf(&b, "%d.", octet)
		}
		return b.String()
	}
	bytes := p.Addr().As16()
	for n := range p.Bits() / 16 {
		fmt.Fprintf(&b, "%x:", uint16(bytes[2*n])<<8|uint16(bytes[2*n+1]))
	}
	return b.String()
}
