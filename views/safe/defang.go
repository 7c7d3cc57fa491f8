package safe

import (
	"strings"

	"quarry/state/indicator"
)

// Dots says which dots of a name or address are defanged.
type Dots uint8

const (
	AllDots Dots = iota // 1[.]2[.]3[.]4, evil[.]example[.]com
	LastDot             // 1.2.3[.]4, evil.example[.]com
)

// Defang returns an indicator in the form that nothing turns into a link and
// nobody opens by mistake: hxxps://evil[.]example/path, 1[.]2[.]3[.]4,
// 2606:4700[:]:1111. An ASN is returned as it is. Parsing the result gives the
// indicator back.
func Defang(i indicator.Indicator, dots Dots) string {
	s := i.String()
	switch i.Kind() {
	case indicator.IPv6:
		return defangColon(s)
	case indicator.CIDR:
		if strings.Contains(s, ":") {
			return defangColon(s)
		}
		addr, bits, _ := strings.Cut(s, "/")
		return defangDots(addr, dots) + "/" + bits
	case indicator.URL:
		return defangURL(s, dots)
	case indicator.ASN:
		return s
	default:
		return defangDots(s, dots)
	}
}

// Show returns an indicator as it stands on the screen: names and addresses
// plain, for they are no links, URLs defanged, because a terminal makes links
// of them.
func Show(i indicator.Indicator) string {
	if i.Kind() == indicator.URL {
		return Defang(i, AllDots)
	}
	return i.String()
}

func defangDots(s string, dots Dots) string {
	if dots == LastDot {
		if n := strings.LastIndexByte(s, '.'); n >= 0 {
			return s[:n] + "[.]" + s[n+1:]
		}
		return s
	}
	return strings.ReplaceAll(s, ".", "[.]")
}

// defangColon breaks an IPv6 address at its last single or double colon.
func defangColon(s string) string {
	if n := strings.Index(s, "::"); n >= 0 {
		return s[:n] + "[:]:" + s[n+2:]
	}
	n := strings.LastIndexByte(s, ':')
	return s[:n] + "[:]" + s[n+1:]
}

func defangURL(s string, dots Dots) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return s
	}
	host, path := rest, ""
	if n := strings.IndexAny(rest, "/?"); n >= 0 {
		host, path = rest[:n], rest[n:]
	}
	if strings.HasPrefix(host, "[") {
		host = defangColon(host)
	} else {
		host = defangDots(host, dots)
	}
	return defangScheme(scheme) + "://" + host + path
}

func defangScheme(scheme string) string {
	switch scheme {
	case "http":
		return "hxxp"
	case "https":
		return "hxxps"
	case "ftp":
		return "fxp"
	}
	return scheme
}
