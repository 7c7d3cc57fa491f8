package ui

import (
	"encoding/json"

	"quarry/views"
	"quarry/views/widget"
)

// noteState keeps how the view of the place that one is at is set, for when its
// question is opened again: cursor, filter, order, groups, folds, marks.
func (m *Model) noteState() {
	f := m.here()
	if f == nil || m.file.book == nil {
		return
	}
	r, ok := f.view.(views.Restorer)
	if _, known := m.node(f.node); !ok || !known {
		return
	}
	state, ok := r.State()
	if !ok {
		return
	}
	text, err := json.Marshal(state)
	if err != nil || string(text) == m.file.states[f.node] {
		return
	}
	m.file.states[f.node] = string(text)
	m.opt.Cases.KeepState(m.file.book.Head().ID, f.node, string(text))
}

// restoreState sets the view of a node as it was when it was left. What cannot be
// read, as from another version, is passed over: the answer is there all the same.
func (m *Model) restoreState(f *frame) {
	r, ok := f.view.(views.Restorer)
	text, kept := m.file.states[f.node]
	var s widget.PaneState
	if ok && kept && json.Unmarshal([]byte(text), &s) == nil {
		r.Restore(s)
	}
}

// Left keeps how the place is set that a run has ended at, whatever has ended it: a
// key, a signal, or that its terminal is gone. Call it when no update is under way.
func (m *Model) Left() { m.noteState() }
