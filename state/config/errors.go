package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxErrors bounds what is reported of one file; a file with more is no config.
const maxErrors = 20

// Error is one thing wrong with the config. None of its text but File holds a
// control character, and Error() none at all.
type Error struct {
	File   string // path; empty when the value did not come from a file
	Line   int    // from 1; 0 when the whole file is meant
	Column int    // from 1, in bytes
	Key    string // the setting, dotted; empty when none is meant
	Reason string // what is wrong
	Next   string // what to do about it

	cause error
}

// Error says all of it in one line: "file:line:column: key: reason; next".
func (e *Error) Error() string {
	var out strings.Builder
	if e.File != "" {
		out.WriteString(printable(e.File))
		if e.Line > 0 {
			fmt.Fprintf(&out, ":%d:%d", e.Line, e.Column)
		}
		out.WriteString(": ")
	}
	if e.Key != "" {
		out.WriteString(e.Key + ": ")
	}
	return out.String() + e.Reason + "; " + e.Next
}

// Unwrap is the system's error, where there was one.
func (e *Error) Unwrap() error { return e.cause }

// problem is what a check finds: the reason and the next step.
type problem struct{ reason, next string }

// report collects what is wrong with one document.
type report struct {
	file    string
	doc     []byte
	found   []finding
	dropped int
}

type finding struct {
	offset int // into doc; -1 when no place is known
	err    *Error
}

func (r *report) full() bool { return len(r.found) == maxErrors }

func (r *report) add(offset int, key string, p problem) {
	if r.full() {
		r.dropped++
		return
	}
	e := &Error{File: r.file, Key: key, Reason: p.reason, Next: p.next}
	if offset >= 0 && offset <= len(r.doc) {
		before := r.doc[:offset]
		e.Line = 1 + bytes.Count(before, []byte("\n"))
		e.Column = offset - bytes.LastIndexByte(before, '\n')
	}
	r.found = append(r.found, finding{offset, e})
}

// err joins what was found, in the order of the document; nil when nothing was.
func (r *report) err() error {
	slices.SortStableFunc(r.found, func(a, b finding) int { return cmp.Compare(a.offset, b.offset) })
	var errs []error
	for _, f := range r.found {
		errs = append(errs, f.err)
	}
	if r.dropped > 0 {
		errs = append(errs, &Error{File: r.file, Reason: fmt.Sprintf("%d more errors", r.dropped), Next: "mend these first"})
	}
	return errors.Join(errs...)
}

// printable is s with everything escaped that a terminal might act on.
func printable(s string) string {
	const long = 300
	var out strings.Builder
	n := 0
	for i, r := range s {
		if n++; n > long {
			return out.String() + "…"
		}
		switch {
		case r == '\uFFFD' && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&out, `\x%02x`, s[i])
		case strconv.IsPrint(r):
			out.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			out.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return out.String()
}

// quoted is a value of the file for a message, escaped and cut.
func quoted(s string) string {
	const long = 60
	if n := len([]rune(s)); n > long {
		return fmt.Sprintf("%.*q…", long, s)
	}
	return strconv.Quote(s)
}
