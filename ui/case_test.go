package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// tree is the trail of the case as lines: depth, endpoint, indicator.
func (r *rig) tree() string {
	var b strings.Builder
	for _, p := range r.m.notebook().Trail() {
		b.WriteString(strings.Repeat("  ", p.Depth) + p.Node.Endpoint + " " + p.Node.Indicator.String() + "\n")
	}
	return b.String()
}

func (r *rig) treeIs(want string) {
	r.t.Helper()
	if got := r.tree(); got != want {
		r.t.Errorf("the trail is\n%swant\n%s", got, want)
	}
}

// walked is a rig that has opened an address, two names from it, the WHOIS of
// one, and entered another address.
func walked(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, "192.0.2.1")
	r.settle()
	for _, keys := range []string{"j enter", "w", "[ [ j enter", "[ [ o"} {
		r.press(strings.Fields(keys)...)
		r.settle()
	}
	for _, c := range "198.51.100.7" {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	return r
}

const walkedTree = `alpha 192.0.2.1
  alpha name1.example.com
    beta name1.example.com
  alpha name2.example.com
alpha 198.51.100.7
`

func TestEveryQuestionIsANodeOfTheCase(t *testing.T) {
	r := walked(t)
	r.treeIs(walkedTree)
	for _, p := range r.m.notebook().Trail() {
		if n := p.Node; n.Calls != 1 || n.FetchedAt != now() || n.SHA256 == "" || n.By != "ann" || n.Rows != -1 {
			t.Errorf("%+v", n)
		}
	}
	// The same from the same place is the same node.
	asked := len(r.client.asked)
	r.press("[", "j", "enter")
	r.settle()
	if kept, _, ok := r.cases.Load(t.Context(), r.m.notebook().Head().ID); !ok || len(kept.Nodes) != r.m.notebook().Len() {
		t.Errorf("kept: %+v", kept)
	}
	if n := len(r.client.asked) - asked; n > 1 {
		t.Errorf("%d calls", n)
	}
}

func TestTheTrailOpensWhatIsKnownForNothing(t *testing.T) {
	r := walked(t)
	asked := len(r.client.asked)
	r.press("t")
	r.settle()
	r.wants("Trail of 192.0.2.1", "5 questions", "→ 198.51.100.7")
	r.press("g", "j", "j", "enter")
	r.settle()
	r.wants("beta of name1.example.com")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls for what is known", n)
	}
	r.treeIs(walkedTree) // opened again: no second node
	r.press("t")
	r.wants("→ beta")
	r.press("]")
	r.wants("beta of name1.example.com")
	r.press("h", "enter") // "dear" costs three calls, from there
	r.settle()
	r.treeIs(strings.Replace(walkedTree, "  alpha name2", "      dear name1.example.com\n  alpha name2", 1))
	r.press("t")
	r.wants("→ dear")
	r.press("t") // back to where one was
	r.wants("dear of name1.example.com")
	r.press("[", "[", "[", "t", "t")
	r.wants("alpha of 198.51.100.7")
}

// What is pivoted to from a row of the trail is reached from that row.
func TestPivotFromTheTrail(t *testing.T) {
	r := walked(t)
	r.press("t", "g", "j", "j", "j", "w")
	r.settle()
	r.wants("beta of name2.example.com")
	r.treeIs(strings.Replace(walkedTree, "alpha 198", "    beta name2.example.com\nalpha 198", 1))
}

// The list of IOCs is filled by verdicts, and what is opened from it hangs where its
// indicator was opened.
func TestListOfIOCs(t *testing.T) {
	r := walked(t)
	r.press("I")
	r.wants("IOCs of 192.0.2.1", "No IOCs yet", "4 more seen: tab")
	r.press("tab")
	r.wants("Seen in 192.0.2.1", "0 of 4 indicators on the list of IOCs")
	r.press("/", "n", "a", "m", "e", "2", "enter", "v", "m") // a name two places back
	r.wants("malicious: name2.example.com", "✗ malicious", "alpha of 192.0.2.1")
	r.press("esc", "tab")
	r.wants("IOCs of 192.0.2.1", "1 malicious", "1/1")
	r.lacks("name1.example.com")
	r.press("w")
	r.settle()
	r.wants("beta of name2.example.com")
	r.treeIs(strings.Replace(walkedTree, "alpha 198", "    beta name2.example.com\nalpha 198", 1))
	r.press("I") // on the path: gone back to
	r.wants("IOCs of 192.0.2.1")
	r.press("enter") // what is there already is no second node
	r.settle()
	r.wants("alpha of name2.example.com")
	r.treeIs(strings.Replace(walkedTree, "alpha 198", "    beta name2.example.com\nalpha 198", 1))
	r.press("I", "v", "b")
	r.wants("No IOCs yet", "benign: name2.example.com")
	r.press("U")
	r.wants("✗ malicious", "1/1")
	r.press("I")
	r.wants("alpha of name2.example.com")
	r.press("[", "[")
	r.wants("alpha of 198.51.100.7")
}

func TestPruneForkAndUndo(t *testing.T) {
	r := walked(t)
	r.press("x")
	r.wants("branches are pruned in the trail")
	r.press("t", "g", "j", "x")
	r.wants("pruned 2 questions", "3 questions")
	r.treeIs("alpha 192.0.2.1\n  alpha name2.example.com\nalpha 198.51.100.7\n")
	r.press("U")
	r.wants("taken back: the pruning of 2 questions")
	r.treeIs(walkedTree)
	r.press("U")
	r.wants("nothing to take back")

	before := r.m.notebook().Head().ID
	r.press("g", "j", "space", "j", "j", "space", "F")
	r.wants("forked: 3 questions")
	r.treeIs("alpha name1.example.com\n  beta name1.example.com\nalpha name2.example.com\n")
	r.press("T")
	for _, c := range "a fork" {
		r.press(map[bool]string{true: "space", false: string(c)}[c == ' '])
	}
	r.press("enter")
	r.wants("this case is called a fork", "Trail of a fork")
	asked := len(r.client.asked)
	r.press("C")
	r.settle()
	r.wants("Go on with a case", "192.0.2.1, 2026-11-23", "5 questions")
	r.press("enter")
	r.settle()
	if r.m.notebook().Head().ID != before {
		t.Error("not back in the case before")
	}
	r.treeIs(walkedTree)
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls for going on with a case", n)
	}
}

func TestJudging(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("v")
	r.wants("Verdict on 192.0.2.1", "malicious", "no verdict")
	r.press("m")
	r.wants("malicious: 192.0.2.1; U takes it back", "✗ malicious, you, just now")
	r.press("b")
	r.wants("✗ malicious ★, you, just now")
	r.press("b")
	r.wants("no star any more")
	r.press("U", "U")
	r.wants("✗ malicious, you")
	r.press("U")
	r.lacks("malicious, you")

	r.m.here().view.(*stubView).marked = []indicator.Indicator{indicator.MustParse("a.example.com"), indicator.MustParse("b.example.com")}
	r.press("v", "b")
	r.wants("benign: 2 indicators")
	for _, j := range r.m.notebook().Snapshot().Judgements[1:] {
		if j.Verdict != investigation.Benign || j.By != "ann" {
			t.Errorf("%+v", j)
		}
	}
}

func TestCommentsAndDrafts(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	i := indicator.MustParse("192.0.2.1")
	r.press("c")
	for _, c := range "half" {
		r.press(string(c))
	}
	r.press("esc")
	r.wants("kept as a draft; c goes on with it")
	if _, desk, _ := r.cases.Load(t.Context(), r.m.notebook().Head().ID); len(desk.Drafts) != 1 || desk.Drafts[0].Text != "half" {
		t.Errorf("kept: %+v", desk)
	}
	r.press("c")
	r.wants("(draft)", "half")
	r.press("ctrl+j")
	r.send(tea.PasteMsg{Content: "from \x1b[31ma\u202e paste\nof two lines"})
	r.press("enter")
	r.wants("commented: 192.0.2.1", "✎ half from ^[[31ma<U+202E>")
	if got := r.m.judgement(i).Comment; got != "half\nfrom ^[[31ma<U+202E> paste\nof two lines" {
		t.Errorf("%q", got)
	}
	if _, desk, _ := r.cases.Load(t.Context(), r.m.notebook().Head().ID); len(desk.Drafts) != 0 {
		t.Errorf("a draft is left: %+v", desk)
	}
	// What came from elsewhere and cannot be shown is not altered by looking at it.
	book := r.m.notebook()
	r.m.write(book.Do(book.SetComment("a\x1bb", i), now()))
	r.press("c", "enter")
	if got := r.m.judgement(i).Comment; got != "a\x1bb" {
		t.Errorf("%q", got)
	}
}

// Of several comments that are not finished the number is told, and none at random.
func TestSeveralDrafts(t *testing.T) {
	r := walked(t)
	inv := r.m.snapshot()
	draft := func(on string) investigation.Draft {
		return investigation.Draft{About: []indicator.Indicator{indicator.MustParse(on)}, Text: "half"}
	}
	r.keep(r.m.goOn(inv, investigation.Desk{Drafts: []investigation.Draft{draft("192.0.2.1")}}))
	r.wants("a comment on 192.0.2.1 is not finished; c on it goes on")
	r.keep(r.m.goOn(inv, investigation.Desk{Drafts: []investigation.Draft{draft("192.0.2.1"), draft("192.0.2.2")}}))
	r.wants("2 comments are not finished; c on what they are about goes on")
}

// A case that is gone on with asks nothing, and one is where one was.
func TestGoingOnWithACase(t *testing.T) {
	r := walked(t)
	r.press("[") // at the first address, on its second name
	r.press("v", "s", "c", "x")
	id := r.m.notebook().Head().ID
	asked := len(r.client.asked)

	again := New(r.m.opt)
	again.opt.Start, again.opt.Resume = indicator.Indicator{}, id
	r.m = again
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.keep(r.m.Init())
	r.settle()
	r.treeIs(walkedTree)
	r.wants("alpha of 192.0.2.1", "is not finished; c on it goes on")
	r.press("t")
	r.wants("→ 192.0.2.1", "▲ suspicious")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls", n)
	}
}

// The cases come from the disk. Keys that are typed meanwhile are meant for them:
// where one is they would act on something else, and spend.
func TestKeysWaitForACaseThatComesLate(t *testing.T) {
	r := walked(t)
	first := r.m.notebook().Head().ID
	r.press("t", "g", "F") // a case of its own, from which C and enter lead back
	asked := len(r.client.asked)
	r.press("t", "j", "C", "enter", "t")
	r.wants("the disk is slow; keys wait for the case, esc gives it up")
	r.send(tea.MouseClickMsg{X: 10, Y: 5, Button: tea.MouseLeft})
	r.settle()
	if got := r.m.notebook().Head().ID; got != first {
		t.Errorf("in case %v, want %v", got, first)
	}
	r.wants("Trail of 192.0.2.1", "5 questions") // t was for the case, too
	r.lacks("the disk is slow")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls", n)
	}

	r.press("C", "h", "esc", "o", "1", "9") // given up, and the h with it
	r.settle()
	r.wants("Open an indicator", "19")
	r.lacks("Go on with a case")
	r.press("esc", "C")
	r.settle()
	r.wants("Go on with a case")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls", n)
	}
}

// The prompt opens the case that it shows, whatever is known of cases by then.
func TestThePromptOpensWhatItShows(t *testing.T) {
	old := walked(t)
	id := old.m.notebook().Head().ID
	r := newRig(t, "")
	r.m.opt.Cases = old.cases
	r.keep(r.m.listCases())
	r.settle()
	r.wants("or go on with a case", "192.0.2.1")
	r.m.file.list = nil
	r.press("enter")
	r.settle()
	if r.m.notebook().Head().ID != id {
		t.Error("not the case that was shown")
	}
}

func TestCasesOnTheStartScreen(t *testing.T) {
	old := walked(t)
	id := old.m.notebook().Head().ID
	book := old.m.notebook()
	old.m.write(book.Do(book.SetName("phish of the week\x1b[31m"), now()))
	r := newRig(t, "")
	r.m.opt.Cases = old.cases
	r.keep(r.m.listCases())
	r.settle()
	r.wants("or go on with a case", "phish of the week^[[31m", "5 questions, just now, last 198.51.100.7")
	r.screens("start-cases")
	r.press("1")
	r.lacks("or go on")
	r.press("backspace", "enter")
	r.settle()
	if r.m.notebook().Head().ID != id {
		t.Error("not the case that was chosen")
	}
}

func TestCaseScreens(t *testing.T) {
	for name, keys := range map[string]string{
		"trail": "t", "iocs": "v m I", "verdict": "v", "comment": "c", "name": "T", "judged": "v m", "palette-name": ": n a m e space x",
	} {
		t.Run(name, func(t *testing.T) {
			r := real(t, "1.1.1.1")
			r.press("p")
			r.settle()
			r.press("j", "v", "b", "w")
			r.settle()
			r.press(strings.Fields("[ " + keys)...)
			r.settle()
			r.screens(name)
		})
	}
}

// elsewhere are cases that know of an indicator.
type elsewhere struct {
	noCases
	met []investigation.Meeting
}

func (e elsewhere) Met(indicator.Indicator) []investigation.Meeting { return e.met }

func TestWhatOtherCasesSay(t *testing.T) {
	old := now().AddDate(0, 0, -21)
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.m.opt.Cases = elsewhere{met: []investigation.Meeting{
		{ID: investigation.NewID(), Name: "X\x1b]0;t\x07", Judgement: investigation.Judgement{Verdict: investigation.Benign, Changed: old}},
		{ID: investigation.NewID(), At: old},
		{ID: r.m.notebook().Head().ID, Name: "this one", At: old},
	}}
	r.press("j") // another row: what is known of it is found out anew
	r.settle()
	r.wants("✓ benign in case X^[]0;t^G, 21", "days ago", "also in an unnamed case, 21")
	r.lacks("this one")
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.wants("✓ benign in case X^[]0;t^G, 21 days ago")
}
