//go:build unix

package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quarry/views/frametest"
)

// marks marks the first three names of the passive DNS of the demo's address,
// and returns them. The first has been opened before.
func (a analyst) marks(opened bool) (names []string) {
	a.t.Helper()
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names")
	a.Send("g")
	for n := range 3 {
		at := fmt.Sprintf(" %d/640 ", n+1)
		s := a.Wait(at, func(s frametest.Screen) bool { return s.Contains(at) })
		names = append(names, marked(s))
		if n == 0 && opened {
			a.Send("enter")
			a.sees("Domain "+names[0], "Resolves to")
			a.Send("[")
			a.sees("Passive DNS of 192.0.2.44")
		}
		a.Send("space")
		a.sees(fmt.Sprintf("marked: %d", n+1))
		if n < 2 {
			a.Send("j")
		}
	}
	return names
}

// marked is the name in the selected row, marked or not.
func marked(s frametest.Screen) string {
	_, rows := s.Size()
	for y := range rows {
		if _, row, ok := strings.Cut(s.Line(y), "▌ "); ok {
			return strings.TrimRight(strings.Fields(row)[0], "…")
		}
	}
	return ""
}

// Three names are marked, one of which is known: one call asks about the other
// two, whatever is done with the table afterwards, and again after a restart.
func TestLookingUpMarkedNames(t *testing.T) {
	acc := newAccount(t, `plan = "free"`)
	a := acc.sits(t, "192.0.2.44")
	names := a.marks(true)
	a.sees("L look up 3", "1 call", "3/100 calls")
	a.Send("?")
	a.Send("G")
	a.Send("?")
	pdns := a.sees("marked: 3")

	a.Send("L")
	a.sees("Look-up of 3 names", "2 asked", "1 known", "the ledger counted 1 call for 2 names", "passive DNS › 3 names", "4/100 calls")
	requests := acc.server.Requests()
	last := requests[len(requests)-1]
	query, err := url.ParseQuery(last.Query)
	if err != nil || !strings.HasSuffix(last.Path, "/intel/domain/bulk") || query.Get("include_ranking") != "true" || len(query["domain"]) != 2 {
		t.Errorf("the last request is %s?%s", last.Path, last.Query)
	}
	for _, name := range names[1:] {
		if !slices.ContainsFunc(query["domain"], func(d string) bool { return strings.HasPrefix(d, name) }) {
			t.Errorf("%s was not asked about: %v", name, query["domain"])
		}
	}
	if n := acc.server.Calls(); n != 4 {
		t.Errorf("%d calls as the server counts", n)
	}

	a.Send(".")
	a.sees("sorted by RISK TYPES")
	a.Send("<", ",")
	a.sees("sorted by RISK ▾")
	a.Send("G")
	table := a.sees(" 3/3 ", "sorted by RISK ▾")
	a.Send("w")
	a.sees("WHOIS of ", "3 names › ", "5/100 calls")
	a.Send("[")
	a.returnsTo("the table", table)
	a.Send("[")
	a.returnsTo("passive DNS", pdns)
	a.sees("marked: 3", "L look up 3    known, ")
	a.Send("L")
	a.sees("Look-up of 3 names", "5/100 calls")
	a.leaves()

	b := acc.sits(t, "--offline", "192.0.2.44")
	b.marks(false)
	b.Send("L")
	b.sees("Look-up of 3 names", "3 known", "the ledger counted 1 call for 2 names")
	b.leaves()
	if n := acc.server.Calls(); n != 5 {
		t.Errorf("%d calls as the server counts, the screen says 5", n)
	}
}

// What an answer has wrong is said; a refusal says what to do, and with fewer
// names marked the rest is answered.
func TestLookingUpWhatGoesWrong(t *testing.T) {
	acc := newAccount(t, "monthly-calls = 200")
	a := acc.sits(t, "198.51.100.90")
	a.sees("IP 198.51.100.90", "1/200 calls")
	a.Send("p")
	a.sees("6 names", "2/200 calls")
	a.Send("*", "L")
	a.sees("The question was refused", "Next: ask about fewer names at once", "3/200 calls")
	a.Send("[", "/")
	a.Type("refused")
	a.Send("enter", "space", "esc")
	a.sees("marked: 5")
	a.Send("L")
	a.sees("Look-up of 5 names", "5 asked", "1 not in the answer", "not in the answer: bulk-missing.example",
		"in the answer, not asked about and not shown: unasked.example", "is a second record of bulk-twice.example",
		"popularity_rank of partial.example", "▲ missing", "the ledger counted 1 call for 5 names", "4/200 calls")
	a.leaves()
	if n := acc.server.Calls(); n != 4 {
		t.Errorf("%d calls as the server counts", n)
	}
}

// On a small screen the price stands in the footer, and the demo looks up as
// well.
func TestLookingUpOnASmallScreen(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "192.0.2.44")
		a.sees("IP 192.0.2.44", "1/100 calls")
		a.Send("p")
		a.sees("640 names", "2/100 calls")
		a.Send("L")
		a.sees("nothing marked: space marks a row")
		a.Send("/")
		a.Type("login")
		a.Send("enter", "*")
		a.sees("filter: login", "marked: ", "L look up ", "1 call")
		a.Send("L")
		a.sees("Look-up of ", "high", "3/100 calls")
		a.Send("J")
		a.sees("Raw answer to bulk", "include_ranking=true")
		a.Send("esc", "Y")
		a.sees("Copy as")
		a.Send("o")
		a.Wait("the names", func(frametest.Screen) bool { return len(a.OSC52()) == 1 })
		if got := a.OSC52()[0]; !strings.Contains(got, "login") {
			t.Errorf("copied %q", got)
		}
		a.leaves()
	})
}
