package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

// question is an indicator at an endpoint, or why it cannot be asked there.
type question struct {
	route views.Route
	// subject is what is asked about: the indicator, or a URL's host.
	subject indicator.Indicator
	query   api.Query
	refused *api.Error
}

// questioned are the routes that have a question for the command line.
func (a *app) questioned() []views.Route {
	var list []views.Route
	for _, r := range a.routes {
		if r.Query != nil && r.Text != nil {
			list = append(list, r)
		}
	}
	return list
}

// endpoints are the words of --endpoint.
func (a *app) endpoints() []string {
	var names []string
	for _, r := range a.questioned() {
		names = append(names, string(r.Endpoint))
	}
	return names
}

// chosen are the routes that --endpoint names, in that order.
func (a *app) chosen(names []string) ([]views.Route, error) {
	var routes []views.Route
	for _, name := range names {
		n := slices.IndexFunc(a.questioned(), func(r views.Route) bool { return string(r.Endpoint) == name })
		if n < 0 {
			return nil, a.noEndpoint(name)
		}
		r := a.questioned()[n]
		if !slices.ContainsFunc(routes, func(have views.Route) bool { return have.Endpoint == r.Endpoint }) {
			routes = append(routes, r)
		}
	}
	return routes, nil
}

func (a *app) noEndpoint(name string) error {
	isForm := slices.ContainsFunc(a.routes, func(r views.Route) bool { return string(r.Endpoint) == name })
	if isForm {
		return usage(fmt.Sprintf("--endpoint: %s changes something at Cloudflare and is not for get; open the indicator in the workbench", name))
	}
	next := "write one of " + strings.Join(a.endpoints(), ", ")
	if near, ok := keymap.Nearest(name, a.endpoints()); ok {
		next = fmt.Sprintf("did you mean %q?", near)
	}
	return usage(fmt.Sprintf("--endpoint: there is no endpoint %.40q; %s", name, next))
}

// plan makes the questions, in the order of the indicators and for each in that
// of the endpoints. Equal ones are asked once.
func (a *app) plan(env views.Env, found []indicator.Indicator, routes []views.Route) []question {
	var plan []question
	seen := map[api.Query]bool{}
	refusedBefore := map[string]bool{}
	for _, i := range found {
		for _, q := range a.questions(env, i, routes) {
			if q.refused != nil {
				key := string(q.route.Endpoint) + " " + q.subject.String()
				if refusedBefore[key] {
					continue
				}
				refusedBefore[key] = true
			} else if seen[q.query] {
				continue
			}
			seen[q.query] = q.refused == nil
			plan = append(plan, q)
		}
	}
	return plan
}

// questions are those about one indicator: at the routes given, or where none
// is, at the natural one of its kind.
func (a *app) questions(env views.Env, i indicator.Indicator, routes []views.Route) []question {
	if len(routes) == 0 {
		for _, r := range a.questioned() {
			if slices.Contains(r.Natural, i.Kind()) {
				return []question{ask(env, r, i)}
			}
		}
		return []question{refuse(views.Route{}, i, fmt.Sprintf("no endpoint takes %s", described(i)))}
	}
	var list []question
	for _, r := range routes {
		list = append(list, ask(env, r, i))
	}
	return list
}

// ask puts an indicator to a route.
func ask(env views.Env, r views.Route, i indicator.Indicator) question {
	subject, why := r.Subject(i)
	if why != "" {
		return refuse(r, i, fmt.Sprintf("%s; this is %s", why, described(i)))
	}
	q := r.Query(env, subject)
	if q.Endpoint != r.Endpoint {
		// A view may get at its subject by way of others; that is a walk, with
		// a price and choices of its own, and not one question.
		return refuse(r, i, fmt.Sprintf("%s of %s takes more than one question; ask %s first, or open it in the workbench",
			r.Endpoint, described(i), q.Endpoint))
	}
	return question{route: r, subject: subject, query: q}
}

func refuse(r views.Route, i indicator.Indicator, why string) question {
	q := api.Query{Endpoint: r.Endpoint, Indicator: i}
	return question{route: r, subject: i, query: q, refused: &api.Error{Class: api.Rejected, Query: q, Err: errors.New(why)}}
}

// described is an indicator with its kind: "the domain example.com".
func described(i indicator.Indicator) string {
	return "the " + i.Kind().String() + " " + safe.Show(i)
}
