package cf

import (
	"net/netip"
	"slices"
	"strings"

	"quarry/state/indicator"
	"quarry/views/safe"
)

// Name is a text in which an indicator is due: a host name, an address, a URL.
type Name struct {
	// Raw is the text as it came.
	Raw safe.Raw
	// Indicator is what it names, in canonical form; the zero one when the
	// text does not name what belongs there.
	Indicator indicator.Indicator
}

// IsZero reports whether there is no text.
func (n Name) IsZero() bool { return n.Raw.Empty() }

// MarshalJSON writes the text as it came.
func (n Name) MarshalJSON() ([]byte, error) { return n.Raw.MarshalJSON() }

// nameOf reads a name of one of these kinds. The reader of what people type
// takes off a lot, such as brackets, quotes and user names; a name from the
// wire must be what it says without that, or it would be shown as one thing
// and opened as another. Only the dot at the end, which the DNS writes, is
// taken off.
func nameOf(raw safe.Raw, kinds ...indicator.Kind) Name {
	n := Name{Raw: raw}
	text := raw.Exact()
	if len(text) == 0 || len(text) > indicator.MaxLen || text != safe.Print(text) {
		return n
	}
	i, err := indicator.Parse(text)
	if err != nil || !slices.Contains(kinds, i.Kind()) {
		return n
	}
	switch i.Kind() {
	case indicator.Domain:
		if strings.ContainsAny(text, ` []{}()<>"'@/\,:;`+"`") {
			return n
		}
	case indicator.URL:
		scheme, _, _ := strings.Cut(i.String(), ":")
		if !strings.HasPrefix(strings.ToLower(text), scheme+"://") {
			return n
		}
	case indicator.IPv4, indicator.IPv6:
		if _, err := netip.ParseAddr(text); err != nil {
			return n
		}
	}
	n.Indicator = i
	return n
}

// hostName reads a host name or address.
func (v value) hostName() Name {
	return nameOf(v.text(), indicator.Domain, indicator.IPv4, indicator.IPv6)
}

// hostNames reads a list of host names, nil when it is unknown.
func (v value) hostNames() []Name {
	return each(v, func(item value) (Name, bool) {
		n := item.hostName()
		return n, !n.IsZero()
	})
}

// mailbox reads an e-mail address, whose indicator is its domain. Registrars
// put the URL of a contact form there too, whose indicator is the URL.
func mailbox(raw safe.Raw) Name {
	text := raw.Exact()
	at := strings.LastIndexByte(text, '@')
	if at < 0 || strings.Contains(text, "://") {
		return nameOf(raw, indicator.URL)
	}
	n := nameOf(safe.FromOutside(text[at+1:]), indicator.Domain)
	n.Raw = raw
	return n
}
