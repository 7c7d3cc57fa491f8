// Package bundle is the file by which a case is handed over whole: the trail,
// the judgements and the raw answers, so that it opens elsewhere without a call.
//
// It is text, one JSON object a line (docs/export.md). The last line has the
// SHA-256 of all before it, and each answer that of its body. They find what was
// damaged or cut off; they are no signature: who can change a bundle can make new
// ones. A bundle is data from outside like any other, and [Read] believes nothing
// of it: sizes, counts, times, identifiers and references are all checked before
// anything is returned.
package bundle

import (
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// Format and Version are in the first line. A reader takes its own version and
// those before it.
const (
	Format  = "quarry bundle"
	Version = 1
)

// The limits of a bundle, for writing and reading alike.
const (
	// MaxSize is that of the file in bytes, which is read into memory.
	MaxSize = 256 << 20
	// MaxItems is how many nodes, judgements and answers there may be of each.
	MaxItems = 200_000
	// MaxComment is the length of a comment in bytes.
	MaxComment = 64 << 10

	maxName     = 1 << 10
	maxQuestion = 16 << 10
	maxEndpoint = 64
)

// Bundle is what a file holds.
type Bundle struct {
	// Case has no pruned nodes and no account: both stay where they are.
	Case investigation.Investigation
	// ExportedAt and By are when it was made, and by which user.
	ExportedAt time.Time
	By         string
	// Answers are the raw answers, each question once.
	Answers []Answer
}

// Answer is a raw answer.
type Answer struct {
	// Question is its canonical text; it begins with Endpoint and Indicator.
	Question  string
	Endpoint  string
	Indicator indicator.Indicator
	// Status is the HTTP status.
	Status int
	// FetchedAt is when it came, Calls what it cost then.
	FetchedAt time.Time
	Calls     int
	// Body is what was received, exactly.
	Body []byte
	// Origin is where whoever made the bundle had got it; nil where they have
	// fetched it themselves.
	Origin *Origin
}

// Origin is where an answer came from first.
type Origin struct {
	// By is who fetched it, as the bundle that it came in said; it may be empty.
	By string `json:"by"`
}

// FetchedBy is who fetched an answer of the bundle.
func (b Bundle) FetchedBy(a Answer) string {
	if a.Origin != nil {
		return a.Origin.By
	}
	return b.By
}
