package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// namesSource answers passive DNS with so many names, and look-ups of many with
// a record of each.
type namesSource struct {
	recordedSource
	names int
}

func (s namesSource) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if a, ok := s.r.m.opt.Shelf.Known(q); ok && f == api.Known {
		return a, nil
	}
	var result any
	switch q.Endpoint {
	case cf.EndpointPDNS:
		rows := []map[string]string{}
		for n := range s.names {
			rows = append(rows, map[string]string{"hostname": fmt.Sprintf("host-%04d.example.com", n)})
		}
		result = map[string]any{"reverse_records": rows, "count": s.names, "page": 1, "per_page": 1000}
	case cf.EndpointBulk:
		records := []map[string]any{}
		for n, name := range q.Names.All() {
			records = append(records, map[string]any{"domain": name.String(), "risk_score": float64(n%10) / 10})
		}
		result = records
	default:
		return s.recordedSource.Ask(ctx, q, f)
	}
	_, _ = s.r.client.Ask(ctx, q, f) // counts
	body, _ := json.Marshal(map[string]any{"result": result, "success": true, "errors": []string{}})
	a, _ := viewtest.Body(string(body))(q)
	a.FetchedAt = now()
	s.r.m.opt.Shelf.Keep(a)
	return a, nil
}

// tableOf is the passive DNS of an address with so many names.
func tableOf(t testing.TB, names int) *rig {
	t.Helper()
	r := real(t, "")
	r.m.opt.Source = namesSource{recordedSource{r}, names}
	r.press("esc", "o")
	for _, c := range "1.1.1.1" {
		r.press(string(c))
	}
	r.press("enter")
	r.settle()
	r.press("p")
	r.settle()
	r.press("g")
	r.wants("Passive DNS of 1.1.1.1")
	r.client.asked = nil
	return r
}

func TestLookingUpTheMarked(t *testing.T) {
	r := tableOf(t, 20)
	r.wants("L look up       nothing marked")
	r.press("L")
	r.wants("nothing marked: space marks a row, * all that the filter shows")
	r.press("space", "j", "j", "space", "j", "space")
	r.wants("L look up 3             1 call", "marked: 3")
	was := r.drawing()
	r.press("L")
	r.settle()
	r.wants("Look-up of 3 names", "3 asked", "the ledger counted 1 call for 3 names", "passive DNS › 3 names")
	if n := len(r.client.asked); n != 1 {
		t.Errorf("%d calls", n)
	}
	r.screens("many")
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.press("[")
	r.settle()
	want := strings.ReplaceAll(body(was), "L look up 3             1 call", "L look up 3    known, just now")
	want = strings.ReplaceAll(want, "not seen before", "asked about in this run")
	if got := body(r.drawing()); got != want {
		t.Errorf("back is not as it was:\n%s", got)
	}

	r.press("j", "space") // one more, that is not known
	r.wants("L look up 4             1 call")
	if got := r.price(keymap.PivotBulk); got != "3 of 4 known: 1 call" {
		t.Errorf("the price is %q", got)
	}
	r.press("L")
	r.settle()
	r.wants("Look-up of 4 names", "1 asked", "3 known")
	if n := len(r.client.asked); n != 2 || r.client.asked[1].Names.Len() != 1 {
		t.Errorf("asked %v", r.client.asked)
	}
	r.press("*", "L")
	r.wants("you are there; r fetches it again")
	r.press("r")
	r.settle()
	if n := len(r.client.asked); n != 3 || r.client.asked[2].Names.Len() != 4 {
		t.Errorf("asked %v", r.client.asked)
	}
	r.press("esc", "enter")
	r.settle()
	r.wants("4 names › host-", "Domain host-")
}

// The price of the marks stands there also while the cursor is on a row that
// names nothing.
func TestTheOfferOnANamelessRow(t *testing.T) {
	r := tableOf(t, 3)
	r.press("*")
	f := r.m.here()
	f.view = nameless{f.view.(markedView)}
	r.wants("L look up 3             1 call")
	r.lacks("d domain")
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.wants("L look up 3: 1 call")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.wants(" L 1 ")
}

type markedView interface {
	views.View
	views.Marker
	views.Statuser
	views.Limiter
}

// nameless is a view whose cursor is on a row without a name.
type nameless struct{ markedView }

func (nameless) Selection() views.Selection {
	return views.Selection{Text: "not a name", Nameless: true}
}

func TestMoreThanOneCallIsAskedFirst(t *testing.T) {
	r := tableOf(t, 150)
	r.press("*", "L")
	r.wants("Spend 2 calls?", "look-up of 150 names", "What a call for many names costs is not documented")
	r.press("n")
	r.settle()
	if n := len(r.client.asked); n != 0 {
		t.Errorf("%d calls after a no", n)
	}
	r.press("L", "y")
	r.settle()
	r.wants("Look-up of 150 names", "the ledger counted 2 calls for 150 names")
	if n := len(r.client.asked); n != 2 {
		t.Errorf("%d calls", n)
	}
	r.press("r")
	r.wants("Spend 2 calls?")
}

func TestTooManyMarks(t *testing.T) {
	r := tableOf(t, 1001)
	r.press("*", "L")
	r.wants("1,001 marked: look-up takes 1,000 names at once")
	r.press("space", "L")
	r.wants("Spend 10 calls?")
}

func TestLookUpSaysWhyNot(t *testing.T) {
	for _, c := range []struct{ start, keys, why string }{
		{"", "", "nothing is open"},
		{"1.1.1.1", "", "no table of names here"},
		{"cloudflare.com", "h", "no table of names here"},
		{"cloudflare.com", "m", "no table of names here"},
	} {
		r := real(t, c.start)
		r.press("esc")
		for _, k := range strings.Fields(c.keys) {
			r.press(k)
			r.settle()
		}
		before := len(r.client.asked)
		if got := r.m.disabled(keymap.PivotBulk); got != c.why {
			t.Errorf("%s %s: %q, want %q", c.start, c.keys, got, c.why)
		}
		r.m.act(keymap.PivotBulk)
		r.settle()
		r.lacks("Look-up of", "look up ")
		if len(r.client.asked) != before {
			t.Errorf("%s %s: a call was sent", c.start, c.keys)
		}
	}
}

// The price beside the key follows the marks and the answers.
func TestTheOfferFollowsWhatChanges(t *testing.T) {
	r := tableOf(t, 5)
	route, _ := r.m.manyOf(keymap.PivotBulk)
	price := func() string {
		r.send(nil) // whatever comes
		return r.price(keymap.PivotBulk)
	}
	r.press("space")
	if got := price(); got != "1 call" {
		t.Errorf("of one unknown name: %q", got)
	}
	// Another quarry's answer shows in a while.
	clock := now()
	r.m.opt.Now = func() time.Time { return clock }
	q := api.Query{Endpoint: cf.EndpointDomain, Indicator: indicator.MustParse("host-0000.example.com")}
	a, _ := viewtest.Body(`{"result":{"domain":"host-0000.example.com","risk_score":0.5},"success":true}`)(q)
	r.m.opt.Shelf.Keep(a)
	if got := price(); got != "1 call" {
		t.Errorf("looked up again for a frame: %q", got)
	}
	clock = clock.Add(time.Minute)
	if got := price(); !strings.HasPrefix(got, "known") {
		t.Errorf("after a minute: %q", got)
	}
	r.press("j", "space")
	if got := price(); got != "1 of 2 known: 1 call" {
		t.Errorf("with another mark: %q", got)
	}
	if o := r.m.offer(route); o.subjects.Len() != 2 {
		t.Errorf("offers %q", o.subjects)
	}
}
