package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// DefangText returns a text in which nothing is left that a mail client or a chat
// makes a link of: schemes are broken, and the dots of whatever reads as a host name
// or an IPv4 address, in e-mail addresses too. It knows no list of top-level domains,
// since those programs have lists of their own: setup.zip is defanged as well. What is
// defanged already stays as it is, and all else does.
func DefangText(s string, dots Dots) string {
	if !strings.ContainsAny(s, ".:") {
		return s
	}
	var b strings.Builder
	for s != "" {
		n := hostRun(s)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		run := s[:n]
		s = s[n:]
		switch {
		case strings.HasPrefix(s, "://"):
			before, scheme := cutLast(run)
			if is := defangScheme(strings.ToLower(scheme)); is != strings.ToLower(scheme) {
				run = before + is
			} else if !strings.EqualFold(scheme, "hxxp") && !strings.EqualFold(scheme, "hxxps") && !strings.EqualFold(scheme, "fxp") {
				s = "[://]" + s[len("://"):]
			}
		case strings.HasPrefix(s, ":") && strings.EqualFold(run, "mailto"):
			s = "[:]" + s[1:]
		}
		if readsAsHost(run) {
			end := len(strings.TrimRight(run, "."))
			run = defangDots(run[:end], dots) + run[end:]
		}
		b.WriteString(run)
	}
	return b.String()
}

// hostRun is how many bytes of host names, dots included, a text begins with.
func hostRun(s string) int {
	for n, c := range s {
		if c != '.' && c != '-' && c != '_' && !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c) || c == utf8.RuneError {
			return n
		}
	}
	return len(s)
}

// cutLast cuts a run before its last label, which may be a scheme.
func cutLast(run string) (before, label string) {
	n := strings.LastIndexAny(run, "._-") + 1
	return run[:n], run[n:]
}

// readsAsHost reports whether a run is a name with a top-level domain, or four numbers
// with dots: two numbers and single letters (0.83, 33.53Z, e.g.) are neither, nor is
// an ellipsis.
func readsAsHost(run string) bool {
	chain := 0 // labels with one dot between them
	for label := range strings.SplitSeq(run, ".") {
		if label == "" {
			chain = 0
			continue
		}
		first, n := utf8.DecodeRuneInString(label)
		if chain++; chain == 4 || chain > 1 && n < len(label) && unicode.IsLetter(first) {
			return true
		}
	}
	return false
}
