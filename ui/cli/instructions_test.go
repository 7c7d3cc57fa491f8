package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/views/frametest"
)

// Whatever is wrong with token, account or quota, the instruction is another
// one, and the right one. The drawing holds the texts as people read them.
func TestInstructions(t *testing.T) {
	const get, check = "get", "auth check --spend"
	other := strings.Repeat("f", 32)
	type situation struct {
		name           string
		token, account string // the simulator's own where empty, none where "-"
		command        string
		code           int
		spent          bool // the month has no calls left
		// status and body are an answer in place of the simulator's.
		status int
		body   string
		// next is what has to be in the instruction, and in no other one.
		next string
	}
	refusal := func(code int, text string) string {
		return fmt.Sprintf(`{"success":false,"errors":[{"code":%d,"message":%q}],"messages":[],"result":null}`, code, text)
	}
	situations := []situation{
		{name: "no token", token: "-", command: get, code: exitAuth, next: "create a token with Account › Intel › Read and export it"},
		{name: "not a token", token: "a b", command: get, code: exitUsage, next: "copy it again into CLOUDFLARE_API_TOKEN"},
		{name: "invalid", token: "no-such-token-0000000000000000000000000", command: check, code: exitAuth, next: "create a new token in the dashboard"},
		{name: "expired", token: cfsim.ExpiredToken, command: check, code: exitAuth, next: "renew it in the dashboard"},
		{name: "disabled", token: cfsim.DisabledToken, command: check, code: exitAuth, next: "enable it: My Profile"},
		{name: "without permission", token: cfsim.NoIntelToken, command: check, code: exitAuth, next: "add Account › Intel › Read to the token"},
		{name: "another account", account: other, command: check, code: exitAuth, next: "to one of those listed above"},
		{name: "no account", token: cfsim.AccountToken, account: "-", command: get, code: exitAuth, next: "set it to the 32 hex digits of the account"},
		{name: "refused, token or account", token: "no-such-token-0000000000000000000000000", command: get, code: exitAuth, next: "which tells the two apart"},
		{name: "refused, permission or account", token: cfsim.NoIntelToken, command: get, code: exitAuth, next: "run quarry auth check, which lists the token's accounts; add"},
		{name: "the month is spent", spent: true, command: get, code: exitLimit, next: "wait for the next month"},
		{name: "the month was spent", spent: true, command: get, code: exitLimit, next: "quarry quota set N corrects it"},
		{name: "not in the plan", status: 403, body: refusal(10010, "intel.not_entitled"), command: get, code: exitAuth, next: "ask whoever runs the account"},
		{name: "rate limit", status: 429, body: refusal(971, "Please wait"), command: get, code: exitLimit, next: "wait 60 min"},
	}
	var drawing strings.Builder
	said := map[string]string{}
	for _, s := range situations {
		b := newBench(t)
		if s.spent {
			b.sim.SetQuota(0)
		}
		if s.status != 0 {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(s.status)
				fmt.Fprint(w, s.body)
			}))
			defer server.Close()
			b.env[envBaseURL] = server.URL
		}
		for name, value := range map[string]string{envToken: s.token, envAccount: s.account} {
			switch value {
			case "":
			case "-":
				delete(b.env, name)
			default:
				b.env[name] = value
			}
		}
		if s.name == "the month was spent" {
			b.run("get", "192.0.2.1")
		}
		args := append(strings.Fields(s.command), map[string][]string{get: {"1.1.1.1"}, check: nil}[s.command]...)
		r := b.run(args...)
		if r.code != s.code {
			t.Errorf("%s: exit code %d, want %d", s.name, r.code, s.code)
		}
		text := instruction(r)
		if !strings.Contains(text, s.next) {
			t.Errorf("%s: %q lacks %q", s.name, text, s.next)
		}
		if before, twice := said[text]; twice {
			t.Errorf("%s and %s say the same: %s", before, s.name, text)
		}
		said[text] = s.name
		fmt.Fprintf(&drawing, "%s (quarry %s, exit code %d)\n    %s\n\n", s.name, strings.Join(args, " "), r.code, strings.ReplaceAll(text, "\n", "\n    "))
	}
	frametest.Golden(t, "instructions", drawing.String())
}

// instruction is what a run says is wrong: its standard error, or of a check
// the findings that are no good ones.
func instruction(r result) string {
	if r.err != "" {
		return strings.TrimSpace(r.err)
	}
	var bad []string
	for line := range strings.Lines(r.out) {
		facts, _, _ := strings.Cut(line, "Config file")
		isBad := strings.Contains(facts, ". Next: ") && !strings.Contains(line, "not tested")
		if isBad && !strings.HasPrefix(line, "Plan") && !strings.HasPrefix(line, "Quota") {
			bad = append(bad, strings.TrimSpace(line))
		}
	}
	return strings.Join(bad, "\n")
}
