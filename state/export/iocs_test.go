package export_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// listed is the made-up case without what is no IOC.
func listed() export.Case {
	c := exporttest.Case()
	c.Investigation, c.Part = export.Narrow(c.Investigation), export.IOCs
	return c
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
		on = append(on, fmt.Sprintf("%s %s from %v", s.Indicator, s.Judgement.Verdict, s.From))
	}
	if want := []string{
		"login.example.com malicious from []", "bad.example.org suspicious from []", "192.0.2.0/24 malicious from []",
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
	part.Name = ""
	if got := part.Title(); got != "Case of 2026-11-23 (IOCs)" {
		t.Error(got)
	}
}
