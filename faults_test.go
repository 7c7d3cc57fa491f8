//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/semaphore"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
	"quarry/ui/termtest/ptyrun"
)

// mostMemory is what quarry may take at the most, whatever comes.
const mostMemory = 200 << 20

// subjects are what is asked about under every fault, and the endpoints that
// take it.
func subjects() map[string][]string {
	return map[string][]string{
		"192.0.2.44":           {"ip", "pdns"},
		"login-portal.example": {"domain", "history", "whois", "phishing"},
		"AS64500":              {"asn", "subnets"},
	}
}

// outcomes are the classes of docs/json.md that a fault ends in, "" for a
// record; several where it depends on the endpoint.
func outcomes() map[string][]string {
	of := map[string][]string{
		"": {
			"rate", "date", "unavailable", "flaky", "latency", "drip", "large", "null-result", "type", "unknown",
			"pages-many", "pages-few", "pages-negative", "pages-words", "pages-text", "pages-uncounted", "pages-repeat",
			"pages-shift", "pages-endless", "pages-size", "pages-empty", "pages-hollow", "pages-number", "pages-whole",
		},
		"malformed": {
			"blocked", "notfound-page", "notfound-bare", "html", "login", "length-short", "length-none", "gzip-broken",
			"deep", "deep-closed", "empty", "null", "halved", "trailing",
		},
		"too_large":    {"huge", "huge-said", "gzip"},
		"timed_out":    {"never", "slow"},
		"unreachable":  {"drop", "reset", "truncated", "length-twice", "chunked", "chunk-cut", "headers", "nohttp"},
		"redirected":   {"redirect", "redirect-port", "redirect-host", "redirect-path", "redirect-bare"},
		"server_fault": {"server", "server-json", "gateway", "origin"},
		"rate_limited": {"rate-long", "rate-bare", "rate-page"},
		"rejected":     {"false", "false-list", "false-null", "false-text", "false-bare", "hostile"},
		// What had not been sent when another's answer said so is held back.
		"quota_spent held_back": {"quota"}, "bad_token": {"auth", "auth-bare"}, "forbidden": {"forbidden"},
		"not_entitled": {"entitled"}, "not_found": {"notfound"},
		" malformed": {"deep-objects", "utf8", "missing", "mistyped", "twice", "errors-too", "other"},
	}
	by := map[string][]string{}
	for classes, faults := range of {
		for _, f := range faults {
			by[f] = strings.Split(classes, " ")
		}
	}
	return by
}

// documented is the exit code of each class, as docs/json.md has it.
func documented(t *testing.T) map[string]int {
	t.Helper()
	doc, err := os.ReadFile("docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{"": 0}
	for _, row := range regexp.MustCompile("(?m)^\\| (`[a-z_`, ]+`) \\| ([0-9]+) \\|").FindAllStringSubmatch(string(doc), -1) {
		for _, class := range strings.Split(row[1], ", ") {
			codes[strings.Trim(class, "`")], _ = strconv.Atoi(row[2])
		}
	}
	return codes
}

// shell is an environment in which quarry is run without a terminal, a fresh
// home for each run.
type shell struct {
	t     *testing.T
	url   string
	extra []string // of the environment
}

// finished is what a run left.
type finished struct {
	out, err string
	code     int
	took     time.Duration
	memory   int64 // the most that it held, in bytes
}

// get runs quarry get against an account with a time limit for each try.
func (s shell) get(account string, limit time.Duration, args ...string) finished {
	s.t.Helper()
	home := s.t.TempDir()
	config := filepath.Join(home, "config.toml")
	if err := os.WriteFile(config, fmt.Appendf(nil, "timeout = %q\n", limit), 0o600); err != nil {
		s.t.Error(err)
	}
	env, err := ptyrun.Environment(home, append([]string{
		"CLOUDFLARE_API_TOKEN=" + cfsim.DemoToken, "CLOUDFLARE_ACCOUNT_ID=" + account, "CLOUDFLARE_BASE_URL=" + s.url,
	}, s.extra...)...)
	if err != nil {
		s.t.Error(err)
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), 100*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, termtest.Build(s.t), append([]string{"get", "--config", config}, args...)...)
	cmd.Env = env
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		s.t.Errorf("%q: %v", args, err)
		return finished{}
	}
	held := watchMemory(cmd.Process.Pid)
	_ = cmd.Wait() // the exit code tells
	return finished{
		out: out.String(), err: errs.String(), code: cmd.ProcessState.ExitCode(), took: time.Since(began), memory: held(),
	}
}

// line is a line of the JSON output.
type line struct {
	Indicator, Endpoint string
	Calls               int
	Record              json.RawMessage
	Error               *struct{ Class, Message, Next string }
}

func (f finished) lines(t *testing.T) []line {
	t.Helper()
	var all []line
	for text := range strings.Lines(f.out) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Errorf("%v in %.200s", err, text)
		}
		all = append(all, l)
	}
	return all
}

// The program itself meets every fault at every endpoint: it ends in time,
// within its memory, with the documented exit code, and says what happened and
// what to do. What it says that it sent is what arrived.
func TestTheProgramMeetsEveryFault(t *testing.T) {
	t.Parallel()
	expect, codes := outcomes(), documented(t)
	termtest.Build(t)
	// A process waits more than it works, unless the body is large.
	places := semaphore.NewWeighted(32)
	var tried, mostHeld atomic.Int64
	var slowest atomic.Int64
	var all sync.WaitGroup
	for _, f := range cfsim.Faults() {
		if len(expect[f.Name]) == 0 {
			t.Errorf("nothing is expected of the fault %q", f.Name)
		}
		for subject, endpoints := range subjects() {
			if f.Pages {
				endpoints = lists(endpoints)
			}
			weight := int64(1)
			if contains(large(), f.Name) {
				weight = 10
				// Four at once are the worst; the rest of these is for -tags soak.
				if len(endpoints) < 4 && !f.Pages || subject == "AS64500" {
					continue
				}
			}
			if len(endpoints) == 0 {
				continue
			}
			all.Go(func() {
				if err := places.Acquire(t.Context(), weight); err != nil {
					return
				}
				defer places.Release(weight)
				got := meet(t, f, subject, endpoints, expect[f.Name], codes)
				tried.Add(int64(len(endpoints)))
				raise(&mostHeld, got.memory)
				raise(&slowest, int64(got.took))
			})
		}
	}
	all.Wait()
	t.Logf("%d combinations of fault and endpoint; the largest process held %d MB, the longest run took %v",
		tried.Load(), mostHeld.Load()>>20, time.Duration(slowest.Load()).Round(time.Millisecond))
}

// large are the faults whose bodies are made to fill the memory.
func large() []string {
	return []string{"huge", "huge-said", "large", "gzip", "deep", "deep-closed", "deep-objects", "pages-whole"}
}

// lists are the endpoints that have pages.
func lists(endpoints []string) (have []string) {
	for _, e := range endpoints {
		if e == "pdns" || e == "subnets" {
			have = append(have, e)
		}
	}
	return have
}

func raise(most *atomic.Int64, to int64) {
	for old := most.Load(); to > old && !most.CompareAndSwap(old, to); old = most.Load() {
	}
}

// meet asks about one subject at some endpoints under a fault.
func meet(t *testing.T, f cfsim.Fault, subject string, endpoints, classes []string, codes map[string]int) finished {
	server := cfsim.New(cfsim.Options{})
	url, stop, err := server.Start()
	if err != nil {
		t.Error(err)
		return finished{}
	}
	defer stop()
	limit, most := 60*time.Second, 60*time.Second
	if classes[0] == "timed_out" {
		limit, most = time.Second, 20*time.Second
	}
	args := []string{"--json", subject}
	for _, e := range endpoints {
		args = append(args, "--endpoint", e)
	}
	got := shell{t: t, url: url}.get(f.Account(), limit, args...)
	where := fmt.Sprintf("%s, %s", f.Name, subject)
	if strings.Contains(got.err, "panic") || strings.Contains(got.err, "goroutine ") || got.code == 2 {
		t.Errorf("%s: exit code %d: %s", where, got.code, got.err)
	}
	if got.took > most {
		t.Errorf("%s: it took %v", where, got.took)
	}
	if got.memory > mostMemory {
		t.Errorf("%s: it held %d MB", where, got.memory>>20)
	}
	lines := got.lines(t)
	if len(lines) != len(endpoints) {
		t.Errorf("%s: %d lines for %d questions: %s", where, len(lines), len(endpoints), got.err)
	}
	calls, code := 0, 0
	for _, l := range lines {
		calls += l.Calls
		class := ""
		if l.Error != nil {
			class = l.Error.Class
			judge(t, where+" "+l.Endpoint, l)
		}
		if !contains(classes, class) {
			t.Errorf("%s %s: class %q (%+v), want %q", where, l.Endpoint, class, l.Error, classes)
		}
		if code == 0 {
			code = codes[class]
		}
	}
	if got.code != code {
		t.Errorf("%s: exit code %d, want %d", where, got.code, code)
	}
	received := server.Requests()
	if len(received) == 0 {
		t.Errorf("%s: nothing was asked", where)
	}
	if calls != len(received) || calls > 3*len(endpoints) {
		t.Errorf("%s: %d calls are told for %d requests", where, calls, len(received))
	}
	for _, r := range received {
		if r.Method != "GET" || strings.HasSuffix(r.Path, "/") {
			t.Errorf("%s: sent %s %s", where, r.Method, r.Path)
		}
	}
	return got
}

// judge reads what is said about a failure.
func judge(t *testing.T, where string, l line) {
	t.Helper()
	text := l.Error.Message + " " + l.Error.Next
	switch {
	case l.Error.Message == "" || l.Error.Next == "" || strings.Contains(text, "press "):
		t.Errorf("%s says %q and %q", where, l.Error.Message, l.Error.Next)
	case strings.Contains(text, cfsim.DemoToken), strings.ContainsAny(text, "\x1b\x07\u009b\u202e"):
		t.Errorf("%s: live text or the token in %q", where, text)
	case string(l.Record) != "null":
		t.Errorf("%s: a record beside an error", where)
	}
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}
