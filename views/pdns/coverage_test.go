package pdns

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// world is what happened: names, each seen from a day to a day.
type world struct {
	list []sight
	size int // rows of a page
}

type sight struct {
	name        string
	first, last api.Day
}

// answer is what the server says on a day: it knows what was seen until then,
// and of that what lies in the window asked about.
func (w world) answer(q api.Query, on time.Time) (api.Answer, error) {
	var list []sighting
	for _, s := range w.list {
		first, last := max(s.first, q.From), min(s.last, q.To, api.DayOf(on))
		if first <= last {
			list = append(list, sighting{s.name, first.String(), last.String()})
		}
	}
	from := min(len(list), (q.Page-1)*w.size)
	body := page(list[from:min(len(list), from+w.size)], len(list), q.Page, w.size)
	a, err := viewtest.Body(body)(q)
	a.FetchedAt = on
	return a, err
}

func (w world) now(q api.Query) (api.Answer, error) { return w.answer(q, viewtest.Now()) }

// keep puts all pages of a window, asked for on a day, on the shelf.
func (w world) keep(shelf api.Shelf, first api.Query, on time.Time) {
	for n := 1; ; n++ {
		q := first
		q.Page = n
		a, _ := w.answer(q, on)
		shelf.Keep(a)
		if strings.Count(string(a.Body), `"hostname"`) < w.size {
			return
		}
	}
}

func asked(b *viewtest.Bench, from, to api.Day) api.Query {
	q := Route().Query(b.Env, indicator.MustParse("192.0.2.44"))
	q.From, q.To = from, to
	return q
}

// reopen makes the view anew, now that something is known.
func reopen(b *viewtest.Bench, r views.Route) {
	b.View = r.New(b.Env, indicator.MustParse("192.0.2.44"))
	b.Start()
}

// tableOf is what the view shows, as the rows of a CSV copy.
func tableOf(b *viewtest.Bench) []string {
	var rows []string
	for _, r := range b.Shown() {
		rows = append(rows, strings.Join(r, " "))
	}
	slices.Sort(rows)
	return rows
}

// Whatever windows are known, asked for on whichever days: what is put together
// of them, with at most one question more, is what the server would say to the
// whole window now.
func TestWindowsPutTogetherAreTheWindow(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	today := api.DayOf(viewtest.Now())
	sent, saved := 0, 0
	for run := range uint64(250) {
		r := rand.New(rand.NewPCG(seed, run))
		w := world{size: 4 + r.IntN(8)}
		for n := range r.IntN(30) {
			first := today - api.Day(r.IntN(100))
			w.list = append(w.list, sight{fmt.Sprintf("h%d.example.com", n), first, min(today, first+api.Day(r.IntN(30)))})
		}
		from := today - api.Day(r.IntN(90))
		to := from + api.Day(r.IntN(int(today-from)+1))
		route := within(from.String(), to.String())
		b := viewtest.New(t, route, "192.0.2.44", w.now)
		for range r.IntN(4) {
			first := today - api.Day(1+r.IntN(100))
			last := first + api.Day(r.IntN(40))
			on := min(today, last+api.Day(r.IntN(20)))
			w.keep(b.Env.Shelf, asked(b, first, min(last, on)), on.Time().Add(9*time.Hour))
		}
		cost := route.Cost(b.Env, indicator.MustParse("192.0.2.44"))
		reopen(b, route)
		for n := 0; n < 20 && b.View.(views.Limiter).Disabled(keymap.LoadMore) == ""; n++ {
			b.Send(keymap.LoadMore)
		}
		fresh := viewtest.New(t, route, "192.0.2.44", w.now).Start()
		for n := 0; n < 20 && fresh.View.(views.Limiter).Disabled(keymap.LoadMore) == ""; n++ {
			fresh.Send(keymap.LoadMore)
		}
		if got, want := tableOf(b), tableOf(fresh); !slices.Equal(got, want) {
			t.Fatalf("run %d, %s to %s:\n got %q\nwant %q\n%s", run, from, to, got, want, b.Drawing(120, 40))
		}
		if n := len(b.Source.Asked); cost.Calls > 1 || n < cost.Calls || n > len(fresh.Source.Asked) {
			t.Fatalf("run %d: the price says %d, %d questions were sent, %d without what is known", run, cost.Calls, n, len(fresh.Source.Asked))
		}
		sent, saved = sent+len(b.Source.Asked), saved+len(fresh.Source.Asked)-len(b.Source.Asked)
	}
	t.Logf("%d questions sent, %d saved", sent, saved)
	if saved == 0 {
		t.Error("what is known saved nothing")
	}
}

// julys is a world with a name for each day of July 2026 and one for all of it.
func julys() world {
	w := world{size: 1000}
	first, _ := api.ParseDay("2026-07-01")
	for n := range 31 {
		w.list = append(w.list, sight{fmt.Sprintf("d%02d.example.com", n+1), first + api.Day(n), first + api.Day(n)})
	}
	w.list = append(w.list, sight{"always.example.com", first - 100, first + 100})
	return w
}

func TestOnlyUnknownDaysAreAskedFor(t *testing.T) {
	day := func(s string) api.Day { d, _ := api.ParseDay(s); return d }
	july := within("2026-07-01", "2026-07-31")
	b := viewtest.New(t, july, "192.0.2.44", julys().now)
	for _, known := range [][2]string{{"2026-06-20", "2026-07-05"}, {"2026-07-04", "2026-07-10"}, {"2026-07-20", "2026-08-20"}} {
		julys().keep(b.Env.Shelf, asked(b, day(known[0]), day(known[1])), viewtest.Now().AddDate(0, 0, -40))
	}
	reopen(b, july)
	if len(b.Source.Asked) != 1 || b.Source.Asked[0].From != day("2026-07-11") || b.Source.Asked[0].To != day("2026-07-19") {
		t.Errorf("asked %v", b.Source.Asked)
	}
	b.Golden("together")
	b.Send(keymap.Refresh)
	if n := len(b.Source.Asked); n != 2 || b.Source.Asked[1] != asked(b, day("2026-07-01"), day("2026-07-31")) {
		t.Errorf("fetched again, it asked %v", b.Source.Asked[1:])
	}
	if got := len(tableOf(b)); got != 32 {
		t.Errorf("%d names after fetching again, 32 happened", got)
	}
}

// What is known is shown, also where the rest does not come.
func TestTheRestMayNotCome(t *testing.T) {
	day := func(s string) api.Day { d, _ := api.ParseDay(s); return d }
	july := within("2026-07-01", "2026-07-31")
	b := viewtest.New(t, july, "192.0.2.44", nil)
	julys().keep(b.Env.Shelf, asked(b, day("2026-07-01"), day("2026-07-10")), viewtest.Now().AddDate(0, 0, -40))
	reopen(b, july)
	b.Golden("rest-missing")
	if n := len(b.Source.Asked); n != 1 {
		t.Errorf("%d questions sent", n)
	}
	b.Run(b.View.(views.Resumer).Resume())
	if n := len(b.Source.Asked); n != 1 {
		t.Errorf("%d questions sent, one of them because one came back to the view", n)
	}
	b.Send(keymap.LoadMore)
	if n := len(b.Source.Asked); n != 2 {
		t.Errorf("asked for once more, %d questions were sent", n)
	}
}

// A window of which a page is missing tells nothing for sure.
func TestAnIncompleteWindowIsNoHelp(t *testing.T) {
	july := within("2026-07-01", "2026-07-31")
	b := viewtest.New(t, july, "192.0.2.44", julys().now)
	w := julys()
	w.size = 10
	first, _ := api.ParseDay("2026-06-01")
	q := asked(b, first, first+90)
	a, _ := w.answer(q, viewtest.Now())
	b.Env.Shelf.Keep(a)
	reopen(b, july)
	if len(b.Source.Asked) != 1 || b.Source.Asked[0].From.String() != "2026-07-01" || b.Source.Asked[0].To.String() != "2026-07-31" {
		t.Errorf("asked %v", b.Source.Asked)
	}
}
