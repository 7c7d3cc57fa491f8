package export_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// listed is the made-up case without what is no IOC.
func listed() export.Case {
	return exporttest.Case().Narrow()
}

func TestNarrow(t *testing.T) {
	whole := exporttest.Case()
	before := fmt.Sprintf("%+v", whole.Investigation)
	c := listed()
	var got []string
	for _, p := range c.Trail() {
		got = append(got, strings.Repeat("  ", p.Depth)+p.Node.Endpoint+" "+p.Node.Indicator.String())
	}
	// What lay between the two steps is gone, and what was pruned is not back.
	if want := []string{"domain login.example.com", "  whois login.example.com"}; !slices.Equal(got, want) {
		t.Errorf("the trail is %q", got)
	}
	var on []string
	for _, s := range c.Subjects() {
		on = append(on, fmt.Sprintf("%s %s from%s", s.Indicator, s.Judgement.Verdict, met(s)))
	}
	// Where they were met is kept, and no other row of that answer.
	if want := []string{
		"login.example.com malicious from pdns 192.0.2.44 2026-11-17 2026-11-23", "bad.example.org suspicious from pdns 192.0.2.44 2026-11-20 2026-11-23", "192.0.2.0/24 malicious from",
	}; !slices.Equal(on, want) {
		t.Errorf("it holds %q", on)
	}
	if rest := c.Relations(c.Subjects()); len(rest) != 0 {
		t.Errorf("it relates %v", rest)
	}
	if c.ID != whole.ID || c.TLP != whole.TLP || c.Name != whole.Name || fmt.Sprintf("%+v", whole.Investigation) != before {
		t.Error("it is another case, or the case has changed")
	}
}

func met(s export.Subject) (text string) {
	for _, m := range s.From {
		text += fmt.Sprintf(" %s %s %s %s", m.Endpoint, m.Indicator, m.First.Format(time.DateOnly), m.Last.Format(time.DateOnly))
	}
	return text
}

// Of a question that was asked of several windows the days are those of all, and
// what was only met in a pruned one is from nowhere.
func TestMetInSeveralWindows(t *testing.T) {
	c := exporttest.Case()
	bad := indicator.MustParse("bad.example.org")
	again := c.Nodes[1]
	again.ID, again.Question = investigation.ID{7}, "pdns 192.0.2.44 from=2026-09-01 to=2026-09-30 page=1 per_page=1000"
	day := func(d int) time.Time { return time.Date(2026, 9, d, 0, 0, 0, 0, time.UTC) }
	c.Nodes = append(c.Nodes, again)
	c.Evidence[again.ID] = export.Evidence{Title: "Passive DNS", FetchedAt: day(30), Links: []export.Link{
		{Type: export.ResolvesTo, From: bad, To: again.Indicator, First: day(3), Last: day(4)},
	}}
	of := func(c export.Case) string {
		for _, s := range c.Narrow().Subjects() {
			if s.Indicator == bad {
				return met(s)
			}
		}
		return "gone"
	}
	if got := of(c); got != " pdns 192.0.2.44 2026-09-03 2026-11-23" {
		t.Error(got)
	}
	c.Nodes[1].Pruned = true
	if got := of(c); got != " pdns 192.0.2.44 2026-09-03 2026-09-04" {
		t.Error(got)
	}
	c.Nodes[len(c.Nodes)-1].Pruned = true
	if got := of(c); got != "" {
		t.Error(got)
	}
}

// A step is kept over what lay between, and from a pruned question as in the whole.
func TestNarrowHangsFromTheNearest(t *testing.T) {
	id := func(n byte) investigation.ID { return investigation.ID{15: n} }
	bad, good := indicator.MustParse("a.example.com"), indicator.MustParse("b.example.com")
	i := investigation.Investigation{ID: id(0xff), TLP: investigation.TLPRed, Judgements: []investigation.Judgement{
		{Indicator: bad, Verdict: investigation.Malicious}, {Indicator: good, Verdict: investigation.Unknown, Comment: "?"},
	}}
	for n, node := range []investigation.Node{
		{Indicator: bad}, {Indicator: good, Parent: id(1)}, {Indicator: bad, Parent: id(2)}, {Indicator: bad, Parent: id(3), Pruned: true},
		{Indicator: bad, Parent: id(4)}, {Indicator: bad, Parent: id(7)}, {Indicator: good},
	} {
		node.ID = id(byte(n + 1))
		i.Nodes = append(i.Nodes, node)
	}
	var got []string
	for _, p := range export.Narrow(i).Trail() {
		got = append(got, fmt.Sprintf("%d below %d", p.Node.ID[15], p.Parent))
	}
	if want := []string{"1 below -1", "3 below 0", "5 below 1", "6 below -1"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if left := export.Narrow(i); len(left.Judgements) != 1 || left.Judgements[0].Indicator != bad {
		t.Errorf("%+v", left.Judgements)
	}
	if none := export.Narrow(investigation.Investigation{Nodes: i.Nodes}); len(none.Nodes)+len(none.Judgements) > 0 {
		t.Errorf("%+v", none)
	}
}

// A part never takes the place of the whole, and things in both are the same.
func TestAPartHasItsOwnName(t *testing.T) {
	whole, part := exporttest.Case(), listed()
	if whole.Own("x") == part.Own("x") || whole.Own("x") != whole.UUID("x") || whole.UUID("x") != part.UUID("x") {
		t.Error("the part and the whole are not told apart, or what is in them is")
	}
	if got := whole.Title() + ", " + part.Title(); got != "Login portal, Login portal (IOCs)" {
		t.Error(got)
	}
	whole.Name, part.Name = "", ""
	if got := whole.Title(); got != "192.0.2.44, 2026-11-23" {
		t.Error(got)
	}
	if got := part.Title(); got != "login.example.com, 2026-11-23 (IOCs)" {
		t.Error(got)
	}
}
