package insight

import (
	"slices"
	"strings"
	"time"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
)

// companion is an insight about what goes with something that this case says is bad.
func companion(v investigation.Verdict, text string) finding {
	if v == investigation.Malicious {
		f := bad(weightCompany, text)
		f.Mark = style.Cross
		return f
	}
	return warning(weightCompany, text)
}

// onJudged: an address of a name that this case says is bad.
func onJudged(k *known, i indicator.Indicator) []finding {
	var found []finding
	for _, h := range k.homes(i) {
		v := k.here.verdict(h.address)
		switch {
		case v == "":
		case h.now:
			found = append(found, companion(v, "resolves to "+short(h.address)+", "+string(v)+" in this case").from(k.of(cf.EndpointDomain, i), h.at))
		default:
			found = append(found, companion(v, "seen on "+short(h.address)+within(h.window, h.at)+", "+string(v)+" in this case").from(k.word(cf.EndpointPDNS), h.at))
		}
	}
	return found
}

// besideJudged: names that this case says are bad on an address that the name has,
// too. On shared hosting that is chance, and not said; and so where nobody knows how
// many names the address has.
func besideJudged(k *known, i indicator.Indicator) []finding {
	var found []finding
	for _, h := range k.homes(i) {
		c, ok := k.crowdOf(h.address)
		if !ok || c.shared(h.address) || c.claimed || c.least {
			continue
		}
		for _, v := range badVerdicts() {
			var beside []indicator.Indicator
			for _, other := range k.judgedNames(v) {
				if _, _, there := k.seenOn(other, h.address); there && other != i {
					beside = append(beside, other)
				}
			}
			if len(beside) > 0 {
				text := "shares " + short(h.address) + " with " + some(beside) + ", " + string(v) + " in this case"
				found = append(found, companion(v, text).from(k.word(cf.EndpointPDNS), c.at))
			}
		}
	}
	return found
}

func badVerdicts() []investigation.Verdict {
	return []investigation.Verdict{investigation.Malicious, investigation.Suspicious}
}

// judgedNames are the names with a verdict in this case.
func (k *known) judgedNames(v investigation.Verdict) []indicator.Indicator {
	var all []indicator.Indicator
	for _, name := range k.here.names {
		if k.here.verdict(name) == v {
			all = append(all, name)
		}
	}
	return all
}

// belowJudged: a domain above the name that this case says is bad.
func belowJudged(k *known, i indicator.Indicator) []finding {
	for parent, ok := i.Parent(); ok; parent, ok = parent.Parent() {
		if v := k.here.verdict(parent); v != "" {
			text := "lies under " + short(parent) + ", " + string(v) + " in this case"
			return []finding{companion(v, text).from("verdict", k.here.judged[parent].Changed)}
		}
	}
	return nil
}

// namesJudged: names of an address that this case says are bad.
func namesJudged(k *known, i indicator.Indicator) []finding {
	var found []finding
	for _, v := range badVerdicts() {
		var on []indicator.Indicator
		var from []string
		var oldest time.Time
		for _, name := range k.judgedNames(v) {
			_, at, ok := k.seenOn(name, i)
			word := k.word(cf.EndpointPDNS)
			if !ok {
				var resolves []indicator.Indicator
				resolves, at = k.resolvesTo(name)
				ok, word = slices.Contains(resolves, i), k.word(cf.EndpointDomain)
			}
			if !ok {
				continue
			}
			on = append(on, name)
			if !slices.Contains(from, word) {
				from = append(from, word)
			}
			if oldest.IsZero() || at.Before(oldest) {
				oldest = at
			}
		}
		if len(on) > 0 {
			text := short(on[0]) + " on it is " + string(v) + " in this case"
			if len(on) > 1 {
				text = views.Count(len(on), "name") + " on it are " + string(v) + " in this case: " + some(on)
			}
			found = append(found, companion(v, text).from(strings.Join(from, " and "), oldest))
		}
	}
	return found
}

// judgedElsewhere: what other cases say of it, or that they asked about it.
func judgedElsewhere(k *known, i indicator.Indicator) []finding {
	if k.Met == nil {
		return nil
	}
	var found []finding
	for _, met := range k.Met(i) {
		if met.ID == k.Case.ID && !met.ID.IsZero() {
			continue
		}
		found = append(found, k.meeting(i, met))
	}
	return found
}

func (k *known) meeting(i indicator.Indicator, met investigation.Meeting) finding {
	j := met.Judgement
	at := j.Changed
	f := neutral(weightAsked, "asked about in another case")
	if j.Blank() {
		at = met.At
	} else if j.Verdict == "" {
		f.Text = "noted in another case"
	} else {
		f.Weight, f.Text = weightJudged, safe.PrintMax(string(j.Verdict), 20)+" in another case"
		f.Tone, f.Mark = views.VerdictTone(j.Verdict)
		if j.IOC() {
			f.Weight = weightJudgedBad
		}
	}
	if i != k.Subject {
		is := " is "
		if j.Verdict == "" {
			is = " was "
		}
		f.Text = short(i) + is + f.Text
	}
	if comment := strings.Join(strings.Fields(j.Comment), " "); comment != "" {
		f.Text += ": " + safe.PrintMax(comment, 60)
	}
	return f.from(views.MeetingName(met)+", "+views.Ago(k.Now, at), time.Time{})
}

// longAgo is how old a first meeting is at least to be told.
const longAgo = 7 * day

// metBefore: that it stood in an answer long ago, before this case. Public resolvers
// stand in many.
func metBefore(k *known, i indicator.Indicator) []finding {
	if k.Memory == nil {
		return nil
	}
	if _, resolver := i.Resolver(); resolver {
		return nil
	}
	s, ok := k.Memory.Seen(i)
	if !ok || k.Now.Sub(s.First) < longAgo || !k.Case.Created.IsZero() && !s.First.Before(k.Case.Created) {
		return nil
	}
	from := k.word(s.Endpoint)
	if s.Indicator != "" && s.Indicator != i.String() {
		from += " of " + safe.PrintMax(s.Indicator, 60)
	}
	text := "first met " + views.Ago(k.Now, s.First)
	if i != k.Subject {
		text = short(i) + " was " + text
	}
	return []finding{neutral(weightMet, text).from(from+", "+s.First.UTC().Format(time.DateOnly), time.Time{})}
}
