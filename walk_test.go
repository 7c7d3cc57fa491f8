//go:build unix

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

func TestMain(m *testing.M) { os.Exit(termtest.Main(m)) }

// analyst drives the real program and remembers what the places looked like.
type analyst struct {
	t *testing.T
	*termtest.Terminal
}

// sits starts the demo on a terminal of a size, over SSH, so that copies go to
// the terminal.
func sits(t *testing.T, cols, rows int, args ...string) analyst {
	t.Helper()
	return analyst{t, termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: append([]string{"--demo"}, args...), Cols: cols, Rows: rows,
		Env: []string{"SSH_TTY=/dev/pts/9", "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22"},
	})}
}

// body is what the view itself shows: the lines between header and footer
// without the side panel, and without the age and price of the data, and the
// insights, which change while one walks.
func body(s frametest.Screen) string {
	cols, rows := s.Size()
	var b strings.Builder
	from := 3
	for from < rows-5 && strings.Trim(strings.Split(s.Line(from)+"│", "│")[0], " ") != "" {
		from++ // below the insights is an empty line
	}
	for y := from; y < rows-4; y++ {
		line := s.Line(y)
		if cols >= 100 {
			line, _, _ = strings.Cut(line, " │")
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// sees waits until all parts are on the screen and nothing is under way any
// more, and returns the body.
func (a analyst) sees(parts ...string) string {
	a.t.Helper()
	s := a.Wait(strings.Join(parts, ", "), func(s frametest.Screen) bool {
		for _, p := range parts {
			if !s.Contains(p) {
				return false
			}
		}
		return !s.Contains(" under way") && !s.Contains("What has not been sent")
	})
	return body(s)
}

// returnsTo waits until the body is exactly as it was.
func (a analyst) returnsTo(place, was string) {
	a.t.Helper()
	a.Wait("back at "+place+" as it was:\n"+was, func(s frametest.Screen) bool { return body(s) == was })
}

func sizes(t *testing.T, walk func(t *testing.T, cols, rows int)) {
	for _, s := range [][2]int{{80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			t.Parallel()
			walk(t, s[0], s[1])
		})
	}
}

func TestWalkFromAnAddress(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "1.1.1.1")
		a.sees("AS13335", "CLOUDFLARENET", "US", "one.one.one.one", "DEMO", "1/100 calls")
		a.Send("j")
		start := a.sees(" ▌ Network")
		a.Send("k", "p")
		a.sees("Passive DNS of 1.1.1.1", "778 names", "2/100 calls")
		a.Send("G", "k", "k")
		a.Send("/")
		a.Type("one.one")
		a.Send("enter")
		pdns := a.sees("▌ one.one.one.one", "filter: one.one")
		a.Send("enter")
		domain := a.sees("Domain one.one.one.one", "3/100 calls")
		a.Send("w")
		a.sees("WHOIS of one.one.one.one", "4/100 calls")
		a.Send("[")
		a.returnsTo("domain", domain)
		a.Send("h")
		a.sees("History of one.one.one.one", "5/100 calls")
		a.Send("[")
		a.returnsTo("domain", domain)
		a.Send("a")
		asn := a.sees("AS13335", "CLOUDFLARENET", "Number", "6/100 calls")
		a.Send("[")
		a.returnsTo("domain", domain)
		a.Send("[")
		a.returnsTo("passive DNS", pdns)
		a.sees("filter: one.one")
		a.Send("1")
		a.sees("IP 1.1.1.1")
		a.Send("j")
		a.returnsTo("the start", start)
		a.Send("]")
		a.returnsTo("passive DNS", pdns)
		a.Send("]", "]")
		a.returnsTo("the network", asn)
		a.Send("[", "[")
		a.returnsTo("passive DNS", pdns)

		a.Send("y")
		a.sees("sent to the terminal")
		a.Send("Y")
		a.sees("Copy as")
		a.Send("p")
		a.Wait("two payloads", func(frametest.Screen) bool { return len(a.OSC52()) == 2 })
		if got := a.OSC52(); got[0] != "one[.]one[.]one[.]one" || got[1] != "one.one.one.one" {
			t.Errorf("copied %q", got)
		}
		a.sees("6/100 calls") // walking back and forth has sent nothing
		a.leaves()
	})
}

// leaves quits and checks that the terminal is as it was found.
func (a analyst) leaves() {
	a.t.Helper()
	a.Send("q")
	if code := a.WaitExit(); code != 0 {
		a.t.Errorf("exit code %d", code)
	}
	if left := a.Leftovers(); len(left) > 0 {
		a.t.Errorf("left behind on the terminal: %v", left)
	}
}

func TestWalkFromADomain(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "cloudflare.com")
		a.sees("Domain cloudflare.com", "Technology", "155", "104.16.133.229", "2606:4700::6810:85e5", "Apex domain")
		a.Send("h")
		a.sees("History of cloudflare.com", "Login Screens", "2023-05-31 08:12:53Z", "2020-12-16 19:49:30Z")
		a.Send("[", "w")
		a.sees("WHOIS of cloudflare.com", "CloudFlare, Inc.", "2009-02-17", "ns3.cloudflare.com", "DATA REDACTED")
		a.leaves()
	})
}

func TestWalkFromAURL(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "hxxp://worcester-realistic-ellen-portland[.]trycloudflare[.]com/login.html")
		a.sees("hxxp://worcester-realistic-ellen-portland[.]trycloudflare[.]com/", "login.html", "MACHINE_LEARNING_v2", "0.999", "phishkit.social", "23098147")
		a.leaves()
	})
}

func TestWalkFromANetwork(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "AS13335")
		a.sees("AS13335", "CLOUDFLARENET", "US", "ISP")
		a.Send("s")
		a.sees("Subnets of AS13335", "1.1.1.0/24")
		a.Send("G", "k", "k")
		a.sees("2606:4700::/32")
		a.leaves()
	})
}

func TestReportACategory(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "login-portal.example")
		a.sees("0.83", "1/100 calls")
		a.Send("m")
		a.sees("Report a category for login-portal.example", "nothing to add or remove")
		a.Send("tab", "space")
		a.sees("[x] Login Screens 115")
		a.Send("tab", "tab", "tab")
		a.Type("malware")
		a.sees("Malware 117")
		a.Send("enter")
		a.sees("[+]", `"security_adds":[117]`)
		a.Send("tab")
		a.Type("login-portal.exampl")
		a.Send("enter")
		a.sees("1/100 calls") // not typed whole: not sent
		a.Type("e")
		a.Send("enter")
		a.sees("2/100 calls", "Accepted")
		a.Send("enter", "enter")
		a.sees("2/100 calls") // sent once
		a.Send("esc")
		a.leaves()
	})
}
