// Package investigation is what an analyst has done, why, and with what result:
// the trail of questions as a tree, and what was judged of the indicators that
// were met. It is pure: no clock, no disk, no screen.
//
// An [Investigation] is a value that is read, merged and handed on. A [Notebook]
// is one that is being worked on: it finds what it is asked for without a
// search, and takes changes back.
//
// Names, comments and everything in a file from a colleague are text from
// outside: they are kept exactly, and whoever shows them has to make them safe.
package investigation

import (
	"slices"
	"time"

	"quarry/state/indicator"
)

// Investigation is everything that was done in one case. It is a value: whoever
// holds one may read it for as long as they like, and changes none of its slices.
type Investigation struct {
	ID ID
	// Name is given by the analyst; empty until then.
	Name string
	// TLP is how far it may be passed on.
	TLP TLP
	// Created is when the first question was asked, and Changed when the name
	// or the marking was last set, which is what Merge goes by. All times are in
	// UTC. [Investigation.Last] is when anything last changed.
	Created, Changed time.Time
	// Account is the Cloudflare account that the questions were put to.
	Account string
	// Nodes are the questions in the order asked.
	Nodes []Node
	// Judgements are one an indicator, in the order of their indicators.
	Judgements []Judgement
}

// Node is a question that was opened, and how one came to it.
type Node struct {
	ID ID
	// Parent is the node from which it was opened; zero for one that was entered.
	Parent ID
	// Question is its canonical text, by which the store finds the answer.
	Question  string
	Endpoint  string
	Indicator indicator.Indicator
	// Asked is when it was opened.
	Asked time.Time
	// FetchedAt is when the answer that was shown came; zero where none did.
	FetchedAt time.Time
	// Calls is what it cost when it was opened; 0 for what was known.
	Calls int
	// SHA256 is the hash of the answer's body in hex; empty where there is none.
	SHA256 string
	// Rows is how many rows a list had, -1 where the answer is no list.
	Rows int
	// Pruned nodes are kept, and shown and exported nowhere.
	Pruned bool
	// By is the user who asked.
	By string
	// Changed is when the node last changed: of two writes the later wins.
	Changed time.Time
}

// Judgement is what an analyst thinks of an indicator.
type Judgement struct {
	Indicator indicator.Indicator
	Verdict   Verdict
	Comment   string
	Starred   bool
	// By is who said so last.
	By string
	// Changed is when: of two writes the later wins.
	Changed time.Time
}

// Blank reports whether nothing is said: what is left when a judgement was
// taken back.
func (j Judgement) Blank() bool { return j.Verdict == "" && j.Comment == "" && !j.Starred }

// Verdict is a word for an indicator; empty where none was given.
type Verdict string

// The verdicts. Unknown is one, too: it was looked at, and could not be told.
const (
	Malicious  Verdict = "malicious"
	Suspicious Verdict = "suspicious"
	Benign     Verdict = "benign"
	Unknown    Verdict = "unknown"
)

// Verdicts lists the verdicts, the worst first.
func Verdicts() []Verdict { return []Verdict{Malicious, Suspicious, Benign, Unknown} }

// Valid reports whether v is one of the verdicts, or none.
func (v Verdict) Valid() bool {
	return v == "" || slices.Contains(Verdicts(), v)
}

// Rank orders verdicts, the worst first; what is none of them comes last.
func (v Verdict) Rank() int {
	if n := slices.Index(Verdicts(), v); n >= 0 {
		return n
	}
	return len(Verdicts())
}

// Last is when anything of the investigation last changed.
func (i Investigation) Last() time.Time {
	last := i.Changed
	for _, n := range i.Nodes {
		last = later(last, n.Changed)
	}
	for _, j := range i.Judgements {
		last = later(last, j.Changed)
	}
	return last
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
