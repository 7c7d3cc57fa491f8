package cli

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/ui/handover"
)

// shared opens the store of a bench for the test itself.
func (b *bench) shared() *store.Store {
	b.t.Helper()
	path, err := store.Path(func(name string) string { return b.env[name] })
	if err != nil {
		b.t.Fatal(err)
	}
	db, _, err := store.Open(b.t.Context(), path, store.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = db.Close() })
	return db
}

// worked is a bench on which an analyst has worked on a case: an address, its
// names, one of them pruned, its network.
func worked(t *testing.T) (*bench, *investigation.Notebook) {
	t.Helper()
	b := newBench(t)
	b.user = "ann"
	now := time.Now().UTC()
	note := investigation.Begin(cfsim.DemoAccount, "ann", now)
	db := b.shared()
	ask := func(parent investigation.ID, endpoint, about string) investigation.ID {
		b.wants(b.run("get", about, "--endpoint", endpoint), 0)
		i := indicator.MustParse(about)
		held, err := db.About(t.Context(), cfsim.DemoAccount, endpoint, i.String())
		if err != nil || len(held) != 1 {
			t.Fatal(endpoint, about, held, err)
		}
		q, _ := api.ParseKey(held[0].Question)
		kept, _, err := db.Latest(t.Context(), cfsim.DemoAccount, q.Key())
		if err != nil {
			t.Fatal(err)
		}
		id, _ := note.Ask(parent, investigation.Node{Question: q.Key(), Endpoint: endpoint, Indicator: i}, now)
		note.Answered(id, investigation.Result{
			FetchedAt: kept.FetchedAt, Calls: 1, SHA256: hex.EncodeToString(kept.SHA256[:]), Rows: -1,
		}, now)
		return id
	}
	ip := ask(investigation.ID{}, "ip", "192.0.2.44")
	names := ask(ip, "pdns", "192.0.2.44")
	site := ask(names, "domain", "login-portal.example")
	ask(site, "whois", "login-portal.example")
	gone := ask(names, "domain", "secure-login-portal.example")
	ask(ask(ip, "asn", "AS64500"), "subnets", "AS64500")
	note.Do(note.SetName("Login portal"), now)
	note.Do(note.SetVerdict(investigation.Malicious, indicator.MustParse("login-portal.example")), now)
	note.Do(note.SetComment("Copies our portal.\n\x1b]0;x\x07<script>", indicator.MustParse("login-portal.example")), now)
	note.Do(note.Prune(gone), now)
	b.keep(db, note.Snapshot())
	return b, note
}

func (b *bench) keep(db *store.Store, i investigation.Investigation) {
	b.t.Helper()
	if _, err := db.KeepInvestigation(b.t.Context(), i); err != nil {
		b.t.Fatal(err)
	}
}

func TestExportFormats(t *testing.T) {
	b, note := worked(t)
	sent := len(b.sim.Requests())
	for format, want := range map[string]string{
		"markdown": "`login-portal[.]example`", "json": `"login-portal.example"`, "csv": "login-portal.example,domain,malicious",
		"stix": "[domain-name:value = 'login-portal.example']", "misp": `"tlp:amber"`, "bundle": `"question":"whois login-portal.example"`,
	} {
		r := b.run("export", "Login portal", "--format", format)
		b.wants(r, 0, "TLP:AMBER: within the organisation")
		if !strings.Contains(r.out, want) {
			t.Errorf("%s lacks %q:\n%.2000s", format, want, r.out)
		}
		// Other answers name it; that it was asked about is pruned.
		for _, gone := range []string{"domain secure-login-portal.example", cfsim.DemoAccount} {
			if strings.Contains(r.out, gone) {
				t.Errorf("%s: %q is in it", format, gone)
			}
		}
		byID := b.run("export", note.Head().ID.String()[:8], "--format", format)
		if byID.code != 0 {
			t.Errorf("by ID: %+v", byID)
		}
	}
	b.sent(sent) // nothing was asked
}

// The answers say what resolves to what, and what belongs where.
func TestExportStatesWhatTheAnswersState(t *testing.T) {
	b, _ := worked(t)
	var d struct {
		Relations []struct{ Type, From, To string }
		Evidence  []struct {
			Title, Source string
			Missing       *string
			Rows          [][]string
		}
	}
	if err := json.Unmarshal([]byte(b.run("export", "login PORTAL", "--format", "json").out), &d); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, r := range d.Relations {
		said[r.From+" "+r.Type+" "+r.To] = true
	}
	for _, want := range []string{"login-portal.example resolves-to 192.0.2.44", "192.0.2.44 belongs-to AS64500"} {
		if !said[want] {
			t.Errorf("it does not say that %s: %v", want, said)
		}
	}
	for _, e := range d.Evidence {
		if e.Missing != nil || !strings.HasPrefix(e.Source, "GET intel/") {
			t.Errorf("%s from %q: %v", e.Title, e.Source, e.Missing)
		}
		if e.Title == "Passive DNS" && len(e.Rows) < 100 {
			t.Errorf("%d rows of passive DNS", len(e.Rows))
		}
	}
}

func TestExportToFile(t *testing.T) {
	b, _ := worked(t)
	path := filepath.Join(b.home, "case.md")
	b.terminal = true
	b.wants(b.run("export", "Login portal", "--format", "markdown", "-o", path), 0, "TLP:AMBER", path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	b.wants(b.run("export", "Login portal", "--format", "csv", "-o", path), exitFailure, "there is a file of that name already", "--force")
	if text, _ := os.ReadFile(path); !strings.HasPrefix(string(text), "**TLP:AMBER**") {
		t.Error("it was replaced unasked")
	}
	b.wants(b.run("export", "Login portal", "--format", "csv", "-o", path, "--force"), 0)
	if text, _ := os.ReadFile(path); !strings.HasPrefix(string(text), "indicator,kind") {
		t.Error("it was not replaced")
	}
	link := filepath.Join(b.home, "link.md")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	b.wants(b.run("export", "Login portal", "--format", "json", "-o", link, "--force"), exitFailure, "it is a link")
	b.wants(b.run("export", "Login portal", "--format", "json", "-o", filepath.Join(b.home, "none", "x")), exitFailure, "there is no such directory")
}

// The token is in no file, whichever the format.
func TestTokenIsInNoExport(t *testing.T) {
	b, _ := worked(t)
	for _, format := range handover.Names() {
		path := filepath.Join(b.home, "case."+format)
		b.wants(b.run("export", "Login portal", "--format", format, "-o", path), 0)
		text, err := os.ReadFile(path)
		if err != nil || len(text) == 0 {
			t.Fatal(err)
		}
		if strings.Contains(string(text), b.env[envToken]) {
			t.Errorf("%s: the token is in it", format)
		}
	}
}

func TestExportObeysTheMarking(t *testing.T) {
	b, note := worked(t)
	note.Do(note.SetTLP(investigation.TLPRed), time.Now())
	b.keep(b.shared(), note.Snapshot())
	r := b.run("export", "Login portal", "--format", "json")
	b.wants(r, exitFailure, "TLP:RED", "-o")
	if r.out != "" {
		t.Errorf("%q went out", r.out)
	}
	b.wants(b.run("export", "Login portal", "--format", "json", "-o", filepath.Join(b.home, "x.json")), 0, "TLP:RED: for the persons")
}

// A hyphen is standard output and no file, and an empty name, as of a variable that is
// not set, is a mistake.
func TestExportNamesNoFile(t *testing.T) {
	b, _ := worked(t)
	stream := b.run("export", "Login portal", "--format", "csv")
	hyphen := b.run("export", "Login portal", "--format", "csv", "-o", "-")
	b.wants(hyphen, 0, "TLP:AMBER")
	if hyphen.out != stream.out || stream.out == "" {
		t.Errorf("%q", hyphen.out)
	}
	if _, err := os.Lstat("-"); err == nil {
		t.Error("there is a file called -")
	}
	empty := b.run("export", "Login portal", "--format", "csv", "-o", "")
	b.wants(empty, exitUsage, "-o: no file is named")
	if empty.out != "" {
		t.Errorf("%q", empty.out)
	}
	b.wants(b.run("export", "Login portal", "--format", "csv", "-o", "-", "--force"), exitUsage, "--force replaces a file, and none is named")
}

func TestExportMistakes(t *testing.T) {
	b, _ := worked(t)
	second := investigation.Begin(cfsim.DemoAccount, "ann", time.Now())
	second.Do(second.SetName("login portal"), time.Now())
	third := investigation.Begin(cfsim.DemoAccount, "ann", time.Now())
	third.Do(third.SetName("Login portal"), time.Now())
	b.keep(b.shared(), second.Snapshot())
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"export"}, exitUsage, "name one case"},
		{[]string{"export", "a", "b", "--format", "json"}, exitUsage, "name one case"},
		{[]string{"export", "Login portal"}, exitUsage, "no format is given"},
		{[]string{"export", "Login portal", "--format", "jsn"}, exitUsage, `did you mean "json"?`},
		{[]string{"export", "Login portal", "--format", "json", "--force"}, exitUsage, "name it with -o"},
		{[]string{"export", "nothing\x1b[2J", "--format", "json"}, exitNotFound, "there is no case"},
		{[]string{"export", "LOGIN PORTAL", "--format", "json"}, exitUsage, "2 cases are called"},
		{[]string{"export", "login portal", "--format", "json"}, exitOK, "TLP:AMBER"},
	} {
		b.wants(b.run(c.args...), c.code, c.says)
	}
	b.keep(b.shared(), third.Snapshot())
	b.wants(b.run("export", "Login portal", "--format", "json"), exitUsage, "2 cases are called", third.Head().ID.String()[:8])
	empty := newBench(t)
	empty.wants(empty.run("export", "x", "--format", "json"), exitNotFound, "no other one is kept yet")
}
