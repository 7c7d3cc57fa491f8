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
	rows    int // that the last of them has
}

// run is the loading of further pages, which one command may ask several of.
type run struct {
	next, last int  // page that is under way or next, and the last one wanted
	of         int  // pages in all, when all are wanted
	known      bool // page next is at hand
	fresh      api.Freshness
	failed     *api.Error // why page next did not come
	answer     api.Answer // what came of it
}

// loadAll is the analyst's consent to load pages up to this one.
type loadAll struct{ last int }

// New returns the view in its first state.
func New[T any](env views.Env, form Form[T]) *View[T] {
	v := &View[T]{env: env, form: form, slot: api.NewSlot[grown[T]](env.Frame)}
	page := form.Plain()
	page.Merge = v.merge
	page.Age = v.age
	page.Notices = v.notices
	v.Page = views.NewPage(env, page)
	return v
}

// merge keeps the further pages when the first was fetched again.
func (v *View[T]) merge(had, fresh Listing[T]) Listing[T] {
	return v.form.with(had, 1, fresh.pages[0])
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
		return nil, v.load(msg.last, msg.last)
	case keymap.Action:
		switch msg {
		case keymap.LoadMore:
			return nil, v.loadMore()
		case keymap.LoadAll:
			return v.loadAll()
		case keymap.Refresh:
			v.slot.Leave()
			v.run = run{next: 2, last: v.count(), fresh: api.Fresh}
		}
	}
	return v.Page.Update(msg)
}

// count is how many pages there are here, at least the one that is asked for.
func (v *View[T]) count() int {
	l, _ := v.Value()
	return max(1, l.Pages())
}

func (v *View[T]) loadMore() tea.Cmd {
	if v.Disabled(keymap.LoadMore) != "" {
		return nil
	}
	return v.load(v.count()+1, 0)
}

// loadAll asks before it loads more than one page.
func (v *View[T]) loadAll() (views.Intent, tea.Cmd) {
	if v.Disabled(keymap.LoadAll) != "" {
		return nil, nil
	}
	l, _ := v.Value()
	calls, _ := l.Left()
	if calls == 1 {
		return nil, v.loadMore()
	}
	return views.Confirm{
		Question: "Load all " + l.many(l.count.Or(0)),
		Details: []string{
			fmt.Sprintf("%s are here; %s at %s a page.", l.many(l.rows), more(calls), views.Number(l.size)),
			"It stops when a page brings nothing new, with " + v.env.Keys.Key(keymap.Back) + ", and when you leave. What came stays.",
		},
		Calls: calls,
		Then:  loadAll{last: l.Pages() + calls},
	}, nil
}

// load begins to load pages up to last.
func (v *View[T]) load(last, of int) tea.Cmd {
	if v.Waiting() {
		return nil
	}
	v.run = run{next: v.count() + 1, last: last, of: of}
	return v.proceed()
}

// proceed asks for the next page of the run, or for one that costs nothing.
func (v *View[T]) proceed() tea.Cmd {
	l, ok := v.Value()
	if !ok || v.Waiting() {
		return nil
	}
	v.redraw()
	if v.run.next == 0 {
		v.run.next = l.Pages() + 1
	}
	beyond := v.run.next > l.Pages()
	if beyond && l.Done() {
		return nil
	}
	q := v.form.Ask(v.run.next, l.size)
	v.run.known = beyond && v.run.fresh == api.Known && api.PriceOf(v.env.Shelf, q).Calls == 0
	if v.run.next > v.run.last && !v.run.known {
		return nil
	}
	return views.Command(v.slot.Start(v.env.Context, v.env.Source, q, v.run.fresh, v.env.Now(), v.join(l)))
}

// join makes the function that reads page next and joins it to the list, which
// with many rows takes longer than a frame: it runs in the command. Pages that
// are known come together.
func (v *View[T]) join(l Listing[T]) func(api.Answer) (grown[T], error) {
	run, form, shelf := v.run, v.form, v.env.Shelf
	return func(a api.Answer) (grown[T], error) {
		record, err := form.Read(a)
		if err != nil {
			return grown[T]{}, err
		}
		g := grown[T]{form.with(l, run.next, pageOf(record, a)), 1, form.Counters(record).Rows}
		if run.known {
			g = form.gather(shelf, g)
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
		v.run.last = 0
		return nil
	}
	l := r.Value.listing
	if v.run.fresh == api.Fresh && l.Pages() > v.run.next && r.Value.rows == 0 {
		// The list has become shorter; what stood on the later pages is gone.
		l = v.form.fold(l.pages[:v.run.next])
	}
	v.run.next += r.Value.pages
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
	v.run.last = 0
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
	v.run.fresh = api.Known
	return v.proceed()
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

// Refresh implements [views.Refresher]: every page that is here.
func (v *View[T]) Refresh() []api.Query {
	l, _ := v.Value()
	all := make([]api.Query, v.count())
	for n := range all {
		all[n] = v.form.Ask(n+1, l.size)
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
