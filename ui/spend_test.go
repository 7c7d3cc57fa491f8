package ui

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// stubGate holds back everything until its barrier is lifted.
type stubGate struct{ lifted int }

func (g *stubGate) Barriers(calls int) []api.Barrier {
	if calls == 0 || g.lifted > 0 {
		return nil
	}
	return []api.Barrier{{Why: "12 calls are left this month, and 50 are kept back", Lift: func() { g.lifted++ }}}
}

func TestABarrierAsksBeforeASingleCall(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	gate := &stubGate{}
	r.m.opt.Gate = gate
	r.press("j", "enter")
	r.wants("Spend 1 call?", "12 calls are left this month, and 50 are kept back.")
	r.press("esc")
	r.settle()
	r.wants("alpha of 192.0.2.1")
	if gate.lifted != 0 || len(r.client.asked) != 1 {
		t.Fatalf("lifted %d times, %d calls after a no", gate.lifted, len(r.client.asked))
	}
	r.press("enter", "y")
	r.settle()
	r.wants("answer: alpha name1.example.com")
	r.press("r") // lifted for the rest of the run
	r.settle()
	if n := len(r.client.asked); n != 3 {
		t.Errorf("%d calls, want 3", n)
	}
}

func TestWhatIsKnownMeetsNoBarrier(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.press("j", "enter")
	r.settle()
	r.press("[")
	r.m.opt.Gate = &stubGate{}
	r.press("k", "j", "j") // to name2 and back: the cursor of the stub only counts up
	r.m.here().view.(*stubView).cursor = 1
	r.press("enter")
	r.lacks("Spend")
	r.wants("alpha of name1.example.com")
}

func TestAskAboveZeroAsksForEveryCall(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.m.opt.AskAbove = 0
	r.press("j", "enter")
	r.wants("Spend 1 call?")
}

// quotaMeter shows a month.
type quotaMeter struct{ quota api.Quota }

func (m quotaMeter) Traffic() api.Traffic {
	return api.Traffic{Calls: 3, RateLeft: -1, Quota: m.quota}
}

func TestHeaderShowsTheMonth(t *testing.T) {
	for want, q := range map[string]api.Quota{
		"12/100 calls":        {Used: 12, Limit: 100, Kept: true},
		"1,204/2,500 calls":   {Used: 1204, Limit: 2500, Kept: true},
		"12 calls this month": {Used: 12, Kept: true},
		"3 calls":             {},
		"▲ 100/100 calls":     {Used: 100, Limit: 100, Kept: true},
		"▲ 7 calls":           {Used: 7, SpentOut: true, Kept: true},
	} {
		r := newRig(t, "192.0.2.1")
		r.m.opt.Meter = quotaMeter{q}
		r.settle()
		r.wants(want)
	}
}

func TestASpentMonthSaysSoBesideEveryKey(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.m.opt.Meter = quotaMeter{api.Quota{Used: 100, Limit: 100, Kept: true}}
	r.settle()
	r.wants("h dear", "spent", "known, just now")
	r.press("h")
	r.wants("100 of 100 are spent this month", "after this.")
}

func TestAWarningIsTold(t *testing.T) {
	warnings := make(chan string, 1)
	r := newRig(t, "192.0.2.1")
	r.m.opt.Warnings = warnings
	warnings <- "nothing is kept: no space left on the disk"
	told := r.run(r.m.heed())
	r.m.opt.Warnings = nil // none follows
	for _, msg := range told {
		r.send(msg)
	}
	r.settle()
	r.wants("nothing is kept: no space left on the disk")

	r.send(warning("nothing is kept: /home/analyst/.local/state/quarry: it cannot be written; make it writable, or set XDG_STATE_HOME"))
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.wants("make", "it writable, or set XDG_STATE_HOME")
}

type stubMemory struct{}

func (stubMemory) Seen(i indicator.Indicator) (api.Sighting, bool) {
	if i.Kind() != indicator.Domain {
		return api.Sighting{}, false
	}
	return api.Sighting{First: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC), Endpoint: "alpha", Indicator: "192.0.2.77", Answers: 4}, true
}

func TestSeenBeforeStandsInThePanel(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.m.opt.Memory = stubMemory{}
	r.settle()
	r.wants("asked about in this run")
	r.press("j")
	r.wants("first seen 2026-09-01 in alpha", "of 192.0.2.77, 4 answers since")
}

func TestRawAnswerShowsWhereItComesFrom(t *testing.T) {
	r := real(t, "1.1.1.1")
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(viewtest.Recorded(t, "ip.json"))))
	r.press("J")
	d := r.drawing()
	for _, part := range []string{"intel/ip", "2026-11-23 12:00:00Z", "1 call", "HTTP 200", "511 bytes", "SHA-256", hash} {
		if !strings.Contains(d, part) {
			t.Errorf("lacks %q:\n%s", part, d)
		}
	}
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.drawing()
}

func TestOfflineThereIsNoPrice(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	r.m.opt.Offline = true
	r.wants("known, just now", "not known")
	r.press("h")
	r.lacks("Spend")
	r.press("[")
	r.lacks("refresh")
	n := len(r.client.asked)
	r.press("r")
	r.settle()
	r.wants("quarry is offline; start without --offline to ask")
	if len(r.client.asked) != n {
		t.Errorf("asked %v", r.client.asked[n:])
	}
}

// asker is a view that asks for two more calls when an answer has come.
type asker struct{ *stubView }

func (v asker) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	intent, cmd := v.stubView.Update(msg)
	if _, came := msg.(api.Reply[string]); came {
		intent = views.Confirm{Question: "go on", Calls: 2, Then: keymap.Refresh}
	}
	return intent, cmd
}

// A question about calls that opens when an answer comes takes no key that was pressed
// before anybody can have read it.
func TestAQuestionThatOpensByItself(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	f := r.m.here()
	f.view = asker{f.view.(*stubView)}
	r.settle()
	r.wants("Spend 2 calls?")
	asked := len(r.client.asked)
	r.press("enter", "y", "n", "esc")
	r.settle()
	r.wants("Spend 2 calls?")
	if n := len(r.client.asked) - asked; n != 0 {
		t.Errorf("%d calls by keys that were meant for something else", n)
	}
	r.send(dialogSeen{r.m.dialog})
	r.press("y")
	r.settle()
	if n := len(r.client.asked) - asked; n != 1 {
		t.Errorf("%d calls after a yes", n)
	}
}
