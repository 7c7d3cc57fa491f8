package api

import (
	"fmt"
	"time"

	"quarry/views/safe"
)

// explanation is what a class of error means to the analyst.
type explanation struct{ what, why, next string }

// explain is the one place where failures are put into words: what happened,
// why, what to do next. Different causes get different instructions.
func (e *Error) explain() explanation {
	switch e.Class {
	case Cancelled:
		return explanation{"cancelled", "the view was left before the request was sent; nothing was spent", "open it again"}
	case Unknown:
		return explanation{"not known", "quarry is offline and this was not fetched before", "start without --offline to ask for it"}
	case NoToken:
		return explanation{"no API token", "CLOUDFLARE_API_TOKEN is not set", "create a token with Account › Intel › Read and export it, or try quarry --demo"}
	case NoAccount:
		return explanation{"no account", "CLOUDFLARE_ACCOUNT_ID is not set", "set it to the 32 hex digits of the account, or pass --account; quarry auth check lists the token's accounts"}
	case Unreachable:
		return explanation{"Cloudflare cannot be reached", "the connection could not be made or broke", "check the network, proxy and CLOUDFLARE_BASE_URL, then press r"}
	case TimedOut:
		return explanation{"no answer in time", "no complete answer came within " + orElse(e.Limit, "the time limit"), "press r to try again, or raise timeout in the config"}
	case Insecure:
		return explanation{"the connection is not trustworthy", "the server's TLS certificate could not be verified", "check the clock and whether a proxy intercepts TLS; quarry does not go on without verification"}
	case Redirected:
		return explanation{"the server redirects", "quarry follows no redirect, since it would carry the token elsewhere", "check CLOUDFLARE_BASE_URL: it should be https://api.cloudflare.com/client/v4"}
	case TooLarge:
		return explanation{"the answer is too large", "it passed the limit of " + orElse(e.Limit, "one answer"), "nothing of it is shown; ask for less where the endpoint allows it (a shorter window), or ask another endpoint"}
	case Malformed:
		return explanation{"the answer cannot be read", "it is not what this endpoint sends" + e.beneath(), "press J for the raw answer; a proxy's page in between is the usual cause"}
	case ServerFault:
		return explanation{"Cloudflare has a fault", "the server failed to answer", "press r in a minute; www.cloudflarestatus.com tells about outages"}
	case RateLimited:
		if e.Paced {
			return explanation{"quarry holds back", "Cloudflare takes 1,200 requests in 5 minutes, and quarry keeps below that by itself; nothing was refused", "wait, it goes on by itself; leaving costs nothing"}
		}
		return explanation{"rate limit reached", "more than 1,200 requests in 5 minutes for this user or token", "wait " + e.wait() + ", then press r"}
	case QuotaSpent:
		return explanation{"the month's calls are spent", "the account's quota of intelligence calls is used up (a quota, not a permission)", "wait for the next month or ask for a larger plan; what is known still opens"}
	case BudgetSpent:
		return explanation{"the budget is spent", "this run has sent the " + orElse(e.Limit, "calls") + " that --budget allows; nothing more was sent", "start again with a larger --budget; what is known still opens"}
	case HeldBack:
		return explanation{"not sent without asking", orElse(e.Limit, "it would be taken from the reserve") + "; nothing was sent", "press r, which asks and then sends; what is known still opens"}
	case BadToken:
		if e.Code == codeAuthentication {
			return explanation{"the token is not accepted", "Cloudflare does not know this token, or the token may not use this account", "run quarry auth check, which tells the two apart; then correct CLOUDFLARE_API_TOKEN or CLOUDFLARE_ACCOUNT_ID"}
		}
		return explanation{"the token is not valid", "Cloudflare does not know this token", "check CLOUDFLARE_API_TOKEN for missing characters, or create a new token; quarry auth check tells more"}
	case ExpiredToken:
		return explanation{"the token is not valid now", "it has expired, or its time has not begun", "renew it in the dashboard: My Profile › API Tokens"}
	case DisabledToken:
		return explanation{"the token is disabled", "it was switched off in the dashboard", "enable it: My Profile › API Tokens"}
	case Forbidden:
		if e.Code == codeAuthentication {
			return explanation{"permission missing", "the token lacks " + orElse(e.Permission, "Account › Intel › Read") + " for this account, or is not valid any more", "add the permission to the token in the dashboard: My Profile › API Tokens; quarry auth check tells whether the token is valid"}
		}
		if e.Code == codeUnauthorized {
			return explanation{"permission missing", "the token lacks " + orElse(e.Permission, "Account › Intel › Read") + ", or the account is not one of the token's", "run quarry auth check, which lists the token's accounts; add the permission in the dashboard: My Profile › API Tokens"}
		}
		return explanation{"permission missing", "the token lacks " + orElse(e.Permission, "Account › Intel › Read") + " for this account", "add the permission to the token in the dashboard: My Profile › API Tokens"}
	case WrongAccount:
		return explanation{"wrong account", "the account does not exist, or is not one of the token's", "check CLOUDFLARE_ACCOUNT_ID; quarry auth check lists the token's accounts"}
	case NotEntitled:
		return explanation{"not in this plan", "the account's plan does not include this endpoint", "ask whoever runs the account; other endpoints still work"}
	case NotFound:
		return explanation{"nothing known", "Cloudflare has no record of this", "pivot to something else; r asks again"}
	case Rejected:
		if e.Status == 0 {
			return explanation{"the question cannot be asked", "it was not sent, nothing was spent", "choose another endpoint or indicator"}
		}
		if n := e.Query.Names.Len(); n > 1 {
			return explanation{"the question was refused", fmt.Sprintf("the server did not accept the request with its %d names", n), "ask about fewer names at once: how many the server takes is not documented; J shows its answer"}
		}
		return explanation{"the question was refused", "the server did not accept the request", "press J for the answer; if the indicator is right, report it as a defect of quarry"}
	}
	return explanation{"something failed", "the cause is not one that quarry knows", "press r to try again; --log FILE records details"}
}

// codeAuthentication is Cloudflare's "Authentication error", which it sends for
// a bad token and for a token without permission for the account alike.
const codeAuthentication = 10000

// codeUnauthorized is "Unauthorized to access requested resource", which does
// not tell a missing permission from another's account.
const codeUnauthorized = 9109

// beneath is the cause in brackets where [Error.Why] does not tell it anyway.
func (e *Error) beneath() string {
	if e.Err == nil || e.Status == 0 && e.Message.Empty() {
		return ""
	}
	return " (" + safe.PrintMax(e.Err.Error(), 200) + ")"
}

// wait says how long to wait, in the words of the screen.
func (e *Error) wait() string {
	if e.RetryAfter <= 0 {
		return "five minutes"
	}
	if e.RetryAfter >= 2*time.Minute {
		return fmt.Sprintf("%d min", int(e.RetryAfter.Round(time.Minute)/time.Minute))
	}
	return fmt.Sprintf("%d s", int(e.RetryAfter.Round(time.Second)/time.Second))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
