package indicator

import (
	"net/netip"
	"strconv"
	"strings"
)

// Indicator is one indicator in canonical form. Two indicators are equal (==)
// exactly when they mean the same question, so it serves as a map key. The
// zero value is "no indicator".
type Indicator struct {
	kind  Kind
	value string
}

// FromAddr gives the indicator of an address. An IPv4-mapped IPv6 address
// becomes IPv4 and a zone is dropped: it means something only on the machine
// that wrote it. The invalid address gives the zero Indicator.
func FromAddr(a netip.Addr) Indicator {
	if !a.IsValid() {
		return Indicator{}
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return Indicator{IPv4, a.String()}
	}
	return Indicator{IPv6, a.String()}
}

// FromASN gives the indicator of an autonomous system number.
func FromASN(n uint32) Indicator {
	return Indicator{ASN, "AS" + strconv.FormatUint(uint64(n), 10)}
}

// fromPrefix masks the prefix and turns an IPv4-mapped one into IPv4.
func fromPrefix(p netip.Prefix) Indicator {
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	return Indicator{CIDR, p.Masked().String()}
}

// Kind says what the indicator is; None for the zero Indicator.
func (i Indicator) Kind() Kind { return i.kind }

// String gives the canonical value: printable ASCII without spaces; empty for
// the zero Indicator.
func (i Indicator) String() string { return i.value }

// IsZero reports whether this is "no indicator".
func (i Indicator) IsZero() bool { return i.kind == None }

// Addr gives the address of an IPv4 or IPv6 indicator. For the address in a
// URL, ask its Host.
func (i Indicator) Addr() (netip.Addr, bool) {
	if i.kind != IPv4 && i.kind != IPv6 {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(i.value)
	return a, err == nil
}

// Prefix gives the prefix of a CIDR indicator, and of a single address the
// prefix that holds just it.
func (i Indicator) Prefix() (netip.Prefix, bool) {
	if a, ok := i.Addr(); ok {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	if i.kind != CIDR {
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(i.value)
	return p, err == nil
}

// ASNumber gives the number of an ASN indicator.
func (i Indicator) ASNumber() (uint32, bool) {
	if i.kind != ASN {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(i.value, "AS"), 10, 32)
	return uint32(n), err == nil
}

// Host gives the host of a URL: a domain or an address. A domain or address
// gives itself; an ASN and a CIDR have none.
func (i Indicator) Host() (Indicator, bool) {
	switch i.kind {
	case Domain, IPv4, IPv6:
		return i, true
	case URL:
		_, rest, _ := strings.Cut(i.value, "://")
		host, _, err := splitPort(rest[:authorityEnd(rest)])
		if err != "" {
			return Indicator{}, false
		}
		return Indicator{hostKind(host), strings.Trim(host, "[]")}, true
	}
	return Indicator{}, false
}

// hostKind tells the kind of a host that is canonical already: a domain's last
// label is never all digits and it holds no colon.
func hostKind(host string) Kind {
	switch {
	case strings.HasPrefix(host, "["):
		return IPv6
	case isDigits(host[strings.LastIndexByte(host, '.')+1:]):
		return IPv4
	}
	return Domain
}

// MarshalText gives the canonical value; the zero Indicator is empty text.
func (i Indicator) MarshalText() ([]byte, error) { return []byte(i.value), nil }

// UnmarshalText reads what MarshalText wrote, or anything Parse takes; the
// error is an *Error.
func (i *Indicator) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = Indicator{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}
