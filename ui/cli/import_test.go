package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

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

// Whose answers they are is told wherever they are, by whoever has passed them on;
// what is fetched anew is one's own.
func TestAnswersSayWhoseTheyAre(t *testing.T) {
	b, _ := worked(t)
	benches := []*bench{b}
	for _, user := range []string{"bob", "carol"} {
		next, path := newBench(t), filepath.Join(b.home, user+".quarry")
		next.user = user
		last := benches[len(benches)-1]
		last.wants(last.run("export", "Login portal", "--format", "bundle", "-o", path), 0)
		next.wants(next.run("import", path), 0)
		benches = append(benches, next)
	}
	ask := func(b *bench, args ...string) string {
		t.Helper()
		r := b.run(append([]string{"get", "192.0.2.44", "--endpoint", "ip"}, args...)...)
		b.wants(r, 0)
		return r.out
	}
	if out := ask(b) + ask(b, "--json"); strings.Contains(out, "bundle") || strings.Contains(out, `"imported"`) {
		t.Errorf("her own answer is said to be another's:\n%s", out)
	}
	for _, other := range benches[1:] {
		if out := ask(other); !strings.Contains(out, "known, just now, from ann's bundle") {
			t.Errorf("%s reads\n%s", other.user, out)
		}
		var l struct {
			Cached   bool
			Imported struct {
				By string
				At time.Time
			}
		}
		if err := json.Unmarshal([]byte(ask(other, "--json")), &l); err != nil || l.Imported.By != "ann" || time.Since(l.Imported.At) > time.Hour || !l.Cached {
			t.Errorf("%s reads %+v, %v", other.user, l, err)
		}
		if out := other.run("export", "Login portal", "--format", "markdown").out; strings.Count(out, "- Origin: fetched by `ann`, imported 20") != 6 {
			t.Errorf("%s reports\n%s", other.user, out)
		}
		if out := other.run("export", "Login portal", "--format", "json").out; strings.Count(out, `"by": "ann"`) != 6 {
			t.Errorf("%s exports\n%.2000s", other.user, out)
		}
		other.sent(0)
	}
	carol := benches[2]
	if out := ask(carol, "--fresh") + ask(carol) + ask(carol, "--json"); strings.Contains(out, "bundle") || strings.Contains(out, `"imported"`) {
		t.Errorf("what she has fetched anew is not hers:\n%s", out)
	}
	carol.sent(1)
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
	other.stdin = forged(t, text)
	r := other.run("import", "-")
	other.wants(r, 0)
	if !strings.Contains(r.out, "1 left out, since you have fetched an older one yourself") {
		t.Errorf("%s", r.out)
	}
	if after := other.run("get", "192.0.2.44", "--endpoint", "ip", "--json").out; after != before {
		t.Errorf("the answer is another one:\n%s\n%s", before, after)
	}
}

// However late an answer from a bundle says that it came, what is fetched anew is
// newer, and stays where the next one comes.
func TestFetchedAnewIsNewerThanAnyImport(t *testing.T) {
	b, _ := worked(t)
	text := b.run("export", "Login portal", "--format", "bundle").out
	other := newBench(t)
	get := func(args ...string) string {
		t.Helper()
		r := other.run(append([]string{"get", "192.0.2.44", "--endpoint", "ip", "--json"}, args...)...)
		other.wants(r, 0)
		return r.out
	}
	for _, file := range []string{text, forged(t, text)} { // of others' answers the newer one counts
		other.stdin = file
		r := other.run("import", "-")
		other.wants(r, 0)
		if strings.Contains(r.out, "left out") || !strings.Contains(get(), `"imported":{"by":"ann"`) {
			t.Errorf("%s\n%s", r.out, get())
		}
	}
	get("--fresh")
	other.stdin = forged(t, text)
	other.wants(other.run("import", "-"), 0)
	if out := get(); strings.Contains(out, "imported") {
		t.Errorf("an answer from a bundle has taken the place of a newer one: %s", out)
	}
}

// forged is a bundle into which somebody has put another answer, newer than all.
func forged(t *testing.T, text string) string {
	t.Helper()
	lines := strings.SplitAfter(text, "\n")
	for n, line := range lines {
		if strings.HasPrefix(line, `{"answer":{"question":"ip `) {
			var l map[string]map[string]any
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			body := l["answer"]["body"].(string) + " "
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
	return strings.Join(lines[:last], "") + string(sealed) + "\n"
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

// A case without a name is called the same wherever it is named.
func TestUnnamedCaseIsCalledAsInLists(t *testing.T) {
	b, note := worked(t)
	note.Do(note.SetName(""), time.Now())
	b.keep(b.shared(), note.Snapshot())
	called := "192.0.2.44, " + note.Head().Created.UTC().Format(time.DateOnly)
	b.wants(b.run("cases"), 0)
	if r := b.run("cases"); !strings.Contains(r.out, called) {
		t.Fatalf("the list has no %q:\n%s", called, r.out)
	}
	path := filepath.Join(b.home, "unnamed.quarry")
	b.wants(b.run("export", called, "--format", "bundle", "-o", path), 0)
	other := newBench(t)
	if r := other.run("import", path); !strings.HasPrefix(r.out, called+", TLP:AMBER, from ann") {
		t.Errorf("imported as\n%s", r.out)
	}
}
