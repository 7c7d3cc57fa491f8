package indicator

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// authorityEnd gives where the authority (user, host, port) ends in what
// follows "://". A backslash ends it as it does in every browser:
// http://evil.example\@good.example/ goes to evil.example.
func authorityEnd(rest string) int {
	if n := strings.IndexAny(rest, `/?#\`); n >= 0 {
		return n
	}
	return len(rest)
}

// canonURL gives the canonical form of a URL. net/url is not used for the
// whole: it refuses what attackers send and browsers take (a stray percent
// sign, raw bytes), and it does not keep path and query as they were.
func canonURL(scheme, rest string) (value, reason, next string) {
	scheme = strings.ToLower(scheme)
	defaultPort := ""
	switch scheme {
	case "http":
		defaultPort = "80"
	case "https":
		defaultPort = "443"
	case "ftp":
		defaultPort = "21"
	default:
		return "", "the scheme is not http, https or ftp", "give one of these, or only the host"
	}

	end := authorityEnd(rest)
	authority, tail := rest[:end], rest[end:]
	// The last @ counts, as in browsers; credentials never leave this machine.
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	host, port, reason := splitPort(authority)
	if reason != "" {
		return "", reason, "correct the port or leave it off"
	}
	if host, reason = canonHost(host); reason != "" {
		return "", "its host is not usable: " + reason, "correct the host"
	}
	if port == defaultPort {
		port = ""
	}

	var b strings.Builder
	b.WriteString(scheme)
	b.WriteString("://")
	b.WriteString(host)
	if port != "" {
		b.WriteByte(':')
		b.WriteString(port)
	}
	tail, _, _ = strings.Cut(tail, "#")
	// An empty path is "/", RFC 3986 section 6.2.3: one URL, one question.
	b.WriteByte('/')
	if tail != "" && tail[0] != '?' {
		tail = tail[1:]
	}
	if tail != "?" { // an empty query goes the way of the empty fragment
		escapeTo(&b, tail)
	}
	if b.Len() > MaxLen {
		return "", "in canonical form it is longer than 4096 bytes", "give only its host"
	}
	return b.String(), "", ""
}

// splitPort splits an authority without user information. The host keeps the
// brackets of an IPv6 address; the port has no leading zeros.
func splitPort(authority string) (host, port, reason string) {
	host = authority
	if n := strings.LastIndexByte(authority, ':'); n > strings.LastIndexByte(authority, ']') {
		host, port = authority[:n], authority[n+1:]
	}
	if port == "" {
		return host, "", ""
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || !isDigits(port) {
		return "", "", "the port is not a number from 0 to 65535"
	}
	return host, strconv.FormatUint(n, 10), ""
}

// canonHost gives the canonical host of a URL; IPv6 stays in brackets unless it
// is an IPv4 address in disguise.
func canonHost(host string) (value, reason string) {
	if strings.HasPrefix(host, "[") {
		inner, ok := strings.CutSuffix(host[1:], "]")
		if !ok {
			return "", "the bracket of the IPv6 address is not closed"
		}
		addr, err := netip.ParseAddr(inner)
		if err != nil || addr.Is4() {
			return "", "there is no IPv6 address in the brackets"
		}
		if addr.Zone() != "" {
			return "", zoneReason
		}
		i := FromAddr(addr)
		if i.kind == IPv6 {
			return "[" + i.value + "]", ""
		}
		return i.value, ""
	}
	if strings.IndexByte(host, '%') >= 0 {
		// Browsers decode the host: ex%61mple.com is example.com.
		decoded, err := url.PathUnescape(host)
		if err != nil {
			return "", "it has a broken percent escape"
		}
		host = decoded
	}
	if addr, err := netip.ParseAddr(strings.TrimSuffix(host, ".")); err == nil && addr.Is4() {
		return addr.String(), ""
	}
	return canonDomain(host)
}

// escapeTo writes path and query byte for byte; only what is not printable
// ASCII, and the three delimiters that browsers escape everywhere, becomes %XX.
func escapeTo(b *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
}
