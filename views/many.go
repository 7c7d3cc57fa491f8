package views

import (
	"fmt"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
)

// RouteMany is a line in the table of routes that take several indicators at
// once, those that are marked. As with a [Route], the root works with it and
// knows no endpoint.
type RouteMany struct {
	Endpoint api.Endpoint
	// Action is the key that pivots.
	Action keymap.Action
	// Name is the endpoint's word in lists of pivots: "look-up".
	Name string
	// Noun is what it takes, "name"; with an s it is many of them.
	Noun string
	// Subject turns one of the marked indicators into the one that is asked
	// about, as in [Route].
	Subject func(indicator.Indicator) (subject indicator.Indicator, reason string)
	// Most is how many it takes at once, in however many calls.
	Most int
	// Caution is a sentence on what the price does not say.
	Caution string
	// Cost is what opening the view sends, given what is known.
	Cost func(env Env, subjects indicator.Set) Cost
	// Text renders an answer, as in [Route].
	Text func(env Env, a api.Answer, width int) (Content, []string, error)
	// New makes the view. The subjects are what Take returned.
	New func(env Env, subjects indicator.Set) View
}

// Take turns marked indicators into those that are asked about, each once. What
// the endpoint does not take is left out. Where nothing is left, or there are
// too many, the reason says so.
func (r RouteMany) Take(marked []indicator.Indicator) (subjects indicator.Set, reason string) {
	var list []indicator.Indicator
	for _, i := range marked {
		subject, why := r.Subject(i)
		if why != "" {
			reason = r.Name + " " + why
			continue
		}
		list = append(list, subject)
	}
	if subjects = indicator.SetOf(list...); subjects.Len() > r.Most {
		return indicator.Set{}, r.TooMany(subjects.Len())
	}
	if !subjects.IsZero() {
		reason = ""
	}
	return subjects, reason
}

// TooMany is the reason why so many are not taken.
func (r RouteMany) TooMany(n int) string {
	return fmt.Sprintf("%s marked: %s takes %s at once", Number(n), r.Name, r.Many(r.Most))
}

// Many is a number of what it takes, in words.
func (r RouteMany) Many(n int) string { return Count(n, r.Noun) }

// Of is the route of a set: a place on the path. No single indicator leads to
// it.
func (r RouteMany) Of(subjects indicator.Set) Route {
	return Route{
		Endpoint: r.Endpoint, Action: r.Action, Name: r.Name,
		Subject: func(indicator.Indicator) (indicator.Indicator, string) {
			return indicator.Indicator{}, "takes what is marked"
		},
		Cost: func(env Env, _ indicator.Indicator) Cost { return r.Cost(env, subjects) },
		Text: r.Text,
		New:  func(env Env, _ indicator.Indicator) View { return r.New(env, subjects) },
	}
}
