package widget

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views/style"
)

// ids are the rows of an excerpt by their IDs.
func ids(e Excerpt) string {
	all := make([]string, e.Len)
	for n := range all {
		all[n] = e.Data.ID(e.At(n))
	}
	return strings.Join(all, " ")
}

func filterFor(t *Table, query string) {
	t.Act(keymap.Filter)
	for _, c := range query {
		t.Key(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
	t.Key(tea.KeyPressMsg{Code: tea.KeyEnter})
}

func TestExcerpts(t *testing.T) {
	list := []record{{"1", "ape", 3}, {"2", "bee", 1}, {"3", "asp", 2}, {"4", "cow", 1}, {"5", "ant", 9}}
	p := NewTable(style.New(true), testColumns(), 0)
	p.Resize(40, 10)
	is := func(what, selected, marked, visible string) {
		t.Helper()
		if got := fmt.Sprintf("%s | %s | %s", ids(p.SelectedRows()), ids(p.MarkedRows()), ids(p.VisibleRows())); got != selected+" | "+marked+" | "+visible {
			t.Errorf("%s: %s", what, got)
		}
	}
	is("no rows", "", "", "")
	p.SetRows(newTypedRecords(list, 2))
	is("at first", "5", "", "5 1 3 2 4")
	p.Act(keymap.Mark)
	p.Act(keymap.MoveBottom)
	p.Act(keymap.Mark)
	is("marked", "4", "5 4", "5 1 3 2 4")
	filterFor(p, "a")
	p.Act(keymap.MoveTop)
	is("filtered", "5", "5 4", "5 1 3")
	p.Act(keymap.SortReverse)
	is("turned round", "5", "4 5", "3 1 5")
	was := p.VisibleRows()
	p.Escape()
	p.Act(keymap.GroupRows)
	p.Act(keymap.MoveTop)
	is("on a heading", "5 1 3", "5 4", "5 1 3 2 4")
	p.Act(keymap.Fold)
	p.Act(keymap.MoveDown)
	is("in a group", "5", "5 4", "5 1 3 2 4")
	if got := ids(was); got != "3 1 5" {
		t.Errorf("an excerpt has changed to %s", got)
	}
}

// Rows that were put in place of others are what is asked about, even while the
// table has not put them in order yet; further rows are not, until they are shown.
func TestExcerptsOfRowsToCome(t *testing.T) {
	list := []record{{"1", "ape", 3}, {"2", "bee", 1}, {"3", "asp", 2}}
	p := NewTable(style.New(true), testColumns(), 0)
	p.inline = -1
	p.SetRows(newTypedRecords(list[:2], 2))
	if got := ids(p.VisibleRows()); got != "1 2" {
		t.Errorf("the first rows: %s", got)
	}
	p.SetRows(newTypedRecords(list, 2))
	if got := ids(p.VisibleRows()); got != "1 2" {
		t.Errorf("with further rows to come: %s", got)
	}
	p.SetRows(newTypedRecords(list[2:], 2))
	if got := ids(p.VisibleRows()); got != "3" {
		t.Errorf("other rows: %s", got)
	}
}
