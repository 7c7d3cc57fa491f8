package insight

import (
	"hash/maphash"
	"sync"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
)

// Rules infer. They remember what they have read of the answers at hand, since a
// list of a hundred thousand names is not to be read again for every verdict. They
// may be used by several goroutines.
type Rules struct {
	words views.Words
	seed  maphash.Seed // of the hashes of names
	mu    sync.Mutex
	facts map[api.Query]fact
}

// fact is what was read of an answer; nil where it says nothing of use.
type fact struct {
	at   time.Time
	says any
}

// mostFacts is how many answers are remembered. A fact takes some hundred bytes,
// that of a page of passive DNS eight for each name.
const mostFacts = 4096

// New returns the rules, which name endpoints by these words.
func New(words views.Words) *Rules {
	return &Rules{words: words, seed: maphash.MakeSeed(), facts: map[api.Query]fact{}}
}

// known is what there is to infer from: the premises, what is in the case, and the
// answers as they were read.
type known struct {
	views.Premises
	rules *Rules
	here  inCase
}

func (r *Rules) open(p views.Premises) *known {
	return &known{Premises: p, rules: r, here: newInCase(p.Case)}
}

// read returns what an answer at hand says, and when it came; false where there is
// none, or none that can be read. Each is read once.
func read[T any](k *known, q api.Query, of func(api.Answer) (T, bool)) (says T, at time.Time, ok bool) {
	at, ok = k.Shelf.Fetched(q)
	if !ok {
		return says, at, false
	}
	f, had := k.rules.facts[q]
	if !had || !f.at.Equal(at) {
		a, ok := k.Shelf.Known(q)
		if !ok {
			return says, at, false
		}
		f = fact{at: a.FetchedAt}
		if !a.NotFound() {
			if v, ok := of(a); ok {
				f.says = v
			}
		}
		if len(k.rules.facts) >= mostFacts {
			clear(k.rules.facts)
		}
		k.rules.facts[q] = f
	}
	says, ok = f.says.(T)
	return says, f.at, ok
}

// word is the word for an endpoint.
func (k *known) word(e api.Endpoint) string { return k.rules.words.Of(e) }

// of is the word for an endpoint, with what was asked about where that is neither
// what the view is about nor in the sentence already.
func (k *known) of(e api.Endpoint, i indicator.Indicator) string {
	if i == k.Subject {
		return k.word(e)
	}
	return k.word(e) + " of " + short(i)
}

// from says what a finding follows from.
func (f finding) from(word string, at time.Time) finding {
	f.From, f.At = word, at
	return f
}

// by notes that it follows from the subject's own answer, and nothing else.
func (f finding) by(e api.Endpoint) finding {
	f.own = e
	return f
}

// again notes that it says no more than that answer does.
func (f finding) again() finding {
	f.restates = true
	return f
}
