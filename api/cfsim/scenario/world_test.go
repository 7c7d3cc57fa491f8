package scenario

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

func now() time.Time { return time.Date(2026, 11, 23, 17, 30, 5, 7, time.UTC) }

func TestCaseKeepsToReservedNamesAndAddresses(t *testing.T) {
	w := New(now())
	walk := []string{"1.1.1.1", "104.16.132.229", "104.16.133.229", "2606:4700::6810:84e5", "2606:4700::6810:85e5"}
	for addr := range w.hosts {
		if !isDocumentationAddr(addr) && !slices.Contains(walk, addr.String()) {
			t.Errorf("host %s is not for documentation", addr)
		}
	}
	for name := range w.sites {
		if !isDocumentationName(name) && name != "one.one.one.one" {
			t.Errorf("site %s is not for documentation", name)
		}
	}
	for url := range w.pages {
		if !isDocumentationName(URLHost(url)) {
			t.Errorf("page %s is not for documentation", url)
		}
	}
	for addr, stays := range w.crowds {
		for _, s := range stays {
			if !isDocumentationName(s.name) {
				t.Errorf("%q at %s is not for documentation", s.name, addr)
			}
			if s.from > s.to || s.to > 0 {
				t.Errorf("%.60q at %s stays from %d to %d", s.name, addr, s.from, s.to)
			}
		}
	}
}

func TestTimesOfTheCaseAreInOrder(t *testing.T) {
	w := New(now())
	for name, s := range w.sites {
		for i, p := range s.History {
			if !p.To.IsZero() && !p.From.Before(p.To) || p.From.After(now()) {
				t.Errorf("%s: period %v to %v", name, p.From, p.To)
			}
			if i > 0 && !s.History[i-1].To.Equal(p.From) {
				t.Errorf("%s: a gap before %v", name, p.From)
			}
		}
		if r := s.Whois; r != nil && (r.Updated.Before(r.Created) || r.Updated.After(now())) {
			t.Errorf("%s: created %v, updated %v", name, r.Created, r.Updated)
		}
	}
}

func TestMadeUpSites(t *testing.T) {
	w := New(now())
	bad := 0
	for _, owner := range adjectives() {
		for _, trade := range trades() {
			name := "www." + owner + "-" + trade + ".example"
			s, ok := w.Site(name)
			if !ok || len(s.Resolves) == 0 || len(s.Content) != 2 || len(s.History) == 0 || s.Score == nil {
				t.Fatalf("%s: %v %+v", name, ok, s)
			}
			if (len(s.Risks) > 0) != (*s.Score >= 0.6) || (len(s.Risks) > 0) != (len(s.History) == 2) {
				t.Errorf("%s: risks %v, score %v, %d periods", name, s.Risks, *s.Score, len(s.History))
			}
			for i, p := range s.History {
				if i == 1 && !p.From.Equal(s.History[0].To) || !p.To.IsZero() && !p.From.Before(p.To) {
					t.Errorf("%s: %+v", name, s.History)
				}
			}
			if len(s.Risks) > 0 {
				bad++
			}
		}
	}
	if all := len(adjectives()) * len(trades()); bad == 0 || bad > all/5 {
		t.Errorf("%d of %d ordinary sites are bad", bad, all)
	}
}

func TestWhoisIsThatOfTheRegistrableDomain(t *testing.T) {
	w := New(now())
	a, okA := w.Whois("green-bakery.example")
	b, okB := w.Whois("www.Green-Bakery.example.")
	if !okA || !okB || !a.Created.Equal(b.Created) || a.ID != b.ID {
		t.Errorf("%v %+v, %v %+v", okA, a, okB, b)
	}
	if r, ok := w.Whois("mail.example.com"); !ok || r.Registrant != "Example Registrant" {
		t.Errorf("mail.example.com lies under %+v", r)
	}
	if _, ok := w.Whois("cloudflare.net"); ok {
		t.Error("a registration was made up for a real name")
	}
}

func TestNetworkOfTheLongestPrefix(t *testing.T) {
	w := New(now())
	for addr, want := range map[string]uint32{
		"192.0.2.44": 64500, "192.0.2.45": 64501, "192.0.2.46": 64500, "203.0.113.17": 64500, "203.0.113.200": 64501,
		"2001:db8::44": 64500, "2001:db8:ff00::1": 64501, "1.1.1.1": 13335, "9.9.9.9": 0,
	} {
		n, ok := w.NetworkOf(netip.MustParseAddr(addr))
		if n.ASN != want || ok != (want != 0) {
			t.Errorf("%s is announced by AS%d", addr, n.ASN)
		}
	}
}

func TestReservations(t *testing.T) {
	w := New(now())
	for addr, want := range map[string]string{
		"10.1.2.3": "Private-Use", "127.0.0.1": "Loopback", "fe80::1": "Link-Local Unicast", "203.0.113.5": "Documentation (TEST-NET-3)",
	} {
		h, ok := w.Host(netip.MustParseAddr(addr))
		if !ok || !slices.Contains(h.Reserved, want) {
			t.Errorf("%s: %v", addr, h.Reserved)
		}
	}
}

func TestURLHost(t *testing.T) {
	for url, want := range map[string]string{
		"https://Login.example/a?b": "login.example", "login.example": "login.example", "http://u:p@a.example:8080/": "a.example",
		"http://a.example./x": "a.example", "http://[2001:db8::1]/x": "2001:db8::1", "http://[2001:db8::1]:8080": "2001:db8::1", "a.example?x=/": "a.example", "": "",
	} {
		if got := URLHost(url); got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}

func TestSharedHostHasAFewBadNamesAmongMany(t *testing.T) {
	names := New(now()).Names(netip.MustParseAddr("192.0.2.44"), now().AddDate(0, 0, -30).Truncate(day), now().Truncate(day))
	bad, apexes := 0, map[string]bool{}
	for _, n := range names {
		if suspicious(n.Name) {
			bad++
		}
		apexes[Apex(n.Name)] = true
		if strings.Contains(n.Name, " ") {
			t.Errorf("%q is no name", n.Name)
		}
	}
	if len(names) != sharedSize || bad < 4 || bad > 12 || len(apexes) < 100 {
		t.Errorf("%d names, %d suspicious, %d registrable domains", len(names), bad, len(apexes))
	}
}
