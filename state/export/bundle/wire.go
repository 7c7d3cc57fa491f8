package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
	"unicode/utf8"

	"quarry/state/investigation"
)

// line is one line: the one of its members that it is about.
type line struct {
	Head      *head      `json:"head,omitempty"`
	Node      *node      `json:"node,omitempty"`
	Judgement *judgement `json:"judgement,omitempty"`
	Answer    *answer    `json:"answer,omitempty"`
	End       *end       `json:"end,omitempty"`
}

type head struct {
	Format     string           `json:"format"`
	Version    int              `json:"version"`
	ExportedAt time.Time        `json:"exported_at"`
	By         string           `json:"exported_by"`
	ID         investigation.ID `json:"id"`
	Name       string           `json:"name"`
	TLP        string           `json:"tlp"`
	Created    time.Time        `json:"created_at"`
	Changed    time.Time        `json:"changed_at"`
}

type node struct {
	ID        investigation.ID `json:"id"`
	Parent    investigation.ID `json:"parent"`
	Question  string           `json:"question"`
	Endpoint  string           `json:"endpoint"`
	Indicator string           `json:"indicator"`
	Asked     time.Time        `json:"asked_at"`
	FetchedAt time.Time        `json:"fetched_at,omitzero"`
	Calls     int              `json:"calls"`
	SHA256    string           `json:"sha256,omitempty"`
	Rows      int              `json:"rows"`
	By        string           `json:"by"`
	Changed   time.Time        `json:"changed_at"`
}

type judgement struct {
	Indicator string    `json:"indicator"`
	Verdict   string    `json:"verdict"`
	Comment   string    `json:"comment"`
	Starred   bool      `json:"starred"`
	By        string    `json:"by"`
	Changed   time.Time `json:"changed_at"`
}

type answer struct {
	Question  string    `json:"question"`
	Endpoint  string    `json:"endpoint"`
	Indicator string    `json:"indicator"`
	Status    int       `json:"status"`
	FetchedAt time.Time `json:"fetched_at"`
	Calls     int       `json:"calls"`
	Origin    *Origin   `json:"origin,omitempty"`
	SHA256    string    `json:"sha256"`
	// Body is the body where it is UTF-8, Bytes where it is not.
	Body  string `json:"body,omitempty"`
	Bytes []byte `json:"body_base64,omitempty"`
}

type end struct {
	Nodes      int    `json:"nodes"`
	Judgements int    `json:"judgements"`
	Answers    int    `json:"answers"`
	SHA256     string `json:"sha256"`
}

func nodeLine(n investigation.Node) line {
	return line{Node: &node{
		ID: n.ID, Parent: n.Parent, Question: n.Question, Endpoint: n.Endpoint, Indicator: n.Indicator.String(),
		Asked: n.Asked.UTC(), FetchedAt: n.FetchedAt.UTC(), Calls: n.Calls, SHA256: n.SHA256, Rows: n.Rows,
		By: n.By, Changed: n.Changed.UTC(),
	}}
}

func judgementLine(j investigation.Judgement) line {
	return line{Judgement: &judgement{
		Indicator: j.Indicator.String(), Verdict: string(j.Verdict), Comment: j.Comment, Starred: j.Starred,
		By: j.By, Changed: j.Changed.UTC(),
	}}
}

func answerLine(a Answer) line {
	wire := &answer{
		Question: a.Question, Endpoint: a.Endpoint, Indicator: a.Indicator.String(), Status: a.Status,
		FetchedAt: a.FetchedAt.UTC(), Calls: a.Calls, Origin: a.Origin, SHA256: sum(a.Body),
	}
	if utf8.Valid(a.Body) {
		wire.Body = string(a.Body)
	} else {
		wire.Bytes = a.Body
	}
	return line{Answer: wire}
}

func (a answer) body() []byte {
	if a.Bytes != nil {
		return a.Bytes
	}
	return []byte(a.Body)
}

// sum is a SHA-256 in hex.
func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
