package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"

	"quarry/state/export"
	"quarry/state/investigation"
	"quarry/views/safe"
)

// Write writes the case with the raw answers given, under the name of who hands
// it over. What is pruned is left out, and so is what was judged of it. What it
// has written without an error, Read takes.
func Write(w io.Writer, c export.Case, by string, answers []Answer) error {
	return write(w, c, by, answers, MaxSize)
}

func write(w io.Writer, c export.Case, by string, answers []Answer, most int) error {
	out := &writer{w: w, sum: sha256.New(), most: most, reads: newReader(c.At)}
	out.line(line{Head: &head{
		Format: Format, Version: Version, ExportedAt: c.At.UTC(), By: by,
		ID: c.ID, Name: c.Name, TLP: string(c.TLP), Created: c.Created.UTC(), Changed: c.Changed.UTC(),
	}})
	var e end
	places := c.Trail()
	for _, p := range places {
		n := p.Node
		n.Parent = investigation.ID{}
		if p.Parent >= 0 {
			n.Parent = places[p.Parent].Node.ID // the nearest that is not pruned
		}
		out.line(nodeLine(n))
		e.Nodes++
	}
	for _, s := range c.Subjects() {
		if !s.Judgement.Blank() {
			out.line(judgementLine(s.Judgement))
			e.Judgements++
		}
	}
	for _, a := range answers {
		out.line(answerLine(a))
		e.Answers++
	}
	e.SHA256 = hex.EncodeToString(out.sum.Sum(nil))
	out.line(line{End: &e})
	return out.err
}

// writer writes lines until the first error. What it writes can be read: each
// line is put to a reader first.
type writer struct {
	w     io.Writer
	reads *reader
	sum   hash.Hash
	most  int
	size  int
	err   error
}

func (w *writer) line(l line) {
	if w.err != nil {
		return
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if w.err = enc.Encode(l); w.err != nil {
		return
	}
	text := safe.EscapeJSON(b.Bytes())
	if err := w.reads.line(text, w.size == 0); err != nil {
		w.err = fmt.Errorf("the case cannot be handed over as it is: %w", err)
		return
	}
	if w.size += len(text); w.size > w.most {
		w.err = fmt.Errorf("the case is larger than a bundle may be (%d MiB); fork the part that matters", w.most>>20)
		return
	}
	_, _ = w.sum.Write(text) // a hash takes everything
	_, w.err = w.w.Write(text)
}
