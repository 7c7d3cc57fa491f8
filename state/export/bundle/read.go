package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// Error is why a file is no bundle that can be imported. Its text holds no text
// of the file.
type Error struct {
	Line   int // counted from 1; 0 where it is about the whole
	Reason string
}

// Error is one line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Reason
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// Read reads a bundle and checks all of it. now is the present: what is dated
// later is refused, as it would win over every change to come. An error is an
// [*Error], or that of r.
func Read(r io.Reader, now time.Time) (Bundle, error) { return read(r, now, MaxSize) }

func read(r io.Reader, now time.Time, most int) (Bundle, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return Bundle{}, err
	case len(text) > most:
		return Bundle{}, &Error{Reason: fmt.Sprintf("it is larger than a bundle may be (%d MiB)", most>>20)}
	}
	lines, err := split(text)
	if err != nil {
		return Bundle{}, err
	}
	in := newReader(now)
	for n, l := range lines {
		if err := in.line(l, n == 0); err != nil {
			return Bundle{}, &Error{Line: n + 1, Reason: err.Error()}
		}
	}
	if in.counted() != in.end {
		return Bundle{}, &Error{Line: len(lines), Reason: "its count of what is above is wrong"}
	}
	return in.b, nil
}

// split checks the hash in the last line and returns the lines, decoded no
// further. Nothing else is looked at before it is known that all is there.
func split(text []byte) ([][]byte, error) {
	broken := &Error{Reason: "it is cut off or no bundle: its last line has no sum of the rest; ask for it again"}
	if len(text) == 0 || text[len(text)-1] != '\n' {
		return nil, broken
	}
	if most := 3*MaxItems + 2; bytes.Count(text, []byte("\n")) > most {
		return nil, &Error{Reason: fmt.Sprintf("it has more than %d lines", most)}
	}
	lines := bytes.Split(text[:len(text)-1], []byte("\n"))
	last := lines[len(lines)-1]
	var l line
	if json.Unmarshal(last, &l) != nil || l.End == nil {
		return nil, broken
	}
	if sum(text[:len(text)-1-len(last)]) != l.End.SHA256 {
		return nil, &Error{Reason: "it was damaged or changed: its contents do not have the SHA-256 in its last line; ask for it again"}
	}
	return lines, nil
}

type reader struct {
	b      Bundle
	latest time.Time
	end    end
	ended  bool
	nodes  map[investigation.ID]bool
	judged map[indicator.Indicator]bool
	asked  map[string]bool
}

func newReader(now time.Time) *reader {
	return &reader{
		latest: now.Add(24 * time.Hour), // clocks differ
		nodes:  map[investigation.ID]bool{}, judged: map[indicator.Indicator]bool{}, asked: map[string]bool{},
	}
}

func (r *reader) counted() end {
	return end{len(r.b.Case.Nodes), len(r.b.Case.Judgements), len(r.b.Answers), r.end.SHA256}
}

// line takes one line. Errors name what is wrong and repeat nothing of it.
func (r *reader) line(text []byte, first bool) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return fmt.Errorf("it is no line of a bundle")
	}
	switch {
	case r.ended:
		return fmt.Errorf("something follows the end")
	case (l.Head != nil) != first:
		return fmt.Errorf("the first line, and no other, says what the file is")
	case l.Head != nil:
		return r.head(*l.Head)
	case l.Node != nil:
		return r.node(*l.Node)
	case l.Judgement != nil:
		return r.judgement(*l.Judgement)
	case l.Answer != nil:
		return r.answer(*l.Answer)
	case l.End != nil:
		r.end, r.ended = *l.End, true
	}
	return nil // a kind of line that came later, within the version
}

func (r *reader) head(h head) error {
	switch {
	case h.Format != Format:
		return fmt.Errorf("it is no bundle of quarry; name a file that quarry export --format bundle wrote")
	case h.Version > Version:
		return fmt.Errorf("it was written by a newer quarry (version %d, this one reads %d); use the newer one", h.Version, Version)
	case h.Version < 1:
		return fmt.Errorf("it names no version; ask whoever made the file for another")
	case h.ID.IsZero():
		return fmt.Errorf("the case has no ID")
	case !investigation.TLP(h.TLP).Valid():
		return fmt.Errorf("the case has no TLP marking of version 2.0; ask whoever made the file for another")
	}
	if err := firstOf(r.when("the case's beginning", h.Created), r.when("the case's last change", h.Changed),
		r.when("the export", h.ExportedAt), long("name", h.Name, maxName), long("user's name", h.By, maxName)); err != nil {
		return err
	}
	r.b.ExportedAt, r.b.By = h.ExportedAt.UTC(), h.By
	r.b.Case = investigation.Investigation{
		ID: h.ID, Name: h.Name, TLP: investigation.TLP(h.TLP), Created: h.Created.UTC(), Changed: h.Changed.UTC(),
	}
	return nil
}

func (r *reader) node(n node) error {
	i, err := about(n.Indicator, n.Question, n.Endpoint)
	if err != nil {
		return err
	}
	switch {
	case len(r.b.Case.Nodes) == MaxItems:
		return fmt.Errorf("there are more than %d questions", MaxItems)
	case n.ID.IsZero() || r.nodes[n.ID]:
		return fmt.Errorf("the question has no ID of its own")
	case !n.Parent.IsZero() && !r.nodes[n.Parent]:
		return fmt.Errorf("the question was reached from one that is not above it")
	case n.Calls < 0 || n.Calls > 1_000_000 || n.Rows < -1:
		return fmt.Errorf("a count is out of range")
	case n.SHA256 != "" && !isSum(n.SHA256):
		return fmt.Errorf("the hash is no SHA-256")
	}
	if err := firstOf(step(n.Question, n.Endpoint, i), r.when("the question", n.Asked), r.when("its change", n.Changed),
		r.maybe("its answer", n.FetchedAt), long("user's name", n.By, maxName)); err != nil {
		return err
	}
	r.nodes[n.ID] = true
	r.b.Case.Nodes = append(r.b.Case.Nodes, investigation.Node{
		ID: n.ID, Parent: n.Parent, Question: n.Question, Endpoint: n.Endpoint, Indicator: i,
		Asked: n.Asked.UTC(), FetchedAt: n.FetchedAt.UTC(), Calls: n.Calls, SHA256: n.SHA256, Rows: n.Rows,
		By: n.By, Changed: n.Changed.UTC(),
	})
	return nil
}

func (r *reader) judgement(j judgement) error {
	i, err := canonical(j.Indicator)
	if err != nil {
		return err
	}
	switch {
	case len(r.b.Case.Judgements) == MaxItems:
		return fmt.Errorf("there are more than %d judgements", MaxItems)
	case r.judged[i]:
		return fmt.Errorf("an indicator is judged twice")
	case !investigation.Verdict(j.Verdict).Valid():
		return fmt.Errorf("there is no such verdict")
	}
	if err := firstOf(r.when("the judgement", j.Changed), long("comment", j.Comment, MaxComment),
		long("user's name", j.By, maxName)); err != nil {
		return err
	}
	r.judged[i] = true
	r.b.Case.Judgements = append(r.b.Case.Judgements, investigation.Judgement{
		Indicator: i, Verdict: investigation.Verdict(j.Verdict), Comment: j.Comment, Starred: j.Starred,
		By: j.By, Changed: j.Changed.UTC(),
	})
	return nil
}

func (r *reader) answer(a answer) error {
	i, err := about(a.Indicator, a.Question, a.Endpoint)
	if err != nil {
		return err
	}
	body := a.body()
	switch {
	case len(r.b.Answers) == MaxItems:
		return fmt.Errorf("there are more than %d answers", MaxItems)
	case r.asked[a.Question]:
		return fmt.Errorf("a question is answered twice")
	case a.Status < 100 || a.Status > 599:
		return fmt.Errorf("the status is no HTTP status")
	case a.Calls < 0 || a.Calls > 1_000_000:
		return fmt.Errorf("a count is out of range")
	case a.Body != "" && a.Bytes != nil:
		return fmt.Errorf("the answer has two bodies")
	case sum(body) != a.SHA256:
		return fmt.Errorf("the answer does not have the SHA-256 that it names")
	}
	by := ""
	if a.Origin != nil {
		by = a.Origin.By
	}
	if err := firstOf(question(a.Question, a.Endpoint, i), r.when("the answer", a.FetchedAt), long("user's name", by, maxName)); err != nil {
		return err
	}
	r.asked[a.Question] = true
	r.b.Answers = append(r.b.Answers, Answer{
		Question: a.Question, Endpoint: a.Endpoint, Indicator: i, Status: a.Status,
		FetchedAt: a.FetchedAt.UTC(), Calls: a.Calls, Body: body, Origin: a.Origin,
	})
	return nil
}
