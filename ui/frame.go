package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
)

// frame is one place on the stack: a view with its own id and context.
type frame struct {
	id    api.FrameID
	view  views.View
	route views.Route
	// subject is what the view is about; "no indicator" where that is several,
	// which are the subjects.
	subject  indicator.Indicator
	subjects indicator.Set
	// settings are those that the view was opened with; what is opened from
	// here inherits them.
	settings views.Settings
	// question is the one that the view is about; none where it asks none.
	question api.Query
	// node is the question's in the investigation, and from the one that it was
	// opened from; zero where there is none.
	node, from investigation.ID
	// back is the place on the stack that a view of the case was asked for from.
	back int
	// paid are the answers that were counted, hash is that of the one hashed.
	paid   map[paid]bool
	hashed paid
	hash   string
	// window is the window of days that the view asks about; zero for none.
	window views.Window
	// insights are what follows from what is known about the subject.
	insights views.Insights
	cancel   context.CancelFunc
}

// env makes what a new view lives in.
func (m *Model) env(id api.FrameID, ctx context.Context, s views.Settings) views.Env {
	env := views.Env{
		Frame: id, Context: ctx, Source: m.opt.Source, Shelf: m.opt.Shelf,
		Theme: m.theme, Keys: m.opt.Keys, Now: m.opt.Now, Settings: s,
		Seen:   func() []indicator.Indicator { return m.seen.list },
		Judged: m.judgement, Offline: m.opt.Offline,
	}
	if id != 0 {
		env.Insights = func() views.Insights { return m.insightsOf(id) }
	}
	return env
}

// look is an environment for asking prices, without a frame.
func (m *Model) look(s views.Settings) views.Env { return m.env(0, m.opt.Context, s) }

// push opens a route's view of a subject on top of the current one, and makes its
// question a node of the investigation.
func (m *Model) push(o origin, s views.Settings, r views.Route, subject indicator.Indicator) tea.Cmd {
	m.noteState()
	m.lastID++
	m.notice.text = ""
	ctx, cancel := context.WithCancel(m.opt.Context)
	f := &frame{id: m.lastID, route: r, subject: subject, settings: s, cancel: cancel, from: o.from, paid: map[paid]bool{}}
	env := m.env(f.id, ctx, s)
	if r.Query != nil {
		f.question = r.Query(env, subject)
		f.window = views.WindowOf(f.question)
	}
	f.node = m.noteQuestion(o, f)
	f.view = r.New(env, subject)
	m.frames[f.id] = f
	if r.Query != nil {
		m.seen.add(subject)
	}
	for _, gone := range m.stack.Push(f) {
		gone.cancel()
		delete(m.frames, gone.id)
	}
	m.layout()
	return f.view.Init()
}

// here is the current frame; nil on the start screen.
func (m *Model) here() *frame {
	f, _ := m.stack.Here()
	return f
}

// deliver gives a reply to the frame that asked, wherever it is on the stack. A
// frame that is gone gets nothing.
func (m *Model) deliver(msg api.Routed) tea.Cmd {
	m.doubt()
	f := m.frames[msg.Destination()]
	if f == nil {
		m.infer.news() // it is on the shelf all the same
		return nil
	}
	m.delivering = true
	cmd := m.tell(f, msg)
	m.delivering = false
	m.noteAnswers(f)
	return cmd
}

// tell gives a message to a view and carries out what it asks for.
func (m *Model) tell(f *frame, msg tea.Msg) tea.Cmd {
	intent, cmd := f.view.Update(msg)
	return tea.Batch(cmd, m.fulfil(f, intent))
}

// back closes what is open in the view, then goes one step back.
func (m *Model) back() tea.Cmd {
	f := m.here()
	if f == nil {
		return nil
	}
	if e, ok := f.view.(views.Escaper); ok && e.Escape() {
		return nil
	}
	if m.stack.Index() == 0 {
		return m.say("this is the start of the path; " + m.opt.Keys.Key(keymap.Quit) + " leaves quarry")
	}
	return m.walk(m.stack.Index() - 1)
}

// walk goes to a place on the stack. Places that end up ahead are left: they
// give up what they have not sent. The place arrived at asks again for what it
// had given up.
func (m *Model) walk(index int) tea.Cmd {
	m.noteState()
	if !m.stack.Jump(index) {
		return nil
	}
	m.notice.text = ""
	for _, f := range m.stack.Ahead() {
		if r, ok := f.view.(views.Resumer); ok {
			r.Leave()
		}
	}
	m.layout()
	var cmds []tea.Cmd
	for _, f := range m.stack.Path() {
		if r, ok := f.view.(views.Resumer); ok {
			cmds = append(cmds, r.Resume())
		}
	}
	return tea.Batch(cmds...)
}
