package api

import (
	"context"
	"time"

	"quarry/state/indicator"
)

// Freshness says whether an answer that is already known will do.
type Freshness uint8

const (
	// Known takes what is at hand and asks the network only for the rest.
	Known Freshness = iota
	// Fresh asks the network even for what is at hand.
	Fresh
)

// Source answers questions. Sources are layers with one shape: the shelf of
// known answers, the flight that asks equal questions once, the client.
//
// Ask returns an error of type [*Error]. The answer is filled as far as it came
// even then, so that the raw body of a refusal can be read. Ask gives up when
// ctx ends, but what was sent by then is paid for: it goes on in the background
// and its answer is kept.
type Source interface {
	Ask(ctx context.Context, q Query, f Freshness) (Answer, error)
}

// Shelf keeps answers that were paid for. It is safe for concurrent use and
// fast enough to be asked while a frame is drawn.
type Shelf interface {
	// Known returns the answer to q if it is at hand, with Known set. It may
	// be one that says that nothing is known (status 404).
	Known(q Query) (Answer, bool)
	// Fetched returns when the answer to q at hand was fetched, without its
	// body.
	Fetched(q Query) (time.Time, bool)
	// Held returns the questions of an endpoint about an indicator, alone or
	// among others, whose answers are at hand, in no order. The slice must not
	// be changed.
	Held(e Endpoint, i indicator.Indicator) []Query
	// Keep puts an answer on the shelf.
	Keep(a Answer)
}

// Price is what one question costs now.
type Price struct {
	// Calls is 1 for a question that must be sent, 0 for a known one.
	Calls int
	// FetchedAt is when a known answer was fetched.
	FetchedAt time.Time
}

// PriceOf looks a question up on the shelf and returns its price.
func PriceOf(s Shelf, q Query) Price {
	if at, ok := s.Fetched(q); ok {
		return Price{FetchedAt: at}
	}
	return Price{Calls: 1}
}

// Traffic is what the client has sent and what it is waiting for.
type Traffic struct {
	// Calls counts the requests to intelligence endpoints that were sent
	// since the program's start, retries included.
	Calls int
	// InFlight and Queued count requests under way and waiting for a place.
	InFlight, Queued int
	// RateLeft is what the Ratelimit header last said is left of the window;
	// negative while nothing is known.
	RateLeft int
	// Quota is the account's month.
	Quota Quota
	// Waits are the retries that are being waited for, by question.
	Waits map[Query]Wait
}

// Wait is a pause before a request is tried again.
type Wait struct {
	Until time.Time
	// Cause is why, as the error of the try that failed.
	Cause *Error
	// Try is the number of the coming try, counted from 1.
	Try int
}

// Sighting is where an indicator was met before.
type Sighting struct {
	// First and Last are when answers about it, or that mention it, came.
	First, Last time.Time
	// Endpoint and Indicator are the question in whose answer it was first
	// met; Indicator is the one itself where it was asked about, and empty
	// where that was a question about several.
	Endpoint  Endpoint
	Indicator string
	// Answers counts the answers.
	Answers int
}

// Memory tells what was met before, in earlier runs too. It is safe for
// concurrent use and fast enough to be asked while a frame is drawn.
type Memory interface {
	Seen(i indicator.Indicator) (Sighting, bool)
}

// Meter tells the traffic. It is safe for concurrent use.
type Meter interface {
	Traffic() Traffic
}
