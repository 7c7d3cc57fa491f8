package trail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/trail"
	"quarry/views/viewtest"
)

// bench is a trail of a notebook, seen from a node.
type bench struct {
	*viewtest.Bench
	book    *investigation.Notebook
	here    investigation.ID
	changes int // what the trail was told
}

// source is where a trail finds a notebook, which changes only when that is told.
func (b *bench) source(words views.Words) trail.Source {
	return trail.Source{
		Now: b.book.Snapshot, Changes: func() int { return b.changes }, Here: func() investigation.ID { return b.here },
		Words: words, Folded: map[investigation.ID]bool{},
	}
}

// changed tells the trail that the notebook has changed.
func (b *bench) changed() {
	b.changes++
	b.Send(views.Noted{})
}

func show(t testing.TB, book *investigation.Notebook, here investigation.ID, known bool) *bench {
	t.Helper()
	anything := views.Route{
		Subject: func(i indicator.Indicator) (indicator.Indicator, string) { return i, "" },
		New:     func(views.Env, indicator.Indicator) views.View { return nil },
	}
	b := &bench{Bench: viewtest.New(t, anything, "192.0.2.1", nil), book: book, here: here}
	if known {
		for _, n := range book.Snapshot().Nodes {
			if q, ok := api.ParseKey(n.Question); ok {
				b.Env.Shelf.Keep(api.Answer{Query: q, Status: 200, FetchedAt: n.FetchedAt})
			}
		}
	}
	b.Env.Judged = book.Judgement
	words := views.Words{"ip": "IP", "pdns": "passive DNS", "domain": "domain", "whois": "WHOIS", "names": "look-up"}
	b.View = trail.New(b.Env, b.source(words))
	b.Start()
	return b
}

// asker adds nodes to a notebook, a minute apart, the last of them just now.
type asker struct {
	book *investigation.Notebook
	at   time.Time
}

func begin() *asker {
	at := viewtest.Now().Add(-26 * time.Hour)
	return &asker{investigation.Begin("acc", "ann", at), at}
}

func (a *asker) ask(parent investigation.ID, question string, calls, rows int) investigation.ID {
	a.at = a.at.Add(time.Minute)
	q, _ := api.ParseKey(question)
	id, _ := a.book.Ask(parent, investigation.Node{Question: question, Endpoint: string(q.Endpoint), Indicator: q.Indicator}, a.at)
	a.book.Answered(id, investigation.Result{FetchedAt: a.at, Calls: calls, SHA256: "ab", Rows: rows}, a.at)
	return id
}

// portal is the trail of a case: an address, its names, and what was asked about
// three of them.
func portal(t testing.TB) (*asker, map[string]investigation.ID) {
	t.Helper()
	a, ids := begin(), map[string]investigation.ID{}
	ids["ip"] = a.ask(investigation.ID{}, "ip 192.0.2.44", 1, -1)
	ids["pdns"] = a.ask(ids["ip"], "pdns 192.0.2.44 from=2026-10-24 to=2026-11-23 page=1 per_page=1000", 1, 640)
	ids["login"] = a.ask(ids["pdns"], "domain login-portal.example", 1, -1)
	ids["whois"] = a.ask(ids["login"], "whois login-portal.example", 1, -1)
	ids["cdn"] = a.ask(ids["pdns"], "domain cdn.example.net", 0, -1)
	ids["names"] = a.ask(ids["pdns"], api.Query{Endpoint: "names", Names: indicator.SetOf(indicator.MustParse("a.example.org"), indicator.MustParse("b.example.org"))}.Key(), 1, 2)
	a.at = viewtest.Now().Add(-3 * time.Minute)
	ids["other"] = a.ask(investigation.ID{}, "ip 198.51.100.7", 1, -1)
	b, at := a.book, viewtest.Now().Add(-2*time.Minute)
	login, cdn := indicator.MustParse("login-portal.example"), indicator.MustParse("cdn.example.net")
	b.Do(b.SetVerdict(investigation.Malicious, login), at)
	b.Do(b.SetComment("registered 6 days ago,\nlooks like the bank's", login), at)
	b.Do(b.SetStar(true, login), at)
	b.Do(b.SetVerdict(investigation.Benign, cdn), at)
	b.Do(b.SetVerdict(investigation.Suspicious, indicator.MustParse("192.0.2.44")), at)
	b.Do(b.SetVerdict(investigation.Unknown, indicator.MustParse("198.51.100.7")), at)
	return a, ids
}

func TestStates(t *testing.T) {
	for name, c := range map[string]struct {
		known bool
		do    func(*bench, map[string]investigation.ID)
	}{
		"ok":       {true, func(*bench, map[string]investigation.ID) {}},
		"unknown":  {false, func(*bench, map[string]investigation.ID) {}},
		"folded":   {true, func(b *bench, _ map[string]investigation.ID) { b.Send(keymap.Fold) }},
		"marked":   {true, func(b *bench, _ map[string]investigation.ID) { b.Send(keymap.Mark) }},
		"filtered": {true, func(b *bench, _ map[string]investigation.ID) { b.Send(keymap.Filter); b.Type("login") }},
		"pruned": {true, func(b *bench, ids map[string]investigation.ID) {
			b.book.Do(b.book.Prune(ids["login"]), viewtest.Now())
			b.book.Do(b.book.SetName("bank phish of the week"), viewtest.Now())
			b.changed()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a, ids := portal(t)
			b := show(t, a.book, ids["pdns"], c.known)
			c.do(b, ids)
			b.Golden(name)
			if len(b.Source.Asked) > 0 {
				t.Errorf("asked %v", b.Source.Asked)
			}
		})
	}
	t.Run("empty", func(t *testing.T) {
		b := show(t, begin().book, investigation.ID{}, true)
		b.Golden("empty")
		if b.View.(views.Brancher).Branches() != nil {
			t.Error("there is a branch in an empty trail")
		}
	})
	t.Run("hostile", func(t *testing.T) {
		a := begin()
		const bad = "\x1b]52;c;eA==\x07\u202e\x9b31m\r\n=cmd|' /C calc'!A0"
		id, _ := a.book.Ask(investigation.ID{}, investigation.Node{Question: bad, Endpoint: bad, Indicator: indicator.MustParse("a.example.com")}, a.at)
		i := a.book.Snapshot()
		i.Name = bad
		i.Judgements = []investigation.Judgement{{Indicator: indicator.MustParse("a.example.com"), Verdict: bad, Comment: strings.Repeat(bad, 900), By: bad}}
		show(t, investigation.Open(i, "ann"), id, true).Golden("hostile")
	})
	t.Run("deep", func(t *testing.T) {
		a := begin()
		var parent investigation.ID
		for n := range 30 {
			parent = a.ask(parent, fmt.Sprintf("domain d%d.example.com", n), 1, -1)
		}
		show(t, a.book, parent, true).Golden("deep")
	})
}

func TestFoldsAndBranches(t *testing.T) {
	a, ids := portal(t)
	b := show(t, a.book, ids["pdns"], true)
	at := b.View.(views.Brancher)
	if at.Node() != ids["pdns"] {
		t.Error("the cursor is not where one came from")
	}
	b.Send(keymap.MoveDown)
	b.Send(keymap.MoveDown) // WHOIS, a leaf: its branch is folded
	b.Send(keymap.Fold)
	if at.Node() != ids["login"] || strings.Contains(b.Drawing(120, 40), "WHOIS") {
		t.Errorf("folding from a leaf:\n%s", b.Drawing(120, 40))
	}
	b.here = ids["whois"] // hidden in the fold
	b.Send(keymap.Fold)
	if !strings.Contains(b.Drawing(120, 40), "→ WHOIS") {
		t.Error(b.Drawing(120, 40))
	}
	b.Send(keymap.Mark)
	b.Send(keymap.MoveBottom)
	b.Send(keymap.Mark)
	if got := at.Branches(); len(got) != 2 || got[0] != ids["login"] || got[1] != ids["other"] {
		t.Errorf("%v", got)
	}
	if got := b.View.(views.Marker).Marked(); len(got) != 2 {
		t.Error(got)
	}
	rows := b.Shown()
	if len(rows) != 7 || strings.Join(rows[2], "|") != "2|login-portal.example|domain|2026-11-22T10:03:00Z|2026-11-22T10:03:00Z|1||malicious|yes|registered 6 days ago,\nlooks like the bank's|ann" {
		t.Errorf("%q", rows)
	}
	if _, marked := b.Rows(views.Marked); len(marked) != 2 || marked[0][1] != "login-portal.example" || marked[1][1] == marked[0][1] {
		t.Errorf("%q", marked)
	}
	if _, selected := b.Rows(views.Selected); len(selected) != 1 || selected[0][0] != "0" {
		t.Errorf("%q", selected)
	}
	for _, action := range []keymap.Action{keymap.SortNext, keymap.LoadAll, keymap.GroupRows} {
		if b.View.(views.Limiter).Disabled(action) == "" {
			t.Errorf("%s is not refused", action)
		}
	}
}

// A large case is read once for each change, and not for each step that the analyst
// takes in it.
func TestReadOnceForEachChange(t *testing.T) {
	a, ids := portal(t)
	b := show(t, a.book, ids["pdns"], true)
	reads, src := 0, b.source(nil)
	now := src.Now
	src.Now = func() investigation.Investigation {
		reads++
		return now()
	}
	v := trail.New(b.Env, src)
	b.View = v
	follows := func(line string, want int) {
		t.Helper()
		v.Follow()
		if d := b.Drawing(120, 40); !strings.Contains(d, line) || reads != want {
			t.Errorf("read %d times, want %d, and %q:\n%s", reads, want, line, d)
		}
	}
	follows("→ pdns, 2026-10-24", 1)
	b.here = ids["login"]
	follows("→ login-portal.example", 1)
	src.Folded[ids["login"]] = true // in another trail that shares it
	follows("▸ → login-portal.example  domain  1 more", 2)
	a.book.Do(a.book.SetName("bank phish"), viewtest.Now())
	b.changes++
	follows("Trail of bank phish", 3)
}

// While a filter is in force a fold leaves the cursor on the node that it folds.
func TestFoldingWhileFiltered(t *testing.T) {
	a, ids := portal(t)
	b := show(t, a.book, ids["other"], true)
	b.Send(keymap.Filter)
	b.Type("example")
	b.Send(keymap.Open)
	for range 6 {
		if b.View.(views.Brancher).Node() == ids["login"] {
			break
		}
		b.Send(keymap.MoveUp)
	}
	for range 2 {
		b.Send(keymap.Fold)
		if b.View.(views.Brancher).Node() != ids["login"] {
			t.Errorf("the cursor has left the branch:\n%s", b.Drawing(120, 40))
		}
	}
}

func large(t testing.TB, n int) (*investigation.Notebook, investigation.ID) {
	t.Helper()
	a := begin()
	ids := []investigation.ID{{}}
	for k := range n {
		ids = append(ids, a.ask(ids[(k*7919)%len(ids)], fmt.Sprintf("domain h%d.example.com", k), 1, -1))
	}
	return a.book, ids[n/2]
}

// A trail of 10,000 nodes opens in under 100 ms and moves without lag.
func BenchmarkTenThousand(b *testing.B) {
	book, here := large(b, 10_000)
	v := show(b, book, here, true)
	size := views.Size{Width: 120, Height: 40}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			w := trail.New(v.Env, v.source(nil))
			w.Resize(size)
			w.Render()
		}
	})
	for _, does := range []struct {
		name string
		a    keymap.Action
	}{{"fold", keymap.Fold}, {"down", keymap.MoveDown}, {"page", keymap.PageDown}} { // the fold where one came from
		b.Run(does.name, func(b *testing.B) {
			v.View.Resize(size)
			for b.Loop() {
				v.View.Update(does.a)
				v.View.Render()
			}
		})
	}
}

func TestMoreThanFitsIntoAFrame(t *testing.T) {
	book, here := large(t, 12_000)
	b := show(t, book, here, true)
	if b.View.(views.Brancher).Node() != here {
		t.Error("the cursor is not where one came from")
	}
	b.Send(keymap.Filter)
	b.Type("h11999.")
	b.Send(keymap.MoveDown)
	if d := b.Drawing(120, 40); !strings.Contains(d, "h11999.example.com") {
		t.Error(d)
	}
	frametest.Check(t, b.View.Render(), 120, 40)
}

func TestOfflineAQuestionHasNoPrice(t *testing.T) {
	a, ids := portal(t)
	b := show(t, a.book, ids["pdns"], false)
	if d := b.Drawing(120, 40); !strings.Contains(d, "asks: 1 call") {
		t.Error(d)
	}
	b.Env.Offline = true
	b.View = trail.New(b.Env, b.source(nil))
	if d := b.Drawing(120, 40); strings.Contains(d, "asks: ") || !strings.Contains(d, "not known") {
		t.Error(d)
	}
}

// However narrow the trail is, questions about one name are told apart.
func TestLongNamesKeepTheirEndpoint(t *testing.T) {
	const name = "account-verify.login-portal.example"
	a := begin()
	ip := a.ask(investigation.ID{}, "ip 192.0.2.44", 1, -1)
	for _, endpoint := range []string{"domain", "whois"} {
		a.ask(ip, endpoint+" "+name, 1, -1)
	}
	fold := a.ask(ip, "domain shop-"+name, 1, -1)
	a.ask(fold, "whois shop-"+name, 1, -1)
	b := show(t, a.book, ip, true)
	for _, a := range []keymap.Action{keymap.MoveBottom, keymap.Fold} {
		b.Send(a)
	}
	for _, width := range []int{40, 44, 66, 86, 120} {
		b.View.Resize(views.Size{Width: width, Height: 12})
		frame := frametest.Draw(b.View.Render(), width, 12)
		for _, want := range []string{"account-ver", "domain", "WHOIS", "1 more"} {
			if !strings.Contains(frame, want) {
				t.Errorf("at %d columns %q is not told:\n%s", width, want, frame)
			}
		}
	}
}

// A trail of which everything was pruned says so, and how it comes back.
func TestEverythingPruned(t *testing.T) {
	a := begin()
	ip := a.ask(investigation.ID{}, "ip 192.0.2.44", 1, -1)
	a.ask(ip, "pdns 192.0.2.44 from=2026-10-24 to=2026-11-23 page=1 per_page=1000", 1, 640)
	a.book.Do(a.book.Prune(ip), a.at)
	b := show(t, a.book, ip, true)
	b.View.Resize(views.Size{Width: 80, Height: 12})
	frame := strings.Join(strings.Fields(frametest.Draw(b.View.Render(), 80, 12)), " ")
	for _, want := range []string{"0 questions", "2 pruned", "Everything is pruned", "2 questions: still in the case", "U takes a pruning of this run back"} {
		if !strings.Contains(frame, want) {
			t.Errorf("it lacks %q:\n%s", want, frame)
		}
	}
	for _, a := range []keymap.Action{keymap.Mark, keymap.Filter, keymap.Fold} {
		if b.View.(views.Limiter).Disabled(a) == "" {
			t.Errorf("%s is offered on nothing", a)
		}
	}
}
