package scenario

import (
	"net/netip"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"
)

const day = 24 * time.Hour

// World is the sum of the facts. It is made once and only read afterwards, so
// it is safe for concurrent use.
type World struct {
	epoch    clock
	networks map[uint32]Network
	hosts    map[netip.Addr]Host
	sites    map[string]Site
	pages    map[string]Page
	crowds   map[netip.Addr][]stay
	homes    map[string]netip.Addr
}

// clock is the moment that the case's dates are counted from.
type clock struct{ now time.Time }

func (c clock) ago(d time.Duration) time.Time { return c.now.Add(-d) }

// today is the first instant of the clock's day.
func (c clock) today() time.Time { return c.now.Truncate(day) }

// New makes the world as it stands at now; equal moments make equal worlds.
func New(now time.Time) *World {
	w := &World{
		epoch:    clock{now.UTC().Truncate(time.Second)},
		networks: map[uint32]Network{},
		hosts:    map[netip.Addr]Host{},
		sites:    map[string]Site{},
		pages:    map[string]Page{},
		crowds:   map[netip.Addr][]stay{},
		homes:    map[string]netip.Addr{},
	}
	for _, r := range documentationASNs() {
		for asn := r[0]; asn <= r[1]; asn++ {
			w.networks[asn] = generateNetwork(asn)
		}
	}
	for _, n := range networks() {
		w.networks[n.ASN] = n
	}
	for _, h := range caseHosts() {
		w.hosts[h.Addr] = h
	}
	for _, s := range caseSites(w.epoch) {
		w.sites[s.Name] = s
	}
	for _, p := range casePages(w.epoch) {
		w.pages[pageKey(p.URL)] = p
	}
	for addr, stays := range crowds() {
		w.crowds[addr] = stays
		for _, s := range stays {
			if _, taken := w.homes[s.name]; !taken {
				w.homes[s.name] = addr
			}
		}
	}
	return w
}

// Network returns an autonomous system; false where it is not known.
func (w *World) Network(asn uint32) (Network, bool) {
	n, ok := w.networks[asn]
	return n, ok
}

// NetworkOf returns the network that announces the longest prefix around an
// address; false where none of the world's does.
func (w *World) NetworkOf(addr netip.Addr) (Network, bool) {
	best, bits := Network{}, -1
	for _, n := range w.networks {
		for _, p := range n.Subnets {
			if p.Contains(addr) && p.Bits() > bits {
				best, bits = n, p.Bits()
			}
		}
	}
	return best, bits >= 0
}

// Host returns what is known of an address; false where the world has nothing
// to say but, at most, its network.
func (w *World) Host(addr netip.Addr) (Host, bool) {
	if h, ok := w.hosts[addr]; ok {
		return h, true
	}
	if names := reservations(addr); len(names) > 0 {
		return Host{Addr: addr, Reserved: names}, true
	}
	if !isDocumentationAddr(addr) {
		return Host{}, false
	}
	return generateHost(addr), true
}

// Site returns a host name; false where the world does not know it. The name
// is taken in any case, with or without a trailing dot.
func (w *World) Site(name string) (Site, bool) {
	name = canonicalName(name)
	if s, ok := w.sites[name]; ok {
		return s, true
	}
	if !isDocumentationName(name) {
		return Site{}, false
	}
	return w.generateSite(name), true
}

// Whois returns the registration that a host name lies under; false where the
// world does not know it.
func (w *World) Whois(name string) (Whois, bool) {
	name = canonicalName(name)
	if s, ok := w.sites[name]; ok && s.Whois != nil {
		return *s.Whois, true
	}
	apex := Apex(name)
	if s, ok := w.sites[apex]; ok && s.Whois != nil {
		return *s.Whois, true
	}
	if !isDocumentationName(name) {
		return Whois{}, false
	}
	return generateWhois(w.epoch, apex), true
}

// Page returns the scan of a URL; false where it was never scanned. A URL
// without a scheme finds the page of either.
func (w *World) Page(url string) (Page, bool) {
	if p, ok := w.pages[pageKey(url)]; ok {
		return p, true
	}
	if !isDocumentationName(URLHost(url)) {
		return Page{}, false
	}
	return w.generatePage(url)
}

// Apex is the registrable domain of a name, or the name itself where it has
// none.
func Apex(name string) string {
	name = canonicalName(name)
	apex, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return name
	}
	return apex
}

// URLHost is the host name of a URL, also of one without a scheme, in lower
// case and without a port.
func URLHost(url string) string {
	rest := pageKey(url)
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	if literal, ok := strings.CutPrefix(rest, "["); ok { // an IPv6 address
		rest, _, _ = strings.Cut(literal, "]")
		return rest
	}
	rest, _, _ = strings.Cut(rest, ":")
	return canonicalName(rest)
}

// pageKey is what URLs of the same page share.
func pageKey(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return strings.TrimSuffix(url, "/")
}

func canonicalName(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, "."))
}
