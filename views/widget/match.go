package widget

import (
	"regexp"
	"strings"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
)

// matcher decides which rows a filter shows. The zero matcher shows all. It is
// immutable; several goroutines may use it.
type matcher struct {
	terms []term
}

// term is one condition of a filter. One of words, fuzzy, pattern and within is
// set.
type term struct {
	source string // as typed, without the mark of negation
	not    bool
	column int // the column that it is about; anyColumn for the whole row

	words   []string       // one of them is in the text; in lower case
	fuzzy   []rune         // all of them are in the text, in this order; in lower case
	pattern *regexp.Regexp // is found in a line of the text
	within  *interval      // the column's value lies in it
}

// anyColumn stands for the column of a term that is about the whole row.
const anyColumn = -1

// interval is the values from one to another, both included.
type interval struct{ from, to float64 }

func (i *interval) holds(v float64) bool { return i.from <= v && v <= i.to }

// haystack is a text with its lower-case form, which is made once for many
// filters. Its lines are the cells of a row.
type haystack struct {
	text, lower string
}

func newHaystack(text string) haystack {
	return haystack{text, strings.ToLower(text)}
}

// Empty reports whether the filter shows every text.
func (m matcher) Empty() bool { return len(m.terms) == 0 }

func (m matcher) match(h *haystack) bool {
	for n := range m.terms {
		if m.terms[n].holds(h) == m.terms[n].not {
			return false
		}
	}
	return true
}

// holds reports whether the text fulfils the condition, negation aside. A text
// has no columns, so that a condition on a column's value is never fulfilled.
func (t *term) holds(h *haystack) bool {
	switch {
	case t.words != nil:
		return t.word(h.lower)
	case t.fuzzy != nil:
		return anyLine(h.text, t.inOrder)
	case t.pattern != nil:
		return anyLine(h.text, t.pattern.MatchString)
	}
	return false
}

// word reports whether one of the words is in a lower-case text.
func (t *term) word(lower string) bool {
	for _, w := range t.words {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// inOrder reports whether the characters are in a line in their order, as fzf
// finds them.
func (t *term) inOrder(line string) bool {
	chars := util.ToChars([]byte(line))
	found, _ := algo.FuzzyMatchV1(false, false, true, &chars, t.fuzzy, false, nil)
	return found.Start >= 0
}

func anyLine(text string, test func(string) bool) bool {
	for {
		line, rest, more := strings.Cut(text, "\n")
		if test(line) {
			return true
		}
		if !more {
			return false
		}
		text = rest
	}
}

// same reports whether two filters are the same.
func (m matcher) same(other matcher) bool {
	if len(m.terms) != len(other.terms) {
		return false
	}
	for n := range m.terms {
		a, b := &m.terms[n], &other.terms[n]
		if a.not != b.not || a.source != b.source || a.column != b.column {
			return false
		}
	}
	return true
}

// narrows reports whether all that the filter shows, another shows too, as far
// as that can be told from how they are typed.
func (m matcher) narrows(other matcher) bool {
	for n := range other.terms {
		implied := false
		for k := range m.terms {
			implied = implied || m.terms[k].implies(&other.terms[n])
		}
		if !implied {
			return false
		}
	}
	return true
}

// implies reports whether the other condition holds wherever this one does.
func (t *term) implies(o *term) bool {
	switch {
	case t.not != o.not || t.column != o.column:
		return false
	case t.source == o.source:
		return true
	case len(t.words) != 1 || len(o.words) != 1:
		return false
	case t.not: // what lacks "on" lacks "one"
		return strings.Contains(o.words[0], t.words[0])
	}
	return strings.Contains(t.words[0], o.words[0])
}
