package cf

import (
	"strings"

	"quarry/api"
)

// Cloudflare's error codes that decide the class of a failure, with where they
// were seen. "Assumed" means from general experience, with no public report.

// quotaRule: 10403 is a spent monthly quota, whatever the HTTP status.
func quotaRule(_ api.Query, _ int, e wireError) api.Class {
	if e.code == 10403 {
		return api.QuotaSpent
	}
	return api.Unclassified
}

// planRule: 10010 with "…not_entitled" is a feature that the plan lacks
// (a public report about another product).
func planRule(_ api.Query, status int, e wireError) api.Class {
	says := saysAny(e, "not_entitled", "not entitled")
	if says || e.code == 10010 && (status == 403 || status == 200) {
		return api.NotEntitled
	}
	return api.Unclassified
}

// rateRule: 971 "Please wait and consider throttling your request speed"
// (wrangler), 10100 "More than 1200 requests per 300 seconds reached"
// (RiotGames/cloud-inquisitor#153).
func rateRule(_ api.Query, _ int, e wireError) api.Class {
	switch e.code {
	case 971, 10100:
		return api.RateLimited
	}
	return api.Unclassified
}

// accountRule: 7003 "Could not route to …, perhaps your object identifier is
// invalid?" and 7000 beside it (cloudflare/workers-sdk#2100); 1001 in the
// account list: an account-owned token cannot list accounts
// (edgefirst-dev/starter#3), so the account must be given.
func accountRule(q api.Query, _ int, e wireError) api.Class {
	switch {
	case e.code == 7003 || e.code == 7000:
		return api.WrongAccount
	case e.code == 1001 && q.Endpoint == EndpointAccounts:
		return api.NoAccount
	}
	return api.Unclassified
}

// tokenRule: 6003 with its chain 6111, 6103, 6102 "Invalid request headers"
// (cloudflare/cloudflare-typescript#161), 9106 "Missing … headers" and 1000
// "Invalid API Token" (both assumed); 10000 "Authentication error", which
// Cloudflare sends for a bad token and for a token without the permission
// alike: 403 is taken for the permission, anything else for the token, and the
// text names both. 9109 has three meanings: "Invalid access token", "Cannot use
// the access token from location" (the token's own address filter; both
// assumed), "Unauthorized to access requested resource" (DockFlare#177), which
// does not say whether the permission or the account is missing; the text names
// both.
func tokenRule(_ api.Query, status int, e wireError) api.Class {
	switch e.code {
	case 6003, 6102, 6103, 6111, 9106, 1000:
		return api.BadToken
	case 10000:
		if status == 403 {
			return api.Forbidden
		}
		return api.BadToken
	case 9109:
		if saysAny(e, "invalid access token") {
			return api.BadToken
		}
		return api.Forbidden
	}
	return api.Unclassified
}

func saysAny(e wireError, phrases ...string) bool {
	said := strings.ToLower(e.message.Exact())
	for _, p := range phrases {
		if strings.Contains(said, p) {
			return true
		}
	}
	return false
}
