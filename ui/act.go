package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/ui/overlay"
	"quarry/views"
)

// input takes what the analyst does. While something is on its way that takes the
// keys, they wait for it; a click is about what is on the screen now, and lost.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	mouse, click := msg.(tea.MouseMsg)
	switch {
	case m.summons.under && click:
		return nil
	case m.summons.under:
		return m.hold(msg)
	case click:
		return m.mouse(mouse)
	}
	if paste, ok := msg.(tea.PasteMsg); ok {
		return m.paste(paste)
	}
	return m.key(msg.(tea.KeyPressMsg))
}

// key takes a key press: the open dialog first, then a view that captures, then
// the bindings.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	if msg.String() == "ctrl+c" {
		return tea.Quit
	}
	if m.dialog != nil {
		return m.talk(msg)
	}
	f := m.here()
	if f != nil && capturing(f.view) {
		return m.tell(f, msg)
	}
	a, ok := m.opt.Keys.Lookup(keymap.Workbench, msg.String())
	if !ok {
		return nil
	}
	return m.act(a)
}

func capturing(v views.View) bool {
	c, ok := v.(views.Capturer)
	return ok && c.Capturing()
}

// paste goes to what takes text. Where nothing does, it opens the prompt with
// it: a paste is never taken for keys.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if m.dialog != nil {
		return m.talk(msg)
	}
	if f := m.here(); f != nil && capturing(f.view) {
		return m.tell(f, msg)
	}
	m.prompt(views.Prompt{})
	return m.talk(msg)
}

// act carries out an action: what every view has in common here, the rest in
// the view.
func (m *Model) act(a keymap.Action) tea.Cmd {
	if m.opt.Acted != nil {
		m.opt.Acted(a)
	}
	if n, ok := a.Place(); ok {
		return m.jump(n)
	}
	f := m.here()
	if f != nil {
		if w, ok := f.view.(views.Worker); ok {
			w.Settle()
		}
	}
	if do, ok := m.own()[a]; ok {
		return do()
	}
	if f == nil {
		return m.say("nothing is open; " + m.opt.Keys.Key(keymap.NewIndicator) + " opens an indicator")
	}
	if r, ok := m.routeOf(a); ok {
		return m.pivot(r, m.subject())
	}
	if r, ok := m.manyOf(a); ok {
		return m.pivotMany(r)
	}
	if why := m.disabled(a); why != "" {
		return m.say(why)
	}
	if a == keymap.LoadMore {
		return m.spend(views.Confirm{Question: "One more page of " + f.view.Title(), Calls: 1},
			func() tea.Cmd { return m.tell(f, a) })
	}
	return m.tell(f, a)
}

// own are the actions that are the root's.
func (m *Model) own() map[keymap.Action]func() tea.Cmd {
	return map[keymap.Action]func() tea.Cmd{
		keymap.Quit:         func() tea.Cmd { return tea.Quit },
		keymap.Suspend:      func() tea.Cmd { return tea.Suspend },
		keymap.Back:         m.back,
		keymap.Forward:      m.forward,
		keymap.Open:         m.enter,
		keymap.NewIndicator: func() tea.Cmd { m.prompt(views.Prompt{}); return nil },
		keymap.Palette:      m.palette,
		keymap.Help:         m.help,
		keymap.Notices:      m.notices,
		keymap.Copy:         m.copySelection,
		keymap.CopyAs:       m.copyAs,
		keymap.Raw:          m.raw,
		keymap.Refresh:      m.refresh,
		keymap.Dossier:      m.dossier,
		keymap.Insights:     m.allInsights,

		keymap.Trail:   m.trail,
		keymap.IOCs:    m.iocs,
		keymap.Verdict: m.verdict,
		keymap.Comment: m.comment,
		keymap.Star:    m.star,
		keymap.Prune:   m.prune,
		keymap.Fork:    m.fork,
		keymap.Undo:    m.undo,
		keymap.Name:    func() tea.Cmd { return m.name("") },
		keymap.Discard: m.discard,
		keymap.Cases:   m.chooseCase,
		keymap.Export:  m.export,
		keymap.TLP:     func() tea.Cmd { return m.markCase("") },

		keymap.WindowEarlier: func() tea.Cmd { return m.move(keymap.WindowEarlier) },
		keymap.WindowLater:   func() tea.Cmd { return m.move(keymap.WindowLater) },
		keymap.WindowSet:     m.chooseWindow,
	}
}

func (m *Model) forward() tea.Cmd {
	if m.stack.Index() < 0 || len(m.stack.Ahead()) == 0 {
		return m.say("nothing lies ahead")
	}
	return m.walk(m.stack.Index() + 1)
}

// jump goes to the nth place on the path, counted from 1.
func (m *Model) jump(n int) tea.Cmd {
	switch all := len(m.stack.All()); {
	case n > all:
		return m.say("the path has " + views.Count(all, "place"))
	case n-1 == m.stack.Index():
		return m.say("you are there")
	}
	return m.walk(n - 1)
}

// disabled says why an action does nothing now; empty when it works.
func (m *Model) disabled(a keymap.Action) string {
	f := m.here()
	switch a {
	case keymap.NewIndicator, keymap.Palette, keymap.Help, keymap.Notices, keymap.Quit, keymap.Suspend, keymap.Cases:
		return ""
	case keymap.Open:
		if f != nil {
			return m.unopened(f)
		}
	case keymap.Undo:
		if f == nil && m.discarded != nil {
			return ""
		}
	}
	if f == nil {
		return "nothing is open"
	}
	if r, ok := m.routeOf(a); ok {
		return m.refusal(r, m.subject())
	}
	if r, ok := m.manyOf(a); ok {
		return m.offer(r).why
	}
	switch {
	case slices.Contains(windowActions(), a):
		if _, err := m.beside(a); err != nil {
			return err.Error()
		}
		return ""
	case slices.Contains(caseActions(), a):
		return m.caseless(a)
	case a == keymap.Dossier:
		_, why := m.dossierRoute().Subject(m.subject())
		return why
	case a == keymap.Raw && len(m.answers()) == 0:
		return "no answer has come yet"
	case a == keymap.Insights:
		return m.noInsights()
	case (a == keymap.FilterNext || a == keymap.FilterPrevious) && m.status().Filter == "":
		return "no filter is set; " + m.opt.Keys.Key(keymap.Filter) + " sets one"
	case a == keymap.Forward && len(m.stack.Ahead()) == 0:
		return "nothing lies ahead"
	case a == keymap.Refresh && len(m.refreshes()) == 0:
		return "nothing to fetch here"
	}
	if l, ok := f.view.(views.Limiter); ok {
		if why := l.Disabled(a); why != "" {
			return why
		}
	}
	if m.opt.Offline && (a == keymap.Refresh || a == keymap.LoadMore || a == keymap.LoadAll) {
		return views.OfflineWhy
	}
	return ""
}

// prompt opens the prompt for an indicator. One that a view asked for is reached
// from there.
func (m *Model) prompt(ask views.Prompt) {
	var from *frame
	if ask != (views.Prompt{}) {
		from = m.here()
	}
	m.show(overlay.NewPrompt(m.opt.Keys, ask, m.priceOf), func(r overlay.Result) tea.Cmd {
		if r, ok := r.(overlay.Resumed); ok {
			return m.goOnWith(m.file.offered[r.Index].ID)
		}
		return m.open(from, r.(overlay.Entered).Indicator)
	})
	m.offerCases()
}

// priceOf says what opening an indicator opens, and at what price.
func (m *Model) priceOf(i indicator.Indicator) (text string, opens bool) {
	r, subject, ok := m.natural(nil, i)
	if !ok {
		return "no endpoint takes a " + i.Kind().String(), false
	}
	return r.Name + ", " + m.costText(r.Cost(m.look(m.settings()), subject)), true
}

func (m *Model) help() tea.Cmd {
	title := "quarry"
	if f := m.here(); f != nil {
		title = f.view.Title()
	}
	m.show(overlay.NewHelp(m.opt.Keys, title, m.disabled, m.price), func(overlay.Result) tea.Cmd { return nil })
	return nil
}

// palette lists every action with its key, its price, or why it does nothing.
func (m *Model) palette() tea.Cmd {
	var commands []overlay.Command
	for _, b := range m.paletteOrder() {
		c := overlay.Command{
			Action: b.Action, Name: b.Label + ": " + b.Help, Key: m.opt.Keys.Key(b.Action),
			Price: m.price(b.Action), Disabled: m.disabled(b.Action),
		}
		switch b.Action {
		case keymap.Name:
			c.Takes = "call this case what follows"
		case keymap.TLP:
			c.Takes = "mark this case: clear, green, amber, amber+strict, red"
		}
		commands = append(commands, c)
	}
	m.show(overlay.NewPalette(m.opt.Keys, commands), func(r overlay.Result) tea.Cmd {
		run := r.(overlay.Run)
		switch run.Action {
		case keymap.Name:
			return m.name(run.Argument)
		case keymap.TLP:
			return m.markCase(run.Argument)
		}
		return m.act(run.Action)
	})
	return nil
}

// paletteOrder puts what one looks for by name before what fingers know: the
// pivots first, moving the cursor last.
func (m *Model) paletteOrder() []keymap.Binding {
	var pivots, others, moves []keymap.Binding
	for _, b := range m.opt.Keys.Bindings() {
		_, jump := b.Action.Place()
		switch {
		case jump || b.Scope != keymap.Workbench || b.Action == keymap.Palette:
		case b.Group == keymap.GroupPivot:
			pivots = append(pivots, b)
		case b.Group == keymap.GroupMove:
			moves = append(moves, b)
		default:
			others = append(others, b)
		}
	}
	return slices.Concat(pivots, others, moves)
}

func (m *Model) raw() tea.Cmd {
	answers := m.answers()
	if len(answers) == 0 {
		return m.say("no answer has come yet")
	}
	last, shelf := answers[len(answers)-1], m.opt.Shelf
	kept := func() ([]byte, bool) {
		known, ok := shelf.Known(last.Query)
		return known.Body, ok
	}
	raw, cmd := overlay.NewRaw(m.opt.Keys, m.theme, last, kept, m.opt.Now)
	m.show(raw, func(overlay.Result) tea.Cmd { return nil })
	return cmd
}
