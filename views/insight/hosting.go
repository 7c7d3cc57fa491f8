package insight

import (
	"time"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
)

// home is an address that a name has, or had.
type home struct {
	address indicator.Indicator
	now     bool // it resolves to it, by the answer about it
	seen    bool // passive DNS has it there
	at      time.Time
	window  views.Window
}

// mostHomes is how many addresses of a name are looked at.
const mostHomes = 8

// homes are the addresses of a name: those that it resolves to, and those of this
// case in whose passive DNS it stands.
func (k *known) homes(name indicator.Indicator) []home {
	var all []home
	add := func(h home) {
		for n := range all {
			if all[n].address == h.address {
				all[n].seen = all[n].seen || h.seen
				return
			}
		}
		if len(all) < mostHomes {
			all = append(all, h)
		}
	}
	resolves, at := k.resolvesTo(name)
	for _, i := range resolves {
		h := home{address: i, now: true, at: at}
		_, _, h.seen = k.seenOn(name, i)
		add(h)
	}
	for _, i := range k.here.crowds[:min(len(k.here.crowds), mostHomes)] {
		if w, at, ok := k.seenOn(name, i); ok {
			add(home{address: i, seen: true, at: at, window: w})
		}
	}
	return all
}

// addresses are the homes as a list.
func addresses(homes []home) []indicator.Indicator {
	var all []indicator.Indicator
	for _, h := range homes {
		all = append(all, h.address)
	}
	return all
}

// hosted: how many names share an address of a name.
func hosted(k *known, i indicator.Indicator) []finding {
	var found []finding
	for _, h := range k.homes(i) {
		c, ok := k.crowdOf(h.address)
		if !ok {
			continue
		}
		text, weight := "", weightFew
		switch {
		case h.seen && c.n == 1 && !c.least:
			text, weight = "the only name on "+short(h.address), weightShared
		case h.seen:
			text = "one of " + c.text() + " on " + short(h.address)
		default: // the answer about the name says so, passive DNS does not
			text = "resolves to " + short(h.address) + ", which has " + c.text()
		}
		if c.shared(h.address) {
			text, weight = sharedHosting+text, weightShared
		}
		found = append(found, neutral(weight, text+c.days()).from(k.word(cf.EndpointPDNS), c.at))
	}
	return found
}

// namesOn: how many names an address has.
func namesOn(k *known, i indicator.Indicator) []finding {
	c, ok := k.crowdOf(i)
	if !ok {
		return nil
	}
	from := func(weight int, text string) finding {
		return neutral(weight, text+" on it"+c.days()).from(k.word(cf.EndpointPDNS), c.at).by(cf.EndpointPDNS)
	}
	if c.shared(i) {
		return []finding{from(weightShared, sharedHosting+c.text())}
	}
	return []finding{from(weightFew, c.text()).again()}
}

// sharedHosting comes first, so that it is not what is cut off.
const sharedHosting = "shared hosting, "

// text is how many names there are, and whose count that is.
func (c crowded) text() string {
	text := atLeast(c.least, views.Count(c.n, "name"))
	if c.claimed {
		text += " (by the server's count)"
	}
	return text
}
