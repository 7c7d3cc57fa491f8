package widget

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/sahilm/fuzzy"

	"quarry/state/indicator"
)

// maxInstructions bounds the program of a pattern. Matching takes time in
// proportion to it, for every row and at every key that is typed.
const maxInstructions = 1000

// Matcher decides which texts a filter shows. The zero Matcher matches all.
type Matcher struct {
	terms []term
}

// term is one condition of a filter.
type term struct {
	not  bool
	test func(*haystack) bool
}

// haystack is a text with its lower-case form, which is made once for many
// filters.
type haystack struct {
	text, lower string
}

func newHaystack(text string) haystack {
	return haystack{text, strings.ToLower(text)}
}

// Compile reads a filter: terms separated by spaces, all of which must hold.
//
//	word     the text contains the word, in any case
//	~word    the text contains the word's characters in that order
//	/re/     the regular expression matches, in any case (the syntax of package
//	         regexp; it may hold spaces, and slashes that no space follows)
//	!term    the term does not hold
//
// A word may be defanged: one[.]one finds one.one too. A filter is tried while
// it is typed, so a pattern without its second slash ends with its word, and
// what is only begun (a lone !, ~ or /) does not filter. The error is one line
// and says what is wrong with which pattern.
func Compile(query string) (Matcher, error) {
	var m Matcher
	for rest := strings.TrimLeft(query, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var t term
		if body, ok := strings.CutPrefix(rest, "!"); ok {
			t.not, rest = true, body
		}
		var err error
		if body, ok := strings.CutPrefix(rest, "/"); ok {
			var pattern string
			pattern, rest = cutPattern(body)
			t.test, err = patternTest(pattern)
		} else {
			var word string
			word, rest, _ = strings.Cut(rest, " ")
			t.test = wordTest(word)
		}
		if err != nil {
			return Matcher{}, err
		}
		if t.test != nil {
			m.terms = append(m.terms, t)
		}
	}
	return m, nil
}

// Match reports whether the filter shows the text.
func (m Matcher) Match(text string) bool {
	h := newHaystack(text)
	return m.match(&h)
}

// Empty reports whether the filter shows every text.
func (m Matcher) Empty() bool { return len(m.terms) == 0 }

func (m Matcher) match(h *haystack) bool {
	for _, t := range m.terms {
		if t.test(h) == t.not {
			return false
		}
	}
	return true
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

// patternTest is the test of a pattern, nil for an empty one.
func patternTest(pattern string) (func(*haystack) bool, error) {
	if pattern == "" {
		return nil, nil
	}
	re, err := compilePattern(pattern)
	if err != nil {
		return nil, err
	}
	return func(h *haystack) bool { return re.MatchString(h.text) }, nil
}

func compilePattern(pattern string) (*regexp.Regexp, error) {
	const flags = "(?im)" // the cells of a row are lines, so that ^ and $ are a cell's
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

// wordTest is the test of a term without a pattern, nil for one that is not
// typed to its end.
func wordTest(word string) func(*haystack) bool {
	word, isFuzzy := strings.CutPrefix(word, "~")
	if word == "" {
		return nil
	}
	if isFuzzy {
		word = indicator.Refang(word)
		return func(h *haystack) bool {
			return len(fuzzy.FindNoSort(word, []string{h.text})) > 0
		}
	}
	// Data may be defanged itself, so the word counts as it is, too.
	word = strings.ToLower(word)
	plain := strings.ToLower(indicator.Refang(word))
	if plain == word || plain == "" {
		return func(h *haystack) bool { return strings.Contains(h.lower, word) }
	}
	return func(h *haystack) bool {
		return strings.Contains(h.lower, plain) || strings.Contains(h.lower, word)
	}
}
