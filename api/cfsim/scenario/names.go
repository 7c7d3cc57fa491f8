package scenario

import (
	"fmt"
	"net/netip"
	"time"
)

// stay is a name that resolved to an address from one day to another, in days
// from today: -6 is six days ago.
type stay struct {
	name     string
	from, to int
}

// Names returns what resolved to an IPv4 address within a window of days, both
// included, clipped to it, always in the same order.
func (w *World) Names(addr netip.Addr, start, end time.Time) []Sighting {
	if today := w.epoch.today(); end.After(today) && !start.After(today) {
		end = today
	}
	if addr == netip.MustParseAddr("1.1.1.1") {
		return resolverNames(start, end)
	}
	stays, ok := w.crowds[addr]
	if !ok && isDocumentationAddr(addr) {
		if _, known := w.hosts[addr]; !known {
			stays = generateStays(addr)
		}
	}
	var seen []Sighting
	for _, s := range stays {
		first, last := w.epoch.today().Add(time.Duration(s.from)*day), w.epoch.today().Add(time.Duration(s.to)*day)
		if first.After(end) || last.Before(start) {
			continue
		}
		if first.Before(start) {
			first = start
		}
		if last.After(end) {
			last = end
		}
		seen = append(seen, Sighting{Name: s.name, First: first, Last: last})
	}
	return seen
}

// crowds are the names at the addresses of the case.
func crowds() map[netip.Addr][]stay {
	return map[netip.Addr][]stay{
		netip.MustParseAddr("192.0.2.44"): sharedHost(),
		netip.MustParseAddr("192.0.2.45"): {
			{"login-portal.example", -5, 0},
			{"dyn-45.access.example", -300, 0},
			{"camera.green-garden.example", -22, -3},
			{"nas.north-bakery.example", -40, 0},
		},
		netip.MustParseAddr("198.51.100.80"): {
			{"qx7k2vw9.example", -11, 0},
			{"b81mz0qk.example", -12, -9},
			{"t4wq9vxa.example", -9, -6},
			{"m0zk7yrd.example", -6, -2},
		},
		// Names that a bulk answer has something wrong of, and one that it has not.
		netip.MustParseAddr("198.51.100.90"): {
			{"bulk-missing.example", -20, 0},
			{"bulk-other.example", -20, 0},
			{"bulk-refused.example", -20, 0},
			{"bulk-twice.example", -20, 0},
			{"partial.example", -20, 0},
			{"shop.example.org", -20, 0},
		},
	}
}

// sharedSize is how many names the shared host had within the last 30 days.
const sharedSize = 640

// sharedHost is 192.0.2.44: many small sites that come and go, and among them
// a few that arrived lately and mean harm.
func sharedHost() []stay {
	stays := []stay{
		{"login-portal.example", -6, 0},
		{"secure-login-portal.example", -3, 0},
		{"account-verify.login-portal.example", -5, -1},
		{"session-update.example", -9, -4},
		{"xn--lgin-portal-qeb.example", -2, 0},
		{"parcel-tracking-fee.example", -13, -10},
		{"shared-44.hosting.example", -400, 0},
		{"web44.example.net", -400, 0},
	}
	taken := map[string]bool{}
	for _, s := range stays {
		taken[s.name] = true
	}
	d := diceFor("192.0.2.44")
	for len(stays) < sharedSize {
		name := smallSite(d)
		if taken[name] {
			continue
		}
		taken[name] = true
		from, to := -30-d.IntN(300), 0
		switch d.IntN(5) {
		case 0: // left during the month
			to = -d.IntN(30)
		case 1, 2: // came during the month
			from = -d.IntN(30)
		case 3: // a short guest
			from = -d.IntN(29)
			to = min(0, from+d.IntN(6))
		}
		stays = append(stays, stay{name, from, to})
	}
	// The order of arrival says nothing: the bad ones must not stand on top.
	d.Shuffle(len(stays), func(i, j int) { stays[i], stays[j] = stays[j], stays[i] })
	return stays
}

// smallSite is the name of an ordinary small site.
func smallSite(d dice) string {
	owner := pick(d, adjectives()) + "-" + pick(d, trades())
	label := pick(d, []string{"", "", "www.", "www.", "shop.", "mail.", "blog.", "static.", "cdn."})
	zone := pick(d, []string{"example", "example", "example", "example.com", "example.net", "example.org"})
	return label + owner + "." + zone
}

func adjectives() []string {
	return []string{
		"amber", "blue", "brave", "bright", "calm", "clear", "copper", "east", "golden", "green", "happy", "little",
		"lucky", "maple", "north", "old", "quick", "quiet", "red", "royal", "silver", "south", "sunny", "west",
	}
}

func trades() []string {
	return []string{
		"bakery", "bikes", "books", "brewery", "cafe", "carpentry", "clinic", "dental", "farm", "florist", "garden", "gym",
		"hotel", "kitchen", "lawyers", "music", "optics", "pets", "photo", "pottery", "sailing", "school", "travel", "yoga",
	}
}

// resolverSize is how many names resolve to 1.1.1.1, as the recorded answer
// counts them.
const resolverSize = 778

// resolverNames are the names at 1.1.1.1: five recorded ones, alive through
// the whole window, and made-up ones whose days are spread over whatever window
// is asked for.
func resolverNames(start, end time.Time) []Sighting {
	if end.Before(start) {
		return nil
	}
	seen := make([]Sighting, 0, resolverSize)
	for _, name := range recordedNames() {
		seen = append(seen, Sighting{name, start, end})
	}
	days := int(end.Sub(start)/day) + 1
	d := diceFor("1.1.1.1")
	for i := len(seen); i < resolverSize; i++ {
		name := fmt.Sprintf("%s-%03d.%s.%s",
			pick(d, []string{"check", "dns", "health", "ping", "probe", "resolver", "uptime"}), i,
			pick(d, trades()), pick(d, []string{"example.com", "example.net", "example.org"}))
		// A name begins before or within the window and lasts a part of it.
		begin := d.Float64()*1.3 - 0.4
		length := 0.1 + d.Float64()*0.9
		first := min(max(int(begin*float64(days)), 0), days-1)
		last := min(max(int((begin+length)*float64(days)), first), days-1)
		seen = append(seen, Sighting{name, start.Add(time.Duration(first) * day), start.Add(time.Duration(last) * day)})
	}
	return seen
}

// recordedNames are those of the recorded answer, in its order.
func recordedNames() []string {
	return []string{
		"internet-ping.svc.starlink.com", "one.one.one.one", "ping.ui.com", "ping.ubnt.com", "bflow.tiki.video",
	}
}
