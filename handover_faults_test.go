//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// orders orders a case in a format, by a name.
func (a analyst) orders(format, name string) {
	a.t.Helper()
	a.Send("e")
	a.WaitText("( ) IOC list")
	a.Send(formatKeys()[format])
	a.WaitText("Write the whole case as " + format)
	a.names(name)
}

// names gives the file that is ordered another name, and orders it.
func (a analyst) names(name string) {
	a.t.Helper()
	a.Send("ctrl+u")
	a.Type(name)
	a.Wait("the name "+name, func(s frametest.Screen) bool {
		return s.Contains("│  "+name[max(0, len(name)-40):]) || len(name) > 40
	})
	a.Send("enter")
}

// left are the files in a directory that an export may have made.
func left(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if n := e.Name(); strings.HasPrefix(n, ".quarry-") || strings.Contains(n, "case") {
			names = append(names, n)
		}
	}
	return names
}

// In the demo it works as well, and writes the file that was named alone.
func TestExportInTheDemo(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	a := analyst{t, termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: []string{"--demo", "192.0.2.44"}, Cols: 80, Rows: 24, Home: home,
	})}
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.orders("markdown", "case.md")
	a.sees("written: "+filepath.Join(home, "case.md")[:20], ", TLP:AMBER")
	a.leaves()
	if text, err := os.ReadFile(filepath.Join(home, "case.md")); err != nil || !strings.Contains(string(text), "EXAMPLE-HOSTING") {
		t.Errorf("%.300s, %v", text, err)
	}
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "case.md" {
			t.Errorf("%s was written as well", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Where nothing can be kept, since files may not grow, what this run was answered is
// exported all the same, if it fits; else it is said, and nothing is left of it.
func TestExportWithAFullDisk(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, "")
	a := analyst{t, termtest.Start(t, termtest.Options{
		Path: "/bin/sh", Args: []string{"-c", `ulimit -f 40; exec "$0" "$@"`, termtest.Build(t), "192.0.2.44"},
		Cols: 120, Rows: 40, Env: acc.env, Home: acc.home,
	})}
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.Send("p")
	a.sees("Passive DNS of 192.0.2.44", "640 names", " 2 calls ")
	a.judges("m", "✗ malicious")
	a.orders("json", "case.json")
	a.sees("There is no space left for it.", "Free some space, or name a file on", "│  case.json")
	if names := left(t, acc.home); len(names) > 0 {
		t.Errorf("left: %v", names)
	}
	a.Send("esc")
	a.orders("csv", "case.csv")
	a.sees("written: ")
	a.orders("markdown", "case.md")
	a.sees("written: ", "case.md, ")
	a.leaves()
	for name, holds := range map[string]string{"case.csv": ",malicious,", "case.md": "EXAMPLE-HOSTING"} {
		if text, err := os.ReadFile(filepath.Join(acc.home, name)); err != nil || !strings.Contains(string(text), holds) {
			t.Errorf("%s: %.2000s, %v", name, text, err)
		}
	}
	if names := left(t, acc.home); len(names) != 2 {
		t.Errorf("left: %v", names)
	}
}

// Whatever is in the way, the file that is there stays, and so does the name.
func TestExportThatIsInTheWay(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, "")
	mine := filepath.Join(acc.home, "case.md")
	for _, err := range []error{os.WriteFile(mine, []byte("mine"), 0o600), os.Symlink("case.md", filepath.Join(acc.home, "link.case"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	a := acc.sits(t, "192.0.2.44")
	a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
	a.orders("markdown", "none/case.md")
	a.sees("There is no such directory.", "│  none/case.md")
	a.names("link.case")
	a.sees("It is a link, and links are not followed.")
	a.names("~nobody/case.md")
	a.sees("which is not looked up")
	a.names(strings.Repeat("x", 300))
	a.sees("The name is too long.")
	a.names(".config/..")
	a.sees("It is a directory.")
	a.names("/proc/self/nothing/case.md")
	a.sees("There is no such directory.")
	a.names("~/case.md")
	a.sees("There is a file of that name already. Replace it?")
	a.Send("enter", "n")
	a.sees("↵ write")
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Fatalf("%q, %v", text, err)
	}
	a.Send("enter")
	a.sees("Replace it?")
	a.Send("y")
	a.sees("written: ")
	a.leaves()
	if text, err := os.ReadFile(mine); err != nil || !strings.HasPrefix(string(text), "**TLP:AMBER**") {
		t.Errorf("%.60q, %v", text, err)
	}
	if names := left(t, acc.home); len(names) != 2 {
		t.Errorf("left: %v", names)
	}
}

// grown keeps a case of many questions, all about one answer, that takes long to
// export.
func (acc account) grown(t *testing.T, questions int) {
	t.Helper()
	dir := filepath.Join(acc.home, ".local", "state", "quarry")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db, _, err := store.Open(t.Context(), filepath.Join(dir, "quarry.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	q := api.Query{Endpoint: cf.EndpointDomain, Indicator: indicator.MustParse("login-portal.example")}
	at := time.Now().UTC().Add(-time.Hour)
	err = db.Keep(t.Context(), store.Answer{
		Account: cfsim.DemoAccount, Question: q.Key(), Endpoint: "domain", Indicator: "login-portal.example", Kind: "domain",
		Method: "GET", URL: "x", Status: 200, Body: acc.body(t, q), FetchedAt: at, Calls: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	id := func(n int) investigation.ID { return investigation.ID{0: 0xca, 1: 0x5e, 14: byte(n >> 8), 15: byte(n)} }
	c := investigation.Investigation{ID: id(0), TLP: investigation.TLPAmber, Account: cfsim.DemoAccount, Created: at, Changed: at}
	for n := 1; n <= questions; n++ {
		node := investigation.Node{
			ID: id(n), Question: q.Key(), Endpoint: "domain", Indicator: q.Indicator, Asked: at, FetchedAt: at, Rows: -1, Changed: at,
		}
		if n > 1 {
			node.Parent = id(1 + (n-2)/8)
		}
		c.Nodes = append(c.Nodes, node)
	}
	if _, err := db.KeepInvestigation(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// A large case is exported beside everything else; who leaves meanwhile has a whole
// file or none.
func TestExportOfALargeCase(t *testing.T) {
	t.Parallel()
	acc := newAccount(t, "")
	acc.grown(t, 4000)
	whole := func(name string) bool {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(acc.home, name))
		if err == nil && !json.Valid(text) {
			t.Errorf("%s is half a file of %d bytes", name, len(text))
		}
		return err == nil
	}
	a := acc.sits(t, "--resume")
	a.sees(" as it was")
	a.orders("json", "case-1.json")
	a.WaitText("writing case-1.json…")
	a.WaitGone("Write the whole case") // by itself
	a.Send("?")                        // one works on
	a.WaitText("Keys in ")
	a.Send("esc")
	a.WaitGone("Keys in ")
	a.WaitText("written: ")
	if !whole("case-1.json") {
		t.Error("it was not written")
	}
	for n, end := range []func(analyst){
		func(a analyst) { a.WaitGone("Write the whole case"); a.Send("q") },
		func(a analyst) { a.Signal(syscall.SIGHUP) },
		func(a analyst) { a.Signal(syscall.SIGKILL) },
	} {
		name := fmt.Sprintf("case-%d.json", n+2)
		b := acc.sits(t, "--resume")
		b.sees(" as it was")
		b.orders("json", name)
		b.WaitText("writing ")
		end(b)
		b.WaitExit()
		killed := n == 2
		if there := whole(name); !there && !killed && n != 1 && !strings.Contains(string(b.Stream()), "was not whole when quarry ended") {
			t.Errorf("%s is not there, and nobody says so", name)
		}
		for _, rest := range left(t, acc.home) {
			if strings.HasPrefix(rest, ".quarry-") && !killed {
				t.Errorf("left of %s: %s", name, rest)
			}
		}
	}
}
