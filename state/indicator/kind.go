package indicator

// Kind says what an indicator is.
type Kind uint8

// The kinds of indicator. None is the kind of the zero Indicator.
const (
	None Kind = iota
	IPv4
	IPv6
	Domain
	URL
	ASN
	CIDR
)

// String gives the name of the kind as it is shown: "IPv4", "domain", "URL".
func (k Kind) String() string {
	switch k {
	case IPv4:
		return "IPv4"
	case IPv6:
		return "IPv6"
	case Domain:
		return "domain"
	case URL:
		return "URL"
	case ASN:
		return "ASN"
	case CIDR:
		return "CIDR"
	}
	return "none"
}
