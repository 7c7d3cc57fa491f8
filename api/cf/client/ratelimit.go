package client

import (
	"net/http"
	"strconv"
	"strings"
)

// rateLeft reads how many requests are left from the Ratelimit header, which
// looks like `"default";r=50;t=30` (IETF draft-ietf-httpapi-ratelimit-headers).
// Of several policies the tightest counts. What cannot be read is unknown.
func rateLeft(h http.Header) (left int, known bool) {
	for _, item := range splitOutsideQuotes(strings.Join(h.Values("Ratelimit"), ","), ',') {
		for _, param := range splitOutsideQuotes(item, ';') {
			name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
			if !strings.EqualFold(strings.TrimSpace(name), "r") {
				continue
			}
			n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
			if err == nil && (!known || int(n) < left) {
				left, known = int(n), true
			}
		}
	}
	return left, known
}

// splitOutsideQuotes splits s at each sep that is not within a quoted string of
// RFC 9651, where a backslash escapes the next character.
func splitOutsideQuotes(s string, sep byte) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}
