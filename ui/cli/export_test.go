package cli

import (
	"crypto/sha256"
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
	for _, format := range exportFormats() {
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

// What is handed over opens elsewhere: the same tree, the same answers, no call.
func TestHandover(t *testing.T) {
	b, note := worked(t)
	path := filepath.Join(b.home, "case.quarry")
	b.wants(b.run("export", "Login portal", "--format", "bundle", "-o", path), 0)

	other := newBench(t)
	other.user = "bob"
	r := other.run("import", path)
	other.wants(r, 0)
	for _, want := range []string{"Login portal, TLP:AMBER, from ann, exported", "questions   6, 6 new here", "judgements  1, 1 new here", "answers     6, 6 new here; 0 calls"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("it does not say %q:\n%s", want, r.out)
		}
	}
	here, found, err := other.shared().Investigation(t.Context(), note.Head().ID)
	if err != nil || !found {
		t.Fatal(err)
	}
	mine := note.Trail()
	theirs := here.Trail()
	if len(mine) != len(theirs) {
		t.Fatalf("%d places, want %d", len(theirs), len(mine))
	}
	for n := range mine {
		if mine[n] != theirs[n] {
			t.Errorf("place %d is\n%+v, want\n%+v", n, theirs[n], mine[n])
		}
	}
	// Asked about again, nothing is sent.
	for _, args := range [][]string{{"192.0.2.44", "--endpoint", "ip"}, {"login-portal.example", "--endpoint", "domain,whois"}, {"AS64500", "--endpoint", "asn,subnets"}} {
		other.wants(other.run(append([]string{"get"}, args...)...), 0)
	}
	other.sent(0)
	// Imported again, nothing is new; exported again, it is the same case.
	again := other.run("import", path)
	other.wants(again, 0)
	for _, want := range []string{"questions   6, 0 new here", "answers     6, 0 new here"} {
		if !strings.Contains(again.out, want) {
			t.Errorf("it does not say %q:\n%s", want, again.out)
		}
	}
	if a, c := b.run("export", "Login portal", "--format", "stix"), other.run("export", "Login portal", "--format", "stix"); a.out != c.out || a.code != 0 {
		t.Error("the STIX bundle of the case is another one where it was imported")
	}
}

// Two analysts work on; the later write wins, and what changes here is told.
func TestImportMerges(t *testing.T) {
	b, note := worked(t)
	path := filepath.Join(b.home, "case.quarry")
	b.wants(b.run("export", "Login portal", "--format", "bundle", "-o", path), 0)
	other := newBench(t)
	other.user = "bob"
	other.wants(other.run("import", path), 0)
	inv, _, err := other.shared().Investigation(t.Context(), note.Head().ID)
	if err != nil {
		t.Fatal(err)
	}
	theirs := investigation.Open(inv, "bob")
	theirs.Do(theirs.SetVerdict(investigation.Benign, indicator.MustParse("login-portal.example")), time.Now())
	other.keep(other.shared(), theirs.Snapshot())
	back := filepath.Join(b.home, "back.quarry")
	other.wants(other.run("export", "Login portal", "--format", "bundle", "-o", back), 0)
	r := b.run("import", back)
	b.wants(r, 0)
	if !strings.Contains(r.out, "login-portal.example: was malicious, is benign, by bob") {
		t.Errorf("it does not tell what has changed:\n%s", r.out)
	}
	if got := b.run("export", "Login portal", "--format", "csv"); !strings.Contains(got.out, "login-portal.example,domain,benign") {
		t.Errorf("%s", got.out)
	}
	// What was pruned here is here still.
	inv, _, err = b.shared().Investigation(t.Context(), note.Head().ID)
	if err != nil || len(inv.Nodes) != 7 {
		t.Errorf("%d nodes, %v", len(inv.Nodes), err)
	}
}

// An answer from a bundle never takes the place of one's own.
func TestImportReplacesNoAnswer(t *testing.T) {
	b, _ := worked(t)
	text := b.run("export", "Login portal", "--format", "bundle").out
	other := newBench(t)
	other.wants(other.run("get", "192.0.2.44", "--endpoint", "ip"), 0)
	before := other.run("get", "192.0.2.44", "--endpoint", "ip", "--json").out
	// Somebody has put another answer into the file, newer than all.
	lines := strings.SplitAfter(text, "\n")
	for n, line := range lines {
		if strings.HasPrefix(line, `{"answer":{"question":"ip `) {
			var l map[string]map[string]any
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			body := strings.Replace(l["answer"]["body"].(string), "192.0.2.44", "192.0.2.44 ", 1)
			sum := sha256.Sum256([]byte(body))
			l["answer"]["body"], l["answer"]["sha256"] = body, hex.EncodeToString(sum[:])
			l["answer"]["fetched_at"] = time.Now().Add(time.Hour).UTC()
			forged, _ := json.Marshal(l) // it was read from JSON
			lines[n] = string(forged) + "\n"
		}
	}
	var end map[string]map[string]any
	last := len(lines) - 2
	if err := json.Unmarshal([]byte(lines[last]), &end); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(strings.Join(lines[:last], "")))
	end["end"]["sha256"] = hex.EncodeToString(sum[:])
	sealed, _ := json.Marshal(end) // likewise
	other.stdin = strings.Join(lines[:last], "") + string(sealed) + "\n"
	r := other.run("import", "-")
	other.wants(r, 0)
	if !strings.Contains(r.out, "1 left out, since you have fetched an older one yourself") {
		t.Errorf("%s", r.out)
	}
	if after := other.run("get", "192.0.2.44", "--endpoint", "ip", "--json").out; after != before {
		t.Errorf("the answer is another one:\n%s\n%s", before, after)
	}
}

func TestImportRefuses(t *testing.T) {
	b, _ := worked(t)
	whole := b.run("export", "Login portal", "--format", "bundle").out
	other := newBench(t)
	for _, c := range []struct{ name, text, says string }{
		{"cut.quarry", whole[:len(whole)/2], "cut off or no bundle"},
		{"changed.quarry", strings.Replace(whole, "malicious", "benign", 1), "damaged or changed"},
		{"evil\x1b[2J.quarry", "PK\x03\x04", "is not imported"},
		{"empty.quarry", "", "is not imported"},
	} {
		r := other.run("import", other.write(c.name, c.text))
		other.wants(r, exitFailure, c.says)
	}
	other.wants(other.run("import", filepath.Join(other.home, "nothing")), exitFailure, "no such file")
	other.wants(other.run("import", other.home), exitFailure, "directory")
	other.wants(other.run("import"), exitUsage, "name one file")
	if list, err := other.shared().Cases(t.Context(), ""); err != nil || len(list) > 0 {
		t.Errorf("something of a refused file was taken: %v %v", list, err)
	}
	other.sent(0)
}

// Where nothing is set up yet, a case opens all the same.
func TestImportInAnEmptyHome(t *testing.T) {
	b, _ := worked(t)
	path := filepath.Join(b.home, "case.quarry")
	b.wants(b.run("export", "Login portal", "--format", "bundle", "-o", path), 0)
	empty := newBench(t)
	delete(empty.env, envToken)
	delete(empty.env, envAccount)
	r := empty.run("import", path)
	empty.wants(r, 0)
	if !strings.Contains(r.out, "opens with --offline") {
		t.Errorf("%s", r.out)
	}
	empty.wants(empty.run("export", "Login portal", "--format", "markdown"), 0)
	empty.wants(empty.run("get", "192.0.2.44", "--endpoint", "ip", "--offline"), 0)
	empty.sent(0)
}
