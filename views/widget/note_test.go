package widget

import (
	"testing"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views/style"
)

// notes says something of c.example and of a.example.
func notes(i indicator.Indicator) Span {
	switch i.String() {
	case "c.example":
		return Span{style.Bad, style.Cross}
	case "a.example":
		return Span{style.Good, style.Check}
	}
	return Span{Text: " "}
}

func TestNotesStandInTheMarginOfATable(t *testing.T) {
	p := NewTable(style.New(true), testColumns(), 0)
	p.SetRows(records{list: []record{{"a", "a.example.net", 1}, {"b", "b.example.net", 2}, {"c", "c.example.net", 3}}})
	p.SetNoter(notes)
	p.Resize(24, 4)
	for _, step := range []struct {
		do   keymap.Action
		want string
	}{
		{"", "   NAME ▴              N\n✓▌ a.example.net !     1\n   b.example.net !     2\n ✗ c.example.net !     3\n"},
		{keymap.Mark, "   NAME ▴              N\n●▌✓a.example.net !     1\n   b.example.net !     2\n ✗ c.example.net !     3\n"},
		{keymap.MoveDown, "   NAME ▴              N\n●✓ a.example.net !     1\n ▌ b.example.net !     2\n ✗ c.example.net !     3\n"},
		{keymap.MoveDown, "   NAME ▴              N\n●✓ a.example.net !     1\n   b.example.net !     2\n✗▌ c.example.net !     3\n"},
	} {
		p.Act(step.do)
		if got := drawing(p, 24, 4); got != step.want {
			t.Errorf("after %q\n%swant\n%s", step.do, got, step.want)
		}
	}
	p.SetNoter(nil)
	if got := drawing(p, 24, 4); got != "   NAME ▴              N\n●  a.example.net !     1\n   b.example.net !     2\n ▌ c.example.net !     3\n" {
		t.Errorf("without notes\n%s", got)
	}
}

func TestNotesStandInTheMarginOfADoc(t *testing.T) {
	d := NewDoc(style.New(true))
	d.SetRows([]Row{target("c.example"), target("b.example"), {ID: "t", Text: Plain("text"), Copy: "text"}})
	d.SetNoter(notes)
	d.Resize(14, 3)
	wantDrawing(t, d, "✗▌ c.example\n   b.example\n   text\n")
}
