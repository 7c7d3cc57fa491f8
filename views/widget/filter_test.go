package widget

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views/style"
)

func typed(p Pane, text string) {
	for _, c := range text {
		p.Key(press(c, string(c)))
	}
}

func nameTable(names ...string) *Table {
	t := NewTable(style.New(true), testColumns(), -1)
	var list []record
	for _, n := range names {
		list = append(list, record{n, n, 1})
	}
	t.SetRows(records{list: list})
	t.Resize(40, 10)
	return t
}

func TestTypingAFilter(t *testing.T) {
	p := nameTable("one.one", "two.two", "one.two")
	p.Key(press('x', "x"))
	p.Paste("x")
	if s := p.Status(); s.Filter != "" || s.Shown != 3 || p.Capturing() {
		t.Fatalf("keys are taken before typing begins: %+v", s)
	}
	if !p.Act(keymap.Filter) || !p.Capturing() {
		t.Fatal("the filter does not open")
	}
	typed(p, "ne")
	p.Key(press(tea.KeyHome, ""))
	typed(p, "o")
	if s := p.Status(); s.Filter != "one" || s.Cursor != 1 || s.Shown != 2 || !s.Typing {
		t.Fatalf("%+v", s)
	}
	p.Key(press(tea.KeyDown, ""))
	if got := p.Selection().ID; got != "one.two" {
		t.Errorf("the arrow goes to %q", got)
	}
	p.Key(press(tea.KeyEnter, ""))
	if s := p.Status(); p.Capturing() || s.Typing || s.Filter != "one" || s.Shown != 2 {
		t.Errorf("accepted: %+v", s)
	}
	for _, want := range []string{"one.one", "one.two"} {
		if p.Act(keymap.FilterNext); p.Selection().ID != want {
			t.Errorf("n goes to %q, want %q", p.Selection().ID, want)
		}
	}
	p.Act(keymap.FilterNext)
	if p.Act(keymap.FilterPrevious); p.Selection().ID != "one.two" {
		t.Errorf("N goes to %q", p.Selection().ID)
	}
	if !p.Escape() || p.Status().Filter != "" || p.Status().Shown != 3 || p.Selection().ID != "one.two" {
		t.Errorf("after escape: %+v on %q", p.Status(), p.Selection().ID)
	}
	if p.Escape() || p.Act(keymap.FilterNext) {
		t.Error("there is a filter left")
	}
}

func TestEscapeGivesBackFilterAndCursor(t *testing.T) {
	p := nameTable("a", "b", "ab", "c")
	p.Act(keymap.Filter)
	typed(p, "b")
	p.Key(press(tea.KeyEnter, ""))
	p.Act(keymap.MoveBottom)
	p.Act(keymap.Mark)
	p.Act(keymap.Filter)
	p.Paste("nowhere")
	if s := p.Status(); s.Shown != 0 || s.Position != 0 || p.Selection() != (Selection{}) {
		t.Fatalf("%+v", s)
	}
	if !strings.Contains(p.Render(), "nothing here matches") {
		t.Error("an empty list does not say why")
	}
	for _, want := range []struct {
		query, id    string
		shown, marks int
	}{{"b", "ab", 2, 1}, {"", "ab", 4, 1}, {"", "ab", 4, 0}} {
		if !p.Escape() {
			t.Fatal("nothing to close")
		}
		s := p.Status()
		if s.Filter != want.query || s.Shown != want.shown || p.Selection().ID != want.id || s.Marked != want.marks {
			t.Errorf("%+v on %q, want %+v", s, p.Selection().ID, want)
		}
	}
	if p.Escape() {
		t.Error("closes what is not open")
	}
	p.Act(keymap.Filter)
	p.Key(press(tea.KeyBackspace, ""))
	if p.Capturing() {
		t.Error("backspace in an empty filter does not close it")
	}
}

func TestABrokenPatternKeepsTheFormerFilter(t *testing.T) {
	p := nameTable("one", "two")
	p.Act(keymap.Filter)
	typed(p, "one")
	typed(p, " /[/")
	s := p.Status()
	if s.Shown != 1 || s.Filter != "one /[/" || !strings.Contains(s.FilterError, "missing closing ]") {
		t.Fatalf("%+v", s)
	}
	p.Key(press(tea.KeyEnter, ""))
	if !p.Capturing() {
		t.Fatal("a filter that is not in force was accepted")
	}
	for range 3 {
		p.Key(press(tea.KeyBackspace, ""))
	}
	if s := p.Status(); s.FilterError != "" || s.Shown != 1 {
		t.Errorf("%+v", s)
	}
}

func TestPastedFilters(t *testing.T) {
	for _, c := range []struct {
		name, paste, filter string
	}{
		{"defanged", " one[.]one\r\n", "one[.]one"},
		{"lines", "one\ntwo", "one^Jtwo"},
		{"escape", "\x1b[2Jone\x07", "^[[2Jone^G"},
		{"bidi", "a\u202eb", "a<U+202E>b"},
		{"no UTF-8", "a\x9bb", "a<9B>b"},
		{"binding", "q:!rm", "q:!rm"},
	} {
		p := nameTable("one.one", "two")
		p.Act(keymap.Filter)
		p.Paste(c.paste)
		if got := p.Status().Filter; got != c.filter {
			t.Errorf("%s: %q, want %q", c.name, got, c.filter)
		}
	}
}

func TestAHugePasteIsCutAndSaysSo(t *testing.T) {
	p := nameTable("one", "two")
	p.Act(keymap.Filter)
	typed(p, "ab")
	p.Key(press(tea.KeyLeft, ""))
	p.Paste(strings.Repeat("x\n", 500_000))
	s := p.Status()
	if n := utf8.RuneCountInString(s.Filter); n != maxFilter {
		t.Errorf("%d characters", n)
	}
	if !strings.HasPrefix(s.Filter, "ax") || !strings.HasSuffix(s.Filter, "b") {
		t.Errorf("what was typed is gone: %.5q … %q", s.Filter, s.Filter[len(s.Filter)-5:])
	}
	if strings.IndexFunc(s.Filter, unicode.IsControl) >= 0 || !strings.Contains(s.FilterError, "cut at 1000") {
		t.Errorf("%q", s.FilterError)
	}
	typed(p, "y")
	if n := utf8.RuneCountInString(p.Status().Filter); n != maxFilter {
		t.Errorf("%d characters after typing on", n)
	}
}
