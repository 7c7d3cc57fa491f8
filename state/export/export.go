// Package export is what leaves quarry when a case is handed on: the material
// that every format is made of, and the rules that they share. The formats are
// the packages below it.
//
// It is pure: what a case holds and what the answers said is given to it as
// plain data, and a format writes to an [io.Writer]. The same case written twice
// differs in the time of writing and in nothing else, identifiers included.
//
// Everything in a case is text from outside, analysts' comments and names too.
// A format keeps it exact where a program reads it, and passes it through
// views/safe where a person does.
package export

import (
	"encoding/json"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

// Case is an investigation with what its answers said, at the time of export.
// The pruned part of it is in no format.
type Case struct {
	investigation.Investigation
	// Part is how much of the case this is; [Case.Narrow] makes that of [IOCs].
	Part Part
	// Evidence is what was answered, by node. A node without an answer has none.
	Evidence map[investigation.ID]Evidence
	// At is the time of export, in UTC.
	At time.Time
	// met are, in a part, the answers of the whole in which its indicators were met.
	met map[indicator.Indicator][]Met
}

// Evidence is what one answer said, as plain data.
type Evidence struct {
	// Title names the kind of record in a few words, without its subject:
	// "Passive DNS".
	Title string
	// Source is the request as it was sent, without host, account and token:
	// "GET intel/ip?ipv4=192.0.2.44"; of what was put together of several lists, the
	// requests for these.
	Source string
	// About are what a question about several at once was about. Its node names no
	// indicator.
	About []indicator.Indicator
	// FetchedAt is when the answer came, in UTC.
	FetchedAt time.Time
	// Imported are those of its answers that somebody else has fetched. Where it
	// is put together of more than they are, the rest is one's own.
	Imported []Import
	// Answers is how many answers it is put together of.
	Answers int
	// Facts are what is said of the record as a whole.
	Facts []string
	// Fields are the record as labelled values; nil where it has none.
	Fields []Field
	// Header and Rows are the record's table with exact values; nil where it has
	// none. Total is how many rows there are in all by the server's count, where
	// that is more than are here.
	Header []string
	Rows   [][]string
	Total  int
	// Record is the decoded answer, as the command line's get --json has it; nil
	// where it could not be read.
	Record json.RawMessage
	// Missing says why nothing is known of the answer; empty where it is.
	Missing string
	// Links are the relations between indicators that the answer states.
	Links []Link
	// Names are the provider's own STIX identifiers of indicators.
	Names []Named
	// Registration is who registered the subject, where the answer says so.
	Registration *Registration
}

// Import is where answers came from that were fetched elsewhere.
type Import struct {
	// By is who has fetched them, as the bundle said that they came in; it may be
	// empty.
	By string
	// At is when they were imported, in UTC.
	At time.Time
	// Answers counts them.
	Answers int
}

// Field is a labelled value of a record.
type Field struct {
	// Head makes it a heading; it has a Label then and nothing else.
	Head bool
	// Label is empty where the value goes on with the one above.
	Label string
	// Value is the exact text.
	Value string
	// Indicator is what Value names or begins with; zero for other values.
	Indicator indicator.Indicator
}

// Link is a relation that an answer states: From resolves to, or belongs to, To.
type Link struct {
	Type     LinkType
	From, To indicator.Indicator
	// First and Last bound the time of which it is stated; zero where that is
	// not said.
	First, Last time.Time
}

// LinkType is a word of the STIX 2.1 vocabulary for relationships.
type LinkType string

// The types. RelatedTo says that an analyst went from the one to the other.
const (
	ResolvesTo LinkType = "resolves-to"
	BelongsTo  LinkType = "belongs-to"
	RelatedTo  LinkType = "related-to"
)

// Named is an indicator with the identifier that the provider has for it.
type Named struct {
	Indicator indicator.Indicator
	ID        string
}

// Registration is what a WHOIS record says of a domain in a few words.
type Registration struct {
	Registrar, Email string
	Created          time.Time // UTC; zero where unknown
}

// Title is what the export is called: as the case is, and that it is not all of it.
// A part of a case without a name is called by what is in the part.
func (c Case) Title() string {
	title := c.Summary().Called(safe.Show)
	if c.Part == IOCs {
		title += " (IOCs)"
	}
	return title
}

// Of is the evidence of a node; it says so where there is none.
func (c Case) Of(n investigation.Node) Evidence {
	e, ok := c.Evidence[n.ID]
	if !ok {
		e.Missing = "no answer is kept"
	}
	return e
}
