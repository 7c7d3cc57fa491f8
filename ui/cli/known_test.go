package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quarry/api/cfsim"
)

// config writes the config file.
func (b *bench) config(text string) { b.write(".config/quarry/config.toml", text) }

// one runs get --json for one question and returns its line.
func (b *bench) one(code int, args ...string) object {
	b.t.Helper()
	r := b.run(append([]string{"get", "--json"}, args...)...)
	b.wants(r, code)
	list := b.objects(r.out)
	if len(list) != 1 {
		b.t.Fatalf("%q printed %d lines: %s%s", args, len(list), r.out, r.err)
	}
	return list[0]
}

func TestAnswersSurviveBetweenRuns(t *testing.T) {
	b := newBench(t)
	args := []string{"1.1.1.1", "--endpoint", "ip,pdns", "login-portal.example", "--json"}
	first := b.run(append([]string{"get"}, args...)...)
	second := b.run(append([]string{"get"}, args...)...)
	b.wants(first, 1) // pdns takes no domain
	b.wants(second, 1)
	b.sent(2)
	before, after := b.objects(first.out), b.objects(second.out)
	if len(before) != 4 || len(after) != 4 {
		t.Fatalf("%d and %d lines", len(before), len(after))
	}
	for n, was := range before {
		is := after[n]
		switch {
		case was.Error != nil:
			continue
		case was.Cached || was.Calls != 1:
			t.Errorf("the first run says %+v", was)
		case !is.Cached || is.Calls != 0 || *is.FetchedAt != *was.FetchedAt:
			t.Errorf("the second run says cached %v, calls %d, fetched %s, want that of %s", is.Cached, is.Calls, *is.FetchedAt, *was.FetchedAt)
		case string(is.Record) != string(was.Record):
			t.Errorf("the record has changed:\n%s\n%s", was.Record, is.Record)
		}
	}
}

func TestNothingKnownIsKnown(t *testing.T) {
	b := newBench(t)
	const nothing = "198.51.100.209"
	first, second := b.one(exitNotFound, nothing), b.one(exitNotFound, nothing)
	b.sent(1)
	if first.Calls != 1 || first.Cached {
		t.Errorf("%+v", first)
	}
	if second.Calls != 0 || !second.Cached || second.Error.Class != "not_found" || second.Error.Status != 404 || second.Error.Code != first.Error.Code {
		t.Errorf("%+v, %+v", second, second.Error)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	b := newBench(t)
	for range 2 {
		b.wants(b.run("get", "198.51.100.210"), exitFailure)
	}
	b.sent(2)
}

func TestFresh(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	if again := b.one(0, "1.1.1.1", "--fresh"); again.Cached || again.Calls != 1 {
		t.Errorf("%+v", again)
	}
	b.sent(2)
	b.terminal = true
	b.wants(b.run("get", "1.1.1.1", "192.0.2.44", "--fresh"), 0, "2 calls")
	if r := b.run("get", "1.1.1.1", "192.0.2.44"); r.err != "" || r.code != 0 {
		t.Errorf("known answers have a price: %q", r.err)
	}
	b.sent(4)
	b.wants(b.run("get", "1.1.1.1", "--fresh", "--offline"), exitUsage, "--fresh", "--offline")
}

func TestOffline(t *testing.T) {
	b := newBench(t)
	b.one(0, "1.1.1.1")
	b.one(exitNotFound, "198.51.100.209")
	b.env[envToken], b.env[envAccount], b.env[envBaseURL] = "", "", ""
	if known := b.one(0, "1.1.1.1", "--offline"); !known.Cached || known.Calls != 0 || !strings.Contains(string(known.Record), "CLOUDFLARENET") {
		t.Errorf("%+v", known)
	}
	if nothing := b.one(exitNotFound, "198.51.100.209", "--offline"); nothing.Error.Class != "not_found" || !nothing.Cached {
		t.Errorf("%+v", nothing)
	}
	if unknown := b.one(exitNotFound, "192.0.2.44", "--offline"); unknown.Error.Class != "unknown" || unknown.Calls != 0 || unknown.Cached {
		t.Errorf("%+v, %+v", unknown, unknown.Error)
	}
	b.wants(b.run("get", "192.0.2.44", "--offline"), exitNotFound, "quarry is offline", "without --offline")
	b.wants(b.run("get", "1.1.1.1", "--offline", "--demo"), exitUsage, "--offline", "--demo")
	b.sent(2)
	if got := b.month("--account", cfsim.DemoAccount); got.Calls != 2 {
		t.Errorf("being offline has cost %d calls", got.Calls-2)
	}
}

// A store of several accounts does not guess.
func TestOfflineWithSeveralAccounts(t *testing.T) {
	b := newBench(t)
	other := strings.Repeat("2", 32)
	b.one(0, "1.1.1.1")
	b.run("quota", "set", "1", "--account", other)
	b.env[envAccount] = ""
	b.wants(b.run("get", "1.1.1.1", "--offline"), exitAuth, "the store has 2 accounts", cfsim.DemoAccount, other, "--account")
	b.wants(b.run("quota"), exitAuth, "the store has 2 accounts")
	b.wants(b.run("get", "1.1.1.1", "--offline", "--account", cfsim.DemoAccount), 0)
}

func TestOfflineWithNothingKept(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{"HOME": b.home, "LANG": "C.UTF-8"}
	b.wants(b.run("get", "1.1.1.1", "--offline"), exitNotFound, "not known")
}

// What one account paid for is not another's, nor is its ledger.
func TestAccountsDoNotMix(t *testing.T) {
	b := newBench(t)
	other := strings.Repeat("2", 32)
	second := cfsim.New(cfsim.Options{Account: other})
	url, stop, err := second.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	b.one(0, "1.1.1.1")
	b.one(0, "1.1.1.1", "--endpoint", "pdns")
	b.env[envAccount], b.env[envBaseURL] = other, url
	if got := b.one(0, "1.1.1.1"); got.Cached || got.Calls != 1 {
		t.Errorf("an answer of another account was taken: %+v", got)
	}
	if n := second.Calls(); n != 1 || b.sim.Calls() != 2 {
		t.Errorf("%d and %d calls", b.sim.Calls(), n)
	}
	if a, o := b.month("--account", cfsim.DemoAccount), b.month(); a.Calls != 2 || o.Calls != 1 || o.Account != other {
		t.Errorf("%+v\n%+v", a, o)
	}
}

// The reserve is not touched, though four are asked at once and some are tried
// again.
func TestReserve(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config("monthly-calls = 10\nkeep = 5\n")
	args := []string{"get", "--json"}
	for n := range 20 {
		args = append(args, fmt.Sprintf("192.0.2.%d", n))
	}
	r := b.run(args...)
	b.wants(r, exitLimit)
	held := 0
	for _, o := range b.objects(r.out) {
		if o.Error != nil {
			held++
			if o.Error.Class != "held_back" || o.Calls != 0 || !strings.Contains(o.Error.Next, "--force") {
				t.Errorf("%+v, %+v", o, o.Error)
			}
		}
	}
	if n := b.sim.Calls(); n != 5 || held != 15 {
		t.Errorf("%d calls were sent and %d held back, want 5 and 15", n, held)
	}
	b.wants(b.run("get", "192.0.2.0", "192.0.2.100"), exitLimit, "5 are kept back", "nothing was sent", "--force")
	b.sent(5)
	b.wants(b.run("get", "192.0.2.100", "--force"), 0)
	b.sent(6)
}

// A call that fails is not tried again out of the reserve.
func TestReserveAndRepeatedTries(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.config("monthly-calls = 10\nkeep = 9\n")
	b.run("get", "198.51.100.207") // fails twice, then is answered
	b.sent(1)
}

// What is known is printed also where nothing more may be sent.
func TestKnownInASpentMonth(t *testing.T) {
	b := newBench(t)
	b.one(0, "192.0.2.44")
	b.sim.SetQuota(0)
	r := b.run("get", "--json", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.44")
	b.wants(r, exitLimit)
	list := b.objects(r.out)
	if last := list[len(list)-1]; last.Error != nil || !last.Cached {
		t.Errorf("%+v, %+v", last, last.Error)
	}
}

func TestSpentMonthHoldsFurtherRunsBack(t *testing.T) {
	b := newBench(t)
	b.sim.SetQuota(1)
	b.one(0, "192.0.2.1")
	if spent := b.one(exitLimit, "192.0.2.2"); spent.Error.Class != "quota_spent" {
		t.Errorf("%+v", spent.Error)
	}
	b.sent(2)
	if m := b.month(); !m.SpentOut || m.Left == nil || *m.Left != 0 || m.Limit != nil {
		t.Errorf("%+v", m)
	}
	if r := b.run("quota"); !strings.Contains(r.out, "error 10403") || !strings.Contains(r.out, "Left") {
		t.Errorf("%s", r.out)
	}
	if held := b.one(exitLimit, "192.0.2.2"); held.Error.Class != "held_back" || held.Calls != 0 {
		t.Errorf("%+v, %+v", held, held.Error)
	}
	b.sent(2)
	b.sim.SetQuota(-1)
	b.one(0, "192.0.2.2", "--force")
	b.wants(b.run("quota", "set", "2"), 0)
	b.one(0, "192.0.2.3")
	b.sent(4)
}

// month is what quota --json prints.
func (b *bench) month(args ...string) monthObject {
	b.t.Helper()
	r := b.run(append([]string{"quota", "--json"}, args...)...)
	b.wants(r, 0)
	var m monthObject
	d := json.NewDecoder(strings.NewReader(r.out))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil || strings.Count(r.out, "\n") != 1 {
		b.t.Fatalf("%v: %s", err, r.out)
	}
	return m
}

func TestTextSaysHowOldAKnownAnswerIs(t *testing.T) {
	b := newBench(t)
	if r := b.run("get", "1.1.1.1"); r.code != 0 || strings.Contains(r.out, "known,") {
		t.Errorf("code %d, a fresh answer reads\n%s", r.code, r.out)
	}
	if r := b.run("get", "1.1.1.1"); r.code != 0 || !strings.Contains(r.out, "IP 1.1.1.1  ·  known, just now") {
		t.Errorf("code %d, a known answer reads\n%s", r.code, r.out)
	}
}

func TestAMissingPermissionEndsTheList(t *testing.T) {
	b := newBench(t)
	b.env[envToken] = cfsim.NoIntelToken
	var list []string
	for n := range 30 {
		list = append(list, fmt.Sprintf("192.0.2.%d", n))
	}
	if r := b.run(append([]string{"get"}, list...)...); r.code != exitAuth {
		t.Errorf("code %d", r.code)
	}
	if n := len(b.sim.Requests()); n > 8 {
		t.Errorf("%d requests were sent for the same refusal", n)
	}
}
