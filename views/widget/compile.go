package widget

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"quarry/state/indicator"
)

// maxInstructions bounds the program of a pattern. Matching takes time in
// proportion to it, for every row and at every key that is typed.
const maxInstructions = 1000

// compile reads a filter: terms separated by spaces, all of which must hold.
//
//	word     the text contains the word, in any case
//	~word    the text contains the word's characters in that order
//	/re/     the regular expression matches, in any case (the syntax of package
//	         regexp; it may hold spaces, and slashes that no space follows)
//	!term    the term does not hold
//
// A word may be defanged: one[.]one finds one.one too. A filter is tried while
// it is typed, so a pattern without its second slash ends with its word, and
// what is only begun (a lone !, ~ or /) does not filter. In that of a table its
// columns may be named (see [Column.Field]). The error is one line and says what is
// wrong with which pattern.
func compile(query string, columns []Column) (matcher, error) {
	var m matcher
	for rest := strings.TrimLeft(query, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		t := term{column: anyColumn}
		if body, ok := strings.CutPrefix(rest, "!"); ok {
			t.not, rest = true, body
		}
		var err error
		if body, ok := strings.CutPrefix(rest, "/"); ok {
			t.source, rest = cutPattern(body)
			t.source = "/" + t.source
			t.pattern, err = patternOf(t.source[1:])
		} else {
			t.source, rest, _ = strings.Cut(rest, " ")
			err = t.read(columns)
		}
		if err != nil {
			return matcher{}, err
		}
		if t.words != nil || t.fuzzy != nil || t.pattern != nil || t.within != nil {
			m.terms = append(m.terms, t)
		}
	}
	return m, nil
}

// read makes the condition of a term that is no pattern; none of one that is
// not typed to its end.
func (t *term) read(columns []Column) error {
	word := t.source
	if column, op, value, ok := cutField(word, columns); ok {
		t.column = column
		if columns[column].Kind == TextColumn || op == ":" && value == "" {
			word = value
		} else {
			var err error
			t.within, err = columns[column].interval(op, value)
			return err
		}
	}
	if word, ok := strings.CutPrefix(word, "~"); ok {
		t.fuzzy = []rune(strings.ToLower(indicator.Refang(word)))
		if word == "" {
			t.fuzzy = nil
		}
		return nil
	}
	t.words = wordsOf(word)
	return nil
}

// wordsOf is what a word can stand for: what it is without defanging, and, since
// data may be defanged itself, what it is as it stands. nil for the empty word.
func wordsOf(word string) []string {
	if word == "" {
		return nil
	}
	word = strings.ToLower(word)
	if plain := strings.ToLower(indicator.Refang(word)); plain != word && plain != "" {
		return []string{plain, word}
	}
	return []string{word}
}

// cutPattern cuts what follows a slash at the first slash that stands before a
// space or at the end and has no backslash before it; where there is none, at
// the first space.
func cutPattern(s string) (pattern, after string) {
	escaped := false
	for i := range len(s) {
		switch {
		case escaped:
			escaped = false
		case s[i] == '\\':
			escaped = true
		case s[i] == '/' && (i+1 == len(s) || s[i+1] == ' '):
			return s[:i], s[i+1:]
		}
	}
	pattern, after, _ = strings.Cut(s, " ")
	return pattern, after
}

// patternOf compiles a pattern, nil for an empty one.
func patternOf(pattern string) (*regexp.Regexp, error) {
	if pattern == "" {
		return nil, nil
	}
	const flags = "(?i)"
	parsed, err := syntax.Parse(flags+pattern, syntax.Perl)
	if err != nil {
		if bad, ok := errors.AsType[*syntax.Error](err); ok {
			return nil, fmt.Errorf("pattern: %s: %s", bad.Code, strings.TrimPrefix(bad.Expr, flags))
		}
		return nil, fmt.Errorf("pattern: %w", err)
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("pattern: %w", err)
	}
	if len(prog.Inst) > maxInstructions {
		return nil, errors.New("pattern: it repeats too much to be quick")
	}
	return regexp.Compile(flags + pattern)
}
