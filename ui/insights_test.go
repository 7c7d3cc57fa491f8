package ui

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/style"
)

// inferring is what infers in a test: it says how often it was asked, what the case
// says of its subject, and what else it is told to say.
type inferring struct {
	mu   sync.Mutex
	of   []views.Premises
	more []views.Insight
	let  chan struct{} // where it is not nil, it waits
}

func (i *inferring) infer(p views.Premises) []views.Insight {
	i.mu.Lock()
	i.of = append(i.of, p)
	n, let := len(i.of), i.let
	i.mu.Unlock()
	if let != nil {
		<-let
	}
	list := []views.Insight{{Tone: style.Text, Text: fmt.Sprintf("inferred %d times", n), From: "test"}}
	for _, j := range p.Case.Judgements {
		list = append(list, views.Insight{Text: fmt.Sprintf("%s is %s", j.Indicator, j.Verdict), From: "test"})
	}
	return append(list, i.more...)
}

func (i *inferring) times() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return len(i.of)
}

// infers is a rig that infers, on an indicator.
func infers(t testing.TB, start string) (*rig, *inferring) {
	t.Helper()
	r, i := newRig(t, ""), &inferring{}
	r.m.opt.Insights = i.infer
	r.opens(start)
	return r, i
}

// opens opens an indicator by typing it.
func (r *rig) opens(start string) {
	r.t.Helper()
	r.press("esc", "o")
	for _, c := range start {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	r.wait()
}

// insights are those of the place one is at, a line each.
func (r *rig) insights() []string {
	r.wait()
	var lines []string
	for _, i := range r.m.here().insights.List {
		lines = append(lines, i.Text)
	}
	return lines
}

// What is inferred is inferred when one comes to a place, and when something has
// changed; not for a key, and not for a frame. It sends nothing.
func TestInsightsFollowWhatChanges(t *testing.T) {
	r, i := infers(t, "192.0.2.1")
	p := i.of[len(i.of)-1]
	if p.Subject.String() != "192.0.2.1" || p.Endpoint != "alpha" || len(p.Case.Nodes) != 1 || p.Shelf == nil || !p.Now.Equal(now()) {
		t.Errorf("inferred from %+v", p)
	}
	before, sent := i.times(), len(r.client.asked)
	r.press("j", "j")
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.drawing()
	if n := i.times() - before; n != 0 {
		t.Errorf("inferred %d times for keys, a size and a frame", n)
	}
	r.press("v", "m")
	if got := r.insights(); !slices.Contains(got, "name2.example.com is malicious") || i.times() != before+1 {
		t.Errorf("after a verdict, inferred %d times: %q", i.times()-before, got)
	}
	r.press("U")
	if got := r.insights(); slices.Contains(got, "name2.example.com is malicious") {
		t.Errorf("after it was taken back: %q", got)
	}
	before = i.times()
	r.press("j", "enter")
	r.insights()
	if p := i.of[len(i.of)-1]; i.times() == before || p.Subject.String() != "name3.example.com" || len(p.Case.Nodes) != 2 {
		t.Errorf("in another place, inferred from %+v", p)
	}
	before = i.times()
	r.settle()
	if r.insights(); i.times() == before {
		t.Error("not inferred after an answer had come")
	}
	before = i.times()
	r.press("[")
	if r.insights(); i.times() == before {
		t.Error("not inferred when one came back")
	}
	r.press("t") // the trail is about nothing
	before = i.times()
	r.press("j", "k")
	if r.wait(); i.times() != before {
		t.Error("inferred about nothing")
	}
	if n := len(r.client.asked) - sent; n != 1 { // the one about the name
		t.Errorf("%d calls", n)
	}
}

// A slow inference holds up no frame for longer than prices do. What comes late is
// shown where it belongs, and nowhere where that is gone.
func TestInsightsThatComeLate(t *testing.T) {
	r, i := infers(t, "192.0.2.1")
	i.let, r.m.opt.Patience = make(chan struct{}), patience
	r.press("v", "m")
	if got := r.m.here().insights.List; len(got) != 1 {
		t.Errorf("shown before it came: %v", got)
	}
	r.press("j", "enter") // another place, which is gone before it comes
	gone := r.m.here().id
	late := r.cmds
	r.cmds = nil
	r.press("[", "j", "enter")
	if r.m.here().id == gone || r.m.frames[gone] != nil {
		t.Fatal("the place is still there")
	}
	if n := i.times(); n > 3 {
		t.Errorf("%d at once", n)
	}
	close(i.let)
	for _, c := range late {
		for _, msg := range r.run(c) {
			r.send(msg)
		}
	}
	r.settle()
	r.m.update(inferred{gone, []views.Insight{{Text: "late"}}})
	for _, f := range r.m.frames {
		if slices.ContainsFunc(f.insights.List, func(i views.Insight) bool { return i.Text == "late" }) {
			t.Error("what came late is shown elsewhere")
		}
	}
	r.press("1")
	if got := r.insights(); !slices.Contains(got, "192.0.2.1 is malicious") {
		t.Errorf("what came late is not shown where it belongs: %q", got)
	}
}

// A frame waits for insights together with prices, not after them.
func TestInsightsAndPricesAreWaitedForTogether(t *testing.T) {
	r, shelf := slow(t)
	i := &inferring{let: make(chan struct{})}
	r.m.opt.Insights = i.infer
	r.press("j")
	if len(r.cmds) == 0 || !r.m.infer.under || !r.m.asking {
		t.Error("nothing is to come")
	}
	close(shelf.let)
	// What has been waited for prices is not waited again: this would take an hour.
	r.m.opt.Patience = time.Hour
	late := make(chan tea.Cmd, 1)
	go func() { late <- r.m.awaitInsights(coming{make(chan inferred), time.Now().Add(-time.Hour)}) }()
	select {
	case cmd := <-late:
		if cmd == nil {
			t.Error("nothing brings the insights")
		}
	case <-time.After(ample):
		t.Error("a frame waits for insights after it has waited for prices")
	}
	r.m.opt.Patience = ample
	close(i.let)
	r.settle()
	if got := r.insights(); len(got) == 0 {
		t.Error("no insights came")
	}
}

// said are insights of every length and tone.
func said() []views.Insight {
	at := now().Add(-75 * time.Hour)
	return []views.Insight{
		{Tone: style.Bad, Mark: style.Cross, Text: "malicious in another case: same kit as last month", From: "case Login portal, 21 days ago"},
		{Tone: style.Bad, Mark: style.Warning, Text: "registered 6 days ago", From: "WHOIS", At: at},
		{Tone: style.Text, Mark: style.Dot, Text: "shared hosting, one of 778 names on 192.0.2.44 in 30 days", From: "passive DNS", At: at},
		{Tone: style.Text, Mark: style.Dot, Text: "its network AS64500 holds 3 other addresses of this case: 192.0.2.10, 198.51.100.80, …", From: "IP", At: at},
		{Tone: style.Warn, Mark: style.Warning, Text: "category changed twice in 30 days, last 2 days ago", From: "history", At: at},
	}
}

// with is a rig with the real views, in which every place has the same insights.
func with(t testing.TB, start string, list []views.Insight) *rig {
	t.Helper()
	r := real(t, "")
	r.m.opt.Insights = func(views.Premises) []views.Insight { return list }
	r.opens(start)
	return r
}

func TestInsightScreens(t *testing.T) {
	for name, c := range map[string]struct{ start, keys string }{
		"insights-sheet":   {"cloudflare.com", "w"},
		"insights-table":   {"1.1.1.1", "p"},
		"insights-history": {"cloudflare.com", "h"},
		"insights-all":     {"cloudflare.com", "w !"},
		"insights-dossier": {"cloudflare.com", "D"},
		"insights-form":    {"cloudflare.com", "m"},
		"insights-refused": {"login-portal.example", ""}, // a recorded answer about something else
	} {
		t.Run(name, func(t *testing.T) {
			r := with(t, c.start, said())
			for _, k := range strings.Fields(c.keys) {
				r.press(k)
				r.settle()
			}
			r.screens(name)
		})
	}
}

// All insights can be seen in every view, whatever its height: by a key, and where
// that is not enough in the dossier.
func TestAllInsightsCanBeSeen(t *testing.T) {
	r := with(t, "1.1.1.1", said())
	r.press("p")
	r.settle()
	r.lacks("holds 3 other", "category changed twice")
	r.wants("malicious in another case", "registered 6 days ago   WHOIS, 3 d old", "2 more: !")
	r.press("!")
	r.wants("holds 3 other", "category changed twice in 30 days, last 2 days ago   history, 3 d old")
	r.lacks("2 more")
	r.press("!")
	r.wants("2 more: !")
	r.press("[", "D")
	r.settle()
	r.wants("Insights", "from what is known, no call")
	for _, i := range said() {
		r.wants(i.Text[:20], i.Source(now()))
	}
	r.press("!")
	r.wants("the dossier has all of them")
	r = with(t, "1.1.1.1", nil)
	r.press("!")
	r.wants("nothing follows from what is known here")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r = with(t, "1.1.1.1", append(said(), said()...))
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.press("!")
	r.wants("+8 D")
}

// Where no lines stand the key says where they do; beside the trail it is about those
// that are on the screen.
func TestInsightsFromTheCase(t *testing.T) {
	r := with(t, "1.1.1.1", said())
	r.press("p")
	r.settle()
	for _, place := range []string{"t", "I"} {
		r.press(place, "!")
		r.wants("such lines stand in the views of one indicator; D has them for the selected one")
		r.press("[")
	}
	r.send(tea.WindowSizeMsg{Width: 170, Height: 40})
	r.wants("2 more: !")
	r.press("t", "!")
	r.wants("Trail of", "holds 3 other", "category changed twice")
	r.lacks("2 more: !", "such lines stand")
	r.press("t")
	r.wants("category changed twice")
}

// A click hits what it shows, however many lines of insights stand above it.
func TestClicksBelowInsights(t *testing.T) {
	for name, c := range map[string]struct{ start, keys string }{
		"table": {"1.1.1.1", "p"}, "sheet": {"1.1.1.1", ""}, "dossier": {"1.1.1.1", "D"}, "form": {"cloudflare.com", "m"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range frametest.Sizes()[:3] {
				for _, list := range [][]views.Insight{nil, said()} {
					r := with(t, c.start, list)
					r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					for _, k := range strings.Fields(c.keys) {
						r.press(k)
						r.settle()
					}
					r.clicksHit()
				}
			}
		})
	}
}

// clicksHit clicks on every line of the body. What is selected then is on the line,
// or on the one above it whose text it goes on with.
func (r *rig) clicksHit() {
	r.t.Helper()
	r.wait()
	a := r.m.areas()
	hits := 0
	for y := a.header; y < a.header+a.body.Height; y++ {
		r.send(tea.MouseClickMsg{X: 6, Y: y, Button: tea.MouseLeft})
		r.settle()
		at := -1
		for n, l := range strings.Split(r.drawing(), "\n") {
			if n >= a.header && n < a.header+a.body.Height && len([]rune(l)) > 1 && string([]rune(l)[1]) == style.Cursor {
				at = n
			}
		}
		if at == y {
			hits++
		}
		if at > y && hits > 0 {
			r.t.Errorf("a click on line %d of %v selects line %d:\n%s", y, r.m.size, at, r.drawing())
		}
	}
	if hits == 0 {
		r.t.Errorf("no click hits anything at %v:\n%s", r.m.size, r.drawing())
	}
}

// The dossier's copy has the insights, with what each follows from.
func TestInsightsAreCopiedWithTheDossier(t *testing.T) {
	r := with(t, "1.1.1.1", said())
	r.press("D")
	r.settle()
	c := r.m.here().view.(views.Exporter).Content()
	text := strings.Join(c.Sheet.Lines(200), "\n")
	for _, want := range []string{"Insights", "registered 6 days ago   WHOIS, 3 d old"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy lacks %q:\n%s", want, text)
		}
	}
}

// The rules themselves, on the real views: what they say of a name follows from the
// answers that were opened on the way, and costs no call.
func TestRulesOnTheWay(t *testing.T) {
	r := real(t, "")
	r.m.opt.Insights = Insights()
	r.opens("cloudflare.com")
	r.press("h")
	r.settle()
	before := r.m.traffic.Calls
	r.press("[", "v", "m", "o")
	for _, c := range "www.cloudflare.com" {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	if got := r.insights(); !slices.Contains(got, "lies under cloudflare.com, malicious in this case") {
		t.Errorf("%q", got)
	}
	if n := r.m.traffic.Calls - before; n > 1 {
		t.Errorf("%d calls for one question", n)
	}
}
