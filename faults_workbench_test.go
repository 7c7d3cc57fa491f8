//go:build unix

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/views/frametest"
)

// headlines are what the workbench shows for a class of docs/json.md: one of
// them.
func headlines() map[string][]string {
	return map[string][]string{
		"malformed":    {"The answer cannot be read", "A web page came instead of an answer", "The answer is about something else"},
		"too_large":    {"The answer is too large"},
		"timed_out":    {"No answer in time"},
		"unreachable":  {"The connection broke"},
		"redirected":   {"The server redirects"},
		"server_fault": {"Cloudflare has a fault"},
		"rate_limited": {"Rate limit reached"},
		"rejected":     {"The question was refused"},
		"quota_spent":  {"The month's calls are spent"},
		"bad_token":    {"The token is not", "The token is not accepted"},
		"forbidden":    {"Permission missing"},
		"not_entitled": {"Not in this plan"},
		"not_found":    {"Nothing known"},
	}
}

// opens opens a name in the prompt and returns the screen on which what became
// of it is shown.
func (a analyst) opens(name string, shown func(frametest.Screen) bool) frametest.Screen {
	a.t.Helper()
	a.Send("o")
	a.Type(name)
	a.sees("1 call")
	a.Send("enter")
	return a.Wait(name+" to be answered", func(s frametest.Screen) bool {
		return s.Contains("Domain "+name) && !s.Contains(" under way") && shown(s)
	})
}

// leads reports whether a screen has one of the headlines of a class, a next
// step, and no data beside it; of a record, that it has one.
func leads(s frametest.Screen, class, name string) bool {
	if class == "" {
		return s.Contains("▌ Domain") || s.Contains("Nothing known")
	}
	if !s.Contains("Next: ") || s.Contains("▌ Domain") {
		return false
	}
	return slices.ContainsFunc(headlines()[class], s.Contains)
}

// meets opens a name of every fault in one workbench and holds what is shown
// against what is expected; then memory and requests.
func (a analyst) meets(server *cfsim.Server, faults []cfsim.Fault) {
	a.t.Helper()
	expect := outcomes()
	for _, f := range faults {
		a.opens(f.Domain, func(s frametest.Screen) bool {
			return slices.ContainsFunc(expect[f.Name], func(class string) bool { return leads(s, class, f.Domain) })
		})
	}
	held := peakMemory(a.PID())
	if held > mostMemory {
		a.t.Errorf("it held %d MB", held>>20)
	}
	a.Send("?") // it has not hung: the next key does what it says
	a.WaitText("Keys in ")
	a.Send("esc")
	a.WaitGone("Keys in ")
	if most, twins := server.Air(); most > 4 || twins > 0 {
		a.t.Errorf("%d requests at once, %d that were in the air already", most, twins)
	}
	sent := map[string]int{}
	for _, r := range server.Requests() {
		sent[r.Path+"?"+r.Query]++
		if r.Method != "GET" || strings.HasSuffix(r.Path, "/") {
			a.t.Errorf("sent %s %s", r.Method, r.Path)
		}
	}
	for uri, n := range sent {
		if n > 3 {
			a.t.Errorf("%s was sent %d times", uri, n)
		}
	}
	a.t.Logf("%d faults in one workbench; it held %d MB", len(faults), held>>20)
}

// faultsNamed are faults of the simulator.
func faultsNamed(t *testing.T, names ...string) (list []cfsim.Fault) {
	t.Helper()
	for _, name := range names {
		at := slices.IndexFunc(cfsim.Faults(), func(f cfsim.Fault) bool { return f.Name == name })
		if at < 0 {
			t.Fatalf("no fault %q", name)
		}
		list = append(list, cfsim.Faults()[at])
	}
	return list
}

// One workbench goes through a failure of each class, bodies made to fill the
// memory, and answers that are odd.
func TestTheWorkbenchMeetsFaults(t *testing.T) {
	t.Parallel()
	a, server := faced(t, "2s")
	a.meets(server, faultsNamed(t,
		"huge", "gzip", "large", "deep-closed", "auth", "forbidden", "notfound", "html", "redirect-port", "false",
		"other", "hostile", "reset", "never", "utf8", "mistyped",
		"quota", // after it the month counts as spent
	))
	a.leaves()
}

// faced is a workbench on an account whose indicators have faults, with a time
// limit for each try.
func faced(t *testing.T, limit string) (analyst, *cfsim.Server) {
	t.Helper()
	acc := newAccount(t, "plan = \"enterprise\"\ntimeout = \""+limit+"\"")
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	return a, acc.server
}

// Large answers, one on top of the other and one of them as a tree, stay within
// the memory: their bodies are held once, and not by every view.
func TestLargeAnswersOnAPath(t *testing.T) {
	t.Parallel()
	largeOnAPath(t, 3)
}

func largeOnAPath(t *testing.T, answers int) {
	t.Helper()
	acc := newAccount(t, "plan = \"enterprise\"")
	acc.under(faultsNamed(t, "large")[0])
	a := acc.sits(t, "a.example.com")
	a.sees("Domain a.example.com", "Risk")
	for n := range answers - 1 {
		a.opens(fmt.Sprintf("%c.example.com", 'b'+n), func(s frametest.Screen) bool { return s.Contains("Risk") })
	}
	a.Send("J")
	a.sees("padding")
	a.Send("G", "g")
	a.sees("padding")
	held := peakMemory(a.PID())
	if held > mostMemory {
		t.Errorf("it held %d MB", held>>20)
	}
	t.Logf("%d answers of 15 MiB: it held %d MB", answers, held>>20)
	a.Send("esc")
	a.leaves()
}

// under makes every call of the account meet a fault.
func (acc account) under(f cfsim.Fault) {
	for n, variable := range acc.env {
		if strings.HasPrefix(variable, "CLOUDFLARE_ACCOUNT_ID=") {
			acc.env[n] = "CLOUDFLARE_ACCOUNT_ID=" + f.Account()
		}
	}
}

// A wait that Cloudflare asks for and that is long asks the analyst: until he
// says yes nothing is sent.
func TestALongWaitAsksTheAnalyst(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, "")
	a := acc.sits(t, "err-rate-long.example")
	a.sees("Rate limit reached", "wait 60 min", "Next:")
	a.Send("r")
	a.sees("Cloudflare has asked to wait until")
	a.Send("esc")
	a.WaitGone("has asked to wait")
	if n := len(acc.server.Requests()); n != 1 {
		t.Errorf("%d requests before the wait was over", n)
	}
	a.Send("r")
	a.sees("Cloudflare has asked to wait until")
	a.Send("enter")
	a.Wait("a second request", func(s frametest.Screen) bool {
		return len(acc.server.Requests()) == 2 && s.Contains("Rate limit reached")
	})
	a.leaves()
}

// Looking sends nothing: moving, filtering, sorting, marking, scrolling with
// keys and wheel, resizing, help, palette, raw answer, and going back and forth.
func TestLookingSendsNothing(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, `plan = "enterprise"`)
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names, all loaded")
	sent := len(acc.server.Requests())
	a.Send("G", "g", "j", "j", "k", "ctrl+d", "ctrl+u", "pgdown", "pgup", "end", "home")
	for n := range 40 {
		a.Wheel(10, 12, 3-6*(n%2))
	}
	for _, size := range [][2]int{{80, 24}, {40, 12}, {200, 60}, {20, 5}, {120, 40}} {
		a.Resize(size[0], size[1])
	}
	a.Send("space", "*", "V", ".", ",", "<", "/")
	a.Type("login")
	a.Send("enter", "n", "N", "right", "left", "?", "esc", ":", "esc", "J", "esc", "esc", "esc")
	a.Send("[", "]", "1", "]")
	a.sees("Passive DNS of 192.0.2.44", "640")
	if now := len(acc.server.Requests()); now != sent {
		t.Errorf("%d requests for looking: %+v", now-sent, acc.server.Requests()[sent:])
	}
	a.leaves()
}

// However many questions are asked, four are under way, and a question that is
// in the air already is not sent a second time.
func TestFourAtOnceAndNoneTwice(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, "plan = \"enterprise\"")
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	before := len(acc.server.Requests())
	release := acc.server.Hold()
	names := []string{"a.example.com", "b.example.com", "a.example.com", "c.example.com", "b.example.com", "a.example.com"}
	for _, name := range names {
		a.Send("o")
		a.Type(name)
		a.sees1(name, "1 call")
		a.Send("enter")
		a.WaitText("Domain " + name)
	}
	// A whole dossier on top of them: four endpoints, one of them in the air.
	a.Send("D")
	a.WaitText("Dossier of a.example.com")
	a.Send("ctrl+a")
	a.WaitText("Spend 4 calls?")
	a.Send("enter")
	a.Wait("four requests", func(frametest.Screen) bool { return len(acc.server.Requests()) >= before+4 })
	if most, twins := acc.server.Air(); most != 4 || twins != 0 {
		t.Errorf("%d requests at once, %d twins", most, twins)
	}
	release()
	a.sees("Dossier of a.example.com", "4 of 4 known")
	asked := map[string]int{}
	for _, r := range acc.server.Requests() {
		asked[r.Path+"?"+r.Query]++
	}
	for uri, n := range asked {
		if n != 1 {
			t.Errorf("%s was sent %d times", uri, n)
		}
	}
	if most, twins := acc.server.Air(); most != 4 || twins != 0 {
		t.Errorf("%d requests at once, %d twins", most, twins)
	}
	a.leaves()
}

// sees1 waits for parts of the screen while requests may be under way.
func (a analyst) sees1(parts ...string) {
	a.t.Helper()
	for _, p := range parts {
		a.WaitText(p)
	}
}

// A report is sent once, whatever comes of it, and what is said of it is so.
func TestAReportIsSentOnce(t *testing.T) {
	t.Parallel()
	a, server := faced(t, "30s")
	for fault, says := range map[string]string{
		"login":         "it may have arrived all the same",
		"redirect-port": "for a new form",
	} {
		a.reports(server, fault, says)
	}
	a.leaves()
}

// reports reports a category for a name of a fault.
func (a analyst) reports(server *cfsim.Server, fault, says string) {
	a.t.Helper()
	name := faultsNamed(a.t, fault)[0].Domain
	a.opens(name, func(s frametest.Screen) bool { return s.Contains("Next: ") })
	a.Send("m")
	a.sees("Report a category for "+name, "Nothing to send yet")
	a.Send("tab")
	a.Type("malware")
	a.sees("Malware 117")
	a.Send("enter")
	a.sees("[+]", `"security_adds":[117]`)
	a.Send("tab")
	a.Type(name)
	a.Send("enter")
	a.sees("sent once", says)
	a.Send("enter", "enter", "r")
	a.sees("sent once", says)
	posts := 0
	for _, r := range server.Requests() {
		if r.Method == "POST" && strings.Contains(r.Body, name) {
			posts++
		}
	}
	if posts != 1 {
		a.t.Errorf("%s: the report arrived %d times", fault, posts)
	}
	a.Send("esc")
}
