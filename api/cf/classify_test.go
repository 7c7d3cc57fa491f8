package cf_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

func failure(code int, message string) string {
	return fmt.Sprintf(`{"result":null,"success":false,"errors":[{"code":%d,"message":%q}],"messages":[]}`, code, message)
}

func TestClassify(t *testing.T) {
	const good = api.Unclassified
	const quota = `{"success":false,"errors":[{"code":9999,"message":"x"},{"code":10403,"message":"quota"}]}`
	const html = "<!DOCTYPE html><html><title>Blocked</title></html>"
	for _, c := range []struct {
		name        string
		status      int
		contentType string
		body        string
		endpoint    api.Endpoint
		want        api.Class
		code        int
	}{
		{name: "good", status: 200, body: string(wrap(`{}`)), want: good},
		{name: "good without envelope", status: 200, body: `{"asn":64496,"subnets":[]}`, want: good},
		{name: "good with null errors", status: 200, body: `{"success":true,"errors":null,"result":{}}`, want: good},
		{name: "a message is no error", status: 200, want: good,
			body: `{"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid and active"}],"result":{"status":"active"}}`},
		{name: "messages are not read where it failed either", status: 403, want: api.Forbidden,
			body: `{"success":false,"errors":[],"messages":[{"code":10403,"message":"quota"}]}`},

		{name: "quota", status: 403, body: failure(10403, "quota"), want: api.QuotaSpent, code: 10403},
		{name: "quota with 429", status: 429, body: failure(10403, "quota"), want: api.QuotaSpent, code: 10403},
		{name: "quota with 500", status: 500, body: failure(10403, "quota"), want: api.QuotaSpent, code: 10403},
		{name: "quota with 200", status: 200, body: failure(10403, "quota"), want: api.QuotaSpent, code: 10403},
		{name: "quota as the second error", status: 403, body: quota, want: api.QuotaSpent, code: 10403},
		{name: "quota code as text", status: 403, want: api.QuotaSpent, code: 10403,
			body: `{"success":false,"errors":[{"code":"10403","message":"quota"}]}`},
		{name: "quota in an errors object", status: 403, want: api.QuotaSpent, code: 10403,
			body: `{"success":false,"errors":{"code":10403,"message":"quota"}}`},

		{name: "bad token", status: 401, body: failure(10000, "Authentication error"), want: api.BadToken, code: 10000},
		{name: "no permission", status: 403, body: failure(10000, "Authentication error"), want: api.Forbidden, code: 10000},
		{name: "invalid token", status: 401, body: failure(1000, "Invalid API Token"), want: api.BadToken, code: 1000},
		{name: "missing header", status: 400, body: failure(9106, "Missing headers"), want: api.BadToken, code: 9106},
		{name: "malformed header", status: 400, want: api.BadToken, code: 6003,
			body: `{"success":false,"errors":[{"code":6003,"message":"Invalid request headers","error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]}]}`},
		{name: "only the chain tells", status: 400, want: api.BadToken, code: 6111,
			body: `{"success":false,"errors":[{"code":1,"message":"m","error_chain":[{"code":6111,"message":"Invalid format for Authorization header"}]}]}`},
		{name: "401 without a code", status: 401, body: `{}`, want: api.BadToken},
		{name: "403 without a code", status: 403, body: ``, want: api.Forbidden},
		{name: "not permitted, or not the token's account", status: 403, body: failure(9109, "Unauthorized to access requested resource"), want: api.Forbidden, code: 9109},
		{name: "the same without an account", status: 403, endpoint: cf.EndpointAccounts, body: failure(9109, "Unauthorized to access requested resource"), want: api.Forbidden, code: 9109},
		{name: "invalid access token", status: 403, body: failure(9109, "Invalid access token"), want: api.BadToken, code: 9109},
		{name: "address filter", status: 403, body: failure(9109, "Cannot use the access token from location: 192.0.2.1"), want: api.Forbidden, code: 9109},
		{name: "no such account", status: 400, body: failure(7003, "Could not route to /client/v4/…, perhaps your object identifier is invalid?"), want: api.WrongAccount, code: 7003},
		{name: "no such account with 404", status: 404, body: failure(7003, "Could not route"), want: api.WrongAccount, code: 7003},
		{name: "no route", status: 400, body: failure(7000, "No route for that URI"), want: api.WrongAccount, code: 7000},
		{name: "account-owned token", status: 400, endpoint: cf.EndpointAccounts, body: failure(1001, "List accounts endpoint does not support account owned tokens."), want: api.NoAccount, code: 1001},
		{name: "not in the plan", status: 403, body: failure(10010, "x.not_entitled"), want: api.NotEntitled, code: 10010},
		{name: "not in the plan by its words", status: 400, body: failure(1, "account is not entitled to this"), want: api.NotEntitled, code: 1},

		{name: "rate", status: 429, body: failure(971, "Please wait"), want: api.RateLimited, code: 971},
		{name: "rate with 400", status: 400, body: failure(10100, "More than 1200 requests"), want: api.RateLimited, code: 10100},
		{name: "rate as a web page", status: 429, contentType: "text/html", body: html, want: api.RateLimited},
		{name: "404 from who knows where", status: 404, contentType: "text/plain", body: "404 page not found", want: api.Malformed},
		{name: "404 and no word", status: 404, want: api.Malformed},
		{name: "not found", status: 404, body: failure(10404, "no"), want: api.NotFound, code: 10404},
		{name: "refused", status: 400, body: failure(10433, "request error"), want: api.Rejected, code: 10433},
		{name: "refused, errors as an object", status: 422, want: api.Rejected, code: 10433,
			body: `{"success":false,"errors":{"code":10433,"message":"request error"},"messages":[],"result":null}`},
		{name: "refused with 200", status: 200, body: failure(10433, "request error"), want: api.Rejected, code: 10433},
		{name: "refused with 200, errors as texts", status: 200, body: `{"success":false,"errors":["no","more"]}`, want: api.Rejected},
		{name: "refused with 200, no errors", status: 200, body: `{"success":false,"errors":null}`, want: api.Rejected},
		{name: "refused with 200, errors mistyped", status: 200, body: `{"success":"false","errors":true}`, want: api.Rejected},
		{name: "errors alone", status: 200, body: `{"errors":[{"code":10403,"message":"quota"}]}`, want: api.QuotaSpent, code: 10403},
		{name: "time out", status: 408, body: ``, want: api.TimedOut},

		{name: "fault", status: 500, body: failure(7003, "x"), want: api.ServerFault, code: 7003},
		{name: "fault as a web page", status: 502, contentType: "text/html", body: html, want: api.ServerFault},
		{name: "fault without body", status: 503, want: api.ServerFault},
		{name: "redirect", status: 302, body: html, want: api.Redirected},
		{name: "web page with 200", status: 200, contentType: "text/html", body: html, want: api.Malformed},
		{name: "web page without its type", status: 200, contentType: "application/json", body: "\n" + html, want: api.Malformed},
		{name: "a proxy's 403", status: 403, contentType: "text/html; charset=utf-8", body: html, want: api.Malformed},
		{name: "a proxy's login", status: 407, contentType: "text/html", body: html, want: api.Unreachable},
		{name: "cut in the middle", status: 200, body: `{"success":true,"result":[{"ip":"192`, want: api.Malformed},
		{name: "empty with 200", status: 200, want: api.Malformed},
		{name: "too deep", status: 200, body: strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), want: api.Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.endpoint == "" {
				c.endpoint = cf.EndpointWHOIS
			}
			q := api.Query{Endpoint: c.endpoint, Indicator: indicator.MustParse("example.com")}
			e := cf.Classify(q, cf.PermissionRead, c.status, c.contentType, 7*time.Second, []byte(c.body))
			if c.want == good {
				if e != nil {
					t.Fatalf("a good answer is taken for %v", e)
				}
				return
			}
			if e == nil {
				t.Fatal("taken for a good answer")
			}
			if e.Class != c.want || e.Code != c.code {
				t.Errorf("class %d code %d, want %d and %d: %v", e.Class, e.Code, c.want, c.code, e)
			}
			if e.Query != q || e.Status != c.status || e.RetryAfter != 7*time.Second || e.Permission != cf.PermissionRead {
				t.Errorf("the facts are not passed on: %+v", e)
			}
		})
	}
}

// Different causes get different instructions.
func TestInstructions(t *testing.T) {
	const auth = "Authentication error"
	seen := map[string]string{}
	for _, c := range []struct {
		status  int
		body    string
		mention string
	}{
		{401, failure(10000, auth), "auth check"},
		{403, failure(10000, auth), "or is not valid any more"},
		{401, failure(1000, "Invalid API Token"), "missing characters"},
		{403, failure(10403, "quota"), "a quota, not a permission"},
		{403, failure(10010, "not_entitled"), "plan"},
		{404, failure(7003, "Could not route"), "CLOUDFLARE_ACCOUNT_ID"},
		{429, failure(971, "wait"), "wait 30 s"},
		{404, `{"success":false,"errors":[]}`, "no record"},
		{200, "<html>", "a web page came instead of an answer"},
	} {
		e := cf.Classify(api.Query{Endpoint: cf.EndpointWHOIS}, cf.PermissionRead, c.status, "", 30*time.Second, []byte(c.body))
		if text := e.Error(); !strings.Contains(text, c.mention) {
			t.Errorf("%d %s: %q does not mention %q", c.status, c.body, text, c.mention)
		}
		if before, ok := seen[e.Next()]; ok {
			t.Errorf("%s gets the instruction of %s: %s", c.body, before, e.Next())
		}
		seen[e.Next()] = c.body
	}
}

// A decoder turns a failure that reached it into the same error.
func TestDecodersRefuseFailures(t *testing.T) {
	for _, d := range decoders() {
		got := d.run(about(d.endpoint, d.of, []byte(failure(10403, "quota"))))
		if api.ClassOf(got.err) != api.QuotaSpent {
			t.Errorf("%s: %v", d.endpoint, got.err)
		}
	}
}

func TestTokenStates(t *testing.T) {
	for status, want := range map[string]api.Class{
		`"disabled"`: api.DisabledToken, `"expired"`: api.ExpiredToken, `"new"`: api.BadToken, `null`: api.BadToken,
	} {
		tok := read(t, cf.DecodeToken, about(cf.EndpointToken, "", wrap(`{"id":"f","status":`+status+`}`)))
		if got := api.ClassOf(tok.Err()); got != want {
			t.Errorf("%s: class %d, want %d", status, got, want)
		}
	}
	tok := read(t, cf.DecodeToken, about(cf.EndpointToken, "", wrap(`{"id":"f","status":"active"}`)))
	if tok.Err() != nil {
		t.Errorf("an active token: %v", tok.Err())
	}
}
