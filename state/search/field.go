package search

import (
	"slices"
	"strings"
)

// maxField is the longest name of a field that is taken, in bytes.
const maxField = 200

// CheckSPL says why a text is no name of a field that SPL takes without quoting;
// empty where it is one: dest_ip, All_Traffic.dest_ip, answers{}.data.
func CheckSPL(field string) (reason string) {
	if why := plain(field); why != "" {
		return why
	}
	for _, part := range strings.Split(field, ".") {
		if !identifier(strings.TrimSuffix(part, "{}")) {
			return "a field of SPL is letters, digits and _, in parts with dots or {} between"
		}
	}
	return operator(field)
}

// CheckKQL says why a text is no name of a column or a path into one in KQL;
// empty where it is one: RemoteIP, AdditionalFields.ip, ['Remote IP'], IPs[0].
func CheckKQL(field string) (reason string) {
	if why := plain(field); why != "" {
		return why
	}
	for first, rest := true, field; rest != ""; first = false {
		n := step(rest, first)
		if n == 0 {
			return "a column of KQL is letters, digits and _, or in ['…']; .name, ['name'] or [0] go on from there"
		}
		rest = rest[n:]
	}
	return operator(field)
}

// plain says what is wrong with a name in any language.
func plain(field string) string {
	switch {
	case field == "":
		return "it is empty"
	case len(field) > maxField:
		return "it is longer than 200 bytes"
	}
	return ""
}

// operator refuses the words that would make an operator of the name.
func operator(field string) string {
	if slices.Contains([]string{"and", "or", "not", "in", "by", "where"}, strings.ToLower(field)) {
		return "it is an operator of the language"
	}
	return ""
}

// column reports whether a field of KQL is a column by itself: what leads into
// one is dynamic.
func column(field string) bool {
	n := step(field, true)
	return n == len(field) && n > 0
}

// step is how long the first step of a path is: a name, .name, ['name'], [0]; 0
// where there is none.
func step(s string, first bool) int {
	switch {
	case s == "":
		return 0
	case s[0] == '[':
		end := strings.IndexByte(s, ']')
		if end < 2 {
			return 0
		}
		inner := s[1:end]
		if !first && strings.Trim(inner, "0123456789") == "" {
			return end + 1
		}
		if quoted(inner) {
			return end + 1
		}
		return 0
	case first:
		return word(s)
	case s[0] == '.':
		if n := word(s[1:]); n > 0 {
			return n + 1
		}
	}
	return 0
}

// quoted reports whether a text is a name in quotation marks that needs no
// escape.
func quoted(s string) bool {
	if len(s) < 3 || s[0] != '\'' && s[0] != '"' || s[len(s)-1] != s[0] {
		return false
	}
	return !strings.ContainsFunc(s[1:len(s)-1], func(c rune) bool {
		return c < ' ' || c > '~' || strings.ContainsRune(`'"\`, c)
	})
}

// word is how many bytes of s are an identifier.
func word(s string) int {
	n := 0
	for n < len(s) && (letter(s[n]) || n > 0 && '0' <= s[n] && s[n] <= '9') {
		n++
	}
	return n
}

func identifier(s string) bool { return s != "" && word(s) == len(s) }

func letter(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
