// Package document writes a case as one JSON document. It is described in
// docs/export.md, with a JSON schema beside it; the form is stable.
package document

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

// Format and Version are the first members of a document. Members may be added
// within a version; none is renamed or removed.
const (
	Format  = "quarry case"
	Version = 1
)

type document struct {
	Format     string     `json:"format"`
	Version    int        `json:"version"`
	ExportedAt string     `json:"exported_at"`
	TLP        string     `json:"tlp"`
	Part       string     `json:"part"`
	Case       head       `json:"case"`
	Indicators []subject  `json:"indicators"`
	Trail      []node     `json:"trail"`
	Relations  []relation `json:"relations"`
	Evidence   []evidence `json:"evidence"`
}

type head struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Created string `json:"created_at"`
	Changed string `json:"changed_at"`
}

type subject struct {
	Indicator string  `json:"indicator"`
	Kind      string  `json:"kind"`
	Verdict   string  `json:"verdict"`
	Comment   string  `json:"comment"`
	Starred   bool    `json:"starred"`
	JudgedBy  string  `json:"judged_by"`
	JudgedAt  *string `json:"judged_at"`
	FirstSeen *string `json:"first_seen"`
	LastSeen  *string `json:"last_seen"`
	From      []met   `json:"from"`
}

type origin struct {
	Endpoint  string `json:"endpoint"`
	Indicator string `json:"indicator"`
}

type met struct {
	origin
	FetchedAt *string `json:"fetched_at"`
	FirstSeen *string `json:"first_seen"`
	LastSeen  *string `json:"last_seen"`
}

type node struct {
	ID        string  `json:"id"`
	Parent    *string `json:"parent"`
	Depth     int     `json:"depth"`
	Question  string  `json:"question"`
	Endpoint  string  `json:"endpoint"`
	Indicator string  `json:"indicator"`
	Kind      string  `json:"kind"`
	AskedAt   string  `json:"asked_at"`
	AskedBy   string  `json:"asked_by"`
	FetchedAt *string `json:"fetched_at"`
	Calls     int     `json:"calls"`
	SHA256    *string `json:"sha256"`
	Rows      *int    `json:"rows"`
}

type relation struct {
	Type    string  `json:"type"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	First   *string `json:"first"`
	Last    *string `json:"last"`
	KnownAt string  `json:"known_at"`
	By      origin  `json:"by"`
}

type evidence struct {
	Node      string          `json:"node"`
	Title     string          `json:"title"`
	Source    string          `json:"source"`
	FetchedAt *string         `json:"fetched_at"`
	Answers   int             `json:"answers"`
	Imported  []imported      `json:"imported"`
	Missing   *string         `json:"missing"`
	Facts     []string        `json:"facts"`
	Header    []string        `json:"header"`
	Rows      [][]string      `json:"rows"`
	Total     *int            `json:"total"`
	Record    json.RawMessage `json:"record"`
}

type imported struct {
	By      string `json:"by"`
	At      string `json:"at"`
	Answers int    `json:"answers"`
}

// Write writes the document. Characters that could act on a terminal or hide are
// written as \u escapes: it is harmless when shown, and exact when parsed.
func Write(w io.Writer, c export.Case) error {
	d := document{
		Format: Format, Version: Version, ExportedAt: stamp(c.At), TLP: c.TLP.String(), Part: part(c.Part),
		Case:       head{ID: c.ID.String(), Name: c.Name, Created: stamp(c.Created), Changed: stamp(c.Last())},
		Indicators: []subject{}, Trail: []node{}, Relations: []relation{}, Evidence: []evidence{},
	}
	subjects := c.Subjects()
	for _, s := range subjects {
		d.Indicators = append(d.Indicators, subjectOf(s))
	}
	places := c.Trail()
	for _, p := range places {
		parent := ""
		if p.Parent >= 0 {
			parent = places[p.Parent].Node.ID.String()
		}
		d.Trail = append(d.Trail, nodeOf(p, parent))
		d.Evidence = append(d.Evidence, evidenceOf(p.Node, c.Of(p.Node)))
	}
	for _, r := range c.Relations(subjects) {
		d.Relations = append(d.Relations, relation{
			Type: string(r.Type), From: r.From.String(), To: r.To.String(),
			First: maybe(r.First), Last: maybe(r.Last), KnownAt: stamp(r.At), By: originOf(r.By),
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // an & in a URL stays one
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return err
	}
	_, err := w.Write(safe.EscapeJSON(b.Bytes()))
	return err
}

// part is how much of the case it is, in one word.
func part(p export.Part) string {
	if p == export.IOCs {
		return "iocs"
	}
	return "case"
}

func subjectOf(s export.Subject) subject {
	one := subject{
		Indicator: s.Indicator.String(), Kind: kind(s.Indicator),
		Verdict: string(s.Judgement.Verdict), Comment: s.Judgement.Comment, Starred: s.Judgement.Starred,
		JudgedBy: s.Judgement.By, JudgedAt: maybe(s.Judgement.Changed),
		FirstSeen: maybe(s.First), LastSeen: maybe(s.Last), From: []met{},
	}
	for _, o := range s.From {
		one.From = append(one.From, met{originOf(o.Origin), maybe(o.FetchedAt), maybe(o.First), maybe(o.Last)})
	}
	return one
}

// kind is the word for the kind of an indicator; empty for that of a question about
// several, which names none.
func kind(i indicator.Indicator) string {
	if i.IsZero() {
		return ""
	}
	return strings.ToLower(i.Kind().String())
}

func originOf(o export.Origin) origin { return origin{o.Endpoint, o.Indicator.String()} }

func nodeOf(p investigation.Place, parent string) node {
	n := p.Node
	one := node{
		ID: n.ID.String(), Parent: text(parent), Depth: p.Depth,
		Question: n.Question, Endpoint: n.Endpoint,
		Indicator: n.Indicator.String(), Kind: kind(n.Indicator),
		AskedAt: stamp(n.Asked), AskedBy: n.By, FetchedAt: maybe(n.FetchedAt), Calls: n.Calls, SHA256: text(n.SHA256),
	}
	if n.Rows >= 0 {
		one.Rows = &n.Rows
	}
	return one
}

func evidenceOf(n investigation.Node, e export.Evidence) evidence {
	one := evidence{
		Node: n.ID.String(), Title: e.Title, Source: e.Source, FetchedAt: maybe(e.FetchedAt), Missing: text(e.Missing),
		Facts: e.Facts, Header: e.Header, Rows: e.Rows, Record: e.Record, Answers: e.Answers, Imported: []imported{},
	}
	for _, i := range e.Imported {
		one.Imported = append(one.Imported, imported{i.By, stamp(i.At), i.Answers})
	}
	if e.Total > 0 {
		one.Total = &e.Total
	}
	if one.Record == nil {
		one.Record = json.RawMessage("null")
	}
	return one
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func maybe(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}
