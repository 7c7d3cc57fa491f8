// Package hostile is a corpus of texts made to harm whoever shows, copies, opens
// or pastes them: escape sequences, invisible and reordering characters, very
// long values, formulas, markup. The simulator puts them into its answers, and
// the tests of everything that meets text from outside run over them.
package hostile

import (
	_ "embed" // the payloads are a file that people can read
	"fmt"
	"strconv"
	"strings"
)

// Payload is one hostile text.
type Payload struct {
	// Class is what it attacks with, one of [Classes]; Name tells it from the
	// others of its class.
	Class, Name string
	Text        string
}

// ID names the payload, "osc/title-0".
func (p Payload) ID() string { return p.Class + "/" + p.Name }

// Classes are the classes that the corpus has to hold, each at least once.
func Classes() []string {
	return []string{
		"csi", "esc", "osc", "dcs", "apc", "pm", "sos", "c1-raw", "c1-utf8", "bel", "bs", "cr", "del", "nul",
		"newline", "tab", "bidi", "zero-width", "tags", "stack", "wide", "utf8", "long",
		"formula", "markdown", "html", "shell", "json", "drawing",
	}
}

//go:embed payloads.txt
var payloads string

// Payloads are all payloads in the order of the file. The error names the line
// that cannot be read.
func Payloads() ([]Payload, error) {
	var all []Payload
	n := 0
	for line := range strings.Lines(payloads) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p, err := parse(line)
		if err != nil {
			return nil, fmt.Errorf("payloads.txt:%d: %w", n, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// parse reads a line: class, name, quoted text, and maybe "× number".
func parse(line string) (Payload, error) {
	class, rest, _ := strings.Cut(line, " ")
	name, rest, ok := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if !ok {
		return Payload{}, fmt.Errorf("there is no text in it")
	}
	rest = strings.TrimLeft(rest, " ")
	quoted, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return Payload{}, err
	}
	text, err := strconv.Unquote(quoted)
	if err != nil {
		return Payload{}, err
	}
	if times := strings.TrimSpace(rest[len(quoted):]); times != "" {
		count, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(times, "×")))
		if err != nil {
			return Payload{}, err
		}
		text = strings.Repeat(text, count)
	}
	return Payload{Class: class, Name: name, Text: text}, nil
}
