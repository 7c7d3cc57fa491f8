//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// cases is what quarry cases --json says of the account.
func (acc account) cases(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), termtest.Build(t), "cases", "--json")
	cmd.Env = []string{"HOME=" + acc.home, "LANG=C.UTF-8"}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// trailOf opens the trail and returns the tree that it shows.
func (a analyst) trailOf() string {
	a.t.Helper()
	a.Send("t")
	var tree []string
	for _, line := range strings.Split(a.sees("Trail of ", "JUDGED"), "\n") {
		if strings.Contains(line, "call") || strings.Contains(line, "known") {
			line = regexp.MustCompile(`▌|just now|\d+ min ago|→ `).ReplaceAllString(line, " ")
			tree = append(tree, strings.Join(strings.Fields(line), " "))
		}
	}
	return strings.Join(tree, "\n")
}

// table is the list of a body, without what stands above and beside it.
func table(body string) string {
	_, list, _ := strings.Cut(body, "HOST NAME")
	var rows []string
	for _, line := range strings.Split(list, "\n") {
		row, _, _ := strings.Cut(line, "│")
		rows = append(rows, strings.TrimRight(row, " "))
	}
	return strings.Join(rows, "\n")
}

// judges gives the selected indicator a verdict.
func (a analyst) judges(key, word string) {
	a.t.Helper()
	a.Send("v")
	a.WaitText("Verdict on ")
	a.Send(key)
	a.sees(word + ", you, just now")
}

// A case from the alert to a colleague: pasted text, an address, its names, two of
// them judged, a question pruned, a fork, quarry left in the middle of a comment. All
// is as it was when one goes on, what is exported is what the command line exports,
// and a colleague has the same case; from the first comment on nothing is sent.
func TestACaseFromAlertToHandover(t *testing.T) {
	t.Parallel() // a notice that stands over what is looked for stays for 8 s
	acc := newAccount(t, `plan = "free"`)
	a := acc.sits(t)
	a.worksOnAnAlert()
	before := a.trailOf()
	if strings.Contains(before, "WHOIS") || strings.Count(before, "\n") != 3 {
		t.Errorf("the trail:\n%s", before)
	}
	a.Send("t")
	a.sees("Passive DNS of 192.0.2.44")
	a.Send("/")
	a.Type("last>2023 !shop")
	a.Send("enter", ".", "j", "j", "space", "j", "space", "j")
	a.Wait("the row below the marked ones", func(s frametest.Screen) bool { return s.Contains("marked: 2") && !s.Contains("●▌") })
	// What follows from what is known takes lines of the table, and comes when it does.
	follows := []string{" on it is malicious in this", "shared hosting, 640 names"}
	was := table(a.sees(append(follows, "filter: last>2023 !shop", "marked: 2", "sorted by FIRST SEEN")...))
	a.Send("c") // and in the middle of another
	a.WaitText("Comment on ")
	a.Type("the mail server")
	a.WaitText("the mail server")
	a.Send("ctrl+c")
	if code := a.WaitExit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	calls := acc.server.Calls()

	b := acc.sits(t, "--resume", "phish of the week")
	b.sees("2 comments are not finished")
	if is := table(b.sees(append(follows, "Passive DNS of 192.0.2.44", "filter: last>2023 !shop", "marked: 2", "sorted by FIRST SEEN")...)); is != was {
		t.Errorf("the names were\n%s\nand are\n%s", was, is)
	}
	if after := b.trailOf(); after != before {
		t.Errorf("the trail was\n%s\nand is\n%s", before, after)
	}
	b.sees("phish of the week", "✗ malicious", "✓ benign")
	b.Send("g", "c")
	b.sees("Comment on 192.0.2.44 (draft)", "half a sen", "tence")
	b.Send("enter")
	b.sees("commented: 192.0.2.44", "✎ half a sen tence")
	tree := b.treeOf()
	b.handsOver()
	b.leaves()
	acc.comparesExports(t)

	// The start screen offers it, and enter goes on with it.
	c := acc.sits(t)
	c.sees("or go on with a case", "phish of the week", "4 questions", "1 question,")
	c.Send("enter")
	c.sees("Passive DNS of 192.0.2.44", "filter: last>2023 !shop")
	c.leaves()

	// A colleague, of whom nothing is known.
	other := account{server: acc.server, env: acc.env, home: t.TempDir()}
	other.configured(t, `plan = "free"`)
	if said := other.pipe(t, "import", filepath.Join(acc.home, "phish-of-the-week.quarry")); !strings.Contains(said, "questions   4, 4 new here") {
		t.Errorf("imported: %s", said)
	}
	d := other.sits(t, "--resume", "phish of the week")
	d.sees("Trail of phish of the week", "as it was")
	if theirs := d.treeOf(); theirs != tree {
		t.Errorf("the trail is\n%s\nand where it was imported\n%s", tree, theirs)
	}
	d.leaves()
	if n := acc.server.Calls(); n != calls {
		t.Errorf("going on with the case and handing it over sent %d calls", n-calls)
	}
}

// worksOnAnAlert works on a case from a pasted alert on, with a fork on the way, and
// leaves it on the trail's place with a comment that is not finished.
func (a analyst) worksOnAnAlert() {
	a.t.Helper()
	a.WaitText("Open an indicator")
	a.Paste("Alert 4711, 10:02Z: beacon to hxxp://192[.]0[.]2[.]44:8080/ (twice)\nplease look into it\n")
	a.WaitText("192[.]0[.]2[.]44")
	a.Send("esc", "o")
	a.WaitText("an IP, domain")
	a.Paste("beacon to 192[.]0[.]2[.]44 from the mail server")
	a.WaitText("1 call")
	a.Send("enter")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names")
	a.Send("g")
	for n, verdict := range []string{"m", "b"} {
		if n > 0 {
			a.Send("j")
		}
		at := []string{" 1/640 ", " 2/640 "}[n]
		name := selected(a.Wait(at, func(s frametest.Screen) bool { return s.Contains(at) }))
		a.Send("enter")
		a.sees("Domain "+name, "Resolves to")
		a.judges(verdict, map[string]string{"m": "✗ malicious", "b": "✓ benign"}[verdict])
		if n == 1 {
			a.Send("w")
			a.sees("WHOIS of "+name, "Registrar")
			a.Send("[")
			a.sees("Domain "+name, "Resolves to")
		}
		a.Send("[")
		a.sees("Passive DNS of 192.0.2.44")
	}
	a.Send(":")
	a.Type("name phish of the week")
	a.sees("call this case what follows")
	a.Send("enter")
	a.sees("this case is called phish of the week")
	a.Send(":")
	a.Type("tlp amber+strict")
	a.sees("mark this case: ")
	a.Send("enter")
	a.sees("this case is TLP:AMBER+STRICT")
	a.Send("t")
	a.sees("Trail of phish of the week", "5 questions", "WHOIS", "TLP:AMBER+STRICT")
	a.Send("G", "x") // the WHOIS of the second name, which nobody needs
	a.sees("pruned 1 question")
	a.Send("g", "j", "j", "F") // the first name is another case as well
	a.sees("forked: 1 question in a case of its own")
	a.Send("C")
	a.sees("Go on with a case", "phish of the week")
	a.Send("enter")
	a.sees("Passive DNS of 192.0.2.44", "case phish of the week, as it was")
	a.Send("t")
	a.sees("Trail of phish of the week", "4 questions")
	a.Send("g", "c")
	a.WaitText("Comment on 192.0.2.44")
	a.Type("half a sen")
	a.Send("ctrl+j")
	a.Type("tence")
	a.WaitText("tence")
	a.Send("esc", "t")
	a.sees("Passive DNS of 192.0.2.44")
}

// Two windows on one case: what either does is there for both, and nothing is lost
// when they are killed.
func TestTwoWindowsOnOneCase(t *testing.T) {
	acc := newAccount(t, `plan = "free"`)
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	acc.shows(t, `"questions":1`)
	b := acc.sits(t, "--resume")
	b.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names")
	a.judges("m", "✗ malicious")
	b.judges("s", "▲ suspicious")
	b.Send("t")
	b.sees("Trail of 192.0.2.44", "passive DNS", "▲ suspicious")
	acc.shows(t, `"questions":2`, `"judged":2`)
	for _, window := range []analyst{a, b} {
		window.Signal(syscall.SIGKILL)
		window.WaitExit()
	}
	c := acc.sits(t, "--resume")
	c.sees(" as it was")
	tree := c.trailOf()
	if !strings.Contains(tree, "192.0.2.44 IP ▲ suspicious") || !strings.Contains(tree, "passive DNS") {
		t.Error(tree)
	}
	c.leaves()
	if n := acc.server.Calls(); n != 2 {
		t.Errorf("%d calls for two questions", n)
	}
}

// shows waits until the store says all of the parts about the cases: at most a
// second is lost whatever happens to a window, and a busy machine gets more.
func (acc account) shows(t *testing.T, parts ...string) {
	t.Helper()
	var list string
	for began := time.Now(); time.Since(began) < 20*time.Second; {
		list = acc.cases(t)
		missing := 0
		for _, p := range parts {
			if !strings.Contains(list, p) {
				missing++
			}
		}
		if missing == 0 {
			return
		}
	}
	t.Fatalf("the store does not say %q: %s", parts, list)
}
