package api

import (
	"errors"
	"fmt"
	"time"

	"quarry/views/safe"
)

// Wording is how the place where a failure is shown calls what can be done
// about it there.
type Wording struct {
	// Again asks anew, as an imperative: "press r", "run it again".
	Again string
	// Raw tells where the raw answer can be read: "J shows the raw answer".
	Raw string
}

// plain is the wording where no place is known, as in a log.
func plain() Wording { return Wording{Again: "ask again", Raw: "the raw answer tells more"} }

// OtherSubject lies beneath an error of class Malformed where the answer is a
// good one, but about another indicator than the one asked.
type OtherSubject struct{ About safe.Raw }

// Error implements error.
func (o *OtherSubject) Error() string {
	return "the answer is about " + o.About.Cut(100)
}

// ErrWebPage lies beneath an error of class Malformed where something between
// here and Cloudflare has answered with a page of its own.
var ErrWebPage = errors.New("a web page came instead of JSON")

// explanation is what a class of error means to the analyst.
type explanation struct{ what, why, next string }

// explain is the one place where failures are put into words: what happened,
// why, what to do next. Different causes get different instructions.
func (e *Error) explain(w Wording) explanation {
	switch e.Class {
	case Cancelled, Unknown, BudgetSpent, HeldBack, NoToken, NoAccount:
		return e.explainUnsent(w)
	case BadToken, ExpiredToken, DisabledToken, Forbidden, WrongAccount, NotEntitled:
		return e.explainAccess()
	case Unreachable, TimedOut, Insecure, Redirected, TooLarge, Malformed, ServerFault:
		return e.explainNetwork(w)
	case RateLimited:
		if e.Paced {
			return explanation{"quarry holds back", "Cloudflare takes 1,200 requests in 5 minutes, and quarry keeps below that by itself; nothing was refused", "wait, it goes on by itself; leaving costs nothing"}
		}
		return explanation{"rate limit reached", "more than 1,200 requests in 5 minutes for this user or token", "wait " + e.wait() + ", then " + w.Again}
	case QuotaSpent:
		return explanation{"the month's calls are spent", "the account's quota of intelligence calls is used up (a quota, not a permission)", "wait for the next month or ask for a larger plan; what is known still opens"}
	case NotFound:
		return explanation{"nothing known", "Cloudflare has no record of this", "try another endpoint or indicator; later, " + w.Again}
	case Rejected:
		return e.explainRejected(w)
	}
	return explanation{"something failed", "the cause is not one that quarry knows", w.Again + "; --log FILE records details"}
}

// explainUnsent is for questions that quarry did not send.
func (e *Error) explainUnsent(w Wording) explanation {
	switch e.Class {
	case Cancelled:
		return explanation{"cancelled", "the view was left before the request was sent; nothing was spent", "open it again"}
	case Unknown:
		return explanation{"not known", "quarry is offline and this was not fetched before", "start without --offline to ask for it"}
	case BudgetSpent:
		return explanation{"the budget is spent", "this run has sent the " + orElse(e.Limit, "calls") + " that --budget allows; nothing more was sent", "start again with a larger --budget; what is known still opens"}
	case HeldBack:
		return explanation{"not sent without asking", orElse(e.Limit, "it would be taken from the reserve") + "; nothing was sent", w.Again + ", and say yes when it asks; what is known still opens"}
	case NoToken:
		return explanation{"no API token", "CLOUDFLARE_API_TOKEN is not set", "create a token with Account › Intel › Read and export it, or try quarry --demo"}
	}
	return explanation{"no account", "CLOUDFLARE_ACCOUNT_ID is not set", "set it to the 32 hex digits of the account, or pass --account; quarry auth check lists the token's accounts"}
}

// explainAccess is for questions that the token or the account may not ask.
func (e *Error) explainAccess() explanation {
	const addIt = "the permission in the dashboard: My Profile › API Tokens"
	lacks := "the token lacks " + orElse(e.Permission, "Account › Intel › Read")
	switch e.Class {
	case BadToken:
		if e.Code == codeAuthentication {
			return explanation{"the token is not accepted", "Cloudflare does not know this token, or the token may not use this account", "run quarry auth check, which tells the two apart; then correct CLOUDFLARE_API_TOKEN or CLOUDFLARE_ACCOUNT_ID"}
		}
		return explanation{"the token is not valid", "Cloudflare does not know this token", "check CLOUDFLARE_API_TOKEN for missing characters, or create a new token; quarry auth check tells more"}
	case ExpiredToken:
		return explanation{"the token is not valid now", "it has expired, or its time has not begun", "renew it in the dashboard: My Profile › API Tokens"}
	case DisabledToken:
		return explanation{"the token is disabled", "it was switched off in the dashboard", "enable it: My Profile › API Tokens"}
	case WrongAccount:
		return explanation{"wrong account", "the account does not exist, or is not one of the token's", "check CLOUDFLARE_ACCOUNT_ID; quarry auth check lists the token's accounts"}
	case NotEntitled:
		return explanation{"not in this plan", "the account's plan does not include this endpoint", "ask whoever runs the account; other endpoints still work"}
	}
	switch e.Code {
	case codeAuthentication:
		return explanation{"permission missing", lacks + " for this account, or is not valid any more", "add " + addIt + "; quarry auth check tells whether the token is valid"}
	case codeUnauthorized:
		return explanation{"permission missing", lacks + ", or the account is not one of the token's", "run quarry auth check, which lists the token's accounts; add " + addIt}
	}
	return explanation{"permission missing", lacks + " for this account", "add " + addIt}
}

// explainRejected is for questions that were refused for what they ask.
func (e *Error) explainRejected(w Wording) explanation {
	if e.Status == 0 {
		why := "it was not sent, nothing was spent"
		if e.Err != nil {
			why = safe.PrintMax(e.Err.Error(), 200) + "; " + why
		}
		return explanation{"the question cannot be asked", why, "choose another endpoint or indicator"}
	}
	why := "the server did not accept the request"
	n := e.Query.Names.Len()
	if n > 1 {
		why += fmt.Sprintf(" with its %d names", n)
	}
	if e.Message.Empty() && e.Code == 0 {
		why += " and gives no reason"
	}
	if n > 1 {
		return explanation{"the question was refused", why, "ask about fewer names at once, since how many the server takes is not documented; " + w.Raw}
	}
	return explanation{"the question was refused", why, w.Raw + "; if the indicator is right, report it as a defect of quarry"}
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
