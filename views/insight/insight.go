// Package insight says what follows from what is known about what a view is about:
// from the answers at hand, from the investigation that is worked on, and from
// others. It asks nothing, and has nothing to ask.
//
// A rule is a function, and a line in the table below; docs/insights.md says of each
// what it needs and what it leaves unsaid.
package insight

import (
	"cmp"
	"slices"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/style"
)

// rule says what follows about an indicator of some kinds.
type rule struct {
	kinds []indicator.Kind
	says  func(*known, indicator.Indicator) []finding
}

// rules is the table of rules. A rule about a name or an address speaks of a URL's
// host, too.
func rules() []rule {
	names := []indicator.Kind{indicator.Domain}
	addresses := []indicator.Kind{indicator.IPv4, indicator.IPv6}
	ranges := []indicator.Kind{indicator.ASN, indicator.CIDR}
	hosts := slices.Concat(names, addresses)
	return []rule{
		{names, registered},
		{names, expires},
		{names, registeredTogether},
		{names, nameServers},
		{names, recategorized},
		{names, risky},
		{hosts, rated},
		{names, hosted},
		{addresses, namesOn},
		{hosts, network},
		{ranges, holds},
		{names, onJudged},
		{names, besideJudged},
		{names, belowJudged},
		{addresses, namesJudged},
		{slices.Concat(hosts, ranges, []indicator.Kind{indicator.URL}), judgedElsewhere},
		{slices.Concat(hosts, []indicator.Kind{indicator.CIDR, indicator.URL}), metBefore},
	}
}

// finding is an insight with what it stands on.
type finding struct {
	views.Insight
	// own is the endpoint whose answer about the subject it follows from; empty
	// where it needs others, too.
	own api.Endpoint
	// restates tells that it says no more than that answer does.
	restates bool
}

// The weights of what the rules say. What was found out by a person comes before
// what was inferred, and what speaks against something before what speaks for it.
const (
	weightJudgedBad = 100 - 5*iota // elsewhere, malicious or suspicious
	weightCompany                  // in this case, what it goes with
	weightYoung                    // registered lately
	weightRisk                     // a risk category that came
	weightRated                    // risks that an answer names
	weightExpired                  //
	weightTogether                 // registered together
	weightShared                   // shared hosting, or a host of its own
	weightChanged                  // categories that changed
	weightNetwork                  // others of this case in its network
	weightJudged                   // elsewhere, benign or unknown
	weightRiskGone                 // a risk category that went
	weightExpires                  // soon
	weightFew                      // a host with some names
	weightAsked                    // elsewhere asked about
	weightMet                      // long ago
)

// behind is how much less is worth what stands on the screen below it: what follows
// from the answer that the view shows, and from nothing else.
const behind = 1000

// most is how many insights there are of one thing.
const most = 20

// Of returns what follows from the premises, the most important first.
func (r *Rules) Of(p views.Premises) []views.Insight {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := r.open(p)
	subject := p.Subject
	host, _ := subject.Host()
	var all []views.Insight
	for _, rule := range rules() {
		for _, about := range slices.Compact([]indicator.Indicator{subject, host}) {
			if !slices.Contains(rule.kinds, about.Kind()) {
				continue
			}
			for _, f := range rule.says(k, about) {
				switch {
				case f.own == "" || f.own != p.Endpoint:
				case f.restates:
					continue
				default:
					f.Weight -= behind
				}
				all = append(all, f.Insight)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b views.Insight) int { return cmp.Compare(b.Weight, a.Weight) })
	return all[:min(len(all), most)]
}

// neutral, warning and bad are findings of a tone, which a mark says, too.
func neutral(weight int, text string) finding {
	return finding{Insight: views.Insight{Tone: style.Text, Mark: style.Dot, Text: text, Weight: weight}}
}

func warning(weight int, text string) finding {
	return finding{Insight: views.Insight{Tone: style.Warn, Mark: style.Warning, Text: text, Weight: weight}}
}

func bad(weight int, text string) finding {
	return finding{Insight: views.Insight{Tone: style.Bad, Mark: style.Warning, Text: text, Weight: weight}}
}
