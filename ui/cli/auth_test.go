package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quarry/api/cfsim"
)

func TestAuthCheck(t *testing.T) {
	other := strings.Repeat("f", 32)
	for name, c := range map[string]struct {
		token, account string
		args           []string
		code           int
		says           []string
		calls          int
	}{
		"good": {
			token: cfsim.DemoToken, account: cfsim.DemoAccount, code: 0,
			says: []string{"active, without an end", "Example SOC  (used, from CLOUDFLARE_ACCOUNT_ID)", "not tested: that costs 1 call", "Rate limit left", "from CLOUDFLARE_BASE_URL", "not there", "Clipboard"},
		},
		"good, spent": {
			token: cfsim.DemoToken, account: cfsim.DemoAccount, args: []string{"--spend"}, code: 0, calls: 1,
			says: []string{"works (1 call spent)"},
		},
		"no account": {
			token: cfsim.DemoToken, args: []string{"--spend"}, code: 0, calls: 1,
			says: []string{"used, the only one", "works"},
		},
		"another account": {
			token: cfsim.DemoToken, account: other, args: []string{"--spend"}, code: exitAuth,
			says: []string{other + " from CLOUDFLARE_ACCOUNT_ID is not among the token's accounts", "mend the account first"},
		},
		"permission missing": {
			token: cfsim.NoIntelToken, account: cfsim.DemoAccount, args: []string{"--spend"}, code: exitAuth,
			says: []string{"active"},
		},
		"permission missing, not spent": {token: cfsim.NoIntelToken, account: cfsim.DemoAccount, code: 0, says: []string{"not tested"}},
		"expired":                       {token: cfsim.ExpiredToken, account: cfsim.DemoAccount, code: exitAuth, says: []string{"expired", "renew it"}},
		"disabled":                      {token: cfsim.DisabledToken, account: cfsim.DemoAccount, code: exitAuth, says: []string{"disabled", "enable it"}},
		"unknown":                       {token: "no-such-token-00000000", account: cfsim.DemoAccount, code: exitAuth, says: []string{"not valid"}},
		"the account's own":             {token: cfsim.AccountToken, account: cfsim.DemoAccount, args: []string{"--spend"}, code: 0, calls: 1, says: []string{"a token that an account owns", "works"}},
		"the account's own, no account": {token: cfsim.AccountToken, code: exitAuth, says: []string{"--account"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.env[envToken], b.env[envAccount] = c.token, c.account
			r := b.run(append([]string{"auth", "check"}, c.args...)...)
			b.wants(r, c.code)
			for _, want := range c.says {
				if !strings.Contains(r.out, want) {
					t.Errorf("lacks %q:\n%s", want, r.out)
				}
			}
			if got := b.sim.Calls(); got != c.calls {
				t.Errorf("%d calls were spent, want %d", got, c.calls)
			}
		})
	}
}

func TestAuthCheckWithoutToken(t *testing.T) {
	b := newBench(t)
	b.env[envToken] = ""
	b.wants(b.run("auth", "check"), exitAuth, envToken, "Account › Intel › Read")
}

func TestAuthCheckOffTheNetwork(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.env[envBaseURL] = "http://127.0.0.1:1/v4"
	r := b.run("auth", "check")
	b.wants(r, exitNetwork)
	if !strings.Contains(r.out, "cannot be reached") || !strings.Contains(r.out, "http://127.0.0.1:1/v4, from CLOUDFLARE_BASE_URL") {
		t.Errorf("%s", r.out)
	}
}

func TestAuthCheckQuota(t *testing.T) {
	b := newBench(t)
	b.sim.SetQuota(0)
	b.wants(b.run("auth", "check", "--spend"), exitLimit)
}

func TestAuthCheckDemo(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{"HOME": b.home}
	r := b.run("auth", "check", "--demo", "--spend")
	b.wants(r, 0)
	b.sent(0)
	if !strings.Contains(r.out, "works (1 call spent)") {
		t.Errorf("%s", r.out)
	}
}

// A token with several accounts chooses none of them: calls are taken from the
// quota of one.
func TestSeveralAccounts(t *testing.T) {
	first, second := strings.Repeat("1", 32), strings.Repeat("2", 32)
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/user/tokens/verify":
			fmt.Fprint(w, `{"success":true,"errors":[],"result":{"status":"active","expires_on":"2100-01-01T00:00:00Z"}}`)
		case "/accounts":
			fmt.Fprintf(w, `{"success":true,"errors":[],"result":[{"id":%q,"name":"One\u001b[31m"},{"id":%q,"name":"Two"}]}`, first, second)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	b := newBench(t)
	delete(b.env, envAccount)
	b.env[envBaseURL] = server.URL
	b.wants(b.run("get", "1.1.1.1"), exitAuth, "the token has 2 accounts", "--account", "quarry auth check")
	if got := strings.Join(asked, " "); got != "/accounts" {
		t.Errorf("asked %s", got)
	}
	r := b.run("auth", "check", "--spend")
	b.wants(r, exitAuth)
	for _, want := range []string{first + "  One^[[31m", second + "  Two", "active until 2100-01-01T00:00:00Z", "days from now", "the token has 2 accounts", "nothing was spent"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("lacks %q:\n%s", want, r.out)
		}
	}
	b.env[envAccount] = second
	r = b.run("auth", "check")
	b.wants(r, 0)
	if !strings.Contains(r.out, second+"  Two  (used") || strings.Contains(r.out, first+"  One^[[31m  (used") {
		t.Errorf("%s", r.out)
	}
}
