//go:build unix

package main

import (
	"fmt"
	"testing"

	"quarry/views/frametest"
)

// lies are what a list that lies about its pages comes to when all of it is
// asked for: how many rows there are, and what is said of them.
func lies() map[string]struct {
	rows int
	says string
} {
	type end = struct {
		rows int
		says string
	}
	return map[string]end{
		"pages-many":      {60, "the server says 100,000"},
		"pages-few":       {60, "the server says 3"},
		"pages-uncounted": {20, "the server does not say of how many"},
		"pages-negative":  {60, "60 names"},
		"pages-words":     {60, "60 names"},
		"pages-text":      {60, "60 names, all loaded"},
		"pages-repeat":    {20, "the server says 1,000"},
		"pages-shift":     {60, "60 names, all loaded"},
		"pages-size":      {20 + 10 + 5 + 2 + 6, "43 of 60 names loaded"},
		"pages-empty":     {20, "the server says 60"},
		"pages-hollow":    {0, "the server says 1,000"},
		"pages-number":    {60, "60 names, all loaded"},
		"pages-whole":     {100000, "100,000 names, all loaded"},
		// Without an end the analyst goes on as long as he likes.
		"pages-endless": {20 * (1 + mostPages), "+ one more page"},
	}
}

// mostPages is how often a further page is asked for in a test.
const mostPages = 9

// A list that lies about its pages shows the rows that came, each once, says
// what the server claims, and comes to an end.
func TestListsThatLie(t *testing.T) {
	t.Parallel()
	a, _ := faced(t, "30s")
	a.loads("pages-many", "pages-few", "pages-repeat", "pages-shift", "pages-empty", "pages-hollow", "pages-number", "pages-whole")
	a.leaves()
}

// loads loads all pages of lists that lie, and holds what is shown in the end
// against what is expected.
func (a analyst) loads(faults ...string) {
	a.t.Helper()
	for _, name := range faults {
		want := lies()[name]
		ip := faultsNamed(a.t, name)[0].IP
		a.Send("o")
		a.Type(ip)
		a.sees("1 call")
		a.Send("enter")
		a.sees("IP " + ip)
		a.Send("p")
		s := a.settled(ip)
		for n := 0; n < mostPages && (s.Contains("+ one more page") || s.Contains("ctrl+a")); n++ {
			before := top(s)
			a.Send("+")
			a.Wait("a further page of "+name, func(s frametest.Screen) bool {
				return top(s) != before && !s.Contains("loading page")
			})
			s = a.settled(ip)
		}
		rows := fmt.Sprintf("/%s ", number(want.rows))
		if want.rows == 0 {
			rows = "0 received"
		}
		a.Wait(fmt.Sprintf("%s with %d rows and %q", name, want.rows, want.says), func(s frametest.Screen) bool {
			return s.Contains(rows) && s.Contains(want.says) // many are put in order after they are counted
		})
	}
	if held := peakMemory(a.PID()); held > mostMemory {
		a.t.Errorf("it held %d MB", held>>20)
	}
}

// top is the head of a list and what qualifies it.
func top(s frametest.Screen) string {
	text := ""
	for y := 2; y < 8; y++ {
		text += s.Line(y) + "\n"
	}
	return text
}

// settled waits until the pages of an address that were asked for have come.
func (a analyst) settled(ip string) frametest.Screen {
	a.t.Helper()
	return a.Wait("the pages of "+ip, func(s frametest.Screen) bool {
		return s.Contains("Passive DNS of "+ip) && !s.Contains("Asking") && !s.Contains("loading page") && !s.Contains(" under way")
	})
}
