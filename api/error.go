package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quarry/views/safe"
)

// Class says what kind of failure an error is, which decides what it means to
// the analyst, whether it is retried, and the exit code.
type Class uint8

const (
	Unclassified  Class = iota
	Cancelled           // the analyst left before it was sent
	Unknown             // --offline, and the answer is not known
	NoToken             // no token was given
	NoAccount           // no account was given and none could be chosen
	Unreachable         // name lookup, connection, or a reset
	TimedOut            // no complete answer within the time limit
	Insecure            // TLS could not be verified
	Redirected          // the server sent elsewhere; quarry does not follow
	TooLarge            // the body passed the limit
	Malformed           // the body is not what the endpoint sends
	ServerFault         // 5xx
	RateLimited         // 429
	QuotaSpent          // error 10403: the month's calls are used up
	BudgetSpent         // --budget: this run may send no more
	HeldBack            // not sent without asking: the reserve, or a month that is spent
	BadToken            // the token is not valid
	ExpiredToken        // the token has expired, or is not valid yet
	DisabledToken       // the token is switched off
	Forbidden           // the token lacks a permission
	WrongAccount        // the account does not exist or is not the token's
	NotEntitled         // the account's plan lacks the feature
	NotFound            // Cloudflare knows nothing of it
	Rejected            // the server refused the question itself
)

// Error is a failed question. Its texts are safe to show.
type Error struct {
	Class Class
	Query Query
	// Status is the HTTP status, 0 where no answer came.
	Status int
	// Code is Cloudflare's own error code, 0 where none was given.
	Code int
	// Message is what the server said.
	Message safe.Raw
	// RetryAfter is how long the server asked to wait; 0 when it did not.
	RetryAfter time.Duration
	// Paced says of RateLimited that nothing was refused: quarry itself waits,
	// to stay below the limit.
	Paced bool
	// Tries is how often it was tried, whether or not a request could be sent.
	Tries int
	// Sent tells whether the server may have got one of them.
	Sent bool
	// Calls is what they cost, as it stands in the ledger.
	Calls int
	// Permission is the one that the call needs, "Account › Intel › Read".
	Permission string
	// Limit is the limit that was passed: "30 s", "16 MiB", "5 calls"; of
	// HeldBack the whole reason.
	Limit string
	// Err is what lies beneath.
	Err error
}

// Error is one line: what failed, why, what to do.
func (e *Error) Error() string {
	return e.What() + ": " + e.Why() + "; " + e.Next()
}

// Unwrap returns what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

// What names the failure in a few words.
func (e *Error) What() string { return e.explain(plain()).what }

// Why says what caused it, as far as it is known: [Error.Cause] and, where there
// are any, [Error.Details].
func (e *Error) Why() string {
	if details := e.Details(); details != "" {
		return e.Cause() + "; " + details
	}
	return e.Cause()
}

// Cause says what caused it, in words for the analyst.
func (e *Error) Cause() string { return e.explain(plain()).why }

// Details are what else is known, for whoever has to look into it: the server's
// own words and numbers, how often it was tried, and what that cost. It may be
// empty.
func (e *Error) Details() string {
	var parts []string
	if said := e.said(); said != "" {
		parts = append(parts, said)
	}
	if e.Tries > 1 {
		parts = append(parts, fmt.Sprintf("tried %d times", e.Tries))
	}
	switch {
	case e.Calls == 1:
		parts = append(parts, "counted as 1 call")
	case e.Calls > 1:
		parts = append(parts, fmt.Sprintf("counted as %d calls", e.Calls))
	}
	return strings.Join(parts, "; ")
}

// Next says what the analyst can do, without a word about how that is done
// where the error is shown; see [Error.NextIn].
func (e *Error) Next() string { return e.NextIn(plain()) }

// NextIn is [Error.Next] in the words of a place.
func (e *Error) NextIn(w Wording) string { return e.explain(w).next }

// said is the server's own words with the numbers that its support asks for.
func (e *Error) said() string {
	var b strings.Builder
	if e.Status != 0 {
		fmt.Fprintf(&b, "HTTP %d", e.Status)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, " code %d", e.Code)
	}
	if !e.Message.Empty() {
		b.WriteString(` "` + e.Message.Cut(200) + `"`)
	} else if e.Err != nil && e.Status == 0 && e.Class != Rejected && e.Class != Cancelled { // the cause tells these
		b.WriteString(safe.PrintMax(e.Err.Error(), 200))
	}
	return strings.TrimSpace(b.String())
}

// ClassOf returns the class of any error; that of nil is Unclassified.
func ClassOf(err error) Class {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Class
	case errors.Is(err, context.Canceled):
		return Cancelled
	case errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	}
	return Unclassified
}

// AsError returns err as an [*Error], wrapping what is not one.
func AsError(err error, q Query) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Class: ClassOf(err), Query: q, Err: err}
}
