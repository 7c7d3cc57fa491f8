package views

import (
	"slices"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// Route is a line in the routing table: how an endpoint's view is reached, what
// it takes, what it costs, and how it is made. The root works with routes and
// knows no endpoint.
type Route struct {
	Endpoint api.Endpoint
	// Action is the key that pivots.
	Action keymap.Action
	// Name is the endpoint's word in lists of pivots: "passive DNS".
	Name string
	// Subject turns the selected indicator into the one that is asked about (a
	// URL's host for domain endpoints). Where the endpoint does not take the
	// indicator, the reason says why, and the indicator is zero.
	Subject func(indicator.Indicator) (subject indicator.Indicator, reason string)
	// Way is the pivot that leads to what the endpoint takes from what it does not;
	// empty where there is none.
	Way keymap.Action
	// Cost is what opening the view sends, given what is known.
	Cost func(env Env, subject indicator.Indicator) Cost
	// New makes the view. The subject is one that Subject returned.
	New func(env Env, subject indicator.Indicator) View
	// Text renders an answer for the command line: the same content as the
	// view, as plain printable lines of at most width cells; with a width of 0
	// the record alone, for a machine.
	Text func(env Env, a api.Answer, width int) (Content, []string, error)
	// Together is what several answers say of a question that they were put together
	// for, as its view shows it; nil where a view does not do that.
	Together func(whole api.Query, parts []api.Answer) (Content, error)
	// Query is the view's first question, for the command line; nil where the
	// view is no question (a form).
	Query func(env Env, subject indicator.Indicator) api.Query
	// Natural lists the kinds for which enter opens this route; where several
	// routes claim a kind, the first in the table comes first.
	Natural []indicator.Kind
	// Home lists the kinds whose own view this is: on the path it needs no name
	// beside the indicator.
	Home []indicator.Kind
}

// Words are the words for endpoints, as people read them.
type Words map[api.Endpoint]string

// WordsOf are the words of routes.
func WordsOf(routes []Route, many []RouteMany) Words {
	w := Words{}
	for _, r := range routes {
		w[r.Endpoint] = r.Name
	}
	for _, r := range many {
		w[r.Endpoint] = r.Name
	}
	return w
}

// Of is the word for an endpoint, printable. One that there is not, as a case of others
// may name it, is called what it is called there.
func (w Words) Of(e api.Endpoint) string {
	if word, ok := w[e]; ok {
		return word
	}
	const most = 32
	return safe.PrintMax(string(e), most)
}

// PageRoute completes the route of an endpoint whose view is a [Page]: one
// question, one record. r has the endpoint's words and its Query; the form, made
// from the question, says the rest.
func PageRoute[T any](r Route, form func(Env, api.Query) Form[T]) Route {
	r.Cost = func(env Env, i indicator.Indicator) Cost { return CostOf(env.Shelf, r.Query(env, i)) }
	r.New = func(env Env, i indicator.Indicator) View { return NewPage(env, form(env, r.Query(env, i))) }
	r.Text = func(env Env, a api.Answer, width int) (Content, []string, error) {
		return PageText(env, form(env, a.Query), a, width)
	}
	return r
}

// Kinds returns a Subject that takes the given kinds as they are, and the host
// of a URL where the host's kind is among them.
func Kinds(what string, kinds ...indicator.Kind) func(indicator.Indicator) (indicator.Indicator, string) {
	return func(i indicator.Indicator) (indicator.Indicator, string) {
		if slices.Contains(kinds, i.Kind()) {
			return i, ""
		}
		if i.Kind() == indicator.URL {
			if host, ok := i.Host(); ok && slices.Contains(kinds, host.Kind()) {
				return host, ""
			}
		}
		return indicator.Indicator{}, what
	}
}
