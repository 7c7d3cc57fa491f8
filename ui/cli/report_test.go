package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// exampleCase is a case worked in the demo at a fixed time: the questions, from
// which of them each was asked, and what was judged.
func exampleCase(begun time.Time) (inv investigation.Investigation, asked []string) {
	inv = investigation.Investigation{
		ID: investigation.ID{1}, Name: "Phishing of the login portal", TLP: investigation.TLPAmber,
		Account: cfsim.DemoAccount, Created: begun, Changed: begun,
	}
	at := begun
	for _, step := range []struct {
		parent   byte
		question string
		rows     int
	}{
		{0, "ip 192.0.2.44", -1},
		{1, "pdns 192.0.2.44 from=2026-11-17 to=2026-11-23 page=1 per_page=1000", 450},
		{2, "domain login-portal.example", -1},
		{3, "whois login-portal.example", -1},
		{3, "history login-portal.example", -1},
		{3, "phishing https://login-portal.example/", -1},
		{2, "domain secure-login-portal.example", -1},
		{1, "asn AS64500", -1},
	} {
		q, _ := api.ParseKey(step.question)
		at = at.Add(40 * time.Second)
		n := investigation.Node{
			ID: investigation.ID{2, byte(len(inv.Nodes) + 1)}, Question: step.question, Endpoint: string(q.Endpoint), Indicator: q.Indicator,
			Asked: at, FetchedAt: at.Add(time.Second), Calls: 1, Rows: step.rows, By: "ann", Changed: at,
		}
		if step.parent > 0 {
			n.Parent = investigation.ID{2, step.parent}
		}
		inv.Nodes = append(inv.Nodes, n)
		asked = append(asked, step.question)
	}
	judge := func(name string, v investigation.Verdict, comment string) {
		at = at.Add(time.Minute)
		inv.Judgements = append(inv.Judgements, investigation.Judgement{
			Indicator: indicator.MustParse(name), Verdict: v, Comment: comment, By: "ann", Changed: at,
		})
	}
	judge("login-portal.example", investigation.Malicious, "Copies our login page. Registered six days before the mail came.\nReported to the registrar, ticket 4711.")
	judge("secure-login-portal.example", investigation.Suspicious, "Same kit, same address; no mail seen yet.")
	judge("192.0.2.44", investigation.Unknown, "Shared hosting: do not block the address.")
	return inv, asked
}

// The report in the documentation is what quarry makes of a case in the demo:
// go test -run ExampleReport ./ui/cli with QUARRY_UPDATE=1 writes it anew.
func TestExampleReport(t *testing.T) {
	begun := time.Date(2026, 11, 23, 18, 3, 33, 0, time.UTC)
	b := newBench(t)
	sim := cfsim.New(cfsim.Options{Now: func() time.Time { return begun }})
	url, stop, err := sim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	b.env[envBaseURL] = url
	b.now = func() time.Time { return begun }
	inv, asked := exampleCase(begun)
	for _, text := range asked {
		q, ok := api.ParseKey(text)
		if !ok {
			t.Fatal(text)
		}
		args := []string{"get", q.Indicator.String(), "--endpoint", string(q.Endpoint)}
		if !q.From.IsZero() {
			args = append(args, "--window", q.From.String()+".."+q.To.String())
		}
		b.wants(b.run(args...), 0)
	}
	db := b.shared()
	shelf := shelfOf{ctx: t.Context(), db: db, account: cfsim.DemoAccount}
	for n, node := range inv.Nodes {
		q, _ := api.ParseKey(node.Question)
		a, ok := shelf.Answer(q, "")
		if !ok {
			t.Fatal(node.Question, "is not kept")
		}
		inv.Nodes[n].SHA256 = sumOf(a)
	}
	b.keep(db, inv)
	b.now = func() time.Time { return begun.Add(26 * time.Hour) }
	out := b.run("export", inv.Name, "--format", "markdown")
	b.wants(out, 0)
	path := filepath.Join("..", "..", "docs", "example-report.md")
	if os.Getenv("QUARRY_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(out.out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.out; got != string(want) {
		for n, line := range strings.Split(got, "\n") {
			if lines := strings.Split(string(want), "\n"); n >= len(lines) || lines[n] != line {
				t.Fatalf("line %d of docs/example-report.md is not what quarry writes:\n%s", n+1, line)
			}
		}
		t.Error("docs/example-report.md goes on after what quarry writes")
	}
}
