package cfsim

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"quarry/api/cfsim/scenario"
)

// The subjects of calls, in the form in which the table of faults names them.

func (c *call) network() string { return "AS" + c.asn }

func (c *call) domain() string {
	return strings.ToLower(strings.TrimSuffix(c.query.Get("domain"), "."))
}

func (c *call) page() string { return scenario.URLHost(c.query.Get("url")) }

func (c *call) address() string {
	text := c.query.Get("ipv4")
	if text == "" {
		text = c.query.Get("ipv6")
	}
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.String()
	}
	return text
}

// addrParameter reads an address of one family.
func addrParameter(q url.Values, name string, is func(netip.Addr) bool) (netip.Addr, error) {
	addr, err := netip.ParseAddr(q.Get(name))
	if err != nil || !is(addr) || addr.Zone() != "" {
		return netip.Addr{}, fmt.Errorf("%s is missing or no address of its kind", name)
	}
	return addr, nil
}

// domainParameter reads a host name.
func domainParameter(q url.Values) (string, error) { return domainName(q.Get("domain")) }

func domainName(text string) (string, error) {
	name := strings.ToLower(strings.TrimSuffix(text, "."))
	if name == "" || len(name) > 253 || strings.ContainsAny(name, " /:@?#\t\r\n") || !strings.Contains(name, ".") {
		return "", fmt.Errorf("domain is missing or no domain")
	}
	return name, nil
}

// span is one page out of a list.
type span struct{ page, perPage int }

// spanParameter reads page and per_page, both from 1; per_page is cut to max.
func spanParameter(q url.Values, perPage, maxPerPage int) (span, error) {
	s := span{1, min(perPage, maxPerPage)}
	for name, into := range map[string]*int{"page": &s.page, "per_page": &s.perPage} {
		if !q.Has(name) {
			continue
		}
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 1 {
			return span{}, fmt.Errorf("%s must be a number from 1", name)
		}
		*into = n
	}
	s.perPage = min(s.perPage, maxPerPage)
	return s, nil
}

// offset is how many items lie before the page. It stops growing far beyond
// any list, so that no page number makes it overflow.
func (s span) offset() int {
	const far = 1 << 30
	return min(s.page-1, far) * min(s.perPage, far)
}

// slice cuts the page out of a list; a page past the end is empty.
func slice[T any](list []T, s span) []T {
	from := min(s.offset(), len(list))
	return list[from:min(from+s.perPage, len(list))]
}
