package cli

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views/safe"
)

// cased is a bench whose store has two cases, the second of which changed last.
func cased(t *testing.T) (*bench, []investigation.Investigation) {
	t.Helper()
	b := newBench(t)
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	b.now = func() time.Time { return at.Add(72 * time.Hour) }
	b.one(0, "1.1.1.1") // which makes the store
	s, _, err := store.Open(t.Context(), b.storePath(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []investigation.Investigation
	for n, names := range [][]string{{"192.0.2.44", "login-portal.example"}, {"198.51.100.7"}} {
		book := investigation.Begin(cfsim.DemoAccount, "ann", at)
		for k, name := range names {
			at = at.Add(time.Hour)
			id, _ := book.Ask(investigation.ID{}, investigation.Node{Question: "x " + name, Endpoint: "ip", Indicator: indicator.MustParse(name)}, at)
			book.Answered(id, investigation.Result{Calls: k + 1, FetchedAt: at}, at)
		}
		if n == 0 {
			book.Do(book.SetName("bank\x1b[31m phish"), at)
			book.Do(book.SetVerdict(investigation.Malicious, indicator.MustParse("192.0.2.44")), at)
		}
		if _, err := s.KeepInvestigation(t.Context(), book.Snapshot()); err != nil {
			t.Fatal(err)
		}
		all = append(all, book.Snapshot())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return b, all
}

func TestCasesAreListed(t *testing.T) {
	b, all := cased(t)
	r := b.run("cases")
	b.wants(r, 0)
	want := `CASE                      MARKING    CHANGED     QUESTIONS  CALLS  JUDGED  LAST
198.51.100.7, 2026-11-23  TLP:AMBER  2 days ago  1          1      0       198.51.100.7
bank^[[31m phish          TLP:AMBER  3 days ago  2          3      1       login-portal.example
`
	if r.out != want {
		t.Errorf("got\n%swant\n%s", r.out, want)
	}
	r = b.run("cases", "--json")
	b.wants(r, 0)
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%q", r.out)
	}
	var o caseObject
	d := json.NewDecoder(strings.NewReader(lines[1]))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		t.Fatal(err)
	}
	if o.ID != all[0].ID.String() || o.Name != all[0].Name || o.TLP != "AMBER" || o.Questions != 2 || o.Calls != 3 || o.Judged != 1 ||
		*o.First != "192.0.2.44" || *o.Last != "login-portal.example" || o.CreatedAt != "2026-11-23T12:00:00Z" {
		t.Errorf("%s", lines[1])
	}
	b.sent(1)
}

// A look-up of many names is about no one indicator, and an empty name means no case.
func TestCasesThatLookedUpMany(t *testing.T) {
	b, all := cased(t)
	book := investigation.Open(all[1], "ann")
	at := b.now()
	book.Ask(investigation.ID{}, investigation.Node{Question: `bulk  names="a.example.com b.example.com"`, Endpoint: "bulk"}, at)
	only := investigation.Begin(cfsim.DemoAccount, "ann", at)
	only.Ask(investigation.ID{}, investigation.Node{Question: `bulk  names="a.example.com b.example.com"`, Endpoint: "bulk"}, at)
	db := b.shared()
	b.keep(db, book.Snapshot())
	b.keep(db, only.Snapshot())
	if r := b.run("cases"); r.code != 0 || strings.Count(r.out, "several names\n") != 2 {
		t.Errorf("%d\n%s", r.code, r.out)
	}
	if r := b.run("cases", "--json"); strings.Count(r.out, `"last":null`) != 2 || strings.Count(r.out, `"first":null`) != 1 {
		t.Error(r.out)
	}
	b.wants(b.run("cases", "delete", "", "--force"), exitNotFound, "there is no case")
	b.wants(b.run("export", "", "--format", "csv"), exitNotFound, "there is no case")
}

// On a terminal a row is a line: what it was about last is cut, then the name.
func TestCasesFitTheTerminal(t *testing.T) {
	for _, c := range []struct{ name, last, want string }{
		{"phish", "portal.example", "phish  TLP:AMBER+STRICT  7 min ago     4          4      2       portal.example"},
		{"phish", "login-portal.example", "phish  TLP:AMBER+STRICT  7 min ago     4          4      2       login-portal.e…"},
		{strings.Repeat("例", 30), strings.Repeat("x", 100), strings.Repeat("例", 10) + "…  TLP:AMBER+STRICT  7 min ago     4          4      2"},
	} {
		rows := [][]string{
			{"CASE", "MARKING", "CHANGED", "QUESTIONS", "CALLS", "JUDGED", "LAST"},
			{c.name, "TLP:AMBER+STRICT", "7 min ago", "4", "4", "2", c.last},
			{"x", "TLP:CLEAR", "2 months ago", "4", "4", "2", "AS64500"},
		}
		fit(rows, 80)
		lines := tabulated(rows)
		for _, line := range lines {
			if n := safe.Width(line); n > 80 {
				t.Errorf("%d columns: %s", n, line)
			}
		}
		if lines[1] != c.want {
			t.Errorf("%q, want %q", lines[1], c.want)
		}
	}
}

func TestCasesAreRenamed(t *testing.T) {
	b, all := cased(t)
	b.wants(b.run("cases", "rename", "198.51.100.7", "  phish of\nthe week\x1b "), 0)
	r := b.run("cases", "rename", all[0].ID.String()[:8], "other")
	b.wants(r, 0)
	if !strings.Contains(r.out, "bank^[[31m phish is called other now") {
		t.Error(r.out)
	}
	r = b.run("cases")
	if !strings.Contains(r.out, "phish of the week^[ ") || !strings.Contains(r.out, "other ") {
		t.Error(r.out)
	}
	b.wants(b.run("cases", "rename", "nobody", "x"), exitNotFound, `there is no case "nobody"`, "quarry cases lists those there are")
	b.wants(b.run("cases", "rename", "other"), exitUsage, "give the case and its new name")
	b.wants(b.run("cases", "rename", "other", " "), exitUsage)
	b.wants(b.run("cases", "other"), exitUsage, "takes no argument")
}

func TestCasesAreMarked(t *testing.T) {
	b, all := cased(t)
	r := b.run("cases", "tlp", "198.51.100.7", "tlp:amber strict")
	b.wants(r, 0)
	if want := "198.51.100.7, 2026-11-23 is TLP:AMBER+STRICT now: for the organisation only, need to know\n"; r.out != want {
		t.Error(r.out)
	}
	r = b.run("cases", "tlp", all[0].ID.String()[:8], "RED")
	b.wants(r, 0)
	if r = b.run("cases", "tlp", all[0].ID.String()[:8], "TLP:RED"); !strings.Contains(r.out, "bank^[[31m phish is TLP:RED already") {
		t.Error(r.out)
	}
	if r = b.run("cases"); !strings.Contains(r.out, "TLP:AMBER+STRICT  ") || !strings.Contains(r.out, "TLP:RED  ") {
		t.Error(r.out)
	}
	if r = b.run("cases", "--json"); !strings.Contains(r.out, `"tlp":"RED"`) || !strings.Contains(r.out, `"tlp":"AMBER+STRICT"`) {
		t.Error(r.out)
	}
	if kept, _, err := b.shared().Investigation(t.Context(), all[0].ID); err != nil || kept.Name != all[0].Name || len(kept.Nodes) != 2 {
		t.Errorf("more than the marking has changed: %+v, %v", kept, err)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"nobody", "red"}, exitNotFound, `there is no case "nobody"`},
		{[]string{"198.51.100.7"}, exitUsage, "give the case and its marking"},
		{[]string{"198.51.100.7", "amber", "strict"}, exitUsage, "give the case and its marking"},
		{[]string{"198.51.100.7", "white"}, exitUsage, "was called so until TLP 2.0; write clear"},
		{[]string{"198.51.100.7", "yellow\x1b[2J"}, exitUsage, "write clear, green, amber, amber+strict or red"},
	} {
		b.wants(b.run(append([]string{"cases", "tlp"}, c.args...)...), c.code, c.says)
	}
}

func TestCasesAreDeletedAfterAYes(t *testing.T) {
	b, _ := cased(t)
	b.wants(b.run("cases", "delete", "198.51.100.7"), exitUsage, "--force")
	b.terminal, b.stdinTerminal = true, true
	for answer, code := range map[string]int{"": exitFailure, "n\n": exitFailure, "yo\n": exitFailure} {
		b.stdin = answer
		b.wants(b.run("cases", "delete", "198.51.100.7"), code, "delete 198.51.100.7, 2026-11-23: 1 question, 0 judged? It can be restored for 30 days. [y/N]", "nothing was deleted")
	}
	b.stdin = "y\n"
	r := b.run("cases", "delete", "198.51.100.7")
	b.wants(r, 0)
	if !strings.Contains(r.out, "the answers stay known") {
		t.Error(r.out)
	}
	b.wants(b.run("cases", "delete", "198.51.100.7", "--force"), exitNotFound)
	b.terminal, b.stdinTerminal = false, false
	b.wants(b.run("cases", "delete", "bank\x1b[31m phish", "--force"), 0)
	r = b.run("cases")
	if !strings.Contains(r.out, "No case is kept yet") {
		t.Error(r.out)
	}
	b.wants(b.run("cases", "delete"), exitUsage, "give one case")
	if !b.one(0, "1.1.1.1").Cached {
		t.Error("an answer has gone with a case")
	}
}

func TestCasesWithoutAStore(t *testing.T) {
	b := newBench(t)
	b.env["HOME"], b.env["XDG_STATE_HOME"] = "", ""
	b.wants(b.run("cases"), exitFailure)
	b.wants(newBench(t).run("cases", "--demo"), exitUsage, "leave --demo out")
}

func TestFindCase(t *testing.T) {
	_, all := cased(t)
	list := []investigation.Summary{all[1].Summary(), all[0].Summary()}
	for which, want := range map[string]investigation.ID{
		"198.51.100.7": all[1].ID, "198.51.100.7, 2026-11-23": all[1].ID, "BANK\x1b[31m phish": all[0].ID,
		all[0].ID.String(): all[0].ID, strings.ToUpper(all[1].ID.String()[:6]): all[1].ID,
		"192.0.2.44": {}, all[0].ID.String()[:5]: {}, "": {},
	} {
		if got, err := findCase(list, which); got.ID != want || (err == nil) == want.IsZero() {
			t.Errorf("%q is %v (%v), want %v", which, got.ID, err, want)
		}
	}
}

// Of cases with one name none is meant, and what tells them apart is said.
func TestCasesOfOneName(t *testing.T) {
	b, all := cased(t)
	for _, c := range all {
		b.wants(b.run("cases", "rename", c.ID.String(), "same"), 0)
	}
	for _, args := range [][]string{{"cases", "delete", "same", "--force"}, {"cases", "tlp", "SAME", "red"}, {"export", "same", "--format", "csv"}} {
		b.wants(b.run(args...), exitUsage, "2 cases are called", all[0].ID.String()[:8]+" (2 questions, last login-portal.example)",
			all[1].ID.String()[:8]+" (1 question, last 198.51.100.7)")
	}
	b.wants(b.run("cases", "delete", all[1].ID.String()[:8], "--force"), 0)
	b.wants(b.run("cases", "tlp", "same", "red"), 0)
}

func TestResumeNeedsATerminalAndACase(t *testing.T) {
	b, all := cased(t)
	b.wants(b.run("--resume"), exitUsage, "needs a terminal")
	b.wants(b.run("--resume", "a", "b"), exitUsage, "--resume takes one case")
	a := &app{host: Host{Environ: []string{"HOME=" + b.home}}.complete(), log: slog.New(slog.DiscardHandler)}
	a.host.IsTerminal = func(any) bool { return false }
	s, err := a.offline(t.Context(), settings{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.leave(context.Background(), s)
	for name, want := range map[string]investigation.ID{"": all[1].ID, "bank\x1b[31m phish": all[0].ID} {
		if id, err := a.resumed(t.Context(), s, name); id != want || err != nil {
			t.Errorf("%q is %v, %v", name, id, err)
		}
	}
	if _, err := a.resumed(t.Context(), s, "nobody"); exitCode(err) != exitNotFound {
		t.Error(err)
	}
	o := &options{resume: lastCase}
	if o.caseNamed(nil) != "" || o.caseNamed([]string{"x"}) != "x" {
		t.Error("the name of --resume is read wrongly")
	}
	if o.resume = "y"; o.caseNamed(nil) != "y" {
		t.Error("--resume=y is not y")
	}
}
