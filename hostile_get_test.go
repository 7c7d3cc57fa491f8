//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/ui/termtest"
	"quarry/ui/termtest/stream"
	"quarry/views/frametest"
)

// gets are runs of the command line that meet hostile answers and errors.
func gets() [][]string {
	of := cfsim.AnswersTo(0)
	errors := []string{"get"}
	for _, n := range []int{0, 2, 4, 5, 6, 9} {
		errors = append(errors, cfsim.ErrorsTo(n).Domain)
	}
	return [][]string{
		{"get", of.IPv4, "--endpoint", "ip", "--endpoint", "pdns"},
		{"get", of.Domain, "--endpoint", "domain", "--endpoint", "history", "--endpoint", "whois"},
		{"get", of.URL, of.ASN, of.IPv6}, {"get", of.ASN, "--endpoint", "subnets"},
		errors, {"get", "\x1b]0;owned\x07\u009b31m", "\u202e"}, {"auth", "check"},
	}
}

// On a terminal the command line sends text and line ends, and nothing else.
func TestNothingHostileIsAliveOnTheCommandLine(t *testing.T) {
	acc := newAccount(t, "")
	for i, v := range acc.env {
		if strings.HasPrefix(v, "CLOUDFLARE_API_TOKEN=") {
			acc.env[i] = "CLOUDFLARE_API_TOKEN=" + cfsim.HostileToken
		}
	}
	var live []string
	for _, p := range payloads(t) {
		if len(frametest.Alive(p.Text)) > 0 {
			live = append(live, p.Text)
		}
	}
	sent, runs := 0, 0
	for _, args := range gets() {
		for _, form := range [][]string{nil, {"--json"}} {
			if form != nil && args[0] != "get" {
				continue
			}
			term := termtest.Start(t, termtest.Options{
				Path: termtest.Build(t), Args: append(args[:len(args):len(args)], form...), Cols: 100, Rows: 30, Env: acc.env, Home: acc.home,
			})
			term.WaitExit()
			runs++
			sent += len(term.Stream())
			for _, problem := range append(stream.Check(term.Stream(), stream.Limits{Plain: true}), stream.Verbatim(term.Stream(), live)...) {
				t.Errorf("%q on a terminal: %s", args, problem)
			}
			out := acc.pipe(t, append(args[:len(args):len(args)], form...)...)
			for line := range strings.Lines(out) {
				for _, what := range frametest.Alive(strings.TrimSuffix(line, "\n")) {
					t.Errorf("%q in a pipe: %s", args, what)
				}
				if form != nil && strings.HasPrefix(line, "{") && !json.Valid([]byte(line)) {
					t.Errorf("%q: no JSON: %.100s", args, line)
				}
			}
		}
	}
	t.Logf("%d payloads × %d runs, on a terminal (%d bytes) and in a pipe, looked at", len(payloads(t)), runs, sent)
}

// pipe runs quarry with both streams in a pipe and returns what it wrote.
func (acc account) pipe(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(termtest.Build(t), args...)
	cmd.Env = append(acc.env, "HOME="+acc.home, "LANG=C.UTF-8", "PATH="+os.Getenv("PATH"))
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // most of these fail, as they should
	return out.String()
}
