// Package ui is the workbench itself: the root model that routes keys to views,
// keeps the path, delivers replies, and shows what lies around a view (the
// path, the side panel, the footer, the dialogs). It knows routes, not
// endpoints: what an endpoint is stands in routes.go and nowhere else here.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/search"
	"quarry/ui/clipboard"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/style"
)

// Options is what the workbench is built from.
type Options struct {
	// Context ends the program's requests.
	Context context.Context
	Source  api.Source
	Shelf   api.Shelf
	Meter   api.Meter
	// Changed returns a channel that is closed at the meter's next news, so
	// that a wait is shown at once. It may be nil.
	Changed func() <-chan struct{}
	// Gate holds back what is not sent without asking; nil for none.
	Gate api.Gate
	// Memory tells what was met before; nil where nothing is remembered.
	Memory api.Memory
	// Cases keeps the investigations; nil keeps none.
	Cases Cases
	// Handover writes cases to files; nil for nowhere. Home is the directory that ~
	// means in a file's name; empty where there is none.
	Handover Handover
	Home     string
	// Account is the one that is asked, and User who asks.
	Account, User string
	// Resume is a case to go on with; zero for none.
	Resume investigation.ID
	// Warnings are told once each, as they come: that nothing is kept. It may
	// be nil.
	Warnings <-chan string
	// Offline tells that nothing can be sent: what is not known has no price.
	Offline bool
	// AskAbove is how many calls are sent without asking.
	AskAbove int
	Keys     keymap.Map
	Routes   []views.Route
	// Many are the routes that take several indicators.
	Many []views.RouteMany
	// Insights says what follows from what is known, beside the program and one at
	// a time; nil where nobody infers anything.
	Insights  func(views.Premises) []views.Insight
	Settings  views.Settings
	Clipboard *clipboard.Clipboard
	// Profile stands in the header: "DEMO", or nothing.
	Profile string
	// Hints are indicators worth trying, for the start screen.
	Hints []Hint
	// Start is opened at once; the zero indicator opens the start screen.
	Start indicator.Indicator
	// Dark forces the theme for a dark (true) or light background; nil asks
	// the terminal.
	Dark  *bool
	ASCII bool
	Mouse bool
	// Search is what the fields of the analyst's logs are called, for copies as a
	// search.
	Search search.Settings
	// Plain makes plain text the first form of copying, instead of defanged.
	Plain bool
	Now   func() time.Time
	// After makes a command that ends in a message after a while; nil is [tea.Tick].
	After func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	// Patience is how long a frame waits for prices and insights; 0 is as long as
	// nobody notices.
	Patience time.Duration
	// Acted is told of every action that is carried out, for a crash report.
	// It may be nil.
	Acted func(keymap.Action)
}

// Hint is an indicator worth trying and why.
type Hint struct{ Indicator, What string }

// Model is the root model. It is used by one program, in its update loop.
type Model struct {
	opt   Options
	theme *style.Theme
	size  views.Size

	stack  state.Stack[*frame]
	frames map[api.FrameID]*frame // every frame on the stack, for replies
	lastID api.FrameID
	seen   asked

	dialog  *dialog
	notice  notice
	prices  prices
	asking  bool // prices are being found out
	doubted bool // an answer has come since
	traffic api.Traffic
	form    int // index into copyForms of the form last used
	trying  copying
	started time.Time
	ticking bool
	hits    []hit // where the places of the path were drawn
	offers  map[api.Endpoint]offer
	file    casefile
	// changes counts the changes of the case, whichever is worked on. caseCopy is the
	// case as it was at one count of them.
	changes, copiedAt int
	caseCopy          investigation.Investigation
	// discarded is the case that was deleted last; nil for none.
	discarded *discarded
	pane      trailPane
	infer     inference
	summons   summons

	delivering bool // a reply

	writing  map[int]writing // files that are being written
	lastFile int

	topDrawn, bottomDrawn, panelDrawn drawn
}

// dialog is the open overlay and what its result means.
type dialog struct {
	overlay.Overlay
	done func(overlay.Result) tea.Cmd
	// left is called where it was closed without a result; it may be nil.
	left func() tea.Cmd
	// unseen tells that it has opened by itself a moment ago: keys that come now were
	// meant for what was there before.
	unseen bool
}

// New returns the workbench.
func New(opt Options) *Model {
	m := &Model{
		opt: opt, frames: map[api.FrameID]*frame{},
		theme:   style.New(opt.Dark == nil || *opt.Dark),
		traffic: api.Traffic{RateLeft: -1},
		form:    formIndex("defanged"),
		started: opt.Now(),
		offers:  map[api.Endpoint]offer{},
		file:    newCasefile(nil, nil),
		writing: map[int]writing{},
	}
	if opt.Cases == nil {
		m.opt.Cases = noCases{}
	}
	if opt.After == nil {
		m.opt.After = tea.Tick
	}
	if opt.Patience == 0 {
		m.opt.Patience = patience
	}
	if opt.Plain {
		m.form = formIndex("plain")
	}
	m.trying.form = m.form
	return m
}

// Init implements [tea.Model].
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.listen(), m.heed()}
	if m.opt.Dark == nil {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	switch {
	case !m.opt.Resume.IsZero():
		cmds = append(cmds, m.goOnWith(m.opt.Resume))
	case m.opt.Start.IsZero():
		m.prompt(views.Prompt{})
		cmds = append(cmds, m.listCases())
	default:
		cmds = append(cmds, m.open(nil, m.opt.Start))
	}
	return tea.Batch(cmds...)
}

// trafficChanged tells that the meter has news.
type trafficChanged struct{}

// listen reads the meter and waits for its next news.
func (m *Model) listen() tea.Cmd {
	if m.opt.Changed == nil {
		return nil
	}
	changed, ctx := m.opt.Changed(), m.opt.Context // taken before the reading, so that no news is missed
	m.traffic = m.opt.Meter.Traffic()
	return func() tea.Msg {
		select {
		case <-changed:
			return trafficChanged{}
		case <-ctx.Done():
			return nil
		}
	}
}

// warning is a thing that the analyst has to know once.
type warning string

// heed waits for the next warning.
func (m *Model) heed() tea.Cmd {
	warnings, ctx := m.opt.Warnings, m.opt.Context
	if warnings == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case w := <-warnings:
			return warning(w)
		case <-ctx.Done():
			return nil
		}
	}
}

// Update implements [tea.Model].
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.update(msg)
	m.noteHere()
	m.settlePane()
	coming := m.beginInferring() // while prices are found out
	return m, tea.Batch(cmd, m.work(), m.keepTicking(), m.reprice(), m.awaitInsights(coming))
}

// work begins what the views have to do elsewhere.
func (m *Model) work() tea.Cmd {
	var cmds []tea.Cmd
	for _, f := range m.frames {
		if w, ok := f.view.(views.Worker); ok {
			cmds = append(cmds, w.Work())
		}
	}
	return tea.Batch(cmds...)
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = views.Size{Width: msg.Width, Height: msg.Height}
		m.layout()
	case tea.BackgroundColorMsg:
		m.restyle(msg.IsDark())
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return m.input(msg)
	case api.Routed:
		m.traffic = m.opt.Meter.Traffic()
		return m.deliver(msg)
	case trafficChanged:
		m.doubt()
		return m.listen()
	case prices:
		m.priced(msg)
	case inferred:
		m.takeInsights(msg)
	case casesListed:
		return m.listed(msg)
	case caseLoaded:
		return m.loaded(msg)
	case caseWritten:
		return m.written(msg)
	case stillWriting:
		m.release(msg)
	case warning:
		return tea.Batch(m.say(string(msg)), m.heed())
	case overlay.Own:
		if m.dialog != nil {
			return m.talk(msg)
		}
	case madeCopy:
		return m.made(msg)
	case clipboard.Result:
		return m.copied(msg)
	case tick:
		return m.tick(msg)
	case noticeOver:
		m.notice.expire(msg)
	case dialogSeen:
		msg.of.unseen = false
	}
	return nil
}

// restyle changes the theme of everything there is.
func (m *Model) restyle(dark bool) {
	if m.theme.Dark() == dark {
		return
	}
	m.theme = style.New(dark)
	for _, f := range m.frames {
		f.view.Update(views.Restyle{Theme: m.theme})
	}
	if m.pane.view != nil {
		m.pane.view.Update(views.Restyle{Theme: m.theme})
	}
}

// show opens a dialog; done is called with its result after it has closed.
func (m *Model) show(o overlay.Overlay, done func(overlay.Result) tea.Cmd) {
	m.dialog = &dialog{Overlay: o, done: done}
}

// talk gives a message to the open dialog.
func (m *Model) talk(msg tea.Msg) tea.Cmd {
	d := m.dialog
	if _, key := msg.(tea.KeyPressMsg); key && d.unseen {
		return nil
	}
	result, cmd := d.Update(msg)
	switch result := result.(type) {
	case nil:
		return cmd
	case overlay.Copied: // copying from a dialog leaves it open
		return tea.Batch(cmd, m.copyShown(result.Text))
	case overlay.Closed:
		m.dialog = nil
		if d.left != nil {
			cmd = tea.Batch(cmd, d.left())
		}
		return cmd
	}
	m.dialog = nil
	return tea.Batch(cmd, d.done(result))
}
