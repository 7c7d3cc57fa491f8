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

func TestSubjects(t *testing.T) {
	var got []string
	for _, s := range exporttest.Case().Subjects() {
		var from []string
		for _, o := range s.From {
			from = append(from, o.Endpoint+" "+o.Indicator.String())
		}
		got = append(got, fmt.Sprintf("%s %s %d from [%s]", s.Indicator, s.Judgement.Verdict, len(s.Nodes), strings.Join(from, ", ")))
	}
	want := []string{
		"192.0.2.44  2 from []",
		"login.example.com malicious 2 from [pdns 192.0.2.44]",
		"shop.example.net benign 1 from [pdns 192.0.2.44]",
		"AS64500  2 from [ip 192.0.2.44]",
		"198.51.100.7  1 from [subnets AS64500]",
		`https://login.example.com/it's?a=1&b=\x  1 from [domain login.example.com]`,
		"AS64501  1 from []",
		"2001:db8::44  1 from [asn AS64501]",
		"pivot.example.org  1 from [asn AS64500]",
		"bad.example.org suspicious 0 from [pdns 192.0.2.44]",
		"192.0.2.0/24 malicious 0 from []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What was judged in a list and opened after that was met when it was judged.
func TestJudgedBeforeItWasAsked(t *testing.T) {
	c := exporttest.Case()
	early := exporttest.Begun().Add(2 * time.Minute)
	for n := range c.Judgements {
		c.Judgements[n].Changed = early
	}
	s := c.Subjects()[1]
	if last := c.Nodes[3].FetchedAt; s.Indicator.String() != "login.example.com" || !s.First.Equal(early) || !s.Last.Equal(last) {
		t.Errorf("%s from %s to %s", s.Indicator, s.First, s.Last)
	}
}

// What an answer states is stated, what it does not state is only related.
func TestRelations(t *testing.T) {
	c := exporttest.Case()
	var got []string
	for _, r := range c.Relations(c.Subjects()) {
		got = append(got, fmt.Sprintf("%s %s %s by %s", r.From, r.Type, r.To, r.By.Endpoint))
	}
	want := []string{
		"192.0.2.44 belongs-to AS64500 by ip",
		"login.example.com resolves-to 192.0.2.44 by pdns",
		"shop.example.net resolves-to 192.0.2.44 by pdns",
		"bad.example.org resolves-to 192.0.2.44 by pdns",
		"198.51.100.7 belongs-to AS64500 by subnets",
		`login.example.com related-to https://login.example.com/it's?a=1&b=\x by domain`,
		"AS64500 related-to pivot.example.org by asn",
		"AS64501 related-to 2001:db8::44 by asn",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestJudgedWorstFirst(t *testing.T) {
	var got []investigation.Verdict
	for _, s := range export.Judged(exporttest.Case().Subjects()) {
		got = append(got, s.Judgement.Verdict)
	}
	want := []investigation.Verdict{"malicious", "malicious", "suspicious", "benign"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// Identifiers depend on the case and on every word, and on nothing else.
func TestUUID(t *testing.T) {
	a, b := exporttest.Case(), exporttest.Case()
	b.ID = investigation.ID{1}
	if a.UUID("x", "y") != exporttest.Case().UUID("x", "y") || a.UUID("x", "y") == a.UUID("xy") || a.UUID("x") == b.UUID("x") {
		t.Error("the identifiers do not tell things apart")
	}
	if got := a.UUID("x").Version(); got != 5 {
		t.Errorf("version %d", got)
	}
}

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		tlp     investigation.TLP
		way     export.Way
		warns   string
		refuses bool
	}{
		{investigation.TLPClear, export.ToStream, "", false},
		{investigation.TLPGreen, export.ToStream, "TLP:GREEN", false},
		{investigation.TLPAmber, export.ToStream, "TLP:AMBER: ", false},
		{investigation.TLPAmberStrict, export.ToFile, "TLP:AMBER+STRICT: ", false},
		{investigation.TLPRed, export.ToFile, "TLP:RED: ", false},
		{investigation.TLPRed, export.ToStream, "", true},
		{"WHITE", export.ToStream, "", true},
		{"", export.ToFile, "TLP:RED", false},
	} {
		warning, err := export.Allowed(c.tlp, c.way)
		if (err != nil) != c.refuses || !strings.HasPrefix(warning, c.warns) || (warning == "") != (c.warns == "") {
			t.Errorf("%q, way %d: %q, %v", c.tlp, c.way, warning, err)
		}
	}
}

func TestOfSaysWhatIsMissing(t *testing.T) {
	c := exporttest.Case()
	if e := c.Of(investigation.Node{ID: investigation.ID{9}, Indicator: indicator.MustParse("192.0.2.1")}); e.Missing == "" {
		t.Error("nothing is said of an answer that is not there")
	}
}
