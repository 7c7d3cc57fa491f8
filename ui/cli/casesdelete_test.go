package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// What was deleted is listed apart and comes back as it was, within its days.
func TestCasesAreRestored(t *testing.T) {
	b, all := cased(t)
	before := b.run("cases", "--json").out
	b.wants(b.run("cases", "restore", "198.51.100.7"), exitNotFound, "no case was deleted in the last 30 days")
	r := b.run("cases", "delete", "198.51.100.7", "--force")
	b.wants(r, 0)
	if want := "For 30 days quarry cases restore " + all[1].ID.String()[:8] + " brings it back.\n"; !strings.HasSuffix(r.out, want) {
		t.Errorf("got %q, want %q at the end", r.out, want)
	}
	const listed = `CASE                      MARKING    DELETED   QUESTIONS  CALLS  JUDGED  LAST
198.51.100.7, 2026-11-23  TLP:AMBER  just now  1          1      0       198.51.100.7
`
	for _, args := range [][]string{{"cases", "--deleted"}, {"cases", "list", "--deleted"}} {
		if r := b.run(args...); r.code != 0 || r.out != listed {
			t.Errorf("%q: %d\n%s", args, r.code, r.out)
		}
	}
	if r := b.run("cases", "--deleted", "--json"); !strings.HasSuffix(r.out, `"deleted_at":"`+b.now().Format(time.RFC3339)+`"}`+"\n") {
		t.Error(r.out)
	}
	for _, args := range [][]string{
		{"export", "198.51.100.7", "--format", "csv"}, {"cases", "rename", "198.51.100.7", "x"}, {"cases", "delete", "198.51.100.7", "--force"},
	} {
		b.wants(b.run(args...), exitNotFound, "there is no case")
	}
	b.wants(b.run("cases", "restore", "another"), exitNotFound, `no case "another" was deleted`, "quarry cases --deleted")
	b.wants(b.run("cases", "restore"), exitUsage, "give one case")
	b.wants(b.run("cases", "restore", "198.51.100.7"), 0)
	if after := b.run("cases", "--json").out; after != before {
		t.Errorf("it was\n%s\nand is\n%s", before, after)
	}

	b.wants(b.run("cases", "delete", "198.51.100.7", "--force"), 0)
	now := b.now()
	b.now = func() time.Time { return now.Add(31 * 24 * time.Hour) }
	if r := b.run("cases", "--deleted"); r.out != "No case was deleted in the last 30 days.\n" {
		t.Error(r.out)
	}
	b.wants(b.run("cases", "restore", "198.51.100.7"), exitNotFound)
}

// For good is for good, at once, whether it was deleted before or not.
func TestCasesArePurged(t *testing.T) {
	b, _ := cased(t)
	b.wants(b.run("cases", "delete", "198.51.100.7", "--purge"), exitUsage, "--force")
	b.terminal, b.stdinTerminal, b.stdin = true, true, "n\n"
	b.wants(b.run("cases", "delete", "198.51.100.7", "--purge"), exitFailure, "1 question, 0 judged, for good? [y/N]", "nothing was deleted")
	b.stdin = "y\n"
	b.wants(b.run("cases", "delete", "198.51.100.7"), 0)
	for _, which := range []string{"198.51.100.7", "bank\x1b[31m phish"} {
		r := b.run("cases", "delete", which, "--purge")
		b.wants(r, 0)
		if !strings.HasPrefix(r.out, "deleted for good: ") {
			t.Error(r.out)
		}
		b.wants(b.run("cases", "restore", which), exitNotFound)
		b.wants(b.run("cases", "delete", which, "--purge"), exitNotFound)
	}
	if !b.one(0, "1.1.1.1").Cached {
		t.Error("an answer has gone with a case")
	}
}

// A case that was deleted here and comes in a bundle is back with all that it held,
// which is said.
func TestImportOfADeletedCase(t *testing.T) {
	b, note := worked(t)
	path := filepath.Join(b.home, "case.quarry")
	b.wants(b.run("export", "Login portal", "--format", "bundle", "-o", path), 0)
	note.Do(note.SetVerdict(investigation.Benign, indicator.MustParse("ns1.example.net")), time.Now())
	b.keep(b.shared(), note.Snapshot())
	b.wants(b.run("cases", "delete", "Login portal", "--force"), 0)
	r := b.run("import", path)
	b.wants(r, 0)
	for _, want := range []string{", 0 new here", "It had been deleted here, and is back with what it held; quarry cases delete --purge"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("lacks %q:\n%s", want, r.out)
		}
	}
	inv, found, err := b.shared().Investigation(t.Context(), note.Head().ID)
	if err != nil || !found || len(inv.Nodes) != len(note.Snapshot().Nodes) || len(inv.Judgements) != len(note.Snapshot().Judgements) {
		t.Errorf("%+v %v %v", inv, found, err)
	}
	if r := b.run("cases", "--deleted"); !strings.HasPrefix(r.out, "No case was deleted") {
		t.Error(r.out)
	}
}
