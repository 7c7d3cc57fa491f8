package iocs_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/iocs"
	"quarry/views/viewtest"
)

// show is the list of a notebook's case.
func show(t testing.TB, book *investigation.Notebook) *viewtest.Bench {
	t.Helper()
	anything := views.Route{
		Subject: func(i indicator.Indicator) (indicator.Indicator, string) { return i, "" },
		New:     func(views.Env, indicator.Indicator) views.View { return nil },
	}
	b := viewtest.New(t, anything, "192.0.2.1", nil)
	b.View = iocs.New(b.Env, iocs.Source{
		Now: book.Snapshot, Words: views.Words{"ip": "IP", "pdns": "passive DNS", "domain": "domain", "whois": "WHOIS"},
		Met: func(all []indicator.Indicator) map[indicator.Indicator]string {
			met := map[indicator.Indicator]string{}
			for _, i := range all {
				if i.Kind() == indicator.IPv6 {
					met[i] = "domain of login-portal.example"
				}
			}
			return met
		},
	})
	b.Start()
	if work := b.View.(views.Worker).Work(); work != nil {
		b.Send(work())
	}
	return b
}

// portal is a case with something of every kind: opened and not, judged and not,
// pruned.
func portal(t testing.TB) (*investigation.Notebook, map[string]investigation.ID) {
	t.Helper()
	at := viewtest.Now().Add(-26 * time.Hour)
	book, ids := investigation.Begin("acc", "ann", at), map[string]investigation.ID{}
	ask := func(parent, question string) {
		q, ok := api.ParseKey(question)
		if !ok {
			t.Fatal(question)
		}
		at = at.Add(time.Minute)
		ids[question], _ = book.Ask(ids[parent], investigation.Node{Question: question, Endpoint: string(q.Endpoint), Indicator: q.Indicator}, at)
	}
	const pdns = "pdns 192.0.2.44 from=2026-10-24 to=2026-11-23 page=1 per_page=1000"
	ask("", "ip 192.0.2.44")
	ask("ip 192.0.2.44", pdns)
	ask(pdns, "domain login-portal.example")
	ask("domain login-portal.example", "whois login-portal.example")
	ask(pdns, "domain cdn.example.net")
	ask(pdns, "domain gone.example.org")
	ask("domain login-portal.example", "domain xn--80ak6aa92e.example")
	judge := func(v investigation.Verdict, names ...string) {
		for _, name := range names {
			book.Do(book.SetVerdict(v, indicator.MustParse(name)), viewtest.Now().Add(-2*time.Hour))
		}
	}
	judge(investigation.Malicious, "login-portal.example", "gone.example.org", "http://not-opened.example.net/login.html", "xn--80ak6aa92e.example")
	judge(investigation.Suspicious, "192.0.2.44", "2001:db8::44", "AS64500", "198.51.100.0/24")
	judge(investigation.Benign, "cdn.example.net")
	login := indicator.MustParse("login-portal.example")
	book.Do(book.SetComment("registered 6 days ago,\nlooks like the bank's", login), viewtest.Now().Add(-time.Hour))
	book.Do(book.SetStar(true, login, indicator.MustParse("star.example.net")), viewtest.Now().Add(-time.Hour))
	book.Do(book.Prune(ids["domain gone.example.org"]), viewtest.Now())
	return book, ids
}

// names are the indicators shown, in the order of the screen.
func names(b *viewtest.Bench) []string {
	var all []string
	for _, row := range b.Shown() {
		all = append(all, row[0])
	}
	return all
}

func TestStates(t *testing.T) {
	for name, do := range map[string]func(*viewtest.Bench){
		"ok":       func(*viewtest.Bench) {},
		"seen":     func(b *viewtest.Bench) { b.Send(keymap.Fold) },
		"grouped":  func(b *viewtest.Bench) { b.Send(keymap.GroupRows); b.Send(keymap.Fold) },
		"filtered": func(b *viewtest.Bench) { b.Send(keymap.Filter); b.Type("verdict:malicious") },
		"marked":   func(b *viewtest.Bench) { b.Send(keymap.MarkAll) },
	} {
		t.Run(name, func(t *testing.T) {
			book, _ := portal(t)
			b := show(t, book)
			do(b)
			b.Golden(name)
			if len(b.Source.Asked) > 0 {
				t.Errorf("asked %v", b.Source.Asked)
			}
		})
	}
	t.Run("empty", func(t *testing.T) {
		b := show(t, investigation.Begin("acc", "ann", viewtest.Now()))
		b.Golden("empty")
		if b.View.(views.Limiter).Disabled(keymap.Fold) == "" {
			t.Error("there is another shelf to show")
		}
	})
	t.Run("none", func(t *testing.T) {
		book := investigation.Begin("acc", "ann", viewtest.Now())
		book.Ask(investigation.ID{}, investigation.Node{Question: "ip 192.0.2.44", Endpoint: "ip", Indicator: indicator.MustParse("192.0.2.44")}, viewtest.Now())
		show(t, book).Golden("none")
	})
	t.Run("hostile", func(t *testing.T) {
		const bad = "\x1b]52;c;eA==\x07\u202e\x9b31m\r\n=cmd|' /C calc'!A0"
		i := investigation.Begin("acc", "ann", viewtest.Now()).Snapshot()
		i.Name = bad
		parent := investigation.NewID()
		i.Nodes = []investigation.Node{
			{ID: parent, Question: bad, Endpoint: bad, Indicator: indicator.MustParse("b.example.com"), Asked: viewtest.Now().Add(-time.Minute)},
			{ID: investigation.NewID(), Parent: parent, Question: bad, Endpoint: bad, Indicator: indicator.MustParse("a.example.com"), Asked: viewtest.Now()},
		}
		i.Judgements = []investigation.Judgement{
			{Indicator: indicator.MustParse("a.example.com"), Verdict: investigation.Malicious, Comment: strings.Repeat(bad, 900), By: bad},
			{Indicator: indicator.MustParse("b.example.com"), Verdict: bad, Comment: bad, By: bad},
		}
		b := show(t, investigation.Open(i, "ann"))
		b.Golden("hostile")
		b.Send(keymap.Fold)
		b.Golden("hostile-seen")
	})
}

// The list is what was judged malicious or suspicious and not pruned, the worst
// first; the other shelf is all that was seen.
func TestShelves(t *testing.T) {
	book, ids := portal(t)
	b := show(t, book)
	list := []string{
		"http://not-opened.example.net/login.html", "login-portal.example", "xn--80ak6aa92e.example",
		"192.0.2.44", "198.51.100.0/24", "2001:db8::44", "AS64500",
	}
	if got := names(b); !slices.Equal(got, list) {
		t.Errorf("listed are %q", got)
	}
	b.Send(keymap.Fold)
	if got, want := names(b), append(slices.Clone(list), "cdn.example.net", "star.example.net"); !slices.Equal(got, want) {
		t.Errorf("seen are %q", got)
	}
	if b.View.Title() != "seen" {
		t.Error(b.View.Title())
	}
	b.Send(keymap.Fold)
	book.Do(book.SetVerdict(investigation.Benign, indicator.MustParse("AS64500")), viewtest.Now())
	book.Do(book.Prune(ids["domain login-portal.example"]), viewtest.Now())
	b.Send(views.Noted{})
	if got := names(b); !slices.Equal(got, []string{"http://not-opened.example.net/login.html", "192.0.2.44", "198.51.100.0/24", "2001:db8::44"}) {
		t.Errorf("after a verdict and a pruning %q", got)
	}
}

func TestListIsSortedFilteredAndCopied(t *testing.T) {
	book, _ := portal(t)
	b := show(t, book)
	b.Send(keymap.Filter)
	b.Type("from:passive")
	b.Send(keymap.Open)
	if got := names(b); !slices.Equal(got, []string{"login-portal.example"}) {
		t.Errorf("from passive DNS come %q", got)
	}
	c := b.View.(views.Exporter).Content()
	if got := strings.Join(b.Shown()[0], "|"); got != "login-portal.example|domain|malicious|yes|registered 6 days ago,\nlooks like the bank's|passive DNS of 192.0.2.44|ann|2026-11-23T11:00:00Z" {
		t.Errorf("%q", got)
	}
	doc, err := json.Marshal(c.Record)
	if want := `[{"indicator":"login-portal.example","kind":"domain","verdict":"malicious","starred":true,"comment":"registered 6 days ago,\nlooks like the bank's","from":"passive DNS of 192.0.2.44","by":"ann","judged_at":"2026-11-23T11:00:00Z"}]`; err != nil || string(doc) != want {
		t.Errorf("%s, %v", doc, err)
	}
	b.View.(views.Escaper).Escape()
	b.Send(keymap.SortReverse)
	if got := names(b); got[0] != "AS64500" {
		t.Errorf("turned round, the first is %s", got[0])
	}
	b.Send(keymap.Mark)
	if got := b.View.(views.Marker).Marked(); len(got) != 1 || got[0].IsZero() {
		t.Errorf("marked are %v", got)
	}
}

// The list of a case of 10,000 questions, half of them judged.
func BenchmarkTenThousand(b *testing.B) {
	book := investigation.Begin("acc", "ann", viewtest.Now())
	var parent investigation.ID
	for n := range 10_000 {
		i := indicator.MustParse(fmt.Sprintf("h%d.example.com", n))
		id, _ := book.Ask(parent, investigation.Node{Question: "domain " + i.String(), Endpoint: "domain", Indicator: i}, viewtest.Now())
		if n%100 == 0 {
			parent = id
		}
		if n%2 == 0 {
			book.Do(book.SetVerdict(investigation.Malicious, i), viewtest.Now())
		}
	}
	v := show(b, book)
	size := views.Size{Width: 120, Height: 40}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			w := iocs.New(v.Env, iocs.Source{
				Now: book.Snapshot,
				Met: func([]indicator.Indicator) map[indicator.Indicator]string { return nil },
			})
			w.Resize(size)
			w.Render()
		}
	})
	b.Run("down", func(b *testing.B) {
		v.View.Resize(size)
		for b.Loop() {
			v.View.Update(keymap.MoveDown)
			v.View.Render()
		}
	})
}

// While groups can be folded the key does that, and nothing says that it shows the
// other shelf.
func TestTheKeyOfTheOtherShelf(t *testing.T) {
	book, _ := portal(t)
	b := show(t, book)
	if d := b.Drawing(80, 24); !strings.Contains(d, "2 more seen: tab") {
		t.Error(d)
	}
	b.Send(keymap.GroupRows)
	if d := b.Drawing(80, 24); strings.Contains(d, ": tab") {
		t.Error(d)
	}
	for _, j := range book.Snapshot().Judgements {
		book.Do(book.SetVerdict(investigation.Benign, j.Indicator), viewtest.Now())
	}
	b.Send(views.Noted{})
	if d := b.Drawing(80, 24); !strings.Contains(d, "more seen: tab") {
		t.Error(d)
	}
	b.Send(keymap.Fold)
	if d := b.Drawing(80, 24); !strings.Contains(d, "Seen in") {
		t.Error(d)
	}
}
