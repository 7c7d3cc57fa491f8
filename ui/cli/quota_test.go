package cli

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quarry/api/cfsim"
	"quarry/state/store"
)

// The ledger has what the server has charged: good answers, those that say
// nothing, failures, repeated tries, broken connections, an interrupt.
func TestLedgerAgreesWithTheServer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.run("get", "1.1.1.1", "198.51.100.209", "198.51.100.210", "198.51.100.207", "198.51.100.213", "198.51.100.215",
		"198.51.100.206", "login-portal.example", "--endpoint", "ip", "--endpoint", "domain")
	b.run("get", "1.1.1.1", "--fresh")
	release := b.sim.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sent := len(b.sim.Requests())
	go func() {
		if b.sim.WaitRequests(t.Context(), sent+2) == nil {
			cancel()
		}
	}()
	b.wants(b.runIn(ctx, "get", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6"), exitInterrupted)
	release()
	charged := 0
	for _, r := range b.sim.Requests() {
		if r.Charged {
			charged++
		}
	}
	m := b.month()
	if m.Calls != charged || m.Used != charged || charged < 15 {
		t.Errorf("the ledger has %d calls, the server %d", m.Calls, charged)
	}
	days, endpoints, users := 0, 0, 0
	for _, d := range m.ByDay {
		days += d.Calls
	}
	for _, e := range m.ByEndpoint {
		endpoints += e.Calls
	}
	for _, u := range m.ByUser {
		users += u.Calls
	}
	if days != charged || endpoints != charged || users != charged {
		t.Errorf("by day %d, by endpoint %d, by user %d, of %d", days, endpoints, users, charged)
	}
}

// runAs runs as a user at a time.
func (b *bench) runAs(user string, at time.Time, args ...string) result {
	b.t.Helper()
	b.user, b.now = user, func() time.Time { return at }
	defer func() { b.user, b.now = "", nil }()
	return b.run(args...)
}

func at(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s)
	return t
}

func TestQuota(t *testing.T) {
	b := newBench(t)
	b.config("plan = \"free\"\nkeep = 10\n")
	b.runAs("alice", at("2026-10-31T23:59:59Z"), "get", "192.0.2.99")
	b.runAs("alice", at("2026-11-03T10:00:00Z"), "get", "192.0.2.1", "192.0.2.2", "192.0.2.3")
	b.runAs("bob", at("2026-11-03T11:00:00Z"), "get", "AS64500")
	b.wants(b.runAs("carol\x1b[31m", at("2026-11-04T12:00:00Z"), "quota", "set", "37"), 0)
	b.runAs("bob", at("2026-11-06T00:00:00Z"), "get", "192.0.2.4")
	b.env[envToken] = ""
	r := b.runAs("bob", at("2026-11-23T18:00:00Z"), "quota", "--json")
	var days strings.Builder
	for _, day := range []string{"01:0", "02:0", "03:4", "04:0", "05:0", "06:1"} {
		n, calls, _ := strings.Cut(day, ":")
		days.WriteString(`{"day":"2026-11-` + n + `","calls":` + calls + `},`)
	}
	want := `{"account":"` + cfsim.DemoAccount + `","from":"2026-11-01T00:00:00Z","to":"2026-12-01T00:00:00Z",` +
		`"used":38,"limit":100,"keep":10,"left":62,"spent_out":false,"calls":5,` +
		`"corrected":{"at":"2026-11-04T12:00:00Z","user":"carol\u001b[31m","total":37,"since":1},"by_day":[` + days.String()
	if !strings.HasPrefix(r.out, want) {
		t.Errorf("printed %s\nwant   %s…", r.out, want)
	}
	if end := `],"by_endpoint":[{"endpoint":"ip","calls":4},{"endpoint":"asn","calls":1}],"by_user":[{"user":"alice","calls":3},{"user":"bob","calls":2}]}` + "\n"; !strings.HasSuffix(r.out, end) {
		t.Errorf("printed %s\nwant …%s", r.out, end)
	}
	text := b.runAs("bob", at("2026-11-07T18:00:00Z"), "quota")
	b.wants(text, 0)
	want = `Calls of account 0123456789abcdef0123456789abcdef in November 2026 (UTC)

Used       38 of 100 calls  █████████░░░░░░░░░░░░░░░
Left       62 calls; the last 10 are kept back
Corrected  to 37 by carol^[[31m, 2026-11-04T12:00:00Z; 1 call since
Counted    5 calls by quarry itself, below
Ends       2026-12-01T00:00:00Z, 23 days from now

By day
  2026-11-03  4  ████████████████████████████████████████
  2026-11-04  0
  2026-11-05  0
  2026-11-06  1  ██████████
  2026-11-07  0

By endpoint
  ip   4  ████████████████████████████████████████
  asn  1  ██████████

By user
  alice  3  ████████████████████████████████████████
  bob    2  ███████████████████████████
`
	if diff := cmp.Diff(want, text.out); diff != "" {
		t.Errorf("quota (-want +got):\n%s", diff)
	}
	ascii := b.runAs("bob", at("2026-11-07T18:00:00Z"), "quota", "--ascii")
	if strings.IndexFunc(ascii.out, func(r rune) bool { return r >= 0x80 }) >= 0 || len(ascii.out) < 500 {
		t.Errorf("not ASCII:\n%s", ascii.out)
	}
	before := b.runAs("bob", at("2026-10-31T23:59:59Z"), "quota")
	if !strings.Contains(before.out, "1 of 100 calls") || !strings.Contains(before.out, "less than a day from now") {
		t.Errorf("the month before:\n%s", before.out)
	}
	after := b.runAs("bob", at("2026-12-01T00:00:00Z"), "quota")
	if !strings.Contains(after.out, "0 of 100 calls") || !strings.Contains(after.out, "quarry has sent none in this month") {
		t.Errorf("the month after:\n%s", after.out)
	}
	b.sent(6)
}

func TestQuotaOfAnUnknownPlan(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	if m := b.month(); m.Limit != nil || m.Left != nil || m.Used != 1 {
		t.Errorf("%+v", m)
	}
	if r := b.run("quota"); !strings.Contains(r.out, "1 call; the plan is not known") || strings.Contains(r.out, "Left") {
		t.Errorf("%s", r.out)
	}
}

func TestQuotaSet(t *testing.T) {
	b := newBench(t)
	b.config("plan = \"enterprise\"\n")
	b.one(0, "1.1.1.1")
	r := b.run("quota", "set", "37")
	b.wants(r, 0)
	for _, want := range []string{cfsim.DemoAccount, "37 calls used", "it was 1", "2,463 of 2,500 left"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("lacks %q: %s", want, r.out)
		}
	}
	b.one(0, "192.0.2.1")
	if m := b.month(); m.Used != 38 || m.Calls != 2 || m.Corrected == nil || m.Corrected.Since != 1 {
		t.Errorf("%+v", m)
	}
	for _, good := range []string{"0", "1000000"} {
		b.wants(b.run("quota", "set", good, "--json"), 0)
	}
	if m := b.month(); m.Used != 1_000_000 || *m.Left != 0 {
		t.Errorf("%+v", m)
	}
	for _, bad := range [][]string{{}, {"1", "2"}, {"1000001"}, {"--", "-1"}, {"x"}, {"1.5"}, {"99999999999999999999"}, {"7\x1b[31m"}} {
		b.wants(b.run(append([]string{"quota", "set"}, bad...)...), exitUsage, "quota set")
	}
	b.wants(b.run("quota", "37"), exitUsage, "quarry quota set N")
}

func TestQuotaIsNotForTheDemo(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{{"quota", "--demo"}, {"quota", "set", "5", "--demo"}} {
		r := b.run(args...)
		b.wants(r, exitUsage, "the demo has a ledger of its own")
		if r.out != "" {
			t.Errorf("%q printed %q", args, r.out)
		}
	}
}

func TestQuotaWithoutAStore(t *testing.T) {
	b := newBench(t)
	delete(b.env, "HOME")
	b.wants(b.run("quota"), exitFailure, "no state directory", "set HOME")
	b.env["HOME"] = b.home
	b.env[envAccount] = ""
	b.wants(b.run("quota"), exitAuth, "the store has nothing of any account yet", "--account")
}

func TestAuthCheckTellsOfPlanAndStore(t *testing.T) {
	b := newBench(t)
	b.config("plan = \"enterprise\"\nkeep = 50\n")
	b.one(0, "1.1.1.1")
	b.one(0, "1.1.1.1", "--fresh")
	r := b.run("auth", "check")
	b.wants(r, 0)
	path, err := store.Path(func(name string) string { return b.env[name] })
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"2,500 calls a month, of which 50 are kept back", "2 calls used this month", "2,498 left",
		path, "2 answers to 1 question,", "journal wal", "whole", "Clipboard",
	} {
		if !strings.Contains(r.out, want) {
			t.Errorf("lacks %q:\n%s", want, r.out)
		}
	}
	b.sim.SetQuota(0)
	b.run("get", "192.0.2.1")
	if r := b.run("auth", "check"); !strings.Contains(r.out, "Cloudflare has said that they are spent") {
		t.Errorf("%s", r.out)
	}
	// What the check itself spends is counted and kept.
	b.sim.SetQuota(-1)
	b.wants(b.run("quota", "set", "2460"), 0) // within the reserve
	b.wants(b.run("auth", "check", "--spend"), 0)
	if m := b.month(); m.Used != 2461 {
		t.Errorf("used %d", m.Used)
	}
	delete(b.env, "HOME")
	b.env["XDG_CONFIG_HOME"] = b.home + "/.config"
	if r := b.run("auth", "check"); r.code != 0 || r.err != "" || !strings.Contains(r.out, "nothing is kept: there is no state directory") {
		t.Errorf("code %d\n%s\n%s", r.code, r.out, r.err)
	}
}

// The document shows what is printed: every member, by its name.
func TestQuotaIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"account", "from", "to", "used", "limit", "keep", "left", "spent_out", "calls", "corrected", "by_day", "by_endpoint", "by_user"} {
		if !strings.Contains(string(doc), `"`+name+`":`) || !strings.Contains(string(doc), "`"+name+"`") {
			t.Errorf("docs/json.md lacks %s", name)
		}
	}
}

// What was looked up together is counted in names, too.
func TestQuotaSaysWhatLookUpsWereAbout(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	db := b.shared()
	for _, names := range []int{100, 12} {
		if _, err := db.Spend(t.Context(), store.Call{Account: cfsim.DemoAccount, Endpoint: "bulk", Names: names, Who: "ann"}); err != nil {
			t.Fatal(err)
		}
	}
	if r := b.run("quota"); !strings.Contains(r.out, "  bulk  2  ████████████████████████████████████████  112 names\n  ip    1  ████████████████████\n") {
		t.Errorf("%s", r.out)
	}
	if r := b.run("quota", "--json"); !strings.Contains(r.out, `"by_endpoint":[{"endpoint":"bulk","calls":2,"names":112},{"endpoint":"ip","calls":1}]`) {
		t.Errorf("%s", r.out)
	}
}
