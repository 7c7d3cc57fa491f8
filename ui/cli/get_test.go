package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quarry/ui"
	"quarry/views"
)

func TestInterruptedGet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	release := b.sim.Hold()
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		if b.sim.WaitRequests(t.Context(), 1) == nil {
			cancel()
		}
	}()
	args := []string{"get", "--json", "1.1.1.1"}
	for n := range 20 {
		args = append(args, fmt.Sprintf("192.0.2.%d", n))
	}
	r := b.runIn(ctx, args...)
	b.wants(r, 130, "interrupted", "it counts against the quota")
	if r.out != "" {
		t.Errorf("it speaks of what it does not know:\n%s", r.out)
	}
	if n := len(b.sim.Requests()); n > atOnce {
		t.Errorf("%d requests were sent around an interrupt", n)
	}
}

// What was sent before an interrupt is paid for, and is printed if it comes
// soon.
func TestInterruptedGetPrintsWhatItPaidFor(t *testing.T) {
	b := newBench(t)
	release := b.sim.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		if b.sim.WaitRequests(t.Context(), 1) == nil {
			cancel()
			release()
		}
	}()
	r := b.runIn(ctx, "get", "--json", "1.1.1.1")
	b.wants(r, 130)
	if got := brief(b.objects(r.out)); got != "ip/1.1.1.1" {
		t.Errorf("printed %q", got)
	}
}

func TestInterruptedWhileReading(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	reader := readerFunc(func([]byte) (int, error) { cancel(); <-t.Context().Done(); return 0, errors.New("over") })
	var out, errs lockedBuffer
	code := Run(ctx, Host{Args: []string{"get", "-", "--demo"}, Environ: []string{"HOME=" + b.home}, Stdin: reader, Stdout: &out, Stderr: &errs})
	if code != 130 || out.String() != "" {
		t.Errorf("exit code %d, out %q, err %q", code, out.String(), errs.String())
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestJSONShape(t *testing.T) {
	b := newBench(t)
	r := b.run("get", "--json", "1.1.1.1", "198.51.100.209", "AS64500", "hxxps://login-portal[.]example/session/verify?id=7", "--endpoint", "ip,whois,asn,phishing")
	b.wants(r, 1) // some could not be asked; "not found" gives way to that
	list := b.objects(r.out)
	want := "ip/1.1.1.1 whois/1.1.1.1 asn/1.1.1.1 phishing/1.1.1.1" +
		" ip/198.51.100.209 whois/198.51.100.209 asn/198.51.100.209 phishing/198.51.100.209" +
		" ip/AS64500 whois/AS64500 asn/AS64500 phishing/AS64500" +
		" ip/https://login-portal.example/session/verify?id=7 whois/login-portal.example asn/https://login-portal.example/session/verify?id=7" +
		" phishing/https://login-portal.example/session/verify?id=7"
	if diff := cmp.Diff(want, brief(list)); diff != "" {
		t.Fatalf("lines (-want +got):\n%s", diff)
	}
	good, none, bad := list[0], list[4], list[1]
	if good.Kind != "ipv4" || good.Calls != 1 || good.Cached || good.Error != nil || !strings.Contains(string(good.Record), "CLOUDFLARENET") {
		t.Errorf("%+v", good)
	}
	if at, err := time.Parse(time.RFC3339, *good.FetchedAt); err != nil || !strings.HasSuffix(*good.FetchedAt, "Z") || time.Since(at) > time.Minute {
		t.Errorf("fetched_at %q, %v", *good.FetchedAt, err)
	}
	if none.Error.Class != "not_found" || none.Error.Status != 404 || none.Error.Code == 0 || none.Error.Next == "" || none.Calls != 1 || none.FetchedAt == nil {
		t.Errorf("%+v, %+v", none, none.Error)
	}
	if bad.Error.Class != "rejected" || bad.Error.Status != 0 || bad.Calls != 0 || !strings.Contains(bad.Error.Message, "the IPv4 1.1.1.1") {
		t.Errorf("%+v, %+v", bad, bad.Error)
	}
}

func TestHostileAnswersAreExactInJSON(t *testing.T) {
	b := newBench(t)
	r := b.run("get", "--json", "hostile.example", "--endpoint", "whois")
	b.wants(r, 0)
	list := b.objects(r.out)
	if len(list) != 1 || !strings.Contains(string(list[0].Record), `\u001b`) {
		t.Errorf("no escape sequence came through: %s", r.out)
	}
	text := b.run("get", "hostile.example", "--endpoint", "whois")
	b.wants(text, 0)
	if !strings.Contains(text.out, "^[") {
		t.Errorf("what was neutralised is not seen:\n%s", text.out)
	}
}

func TestRecordedPassiveDNS(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{"HOME": b.home}
	r := b.run("get", "1.1.1.1", "--endpoint", "pdns", "--window", "2023-07-15..2023-07-18", "--page-size", "5", "--demo", "--json")
	b.wants(r, 0)
	list := b.objects(r.out)
	if len(list) != 1 || list[0].Endpoint != "pdns" {
		t.Fatalf("%s", r.out)
	}
	for _, want := range []string{"bflow.tiki.video", "ping.ui.com", "778", "2023-07-15"} {
		if !strings.Contains(string(list[0].Record), want) {
			t.Errorf("the record lacks %s: %s", want, list[0].Record)
		}
	}
}

func TestList(t *testing.T) {
	b := newBench(t)
	b.stdin = "\ufeff# today's alerts\n1.1.1.1\r\n\n  192[.]0[.]2[.]44   # again below\n1[.]1[.]1[.]1\n\tlogin-portal[.]example\nAS64500"
	b.terminal = true
	r := b.run("get", "--json", "-", "2001:db8::44", "1.1.1.1")
	b.wants(r, 0, "5 calls")
	if got, want := brief(b.objects(r.out)), "ip/1.1.1.1 ip/192.0.2.44 domain/login-portal.example asn/AS64500 ip/2001:db8::44"; got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
	b.sent(5)
}

func TestCostIsToldToPeopleOnly(t *testing.T) {
	for _, c := range []struct {
		terminal bool
		args     []string
		want     string
	}{
		{true, []string{"1.1.1.1", "192.0.2.44", "1.1.1.1"}, "quarry: 2 calls\n"},
		{true, []string{"1.1.1.1"}, ""},
		{false, []string{"1.1.1.1", "192.0.2.44"}, ""},
	} {
		b := newBench(t)
		b.terminal = c.terminal
		if r := b.run(append([]string{"get"}, c.args...)...); r.err != c.want {
			t.Errorf("%v: %q, want %q", c.args, r.err, c.want)
		}
	}
}

func TestListIsCheckedBeforeAnythingIsSent(t *testing.T) {
	b := newBench(t)
	b.stdin = "1.1.1.1\nno indicator\n" + strings.Repeat("x", 10<<20) + "\nnul\x00.example\n\xff\xfe.example\x1b[31m\n"
	r := b.run("get", "-")
	b.wants(r, 2, "line 2:", "line 3:", "longer than 4096 bytes", "line 4:", "line 5:", "nothing was asked")
	b.sent(0)
	if len(r.err) > 4000 {
		t.Errorf("standard error has %d bytes", len(r.err))
	}
	b.stdin = strings.Repeat("no indicator\n", 50)
	if r := b.run("get", "-"); r.code != 2 || strings.Count(r.err, "\n") != maxComplaints+2 || !strings.Contains(r.err, "30 more") {
		t.Errorf("code %d, %q", r.code, r.err)
	}
	b.stdin = "\n# nothing\n"
	b.wants(b.run("get", "-"), 2, "no indicator in the list")
}

func TestOrderOfEndpointsAndAnswers(t *testing.T) {
	b := newBench(t)
	r := b.run("get", "login-portal.example", "cloudflare.com", "--endpoint", "whois", "--endpoint", "domain", "--endpoint", "whois")
	b.wants(r, 0)
	want := []string{"WHOIS of login-portal.example", "Domain login-portal.example", "WHOIS of cloudflare.com", "Domain cloudflare.com"}
	at := -1
	for _, title := range want {
		n := strings.Index(r.out, title)
		if n <= at {
			t.Errorf("%q is at %d, after %d:\n%s", title, n, at, r.out)
		}
		at = n
	}
	b.sent(4)
}

func TestWhatWouldFailForAllIsAskedOnce(t *testing.T) {
	b := newBench(t)
	b.sim.SetQuota(0)
	args := []string{"get", "--json"}
	for n := range 30 {
		args = append(args, fmt.Sprintf("192.0.2.%d", n))
	}
	r := b.run(args...)
	b.wants(r, 5)
	for _, o := range b.objects(r.out) {
		if o.Error == nil || o.Error.Class != "quota_spent" {
			t.Fatalf("%+v", o)
		}
	}
	if n := len(b.sim.Requests()); n > atOnce {
		t.Errorf("%d requests after the quota was spent", n)
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.run("get", "--json", "--budget", "2", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
	b.wants(r, 5)
	b.sent(2)
	refused := 0
	for _, o := range b.objects(r.out) {
		if o.Error != nil {
			refused++
			if o.Error.Class != "budget_spent" || o.Calls != 0 || !strings.Contains(o.Error.Message, "2 calls") {
				t.Errorf("%+v", o.Error)
			}
		}
	}
	if refused != 2 {
		t.Errorf("%d of 4 were refused: %s", refused, r.out)
	}
	b.wants(b.run("get", "--budget", "0", "192.0.2.1"), 2, "--budget")
}

func TestNoResolveIsPassedOn(t *testing.T) {
	b := newBench(t)
	b.wants(b.run("get", "cloudflare.com", "--no-resolve"), 0)
	if got := b.sim.Requests(); len(got) != 1 || !strings.Contains(got[0].Query, "skip_dns=true") {
		t.Errorf("%+v", got)
	}
}

// brokenPipe is standard output whose reader has gone.
type brokenPipe struct{ after int }

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.after == 0 {
		return 0, syscall.EPIPE
	}
	p.after--
	return len(b), nil
}

func TestReaderThatLeavesEndsTheAsking(t *testing.T) {
	b := newBench(t)
	var errs lockedBuffer
	host := Host{Stdin: strings.NewReader(""), Stdout: &brokenPipe{after: 1}, Stderr: &errs, Args: []string{"get"}}
	for name, value := range b.env {
		host.Environ = append(host.Environ, name+"="+value)
	}
	for n := range 100 {
		host.Args = append(host.Args, fmt.Sprintf("192.0.2.%d", n))
	}
	if code := Run(t.Context(), host); code != 0 || errs.String() != "" {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
	if n := len(b.sim.Requests()); n > 50 {
		t.Errorf("%d requests for a reader who left after the first", n)
	}
}

// A line is harmless even where a record holds text that was never marked as
// coming from outside.
func TestJSONLineIsHarmless(t *testing.T) {
	var out lockedBuffer
	a := &app{host: Host{Stdout: &out}}
	hostile := "\x1b]52;c;eA==\a\u009b31m\u202e\u200b\r\n\x7f\U000E0041<&>"
	if err := a.printJSON(question{}, outcome{content: views.Content{Record: map[string]string{hostile: hostile}}}); err != nil {
		t.Fatal(err)
	}
	for n, c := range strings.TrimSuffix(out.String(), "\n") {
		if c < ' ' || c > '~' {
			t.Errorf("%q at %d of %q", c, n, out.String())
		}
	}
	var back struct{ Record map[string]string }
	if err := json.Unmarshal([]byte(out.String()), &back); err != nil || back.Record[hostile] != hostile {
		t.Errorf("%v: came back as %q", err, back.Record)
	}
}

// A route that is a form changes something: get does not offer it, and says
// why to whoever names it.
func TestFormsAreNotForGet(t *testing.T) {
	form := views.Route{Endpoint: "miscategorization"}
	a := &app{routes: append(ui.Routes(), form)}
	if slices.Contains(a.endpoints(), "miscategorization") {
		t.Errorf("offered: %v", a.endpoints())
	}
	_, err := a.chosen([]string{"ip", "miscategorization"})
	if exitCode(err) != exitUsage || !strings.Contains(err.Error(), "changes something") {
		t.Errorf("%v", err)
	}
}

// Without a terminal quarry X takes what quarry get X takes, and prints the same.
func TestWithoutATerminalItIsGet(t *testing.T) {
	b := newBench(t)
	b.wants(b.run("get", "192.0.2.44", "--endpoint", "ip,pdns"), 0) // known from here on
	for _, flags := range [][]string{{"--json"}, {"--endpoint", "pdns"}, {"--json", "--endpoint", "ip,pdns"}, {"--force", "--json"}} {
		want := b.run(append([]string{"get", "192.0.2.44"}, flags...)...)
		got := b.run(append([]string{"192.0.2.44"}, flags...)...)
		if got != want || got.code != 0 || got.out == "" {
			t.Errorf("%q prints\n%+v\nand get\n%+v", flags, got, want)
		}
	}
	b.sent(2)
	b.wants(b.run("192.0.2.44", "--fresh"), 0)
	b.sent(3)
	b.wants(b.run("192.0.2.44", "--endpoint", "coffee"), exitUsage, "coffee")
}

// A key of the workbench is named nowhere: there is none to press.
func TestNoKeyIsNamed(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{
		{"AS64500"}, {"203.0.113.9", "--endpoint", "pdns"}, {"login-portal.example", "--endpoint", "domain,whois,history"},
	} {
		r := b.run(append([]string{"get"}, args...)...)
		b.wants(r, 0)
		for _, said := range []string{"lists them", "Press", "1 call"} {
			if strings.Contains(r.out, said) {
				t.Errorf("%v says %q:\n%s", args, said, r.out)
			}
		}
	}
	// Nor where something is refused: a key is a letter in parentheses there.
	key := regexp.MustCompile(`\([a-zA-Z]\)`)
	for _, name := range []string{"192.0.2.44", "2001:db8::44", "login-portal.example", "https://login-portal.example/", "AS64500", "192.0.2.0/24"} {
		r := b.run("get", name, "--offline", "--endpoint", "ip,pdns,domain,history,whois,asn,subnets,phishing")
		if !strings.Contains(r.err, "not asked") || key.MatchString(r.err) {
			t.Errorf("%s: %s", name, r.err)
		}
	}
}
