package insight

import (
	"slices"
	"strings"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views/record"
	"quarry/views/style"
)

// rating is what an answer thinks of a name.
type rating struct {
	risks    []string
	score    cf.Maybe[float64]
	malware  string
	resolves []indicator.Indicator // the addresses
}

func toRating(d cf.Domain) rating {
	r := rating{risks: categoryNames(slices.Concat(d.RiskTypes, d.InheritedRiskTypes)), score: d.RiskScore, malware: d.MalwareFamily.Cut(40)}
	for _, ref := range d.ResolvesTo {
		if i := ref.Value.Indicator; i.Kind() == indicator.IPv4 || i.Kind() == indicator.IPv6 {
			r.resolves = once(r.resolves, i)
		}
	}
	return r
}

func readRating(a api.Answer) (rating, bool) {
	d, err := cf.DecodeDomain(a)
	return toRating(d), err == nil && !d.Empty
}

func readRatings(a api.Answer) (map[indicator.Indicator]rating, bool) {
	b, err := cf.DecodeBulk(a)
	all := map[indicator.Indicator]rating{}
	for _, d := range b.Domains {
		all[d.Domain.Indicator] = toRating(d)
	}
	return all, err == nil
}

// ratingOf is the newest opinion of a name at hand, be it from an answer about it
// alone or about many.
func (k *known) ratingOf(i indicator.Indicator) (newest rating, e api.Endpoint, at time.Time, ok bool) {
	take := func(r rating, of api.Endpoint, came time.Time) {
		if !ok || came.After(at) {
			newest, e, at, ok = r, of, came, true
		}
	}
	for _, unresolved := range []bool{false, true} {
		q := api.Query{Endpoint: cf.EndpointDomain, Indicator: i, NoResolve: unresolved}
		if r, came, ok := read(k, q, readRating); ok {
			take(r, cf.EndpointDomain, came)
		}
	}
	for _, q := range k.Shelf.Held(cf.EndpointBulk, i) {
		if all, came, ok := read(k, q, readRatings); ok {
			if r, has := all[i]; has {
				take(r, cf.EndpointBulk, came)
			}
		}
	}
	return newest, e, at, ok
}

// resolvesTo are the addresses that a name resolves to, by the answer at hand.
func (k *known) resolvesTo(i indicator.Indicator) ([]indicator.Indicator, time.Time) {
	r, at, _ := read(k, api.Query{Endpoint: cf.EndpointDomain, Indicator: i}, readRating)
	return r.resolves, at
}

// listing is what an answer says of an address.
type listing struct {
	network      indicator.Indicator
	risks, lists []string
}

func readListing(a api.Answer) (listing, bool) {
	ip, err := cf.DecodeIP(a)
	if err != nil || ip.Empty {
		return listing{}, false
	}
	l := listing{network: ip.Network.Indicator, risks: categoryNames(ip.RiskTypes)}
	for _, one := range ip.Lists {
		if !one.Name.Empty() {
			l.lists = append(l.lists, one.Name.Cut(40))
		}
	}
	return l, true
}

func (k *known) listingOf(i indicator.Indicator) (listing, time.Time, bool) {
	return read(k, api.Query{Endpoint: cf.EndpointIP, Indicator: i}, readListing)
}

// rated: the risks that an answer about it names. The answer's own view has them.
func rated(k *known, i indicator.Indicator) []finding {
	if i.Kind() == indicator.Domain {
		return k.ratedName(i)
	}
	l, at, ok := k.listingOf(i)
	if !ok || len(l.risks)+len(l.lists) == 0 {
		return nil
	}
	var text string
	switch {
	case len(l.risks) == 0:
		text = "on the IP list " + list(l.lists)
	case len(l.lists) == 0:
		text = "rated " + list(l.risks)
	default:
		text = "rated " + list(l.risks) + ", on the IP list " + list(l.lists)
	}
	return []finding{bad(weightRated, text).from(k.of(cf.EndpointIP, i), at).by(cf.EndpointIP).again()}
}

func (k *known) ratedName(i indicator.Indicator) []finding {
	r, e, at, ok := k.ratingOf(i)
	score, scored := r.score.Get()
	tone, word := style.Risk(score)
	if !ok || len(r.risks) == 0 && r.malware == "" && (!scored || tone == style.Good) {
		return nil
	}
	var parts []string
	if scored {
		parts = append(parts, "risk "+record.Score(score)+" "+word)
	}
	if len(r.risks) > 0 {
		parts = append(parts, list(r.risks))
	}
	if r.malware != "" {
		parts = append(parts, "malware "+r.malware)
	}
	f := bad
	if len(r.risks) == 0 && r.malware == "" && tone == style.Warn {
		f = warning
	}
	return []finding{f(weightRated, strings.Join(parts, ", ")).from(k.of(e, i), at).by(e).again()}
}
