package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf/client"
)

const (
	unknownToken = `{"success":false,"errors":[{"code":1000,"message":"Invalid API Token"}],"messages":[],"result":null}`
	activeToken  = `{"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid and active"}],"result":{"id":"abc","status":"active"}}`
)

func TestVerifyToken(t *testing.T) {
	const owned = "/accounts/" + account + "/tokens/verify"
	status := func(s string) string { return strings.Replace(activeToken, `"active"`, `"`+s+`"`, 1) }
	for _, c := range []struct {
		name       string
		user, acct string // what the two paths answer; empty: 401
		noAccount  bool
		class      api.Class
		status     string
		requests   int64
	}{
		{name: "a user's token", user: activeToken, status: "active", requests: 1},
		{name: "expired", user: status("expired"), class: api.ExpiredToken, status: "expired", requests: 1},
		{name: "disabled", user: status("disabled"), class: api.DisabledToken, status: "disabled", requests: 1},
		{name: "an account's token", acct: activeToken, status: "active", requests: 2},
		{name: "an account's token, expired", acct: status("expired"), class: api.ExpiredToken, status: "expired", requests: 2},
		{name: "nobody's token", class: api.BadToken, requests: 2},
		{name: "nobody's token, no account", noAccount: true, class: api.BadToken, requests: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
				body := map[string]string{"/user/tokens/verify": c.user, owned: c.acct}[r.URL.Path]
				if body == "" {
					answer(401, unknownToken)(n, w, r)
					return
				}
				answer(200, body)(n, w, r)
			})
			cl, _ := newClient(t, s.URL, func(cfg *client.Config) {
				if c.noAccount {
					cfg.Account = ""
				}
			})
			token, err := cl.VerifyToken(t.Context())
			if c.class != api.Unclassified {
				wantClass(t, err, c.class)
			} else if err != nil {
				t.Error(err)
			}
			if token.Status.Exact() != c.status || s.requests.Load() != c.requests || cl.Traffic().Calls != 0 {
				t.Errorf("status %q after %d requests, %d calls counted", token.Status.Exact(), s.requests.Load(), cl.Traffic().Calls)
			}
		})
	}
}

func TestAccounts(t *testing.T) {
	page := func(info string, ids ...int) string {
		var list []string
		for _, id := range ids {
			list = append(list, fmt.Sprintf(`{"id":"%032x","name":"Account %d"}`, id, id))
		}
		return `{"success":true,"errors":[],"messages":[],"result":[` + strings.Join(list, ",") + `],"result_info":{` + info + `}}`
	}
	many := func(from, n int) (ids []int) {
		for i := range n {
			ids = append(ids, from+i)
		}
		return ids
	}
	full := page("", many(1, 50)...)
	for _, c := range []struct {
		name     string
		pages    []string // the last one stays
		want     int
		requests int64
	}{
		{"one page", []string{page(`"page":1,"total_pages":1`, 1, 2)}, 2, 1},
		{"two pages", []string{page(`"page":1,"total_pages":2`, 1, 2), page(`"page":2,"total_pages":2`, 3)}, 3, 2},
		{"no counters, a short page", []string{page("", 1, 2)}, 2, 1},
		{"no counters, full pages", []string{full, page("", 51)}, 51, 2},
		{"pages that repeat", []string{page(`"total_pages":1000000`, 1, 2)}, 2, 2},
		{"pages that shift", []string{page(`"total_pages":9`, 1, 2), page(`"total_pages":9`, 2, 3), page(`"total_pages":9`)}, 3, 3},
		{"none", []string{page("")}, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if got := r.URL.Query().Get("page"); got != fmt.Sprint(n) || r.URL.Path != "/accounts" {
					t.Errorf("request %d asks %s", n, r.URL)
				}
				answer(200, c.pages[min(n, len(c.pages))-1])(n, w, r)
			})
			cl, _ := newClient(t, s.URL, func(cfg *client.Config) { cfg.Account = "" })
			got, err := cl.Accounts(t.Context())
			if err != nil || len(got) != c.want || s.requests.Load() != c.requests || cl.Traffic().Calls != 0 {
				t.Errorf("%d accounts after %d requests, %d calls counted, %v", len(got), s.requests.Load(), cl.Traffic().Calls, err)
			}
		})
	}
	t.Run("pages that never end", func(t *testing.T) {
		s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
			answer(200, page(`"total_pages":1000000`, n))(n, w, r)
		})
		cl, _ := newClient(t, s.URL)
		got, err := cl.Accounts(t.Context())
		wantClass(t, err, api.Malformed)
		if len(got) != 100 {
			t.Errorf("%d accounts", len(got))
		}
	})
	t.Run("a page that fails", func(t *testing.T) {
		s := serve(t, inTurn(answer(200, page(`"total_pages":2`, 1)), answer(403, unknownToken)))
		cl, _ := newClient(t, s.URL)
		if got, err := cl.Accounts(t.Context()); err == nil || len(got) != 1 {
			t.Errorf("%d accounts, %v: an incomplete list passes for complete", len(got), err)
		}
	})
}
