package client

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// resetSlack makes up for a reset time that was rounded down to seconds.
	resetSlack = time.Second
	// longestWindow is Cloudflare's own (1,200 requests in 5 minutes). A header
	// that claims a longer one must not stop quarry for good.
	longestWindow = 5 * time.Minute
)

// window is what is left of a rate limit.
type window struct {
	left int
	// in is when it begins anew, where that was said.
	in     time.Duration
	resets bool
}

// rateWindow reads the Ratelimit header, which looks like
// `"default";r=50;t=30` (IETF draft-ietf-httpapi-ratelimit-headers): what is
// left and the seconds until the reset. Of several policies the tightest
// counts, and of equally tight ones that which lasts longest. What cannot be
// read is unknown.
func rateWindow(h http.Header) (tightest window, known bool) {
	for _, item := range splitOutsideQuotes(strings.Join(h.Values("Ratelimit"), ","), ',') {
		var w window
		said := false
		for _, param := range splitOutsideQuotes(item, ';') {
			name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
			n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
			if err != nil {
				continue
			}
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "r":
				w.left, said = int(n), true
			case "t":
				w.in, w.resets = time.Duration(n)*time.Second, true
			}
		}
		if said && (!known || w.left < tightest.left || w.left == tightest.left && w.in > tightest.in) {
			tightest, known = w, true
		}
	}
	return tightest, known
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
