package ui

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
)

// Cases keeps investigations. What is given to it is there at once for whoever
// asks, and on the disk a moment later, where there is one. It is safe for
// concurrent use. Met and what keeps are fast enough for the
// update loop; List and Load are for commands.
type Cases interface {
	Keep(part investigation.Investigation)
	KeepDraft(id investigation.ID, d investigation.Draft)
	KeepHere(id, node investigation.ID)
	KeepState(id, node investigation.ID, state string)
	Delete(id investigation.ID)
	Met(i indicator.Indicator) []investigation.Meeting
	List(ctx context.Context) []investigation.Summary
	Load(ctx context.Context, id investigation.ID) (i investigation.Investigation, d investigation.Desk, found bool)
}

// casefile is the investigation that the program works on.
type casefile struct {
	book   *investigation.Notebook // nil before the first question
	drafts map[indicator.Set]string
	// here is the node that was last noted as the place one is at.
	here investigation.ID
	// folded are the nodes of the trail whose branches are folded.
	folded map[investigation.ID]bool
	// states are how the views of nodes were set when they were left.
	states map[investigation.ID]string
	export exporting
	// list are the cases that can be gone on with, as far as they are known, and
	// offered those of them that the prompt shows.
	list, offered []investigation.Summary
}

func newCasefile(book *investigation.Notebook, list []investigation.Summary) casefile {
	return casefile{book: book, drafts: map[indicator.Set]string{}, folded: map[investigation.ID]bool{}, states: map[investigation.ID]string{}, list: list}
}

// origin says where a place on the stack comes from: the node that it was opened
// from, or the node that it shows again.
type origin struct{ from, node investigation.ID }

// paid is an answer that has been counted as the cost of a node.
type paid struct {
	query     api.Query
	fetchedAt time.Time
}

// notebook is the investigation that is worked on; the first question begins it.
func (m *Model) notebook() *investigation.Notebook {
	if m.file.book == nil {
		m.file.book = investigation.Begin(m.opt.Account, m.opt.User, m.opt.Now())
	}
	return m.file.book
}

// changed notes that the case that is worked on has changed, or is another one.
func (m *Model) changed() {
	m.changes++
	m.pane.old = true
	m.infer.news()
}

// snapshot is the case as it is, copied once for each change; blank before the first
// question. Whoever holds it may read it beside the program.
func (m *Model) snapshot() investigation.Investigation {
	if m.copiedAt != m.changes {
		m.caseCopy, m.copiedAt = investigation.Investigation{}, m.changes
		if m.file.book != nil {
			m.caseCopy = m.file.book.Snapshot()
		}
	}
	return m.caseCopy
}

// write keeps what has changed of the investigation, and tells the views that show
// it. A trail that is covered looks for itself when one returns to it.
func (m *Model) write(part investigation.Investigation) {
	m.opt.Cases.Keep(part)
	m.changed()
	for _, f := range m.frames {
		_, shows := f.view.(views.Brancher)
		if shows && f == m.here() || !shows && len(part.Judgements) > 0 {
			f.view.Update(views.Noted{})
		}
	}
}

// noteQuestion makes a node of the question that a place is about, and returns it.
func (m *Model) noteQuestion(o origin, f *frame) investigation.ID {
	if f.question == (api.Query{}) || !o.node.IsZero() {
		return o.node
	}
	if n, ok := m.node(o.from); ok && n.Question == f.question.Key() && n.Endpoint == string(f.route.Endpoint) {
		return n.ID // asked again from itself
	}
	id, part := m.notebook().Ask(o.from, investigation.Node{
		Question: f.question.Key(), Endpoint: string(f.route.Endpoint), Indicator: f.subject,
	}, m.opt.Now())
	m.write(part)
	return id
}

// noteAnswers notes what the answers of a place say of its node: when they came,
// what they cost, how much they are. What was paid for in a place and is an answer
// to something else, as on the way from a name to its network, is a node beneath
// it.
func (m *Model) noteAnswers(f *frame) {
	a, ok := f.view.(views.Answerer)
	if !ok {
		return
	}
	var own api.Answer
	spent := 0
	for _, ans := range a.Answers() {
		key := paid{ans.Query, ans.FetchedAt}
		news := !f.paid[key] && !ans.Known
		f.paid[key] = true
		if news {
			m.infer.news()
		}
		switch q := ans.Query; {
		case q.Endpoint == f.question.Endpoint && q.Indicator == f.question.Indicator && f.question != (api.Query{}):
			if news {
				spent += ans.Calls
			}
			if (ans.Status == 200 || ans.NotFound()) && own.Query != f.question {
				own = ans
			}
		case news && ans.Calls > 0 && !q.Changes():
			m.noteAside(f, ans)
		}
	}
	n, ok := m.node(f.node)
	if !ok {
		return
	}
	r := investigation.Result{FetchedAt: n.FetchedAt, SHA256: n.SHA256, Rows: n.Rows, Calls: spent}
	if own.Status != 0 {
		r.FetchedAt, r.SHA256, r.Rows = own.FetchedAt, f.hashOf(m.opt.Shelf, own), m.rowsOf(f)
	}
	if part, changed := m.file.book.Answered(f.node, r, m.opt.Now()); changed {
		m.write(part)
	}
}

// noteAside notes an answer that was paid for in a place that is about something
// else.
func (m *Model) noteAside(f *frame, ans api.Answer) {
	from := f.node
	if from.IsZero() {
		from = f.from
	}
	book := m.notebook()
	id, part := book.Ask(from, investigation.Node{
		Question: ans.Query.Key(), Endpoint: string(ans.Query.Endpoint), Indicator: ans.Query.Indicator,
	}, m.opt.Now())
	m.write(part)
	r := investigation.Result{FetchedAt: ans.FetchedAt, Calls: ans.Calls, SHA256: hashOf(bodyOf(m.opt.Shelf, ans)), Rows: -1}
	if part, changed := book.Answered(id, r, m.opt.Now()); changed {
		m.write(part)
	}
}

// hashOf is the hash of an answer's body, computed once for the answer that a place
// shows.
func (f *frame) hashOf(shelf api.Shelf, a api.Answer) string {
	if key := (paid{a.Query, a.FetchedAt}); f.hashed != key {
		f.hashed, f.hash = key, hashOf(bodyOf(shelf, a))
	}
	return f.hash
}

// bodyOf is an answer's body: a large one is on the shelf only, where by now there
// may be another.
func bodyOf(shelf api.Shelf, a api.Answer) []byte {
	if len(a.Body) == 0 && a.HasBody() {
		if known, ok := shelf.Known(a.Query); ok && known.FetchedAt.Equal(a.FetchedAt) {
			return known.Body
		}
	}
	return a.Body
}

func hashOf(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(body))
}

// rowsOf is how many rows the list of a place has, -1 where it has none.
func (m *Model) rowsOf(f *frame) int {
	v, ok := f.view.(views.Statuser)
	if !ok {
		return -1
	}
	s := v.Status()
	if !s.Table {
		return -1
	}
	return s.Total
}

// node finds a node of the investigation that is worked on.
func (m *Model) node(id investigation.ID) (investigation.Node, bool) {
	if m.file.book == nil || id.IsZero() {
		return investigation.Node{}, false
	}
	return m.file.book.Node(id)
}

// parent is the node that what is opened now is reached from: the one selected in
// the trail or in the list of IOCs, or that of the place one is at. A place that asks no question of its
// own is part of the one below it.
func (m *Model) parent() investigation.ID {
	if f := m.here(); f != nil {
		switch v := f.view.(type) {
		case views.Brancher:
			return v.Node()
		case views.Gatherer:
			if id := v.Opened(); !id.IsZero() {
				return id
			}
		}
	}
	return m.hereNode()
}

// hereNode is the node of the place one is at; in the trail, of the one that one
// came from.
func (m *Model) hereNode() investigation.ID {
	if _, ok := m.brancher(); ok {
		if _, ok := m.node(m.file.here); ok {
			return m.file.here
		}
	}
	path := m.stack.Path()
	for n := len(path) - 1; n >= 0; n-- {
		if _, ok := m.node(path[n].node); ok {
			return path[n].node
		}
	}
	return investigation.ID{}
}

// noteHere keeps the place one is at, so that a later run can go on there.
func (m *Model) noteHere() {
	if m.file.book == nil || m.file.book.Len() == 0 {
		return
	}
	if here := m.hereNode(); here != m.file.here {
		m.file.here, m.pane.old = here, true
		m.opt.Cases.KeepHere(m.file.book.Head().ID, here)
	}
}

// noCases keeps nothing.
type noCases struct{}

func (noCases) Keep(investigation.Investigation)                {}
func (noCases) KeepDraft(investigation.ID, investigation.Draft) {}
func (noCases) KeepHere(_, _ investigation.ID)                  {}
func (noCases) KeepState(_, _ investigation.ID, _ string)       {}
func (noCases) Delete(investigation.ID)                         {}
func (noCases) Met(indicator.Indicator) []investigation.Meeting { return nil }
func (noCases) List(context.Context) []investigation.Summary    { return nil }
func (noCases) Load(context.Context, investigation.ID) (i investigation.Investigation, d investigation.Desk, found bool) {
	return i, d, false
}

// casesListed tells which cases there are; one that was summoned asks for one to go
// on with.
type casesListed struct {
	list    []investigation.Summary
	summons int
}

func (m *Model) caseList() func(n int) tea.Msg {
	cases, ctx := m.opt.Cases, m.opt.Context
	return func(n int) tea.Msg { return casesListed{cases.List(ctx), n} }
}

// listCases finds out which cases there are, for the prompt.
func (m *Model) listCases() tea.Cmd { return unsummoned(m.caseList()) }

// chooseCase lists the cases to go on with one.
func (m *Model) chooseCase() tea.Cmd { return m.summon(m.caseList()) }

// caseLoaded brings a case as it is kept: one that was summoned, to go on with it;
// else for what others have made of the one that is worked on.
type caseLoaded struct {
	inv     investigation.Investigation
	desk    investigation.Desk
	found   bool
	summons int
}

func (m *Model) loadCase(id investigation.ID) func(n int) tea.Msg {
	cases, ctx := m.opt.Cases, m.opt.Context
	return func(n int) tea.Msg {
		inv, desk, found := cases.Load(ctx, id)
		return caseLoaded{inv, desk, found, n}
	}
}

// goOnWith goes on with a case.
func (m *Model) goOnWith(id investigation.ID) tea.Cmd { return m.summon(m.loadCase(id)) }
