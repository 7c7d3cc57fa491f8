package dossier_test

import (
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

// pending are the replies of a batch, each still to be run.
func pending(t *testing.T, cmd tea.Cmd) []tea.Cmd {
	t.Helper()
	batch, ok := cmd().(tea.BatchMsg)
	if !ok {
		t.Fatal("no batch of questions")
	}
	return batch
}

func TestRepliesInAnyOrder(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour)
	b.Send(keymap.LoadAll)
	_, cmd := b.View.Update(confirm(t, b).Then)
	asks := pending(t, cmd)
	b.Send(views.Tick{Now: viewtest.Now().Add(3 * time.Second)})
	b.Golden("loading")
	if why := b.View.(views.Limiter).Disabled(keymap.LoadAll); why != "the rest is on its way" {
		t.Errorf("while loading it says %q", why)
	}
	last := asks[3]()
	b.Send(last)
	if d := b.Drawing(200, 60); !strings.Contains(d, "1 of 4 known") || !strings.Contains(d, "3 on the way") {
		t.Errorf("after one reply:\n%s", d)
	}
	b.Drawing(120, 40)
	for _, n := range []int{1, 0, 2} {
		msg := asks[n]()
		b.Send(msg)
		b.Send(msg) // twice
	}
	b.Send(last)
	ordered := bench(t, "cloudflare.com", recorded(t), time.Hour)
	askRest(t, ordered)
	if got, want := b.Drawing(120, 40), ordered.Drawing(120, 40); got != want {
		t.Errorf("out of order:\n%s\nin order:\n%s", got, want)
	}
	if b.View.(views.Waiter).Waiting() {
		t.Error("still waiting")
	}
}

func TestARetryIsTold(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour)
	b.Send(keymap.LoadAll)
	_, cmd := b.View.Update(confirm(t, b).Then)
	pending(t, cmd)
	q := api.Query{Endpoint: "whois", Indicator: indicator.MustParse("cloudflare.com")}
	now := viewtest.Now()
	b.Send(views.Tick{Now: now.Add(time.Second), Traffic: api.Traffic{Waits: map[api.Query]api.Wait{
		q: {Until: now.Add(6 * time.Second), Cause: &api.Error{Class: api.RateLimited}, Try: 2},
	}}})
	if d := b.Drawing(120, 40); !strings.Contains(d, "rate limit reached, try 2 in 5 s") {
		t.Errorf("the wait is not told:\n%s", d)
	}
}

func TestLeavingDropsWhatIsLate(t *testing.T) {
	b := bench(t, "cloudflare.com", recorded(t), time.Hour, "domain")
	b.Send(keymap.LoadAll)
	_, cmd := b.View.Update(confirm(t, b).Then)
	asks := pending(t, cmd)
	resumer := b.View.(views.Resumer)
	resumer.Leave()
	if b.View.(views.Waiter).Waiting() {
		t.Error("left, it still waits")
	}
	// Sent before it was left: the answer goes to the shelf, the reply nowhere.
	b.Send(asks[0]())
	if d := b.Drawing(120, 40); !strings.Contains(d, "1 of 4 known") {
		t.Errorf("a late reply was shown:\n%s", d)
	}
	sent := asked(b)
	b.Run(resumer.Resume())
	d := b.Drawing(120, 40)
	if !strings.Contains(d, "2 of 4 known") || !strings.Contains(d, "not asked yet   1 call") {
		t.Errorf("returned to, it does not show what came meanwhile:\n%s", d)
	}
	if asked(b) != sent || b.View.(views.Waiter).Waiting() {
		t.Errorf("returned to, it asked %s", asked(b))
	}
}

func TestRefreshAsksWhatIsKnown(t *testing.T) {
	w := recorded(t)
	b := bench(t, "cloudflare.com", w, 75*time.Hour, "domain", "whois")
	var would []string
	for _, q := range b.View.(views.Refresher).Refresh() {
		would = append(would, q.String())
	}
	delete(w, "domain")
	b.Send(keymap.Refresh)
	if got := strings.Join(would, ", "); got != asked(b) || got != "domain cloudflare.com, whois cloudflare.com" {
		t.Errorf("asked %s, said %s", asked(b), got)
	}
	b.Golden("stale")

	// What failed says to press r, which then asks that alone.
	w["domain"] = viewtest.Recorded(t, "domain.json")
	b.Send(keymap.Refresh)
	if got := asked(b); got != "domain cloudflare.com, domain cloudflare.com, whois cloudflare.com" {
		t.Errorf("another try asked %s", got)
	}
	if d := b.Drawing(120, 40); strings.Contains(d, "old data") || strings.Contains(d, "failed") {
		t.Errorf("after another try:\n%s", d)
	}
}
