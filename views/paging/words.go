package paging

import (
	"fmt"
	"strings"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// age is the right end of the head: what is being loaded, else where the pages
// come from and how old the oldest is.
func (v *View[T]) age(env views.Env, l Listing[T], _ api.Answer, tick views.Tick) views.Stamp {
	if !v.loading() {
		return views.Provenance(env, l.origin)
	}
	if v.run.known {
		return views.Stamp{Text: "reading the pages that are known", Tone: style.Accent}
	}
	page := fmt.Sprintf("page %d", v.run.at.page)
	if v.run.of > 0 {
		page = fmt.Sprintf("page %s of %s", views.Number(v.run.at.page), views.Number(v.run.of))
	}
	if w, ok := tick.Traffic.Waits[v.slot.Query()]; ok {
		left := views.Span(max(0, w.Until.Sub(tick.Now).Round(time.Second)))
		return views.Stamp{Text: fmt.Sprintf("%s: %s, try %d in %s", page, w.Cause.What(), w.Try, left), Tone: style.Warn}
	}
	return views.Stamp{Text: "loading " + page + ", " + v.since(tick.Now), Tone: style.Accent}
}

// notices say what of the list is not here, and why.
func (v *View[T]) notices(env views.Env, l Listing[T]) []views.Notice {
	var all []views.Notice
	if v.run.failed != nil {
		all = append(all, views.Notice{
			Tone: style.Bad, Mark: style.Warning,
			What:  fmt.Sprintf("%s did not come: %s", v.missing(l), v.run.failed.What()),
			Lines: []string{again(env, v.run.failed)},
		})
	}
	if rest := v.rest(env, l); rest != "" {
		all = append(all, views.Notice{Tone: style.Warn, Mark: style.Warning, What: rest})
	}
	if l.Pages() > 1 && l.spread() >= time.Hour {
		all = append(all, views.Notice{
			Tone: style.Warn, Mark: style.Warning,
			What: "the pages were fetched " + views.Span(l.spread()) + " apart: " + l.noun + "s may have moved between them",
		})
	}
	return all
}

// missing names the page that did not come.
func (v *View[T]) missing(l Listing[T]) string {
	if l.Parts() > 1 && v.run.at.page == 1 {
		q := v.slot.Query()
		return "the days " + views.WindowOf(q).String()
	}
	return fmt.Sprintf("page %d", v.run.at.page)
}

// again says what to do about a page that did not come.
func again(env views.Env, e *api.Error) string {
	switch e.Class {
	case api.Unreachable, api.TimedOut, api.ServerFault, api.Malformed, api.TooLarge:
		return env.Keys.Key(keymap.LoadMore) + " asks for it again, 1 call"
	}
	return views.Next(env, e)
}

// rest says what is not loaded and what to press, or how the server's count
// differs from what came.
func (v *View[T]) rest(env views.Env, l Listing[T]) string {
	count, counted := l.count()
	calls, known := l.Left()
	here := views.Number(l.rows)
	switch {
	case l.Done() && counted && count != l.rows:
		return fmt.Sprintf("the server says %s, %s received", l.many(count), here)
	case l.Done() && l.doubt() != "":
		return l.many(l.rows) + " received, " + l.doubt()
	case l.Done():
		return ""
	case v.run.failed != nil && v.run.at.page == 1: // the other notice says it
		return ""
	case v.loading() && (v.run.known || v.run.at.page == 1): // it comes by itself
		return ""
	case v.run.of > 0 && v.loading():
		return fmt.Sprintf("%s of %s loaded: %s stops; what came stays", here, l.many(count), env.Keys.Key(keymap.Back))
	}
	offers := []string{env.Keys.Key(keymap.LoadMore) + " one more page, 1 call"}
	if known && calls > 1 {
		offers = append(offers, env.Keys.Key(keymap.LoadAll)+" all, "+views.Calls(calls))
	}
	switch {
	case known && counted:
		return fmt.Sprintf("%s of %s loaded: %s", here, l.many(count), strings.Join(offers, ", "))
	case known:
		return fmt.Sprintf("%s loaded: %s", l.many(l.rows), strings.Join(offers, ", "))
	}
	said := "the server does not say how many there are"
	if counted {
		said = "the server says " + views.Number(count)
	}
	return fmt.Sprintf("%s loaded, %s: %s", l.many(l.rows), said, strings.Join(offers, ", "))
}
