//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// account is an account at Cloudflare, served on this machine, and the home of
// an analyst who works with it: what was kept is there at the next start.
type account struct {
	server *cfsim.Server
	env    []string
	home   string
}

func newAccount(t *testing.T, config string) account {
	t.Helper()
	server := cfsim.New(cfsim.Options{})
	url, stop, err := server.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	a := account{server: server, home: t.TempDir()}
	a.configured(t, config)
	a.env = []string{
		"CLOUDFLARE_API_TOKEN=" + cfsim.DemoToken, "CLOUDFLARE_ACCOUNT_ID=" + cfsim.DemoAccount, "CLOUDFLARE_BASE_URL=" + url,
		"SSH_TTY=/dev/pts/9",
	}
	return a
}

// configured writes the config file of the account's home.
func (acc account) configured(t *testing.T, config string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(acc.home, "config.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
}

// sits starts quarry on the account.
func (acc account) sits(t *testing.T, args ...string) analyst {
	t.Helper()
	return analyst{t, termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: append([]string{"--config", filepath.Join(acc.home, "config.toml")}, args...),
		Cols: 120, Rows: 40, Env: acc.env, Home: acc.home,
	})}
}

// tour walks a whole case: an address, its passive DNS, three of its names with
// WHOIS and history, its network and the subnets.
func (a analyst) tour() {
	a.t.Helper()
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names")
	a.Send("g")
	for n := range 3 {
		if n > 0 {
			a.Send("j")
		}
		at := fmt.Sprintf(" %d/640 ", n+1)
		s := a.Wait(at, func(s frametest.Screen) bool { return s.Contains(at) })
		name := selected(s)
		a.Send("enter")
		a.sees("Domain "+name, "Resolves to")
		a.Send("w")
		a.sees("WHOIS of "+name, "Registrar")
		a.Send("[")
		a.sees("Domain "+name, "Resolves to")
		a.Send("h")
		a.sees("History of "+name, "FROM")
		a.Send("[", "[")
		a.sees("Passive DNS of 192.0.2.44")
	}
	a.Send("1", "g", "j")
	a.sees("▌ Network")
	a.Send("enter")
	a.sees("Network AS64500")
	a.Send("s")
	a.sees("Subnets of AS64500", "356 subnets")
	a.Send("1", "g")
	a.sees("IP 192.0.2.44")
}

// selected is the name in the selected row.
func selected(s frametest.Screen) string {
	_, rows := s.Size()
	for y := range rows {
		if _, row, ok := strings.Cut(s.Line(y), " ▌ "); ok {
			return strings.TrimRight(strings.Fields(row)[0], "…")
		}
	}
	return ""
}

// The questions of a tour: the address, its passive DNS, three times domain,
// WHOIS and history, the network, its subnets.
const questions = 1 + 1 + 3*3 + 1 + 1

func TestEveryAnswerIsPaidForOnce(t *testing.T) {
	acc := newAccount(t, `plan = "free"`)
	first := acc.sits(t, "192.0.2.44")
	first.tour()
	first.tour()
	first.sees(fmt.Sprintf("%d/100 calls", questions))
	first.leaves()
	if n := acc.server.Calls(); n != questions {
		t.Errorf("%d calls for %d questions, each opened twice", n, questions)
	}

	second := acc.sits(t, "192.0.2.44")
	second.tour()
	second.sees(fmt.Sprintf("%d/100 calls", questions), "known")
	second.leaves()
	if n := acc.server.Calls(); n != questions {
		t.Errorf("the second start sent %d calls", n-questions)
	}

	third := acc.sits(t, "--offline", "192.0.2.44")
	third.tour()
	third.leaves()
	if n := len(acc.server.Requests()); n != questions {
		t.Errorf("%d requests in all: offline sent some", n)
	}
}

// A connection that drops takes nothing away: the list is as it was, with its filter
// and its cursor.
func TestADroppedConnectionKeepsThePlace(t *testing.T) {
	acc := newAccount(t, `plan = "free"`)
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("640 names", "1/640")
	a.Send("/", "example.net", "enter", "j", "j")
	was := selected(a.Wait("the third row", func(s frametest.Screen) bool { return s.Contains(" 3/") }))
	a.Hangup()
	a.WaitExit()

	b := acc.sits(t, "--resume")
	b.Wait("the row "+was, func(s frametest.Screen) bool {
		return s.Contains("Passive DNS of 192.0.2.44") && s.Contains("example.net") && s.Contains(" 3/") && selected(s) == was
	})
	b.leaves()
	if n := acc.server.Calls(); n != 2 {
		t.Errorf("%d calls", n)
	}
}

// What the screen says was spent is what the server counted, with retries,
// errors, views that were left, and another quarry at work on the same account.
func TestTheScreenCountsWhatTheServerCounts(t *testing.T) {
	acc := newAccount(t, "monthly-calls = 200")
	a := acc.sits(t, "err-flaky.example") // two failures, then an answer
	a.sees("Domain err-flaky.example", "Kind")
	for _, name := range []string{"err-server.example", "err-notfound.example", "err-reset.example", "err-html.example"} {
		a.Send("o")
		a.Type(name)
		a.sees("1 call")
		a.Send("enter")
		a.sees("Domain "+name, "Next:")
	}
	release := acc.server.Hold()
	a.Send("o")
	a.Type("192.0.2.50")
	a.Send("enter")
	a.WaitText("Asking what is known of 192.0.2.50")
	a.Send("[") // left: sent by now, paid for
	a.WaitText("Next:")
	b := acc.sits(t, "192.0.2.51")
	b.WaitText("Asking what is known of 192.0.2.51")
	release()
	b.sees("IP 192.0.2.51", "just now")
	b.leaves()
	a.Send("r") // a reply, after which the header is read anew
	a.Wait("the server's count in the header", func(s frametest.Screen) bool {
		return s.Contains(fmt.Sprintf("%d/200 calls ", len(acc.server.Requests())))
	})
	a.leaves()
}
