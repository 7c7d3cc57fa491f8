package paging

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
)

// View is the view of a list in pages.
type View[T any] struct {
	*views.Page[Listing[T]]
	env  views.Env
	form Form[T]
	slot api.Slot[grown[T]] // the further pages
	run  run
}

// grown is what became of a list with further pages.
type grown[T any] struct {
	listing Listing[T]
	pages   int // how many further ones
	rows    int // that the first of them has
}

// run is the loading of further pages.
type run struct {
	at     place // the page that is under way, or did not come
	agreed int   // pages that may still be sent
	of     int   // pages in all, when all are wanted
	known  bool  // the page under way is at hand
	// again is how many pages are fetched anew, from the first on.
	again  int
	failed *api.Error // why the page did not come
	answer api.Answer // what came of it
}

// place is a page, counted from 1, of a part.
type place struct{ part, page int }

// loadAll is the analyst's consent to load so many pages, of so many in all.
type loadAll struct{ calls, of int }

// New returns the view in its first state.
func New[T any](env views.Env, form Form[T]) *View[T] {
	v := &View[T]{env: env, form: form, slot: api.NewSlot[grown[T]](env.Frame)}
	v.Page = views.NewPage(env, v.page())
	return v
}

func (v *View[T]) page() views.Form[Listing[T]] {
	page := v.form.Plain()
	page.Merge = v.merge
	page.Age = v.age
	page.Notices = v.notices
	return page
}

// merge keeps the further pages when the first was fetched again.
func (v *View[T]) merge(had, fresh Listing[T]) Listing[T] {
	if had.Parts() > 1 || had.fitted {
		return fresh
	}
	return v.form.with(had, 0, 1, fresh.parts[0].pages[0])
}

// Update implements [views.View].
func (v *View[T]) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case api.Reply[Listing[T]]:
		intent, cmd := v.Page.Update(msg)
		if msg.Err != nil {
			return intent, cmd
		}
		return intent, tea.Batch(cmd, v.proceed())
	case api.Reply[grown[T]]:
		return nil, v.take(msg)
	case loadAll:
		return nil, v.load(msg.calls, msg.of)
	case keymap.Action:
		switch msg {
		case keymap.LoadMore:
			return nil, v.loadMore()
		case keymap.LoadAll:
			return v.loadAll()
		case keymap.Refresh:
			v.refresh()
		}
	}
	return v.Page.Update(msg)
}

// refresh prepares for fetching again: page by page what is one list, and what
// was put together of several as the one list that it is.
func (v *View[T]) refresh() {
	v.slot.Leave()
	l, _ := v.Value()
	v.run = run{again: l.Pages()}
	if v.form.Again != nil {
		v.run = run{}
		v.form.Parts, v.form.Fit, v.form.Again = []Ask{v.form.Again}, nil, nil
		v.Reform(v.page())
	}
}

func (v *View[T]) loadMore() tea.Cmd {
	if v.Disabled(keymap.LoadMore) != "" {
		return nil
	}
	return v.load(1, 0)
}

// loadAll asks for the pages that are left.
func (v *View[T]) loadAll() (views.Intent, tea.Cmd) {
	if v.Disabled(keymap.LoadAll) != "" {
		return nil, nil
	}
	l, _ := v.Value()
	calls, _ := l.Left()
	question := "Load all"
	if count, ok := l.count(); ok {
		question += " " + l.many(count)
	}
	return views.Confirm{
		Question: question,
		Details: []string{
			fmt.Sprintf("%s are here; %s at %s a page.", l.many(l.rows), more(calls), views.Number(l.Size())),
			"It stops when a page brings nothing new, with " + v.env.Keys.Key(keymap.Back) + ", and when you leave. What came stays.",
		},
		Calls: calls,
		Then:  loadAll{calls, l.Pages() + calls},
	}, nil
}

// load begins to load pages, at most as many as were agreed to.
func (v *View[T]) load(agreed, of int) tea.Cmd {
	if v.Waiting() {
		return nil
	}
	v.run = run{agreed: agreed, of: of}
	return v.proceed()
}

// proceed asks for the next page of the run, or for one that costs nothing.
func (v *View[T]) proceed() tea.Cmd {
	l, ok := v.Value()
	if !ok || v.Waiting() {
		return nil
	}
	v.redraw()
	at, fresh, ok := v.next(l)
	if !ok {
		return nil
	}
	v.run.at = at
	q := v.form.Parts[at.part](at.page, l.parts[at.part].size)
	v.run.known = fresh == api.Known && api.PriceOf(v.env.Shelf, q).Calls == 0
	switch {
	case v.run.known || fresh == api.Fresh:
	case at.page == 1 && v.run.failed == nil: // was agreed to when the view was opened
	case v.run.agreed > 0:
		v.run.agreed--
	default:
		return nil
	}
	return views.Command(v.slot.Start(v.env.Context, v.env.Source, q, fresh, v.env.Now(), v.join(l)))
}

// next is the page that follows: one that is to be fetched again, or the first
// that is not here; false when there is none.
func (v *View[T]) next(l Listing[T]) (at place, f api.Freshness, ok bool) {
	if v.run.again > 0 {
		n := max(v.run.at.page, 1) + 1
		return place{0, n}, api.Fresh, n <= v.run.again
	}
	for n, p := range l.parts {
		if !p.done() {
			return place{n, len(p.pages) + 1}, api.Known, true
		}
	}
	return place{}, api.Known, false
}

// join makes the function that reads a page and joins it to the list, which with
// many rows takes longer than a frame: it runs in the command. Pages that are
// known come together.
func (v *View[T]) join(l Listing[T]) func(api.Answer) (grown[T], error) {
	run, form, shelf := v.run, v.form, v.env.Shelf
	return func(a api.Answer) (grown[T], error) {
		record, err := form.Read(a)
		if err != nil {
			return grown[T]{}, err
		}
		g := grown[T]{form.with(l, run.at.part, run.at.page, pageOf(record, a)), 1, form.Counters(record).Rows}
		if run.known {
			g = form.gather(shelf, run.at.part, g)
		}
		return g, nil
	}
}

// take puts further pages in their place.
func (v *View[T]) take(r api.Reply[grown[T]]) tea.Cmd {
	if !v.slot.Take(r) {
		return nil
	}
	v.redraw()
	if r.Err != nil {
		if api.ClassOf(r.Err) != api.Cancelled {
			v.run.failed, v.run.answer = api.AsError(r.Err, v.slot.Query()), r.Meta
		}
		v.run.agreed, v.run.again = 0, 0
		return nil
	}
	l := r.Value.listing
	if n := v.run.at.page; v.run.again > n && r.Value.rows == 0 {
		// The list has become shorter; what stood on the later pages is gone.
		l = v.form.fold(l.parts[0].pages[:n])
		v.run.again = n
	}
	v.run.failed, v.run.answer = nil, api.Answer{}
	v.Replace(l)
	return v.proceed()
}

// redraw makes the page draw itself anew: what stands around its record has
// changed.
func (v *View[T]) redraw() { v.Page.Update(nil) }

// Waiting implements [views.Waiter].
func (v *View[T]) Waiting() bool { return v.Page.Waiting() || v.loading() }

// loading reports whether a further page is under way.
func (v *View[T]) loading() bool { return v.slot.Phase() == api.Loading }

// Escape implements [views.Escaper]: it also stops the loading of all pages.
func (v *View[T]) Escape() bool {
	if v.Page.Escape() {
		return true
	}
	if !v.loading() {
		return false
	}
	v.stop()
	return true
}

func (v *View[T]) stop() {
	v.slot.Leave()
	v.run.agreed, v.run.again = 0, 0
	v.redraw()
}

// Leave implements [views.Resumer]: what has not been asked for is not asked
// for.
func (v *View[T]) Leave() {
	v.Page.Leave()
	v.stop()
}

// Resume implements [views.Resumer]. Pages that were on their way when the view
// was left are taken if they have come since; no others are asked for.
func (v *View[T]) Resume() tea.Cmd {
	if cmd := v.Page.Resume(); cmd != nil {
		return cmd
	}
	return v.proceed()
}

// Rows implements [views.Tabler]. Of a list that is not all here it says so: what
// is shown is not the list.
func (v *View[T]) Rows(p views.Part) views.Rows {
	rows := v.Page.Rows(p)
	l, ok := v.Value()
	if !ok || rows.Header == nil || l.Whole() {
		return rows
	}
	if rows.Of != "" {
		rows.Of += ", "
	}
	rows.Of += l.Here()
	return rows
}

// Answers implements [views.Answerer]: without their bodies, which are on the
// shelf.
func (v *View[T]) Answers() []api.Answer {
	l, ok := v.Value()
	if !ok {
		return v.Page.Answers()
	}
	if len(v.run.answer.Body) > 0 {
		return append(slices.Clip(l.newest), v.run.answer)
	}
	return l.newest
}

// Refresh implements [views.Refresher]: every page that is here, or the first of
// the one list that is asked for instead of several.
func (v *View[T]) Refresh() []api.Query {
	if v.form.Again != nil {
		return []api.Query{v.form.Again(1, 0)}
	}
	l, _ := v.Value()
	all := make([]api.Query, max(1, l.Pages()))
	for n := range all {
		size := 0
		if l.Parts() > 0 {
			size = l.Size()
		}
		all[n] = v.form.Parts[0](n+1, size)
	}
	return all
}

// Disabled implements [views.Limiter].
func (v *View[T]) Disabled(a keymap.Action) string {
	if !slices.Contains([]keymap.Action{keymap.LoadMore, keymap.LoadAll}, a) {
		return v.Page.Disabled(a)
	}
	l, ok := v.Value()
	switch {
	case !ok:
		return "the first page has not come yet"
	case l.Done():
		return "all pages are loaded"
	case v.Waiting():
		return "a page is on its way"
	}
	if _, known := l.Left(); a == keymap.LoadAll && !known {
		return "the server does not say how many there are; " + v.env.Keys.Key(keymap.LoadMore) + " loads one more page"
	}
	return ""
}

// since is how long the page that is under way has been.
func (v *View[T]) since(now time.Time) string { return views.Span(max(0, now.Sub(v.slot.Since()))) }
