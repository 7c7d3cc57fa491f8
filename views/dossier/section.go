package dossier

import (
	"slices"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views"
)

// section is what one endpoint says about the indicator.
type section struct {
	route   views.Route
	subject indicator.Indicator // what it is asked about: a URL's host
	query   api.Query
	slot    api.Slot[api.Answer]
	got     *reading   // what is shown; nil where nothing has come
	err     *api.Error // why the last question brought nothing
	refused api.Answer // what came of it
	unread  bool       // what came could not be read
}

// reading is an answer and what its endpoint reads in it.
type reading struct {
	answer  api.Answer
	content views.Content
	lines   []string   // the same in words
	nothing *api.Error // that nothing is known, which is an answer too
}

// sectionsOf are the questions that the routes have about an indicator, each
// once: where a route begins with the question of another, that other has it.
func sectionsOf(env views.Env, subject indicator.Indicator, routes []views.Route) []*section {
	var all []*section
	for _, r := range routes {
		if !asks(r) {
			continue
		}
		i, why := r.Subject(subject)
		if why != "" {
			continue
		}
		s := &section{route: r, subject: i, query: r.Query(env, i), slot: api.NewSlot[api.Answer](env.Frame)}
		if s.query.Changes() {
			continue
		}
		equal := slices.IndexFunc(all, func(o *section) bool { return o.query == s.query })
		switch {
		case equal < 0:
			all = append(all, s)
		case r.Endpoint == s.query.Endpoint:
			all[equal] = s
		}
	}
	return all
}

// asks reports whether a route is a question with an answer to read, and not a
// form.
func asks(r views.Route) bool { return r.Query != nil && r.Text != nil }

// name names the section in the rows of the sheet.
func (s *section) name() string { return string(s.route.Endpoint) }

func (s *section) loading() bool { return s.slot.Phase() == api.Loading }

// open reports whether a question would bring something new: nothing is known,
// and nothing is on its way.
func (s *section) open() bool { return s.got == nil && !s.loading() }

// learn takes the answer on the shelf where it is newer than the one here.
func (s *section) learn(env views.Env) {
	if s.loading() {
		return
	}
	a, ok := env.Shelf.Known(s.query)
	if ok && (s.got == nil || a.FetchedAt.After(s.got.answer.FetchedAt)) {
		s.read(env, a)
	}
}

// ask asks the section's question. An answer on the shelf that could not be
// read is no help, so that it is asked for anew.
func (s *section) ask(env views.Env, f api.Freshness) func() reply {
	if s.unread {
		f = api.Fresh
	}
	run := s.slot.Start(env.Context, env.Source, s.query, f, env.Now(), func(a api.Answer) (api.Answer, error) { return a, nil })
	name := s.name()
	return func() reply { return reply{run(), name} }
}

// take takes the reply to the last question.
func (s *section) take(env views.Env, r api.Reply[api.Answer]) {
	if !s.slot.Take(r) {
		return
	}
	class := api.ClassOf(r.Err)
	switch {
	case r.Err == nil:
		s.read(env, r.Value)
	case class == api.NotFound && r.Meta.NotFound():
		s.read(env, r.Meta)
		s.got.nothing = api.AsError(r.Err, s.query)
	case class != api.Cancelled:
		s.err, s.refused, s.unread = api.AsError(r.Err, s.query), r.Meta, false
	}
}

// read reads an answer.
func (s *section) read(env views.Env, a api.Answer) {
	s.unread = false
	if a.NotFound() {
		s.err, s.got = nil, &reading{answer: a, nothing: &api.Error{Class: api.NotFound, Query: s.query, Status: a.Status}}
		return
	}
	content, lines, err := s.route.Text(env, a, textWidth)
	if err != nil {
		s.err, s.refused, s.unread = api.AsError(err, s.query), a, true
		return
	}
	s.err, s.got = nil, &reading{answer: a.Light(), content: content, lines: lines}
}

// textWidth is the width for the words of a record that is no sheet and no
// table; the rows of the dossier wrap them.
const textWidth = 1000

// answers are what came, with what was refused.
func (s *section) answers() []api.Answer {
	var all []api.Answer
	if s.got != nil && s.got.answer.HasBody() {
		all = append(all, s.got.answer)
	}
	if s.err != nil && len(s.refused.Body) > 0 {
		all = append(all, s.refused)
	}
	return all
}

// fetched is when the answer that is shown was fetched.
func (s *section) fetched() time.Time { return s.got.answer.FetchedAt }
