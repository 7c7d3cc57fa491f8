package pdns

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/viewtest"
)

// agree answers the last question that the view asked with yes.
func agree(t *testing.T, b *viewtest.Bench) views.Confirm {
	t.Helper()
	if len(b.Intents) == 0 {
		t.Fatal("nothing was asked")
	}
	ask, ok := b.Intents[len(b.Intents)-1].(views.Confirm)
	if !ok {
		t.Fatalf("asked %#v", b.Intents)
	}
	b.Send(ask.Then)
	return ask
}

func loaded(b *viewtest.Bench) int { return b.View.(views.Statuser).Status().Total }

func TestLoadAllSendsWhatWasAgreed(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(95), 20, 95)).Start()
	b.Golden("partly")
	b.Send(keymap.LoadAll)
	if ask := agree(t, b); ask.Calls != 4 {
		t.Errorf("asks for %d calls, 4 pages are left", ask.Calls)
	}
	if n := len(b.Source.Asked); n != 5 || loaded(b) != 95 {
		t.Errorf("%d questions, %d names", n, loaded(b))
	}
	for _, a := range []keymap.Action{keymap.LoadMore, keymap.LoadAll} {
		if why := b.View.(views.Limiter).Disabled(a); why != "all pages are loaded" {
			t.Errorf("%s: %q", a, why)
		}
	}
	if n := len(b.View.(views.Answerer).Answers()); n != 5 {
		t.Errorf("%d answers to show", n)
	}
	b.Golden("all")
}

func TestFurtherPagesThatAreKnownCostNothing(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(60), 20, 60)).Start()
	b.Send(keymap.LoadMore)
	again := viewtest.New(t, Route(), "192.0.2.44", nil)
	for _, a := range b.View.(views.Answerer).Answers() {
		known, _ := b.Env.Shelf.Known(a.Query)
		again.Env.Shelf.Keep(known)
	}
	again.Start()
	if len(again.Source.Asked) != 0 || loaded(again) != 40 {
		t.Errorf("%d questions, %d names", len(again.Source.Asked), loaded(again))
	}
}

// Of pages some of which others have fetched this is said, with what the rest has
// cost.
func TestPagesOfOthers(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(60), 20, 60)).Start()
	b.Send(keymap.LoadMore)
	for _, c := range []struct {
		theirs, known int
		says          string
	}{
		{0, 2, "just now · known"},
		{1, 2, "just now · partly from alice's bundle"},
		{2, 2, "just now · from alice's bundle"},
		{1, 1, "just now · 1 call, partly from alice's bundle"},
	} {
		again := viewtest.New(t, Route(), "192.0.2.44", served(names(60), 20, 60))
		for n, a := range b.View.(views.Answerer).Answers()[:c.known] {
			known, _ := b.Env.Shelf.Known(a.Query)
			if n < c.theirs {
				known.Origin = api.Origin{By: safe.FromOutside("alice"), ImportedAt: viewtest.Now()}
			}
			again.Env.Shelf.Keep(known)
		}
		again.Start()
		if c.known < 2 {
			again.Send(keymap.LoadMore)
		}
		if d := again.Drawing(200, 60); !strings.Contains(d, c.says) {
			t.Errorf("%d of others, %d known: it does not say %q:\n%.400s", c.theirs, c.known, c.says, d)
		}
	}
}

// Pages that lie: what is shown is what came, without duplicates, and it ends.
func TestPagesThatLie(t *testing.T) {
	all := names(60)
	for name, c := range map[string]struct {
		body  func(n int) string
		rows  int
		calls int // the most that may be sent
		says  string
	}{
		"counts too many": {func(n int) string {
			f := min(60, (n-1)*20)
			return page(all[f:min(60, f+20)], 100_000, n, 20)
		}, 60, 4, "the server says 100,000 names, 60 received"},
		"counts too few": {func(n int) string {
			f := min(60, (n-1)*20)
			return page(all[f:min(60, f+20)], 3, n, 20)
		}, 60, 4, "the server says 3 names, 60 received"},
		"repeats": {func(n int) string { return page(all[:20], 1000, n, 20) }, 20, 2, "the server says 1,000 names, 20 received"},
		"shifts": {func(n int) string {
			f := min(60, (n-1)*19)
			return page(all[f:min(60, f+20)], 60, n, 20)
		}, 60, 4, "all loaded"},
		"never ends": {func(n int) string {
			list := make([]sighting, 20)
			for i := range list {
				list[i] = sighting{fmt.Sprintf("n%d-%d.example.org", n, i), "2026-11-01", "2026-11-02"}
			}
			return page(list, n*20+1, n, 20)
		}, 160, 8, "160 of 161 names loaded: 1 more call"},
		"grants less than it says": {func(n int) string {
			f := min(60, (n-1)*20)
			return page(all[f:min(60, f+20)], 60, n, 1000)
		}, 60, 3, "all loaded"},
		"counts none that come": {func(int) string { return page(nil, 778, 1, 20) }, 0, 1, "the server says 778"},
		"is beyond all counting": {func(n int) string {
			f := min(60, (n-1)*20)
			return page(all[f:min(60, f+20)], 1<<62, n, 0)
		}, 60, 4, "60 received"},
	} {
		t.Run(name, func(t *testing.T) {
			b := viewtest.New(t, Route(), "192.0.2.44", func(q api.Query) (api.Answer, error) {
				return viewtest.Body(c.body(q.Page))(q)
			}).Start()
			for range 7 { // a patient analyst
				if b.View.(views.Limiter).Disabled(keymap.LoadMore) != "" {
					break
				}
				b.Send(keymap.LoadMore)
			}
			if loaded(b) != c.rows || len(b.Source.Asked) > c.calls {
				t.Errorf("%d names with %d calls, want %d with %d at most", loaded(b), len(b.Source.Asked), c.rows, c.calls)
			}
			if got := b.Drawing(200, 60); !strings.Contains(got, c.says) {
				t.Errorf("does not say %q:\n%s", c.says, got)
			}
		})
	}
}

func TestLoadAllEndsWhenAPageBringsNothingNew(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", func(q api.Query) (api.Answer, error) {
		return viewtest.Body(page(names(20), 10_000, q.Page, 20))(q)
	}).Start()
	b.Send(keymap.LoadAll)
	if ask := agree(t, b); ask.Calls != 499 || len(b.Source.Asked) != 2 {
		t.Errorf("agreed to %d calls, sent %d", ask.Calls, len(b.Source.Asked))
	}
	b.Golden("claimed")
}

func TestAPageThatFailsLeavesTheOthers(t *testing.T) {
	serve := served(names(95), 20, 95)
	down := true
	b := viewtest.New(t, Route(), "192.0.2.44", func(q api.Query) (api.Answer, error) {
		if q.Page == 3 && down {
			return viewtest.Fail(api.Error{Class: api.ServerFault, Status: 502, Tries: 3, Err: errors.New("bad gateway")})(q)
		}
		return serve(q)
	}).Start()
	b.Send(keymap.LoadAll)
	agree(t, b)
	if loaded(b) != 40 || len(b.Source.Asked) != 3 {
		t.Errorf("%d names after %d calls", loaded(b), len(b.Source.Asked))
	}
	b.Golden("failed-page")
	down = false
	b.Send(keymap.LoadMore)
	if loaded(b) != 60 || strings.Contains(b.Drawing(120, 40), "did not come") {
		t.Errorf("after another try %d names:\n%s", loaded(b), b.Drawing(120, 40))
	}
}

// step runs one command and gives what it brought, without what follows.
func step(t *testing.T, cmd tea.Cmd) tea.Msg {
	t.Helper()
	if cmd == nil {
		t.Fatal("nothing is under way")
	}
	return cmd()
}

func TestLeavingStopsTheRest(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(95), 20, 95)).Start()
	_, _ = b.View.Update(keymap.LoadAll)
	intent, _ := b.View.Update(keymap.LoadAll)
	_, cmd := b.View.Update(intent.(views.Confirm).Then)
	if !b.View.(views.Waiter).Waiting() {
		t.Error("not waiting for the page")
	}
	_, cmd = b.View.Update(step(t, cmd)) // page 2
	b.View.Update(views.Tick{Now: viewtest.Now().Add(2 * time.Second)})
	b.Golden("loading-all")
	b.View.(views.Resumer).Leave()
	b.Run(cmd) // page 3 is already on its way and comes late
	if loaded(b) != 40 {
		t.Errorf("%d names after leaving", loaded(b))
	}
	b.Run(b.View.(views.Resumer).Resume())
	if asked := len(b.Source.Asked); loaded(b) != 60 || asked != 3 {
		t.Errorf("%d names, %d questions: what was paid for is taken, nothing else asked", loaded(b), asked)
	}
}

func TestEscapeStopsTheRest(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(95), 20, 95)).Start()
	intent, _ := b.View.Update(keymap.LoadAll)
	_, cmd := b.View.Update(intent.(views.Confirm).Then)
	if !b.View.(views.Escaper).Escape() {
		t.Error("nothing to close while pages are loaded")
	}
	b.Run(cmd)
	if b.View.(views.Waiter).Waiting() || loaded(b) != 20 {
		t.Errorf("still loading, %d names", loaded(b))
	}
	if b.View.(views.Escaper).Escape() {
		t.Error("something is still open")
	}
}

func TestRefreshAsksForEveryPage(t *testing.T) {
	list := names(60)
	b := viewtest.New(t, Route(), "192.0.2.44", func(q api.Query) (api.Answer, error) { return served(list, 20, len(list))(q) }).Start()
	b.Send(keymap.LoadMore)
	b.Send(keymap.LoadMore)
	if n := len(b.View.(views.Refresher).Refresh()); n != 3 {
		t.Fatalf("fetching again is said to send %d questions", n)
	}
	for range 50 {
		b.Send(keymap.MoveDown)
	}
	before := b.View.(views.Selector).Selection().Indicator
	list = append(names(60), sighting{"a-new-name.example", "2026-11-22", "2026-11-22"})[1:]
	b.Send(keymap.Refresh)
	if asked := len(b.Source.Asked); asked != 6 || loaded(b) != 60 {
		t.Errorf("%d questions, %d names", asked, loaded(b))
	}
	if after := b.View.(views.Selector).Selection().Indicator; after != before {
		t.Errorf("the cursor went from %s to %s", before, after)
	}
	list = names(10)
	b.Send(keymap.Refresh)
	if asked := len(b.Source.Asked); asked != 8 || loaded(b) != 10 {
		t.Errorf("a list that became shorter: %d questions, %d names", asked, loaded(b))
	}
}

func TestANameOnTwoPagesIsOneRow(t *testing.T) {
	first := []sighting{{"twice.example.", "2026-11-10", "2026-11-12"}, {"once.example", "2026-11-10", "2026-11-12"}}
	second := []sighting{{"TWICE.example", "2026-11-01", "2026-11-20"}, {"", "2026-11-01", "2026-11-02"}}
	b := viewtest.New(t, Route(), "192.0.2.44", func(q api.Query) (api.Answer, error) {
		return viewtest.Body(page([][]sighting{first, second}[q.Page-1], 4, q.Page, 2))(q)
	}).Start()
	b.Send(keymap.LoadMore)
	rows := b.Shown()
	if len(rows) != 3 {
		t.Fatalf("rows %v", rows)
	}
	for _, r := range rows {
		if strings.HasPrefix(r[0], "twice") && (r[1] != "2026-11-01" || r[2] != "2026-11-20") {
			t.Errorf("the name that came twice is %v", r)
		}
	}
}
