package indicator

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trimEdges takes off what text puts around an indicator: quotes, angle
// brackets, brackets that are not closed within, punctuation. It looks at each
// byte a fixed number of times.
func trimEdges(s string) string {
	round := balance{open: '(', shut: ')'}
	square := balance{open: '[', shut: ']'}
	curly := balance{open: '{', shut: '}'}
	kinds := []*balance{&round, &square, &curly}
	for _, k := range kinds {
		k.opens, k.shuts = strings.Count(s, string(k.open)), strings.Count(s, string(k.shut))
	}
	for s != "" {
		if strings.HasSuffix(s, "::") {
			break // the end of an IPv6 address, not punctuation
		}
		if r, n := utf8.DecodeLastRuneInString(s); isTrailing(r) || unshut(kinds, s[len(s)-n:]) {
			s = s[:len(s)-n]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if isLeading(r) || unopened(kinds, s[:n]) {
			s = s[n:]
			continue
		}
		if k := around(kinds, s); k != nil && !isBracketHost(s) {
			k.opens, k.shuts = k.opens-1, k.shuts-1
			s = s[1 : len(s)-1]
			continue
		}
		break
	}
	return s
}

type balance struct {
	open, shut   byte
	opens, shuts int
}

// unshut drops a closing bracket that nothing opens.
func unshut(kinds []*balance, last string) bool {
	for _, k := range kinds {
		if last == string(k.shut) && k.shuts > k.opens {
			k.shuts--
			return true
		}
	}
	return false
}

// unopened drops an opening bracket that nothing closes.
func unopened(kinds []*balance, first string) bool {
	for _, k := range kinds {
		if first == string(k.open) && k.opens > k.shuts {
			k.opens--
			return true
		}
	}
	return false
}

// around gives the pair that wraps the whole of s.
func around(kinds []*balance, s string) *balance {
	for _, k := range kinds {
		if len(s) > 1 && s[0] == k.open && s[len(s)-1] == k.shut {
			return k
		}
	}
	return nil
}

// isBracketHost keeps the brackets of [2001:db8::1]: they are its notation.
func isBracketHost(s string) bool {
	return s[0] == '[' && strings.Count(s, ":") > 1 && !strings.Contains(s, "//")
}

func isQuote(r rune) bool {
	switch r {
	case '"', '\'', '`', '<', '>', '‘', '’', '‚', '“', '”', '„', '«', '»', '‹', '›', '「', '」', '『', '』', '《', '》':
		return true
	}
	return false
}

func isLeading(r rune) bool {
	return isQuote(r) || unicode.IsSpace(r) || r == ',' || r == ';' || r == '|'
}

func isTrailing(r rune) bool {
	switch r {
	case '.', ',', ';', ':', '!', '?', '|', '\\', '…', '、', '，':
		return true
	}
	return isQuote(r) || unicode.IsSpace(r)
}
