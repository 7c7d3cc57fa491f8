package bulk

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/widget"
)

// view is the table of the names. It asks for those of which nothing is known,
// one call after the other, so that a refusal costs one call and not all.
type view struct {
	*views.Page[comparison]
	env    views.Env
	names  indicator.Set
	reader *reader
	rows   []row // in the order of the set
	at     map[indicator.Indicator]int

	slot    api.Slot[cf.Bulk]
	queue   []api.Query // what is to be asked; while the slot waits, the first is under way
	fresh   api.Freshness
	calls   int        // that the queue had at first
	failed  *api.Error // why the last question brought nothing
	refused api.Answer // what came of it

	size views.Size
	tick views.Tick
}

func newView(env views.Env, names indicator.Set) *view {
	v := &view{
		env: env, names: names, reader: newReader(env), slot: api.NewSlot[cf.Bulk](env.Frame),
		at: map[indicator.Indicator]int{}, tick: views.Tick{Now: env.Now()},
	}
	for n, name := range names.All() {
		v.rows = append(v.rows, row{name: name})
		v.at[name] = n
	}
	v.Page = views.NewPage(env, form(v))
	v.learn()
	return v
}

// Init implements [views.View].
func (v *view) Init() tea.Cmd { return v.ask(v.open(), api.Known) }

// learn takes from the shelf what tells more of a name than what is here, or the
// same from a newer answer.
func (v *view) learn() {
	for n, had := range v.rows {
		got := v.reader.read(had.name)
		if got.from == nil || had.asking {
			continue
		}
		newer := had.from == nil || got.from.answer.FetchedAt.After(had.from.answer.FetchedAt)
		if got.state > had.state || newer && got.state == had.state {
			v.rows[n] = got
		}
	}
	v.show()
}

// open are the names of which nothing is known.
func (v *view) open() indicator.Set {
	var open []indicator.Indicator
	for _, r := range v.rows {
		if r.open() {
			open = append(open, r.name)
		}
	}
	return indicator.SetOf(open...)
}

// ask asks about names, one call after the other.
func (v *view) ask(names indicator.Set, f api.Freshness) tea.Cmd {
	v.queue, v.fresh = cf.BulkQuestions(names), f
	v.calls = len(v.queue)
	v.failed, v.refused = nil, api.Answer{}
	for _, name := range names.All() {
		r := &v.rows[v.at[name]]
		r.asking, r.why = true, nil
	}
	return v.next()
}

// next asks the first question of the queue.
func (v *view) next() tea.Cmd {
	if len(v.queue) == 0 {
		v.show()
		return nil
	}
	q, f := v.queue[0], v.fresh
	// An answer that is at hand and told nothing of these names is no help.
	if _, had := v.env.Shelf.Fetched(q); had {
		f = api.Fresh
	}
	v.tick = views.Tick{Now: v.env.Now(), Traffic: v.tick.Traffic}
	cmd := views.Command(v.slot.Start(v.env.Context, v.env.Source, q, f, v.env.Now(), cf.DecodeBulk))
	v.show()
	return cmd
}

// take takes the reply to the question under way and goes on with the next. A
// failure ends it: nothing is sent into a wall.
func (v *view) take(reply api.Reply[cf.Bulk]) tea.Cmd {
	if !v.slot.Take(reply) {
		return nil
	}
	q := v.queue[0]
	s, failed := v.reader.take(reply, q)
	switch {
	case failed == nil:
		for _, name := range q.Names.All() {
			r := &v.rows[v.at[name]]
			*r = r.said(s)
		}
		v.queue = v.queue[1:]
		return v.next()
	case failed.Class != api.Cancelled:
		v.failed, v.refused = failed, reply.Meta
		for _, name := range q.Names.All() {
			v.rows[v.at[name]].why = failed
		}
		v.queue = nil
	}
	v.stop()
	return nil
}

// stop notes that nothing is under way any more.
func (v *view) stop() {
	for n := range v.rows {
		v.rows[n].asking = false
	}
	v.show()
}

// show puts what is known on the screen.
func (v *view) show() { v.Page.Replace(comparison{slices.Clone(v.rows)}) }

// Update implements [views.View].
func (v *view) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case api.Reply[cf.Bulk]:
		return nil, v.take(msg)
	case keymap.Action:
		if msg == keymap.Refresh {
			return nil, v.refresh()
		}
	case views.Tick:
		v.tick = msg
	case views.Restyle:
		v.env.Theme = msg.Theme
	}
	return v.Page.Update(msg)
}

// refresh asks again. What is under way is not asked twice.
func (v *view) refresh() tea.Cmd {
	if v.Waiting() {
		return nil
	}
	return v.ask(v.again(), api.Fresh)
}

// again are the names that asking again asks about: those that brought nothing,
// or, where none did, all.
func (v *view) again() indicator.Set {
	var lost []indicator.Indicator
	for _, r := range v.rows {
		if r.why != nil || r.open() {
			lost = append(lost, r.name)
		}
	}
	if len(lost) > 0 {
		return indicator.SetOf(lost...)
	}
	return v.names
}

// Refresh implements [views.Refresher].
func (v *view) Refresh() []api.Query { return cf.BulkQuestions(v.again()) }

// Waiting implements [views.Waiter].
func (v *view) Waiting() bool { return v.slot.Phase() == api.Loading }

// Leave implements [views.Resumer]: what has not been sent is not sent.
func (v *view) Leave() {
	v.slot.Leave()
	v.stop()
}

// Resume implements [views.Resumer]: what was learned meanwhile is shown, and
// what was given up is asked for.
func (v *view) Resume() tea.Cmd {
	v.learn()
	if v.slot.Phase() != api.Left {
		return nil
	}
	return v.ask(v.open(), api.Known)
}

// Answers implements [views.Answerer]. The last is the one that the selected
// name was read from.
func (v *view) Answers() []api.Answer {
	c := comparison{v.rows}
	var all []api.Answer
	for _, s := range c.sources() {
		all = append(all, s.answer)
	}
	if len(v.refused.Body) > 0 {
		all = append(all, v.refused)
	}
	slices.SortStableFunc(all, func(a, b api.Answer) int { return a.FetchedAt.Compare(b.FetchedAt) })
	if n, ok := v.at[v.Selection().Indicator]; ok && v.rows[n].from != nil {
		all = append(all, v.rows[n].from.answer)
	}
	return all
}

// Resize implements [views.View].
func (v *view) Resize(s views.Size) {
	v.size = s
	v.Page.Resize(s)
}

// Render implements [views.View].
func (v *view) Render() string {
	n := v.instead()
	if n == nil {
		return v.Page.Render()
	}
	lines := []string{views.Head{Title: v.title()}.Render(v.env.Theme, v.size.Width)}
	return widget.Block(append(lines, n.Body(v.env.Theme, v.size)...), v.size.Width, v.size.Height)
}

// Selection implements [views.Selector].
func (v *view) Selection() views.Selection {
	if v.instead() != nil {
		return views.Selection{}
	}
	return v.Page.Selection()
}

// Status implements [views.Statuser].
func (v *view) Status() widget.Status {
	if v.instead() != nil {
		return widget.Status{Table: true}
	}
	return v.Page.Status()
}

// Rows implements [views.Tabler].
func (v *view) Rows(p views.Part) views.Rows {
	if v.instead() != nil {
		return views.Rows{}
	}
	return v.Page.Rows(p)
}

// Content implements [views.Exporter].
func (v *view) Content() views.Content {
	if v.instead() != nil {
		return views.Content{Title: v.title()}
	}
	return v.Page.Content()
}
