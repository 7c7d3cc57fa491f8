package insight

import (
	"slices"
	"strings"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

const (
	// young is the age below which a registration is told; the WHOIS view has the
	// same step.
	young = 30 * day
	// soon is how long before its end a registration is told to end.
	soon = 30 * day
)

// registration is what a WHOIS record says.
type registration struct {
	created, expires time.Time
	registrar        string // printed; empty where it is not known
	servers          []indicator.Indicator
}

func readRegistration(a api.Answer) (registration, bool) {
	w, err := cf.DecodeWHOIS(a)
	if err != nil || w.Empty || !w.Found.Or(true) {
		return registration{}, false
	}
	var r registration
	r.created, _ = w.Created.Get()
	r.expires, _ = w.Expires.Get()
	for _, name := range []safe.Raw{w.Registrar.Summary, w.Registrar.Name, w.Registrar.Organization} {
		if r.registrar == "" && !cf.Redacted(name) {
			r.registrar = name.Cut(80)
		}
	}
	for _, n := range w.NameServers {
		r.servers = once(r.servers, n.Indicator)
	}
	return r, true
}

// registrationOf is the registration of the domain that a name lies in: by the record
// that was asked for about the name, or else by that about the domain. asked is which
// of them.
func (k *known) registrationOf(i indicator.Indicator) (r registration, asked indicator.Indicator, at time.Time, ok bool) {
	apex, _ := i.Registrable()
	for _, asked := range []indicator.Indicator{i, apex} {
		if asked.Kind() != indicator.Domain {
			continue
		}
		if r, at, ok := read(k, api.Query{Endpoint: cf.EndpointWHOIS, Indicator: asked}, readRegistration); ok {
			return r, asked, at, true
		}
	}
	return registration{}, indicator.Indicator{}, time.Time{}, false
}

// apart is the domain that was registered, before a sentence about a name in it; and
// nothing where that is the name itself.
func apart(i indicator.Indicator) string {
	if apex, ok := i.Registrable(); ok && apex != i {
		return short(apex) + " was "
	}
	return ""
}

// registered: a domain that is young. Names for an attack often are.
func registered(k *known, i indicator.Indicator) []finding {
	r, asked, at, ok := k.registrationOf(i)
	age := k.Now.Sub(r.created)
	if !ok || r.created.IsZero() || age < 0 || age >= young {
		return nil
	}
	text := apart(i) + "registered " + views.Ago(k.Now, r.created)
	return []finding{bad(weightYoung, text).from(k.of(cf.EndpointWHOIS, asked), at).by(cf.EndpointWHOIS)}
}

// expires: a registration that ends soon, or has. One that was to end after the
// record was fetched may have been renewed since.
func expires(k *known, i indicator.Indicator) []finding {
	r, asked, at, ok := k.registrationOf(i)
	if !ok || r.expires.IsZero() || r.expires.Sub(k.Now) >= soon {
		return nil
	}
	of := "registration"
	if apex, ok := i.Registrable(); ok && apex != i {
		of += " of " + short(apex)
	}
	var f finding
	switch {
	case r.expires.After(k.Now):
		f = neutral(weightExpires, of+" ends "+in(k.Now, r.expires))
	case r.expires.After(at):
		f = warning(weightExpired, of+" was to end "+views.Ago(k.Now, r.expires)+", unless it was renewed since")
	default:
		f = warning(weightExpired, of+" ended "+views.Ago(k.Now, r.expires))
	}
	return []finding{f.from(k.of(cf.EndpointWHOIS, asked), at).by(cf.EndpointWHOIS)}
}

// theFirst is the day on which the first .com was registered. Dates before it are
// what registries write where they know none.
func theFirst() time.Time { return time.Date(1985, 3, 15, 0, 0, 0, 0, time.UTC) }

// others are the registrations of the case beside that of a name. Names under one
// registered domain have one registration, which is no coincidence.
func (k *known) others(i indicator.Indicator, are func(other indicator.Indicator, r registration) bool) []indicator.Indicator {
	apex, _ := i.Registrable()
	seen := map[indicator.Indicator]bool{apex: true, {}: true}
	var found []indicator.Indicator
	for _, other := range k.here.names {
		of, _ := other.Registrable()
		if seen[of] {
			continue
		}
		seen[of] = true
		if r, _, _, ok := k.registrationOf(other); ok && are(of, r) {
			found = append(found, of)
		}
	}
	return found
}

// registeredTogether: other domains of this case that were registered on the same
// day through the same registrar. A registrar alone has millions of customers.
func registeredTogether(k *known, i indicator.Indicator) []finding {
	mine, _, at, ok := k.registrationOf(i)
	if !ok || mine.registrar == "" || mine.created.Before(theFirst()) {
		return nil
	}
	same := k.others(i, func(_ indicator.Indicator, r registration) bool {
		return strings.EqualFold(r.registrar, mine.registrar) && api.DayOf(r.created) == api.DayOf(mine.created)
	})
	if len(same) == 0 {
		return nil
	}
	text := apart(i) + "registered on the same day through the same registrar as " + some(same)
	return []finding{warning(weightTogether, text).from(k.word(cf.EndpointWHOIS), at)}
}

// nameServers: other domains of this case that have a name server in common with it,
// where that tells something.
func nameServers(k *known, i indicator.Indicator) []finding {
	mine, asked, at, ok := k.registrationOf(i)
	if !ok {
		return nil
	}
	for _, server := range mine.servers {
		if !k.telling(server, i) {
			continue
		}
		same := k.others(i, func(_ indicator.Indicator, r registration) bool { return slices.Contains(r.servers, server) })
		if len(same) > 0 {
			text := "shares the name server " + short(server) + " with " + some(same)
			return []finding{warning(weightTogether, text).from(k.of(cf.EndpointWHOIS, asked), at)}
		}
	}
	return nil
}
