package indicator

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBracket bounds a bracketed form: [[ :// ]] with escapes fits.
const maxBracket = 16

// bracketForms are the contents of brackets that stand for a delimiter, longest
// first among those that begin alike.
func bracketForms() [11][2]string {
	return [...][2]string{
		{"://", "://"}, {":/", ":/"}, {"::", "::"}, {":", ":"},
		{"//", "//"}, {"/", "/"}, {`\.`, "."}, {".", "."},
		{"dot", "."}, {"@", "@"}, {"at", "@"},
	}
}

// bracket reads one bracketed form at the start of s, such as [.], (dot), {.},
// [[.]], [ . ] or \[.\] after its first backslash: what it stands for and how
// many bytes it has.
func bracket(s string) (what string, n int) {
	s = s[:min(len(s), maxBracket)]
	if s == "" || strings.IndexByte("[({", s[0]) < 0 {
		return "", 0
	}
	shut := map[byte]byte{'[': ']', '(': ')', '{': '}'}[s[0]]
	depth := 1
	for depth < 3 && depth < len(s) && s[depth] == s[0] {
		depth++
	}
	i := skipSpace(s, depth)
	if i >= len(s) || strings.IndexByte(`.:/\@dDaA`, s[i]) < 0 {
		return "", 0
	}
	form := ""
	for _, f := range bracketForms() {
		if len(s) >= i+len(f[0]) && strings.EqualFold(s[i:i+len(f[0])], f[0]) {
			form, what = f[0], f[1]
			break
		}
	}
	if form == "" {
		return "", 0
	}
	i = skipSpace(s, i+len(form))
	for range depth {
		if i < len(s) && s[i] == '\\' {
			i++
		}
		if i >= len(s) || s[i] != shut {
			return "", 0
		}
		i++
	}
	return what, i
}

func skipSpace(s string, i int) int {
	if i < len(s) && s[i] == ' ' {
		return i + 1
	}
	return i
}

// scheme reads a defanged URL scheme at the start of s, up to the colon or its
// defanged form, which stay: hxxp, hXXps, h**p, h__p, h[tt]ps, fxp, f*p, meow.
// A plain scheme is none.
func scheme(s string) (name string, n int) {
	s = strings.ToLower(s[:min(len(s), 16)])
	switch {
	case strings.HasPrefix(s, "meow"):
		name, n = "http", 4
	case s[0] == 'h':
		name, n = hidden(s, 2)
	case s[0] == 'f':
		name, n = hidden(s, 1)
	}
	if n == 0 || !beginsAuthority(s[n:]) {
		return "", 0
	}
	return name, n
}

// hidden reads h, then width characters in place of the t of http, then p and
// maybe s; or the same for ftp with one character.
func hidden(s string, width int) (name string, n int) {
	i, wrapped := 1, byte(0)
	if i < len(s) && (s[i] == '[' || s[i] == '(') {
		wrapped = map[byte]byte{'[': ']', '(': ')'}[s[i]]
		i++
	}
	plain := 0
	for range width {
		if i >= len(s) || strings.IndexByte("xt*_#", s[i]) < 0 {
			return "", 0
		}
		if s[i] == 't' {
			plain++
		}
		i++
	}
	if wrapped != 0 {
		if i >= len(s) || s[i] != wrapped {
			return "", 0
		}
		i++
	} else if plain == width {
		return "", 0
	}
	if i >= len(s) || s[i] != 'p' {
		return "", 0
	}
	i++
	if width == 1 {
		return "ftp", i
	}
	if i < len(s) && s[i] == 's' {
		return "https", i + 1
	}
	return "http", i
}

// beginsAuthority reports whether s begins with "://" in any of its defanged
// forms, so that the words hxxp and meow in prose stay.
func beginsAuthority(s string) bool {
	if what, n := bracket(s); n > 0 {
		return what == "://" || what == ":/" || what == ":" && n < len(s) && strings.IndexByte(`/\[({`, s[n]) >= 0
	}
	return len(s) > 1 && s[0] == ':' && strings.IndexByte(`/\[({`, s[1]) >= 0
}

// tidy drops invisible characters and turns full-width forms into ASCII. In the
// path of a URL visible characters stay: they are part of what was asked for.
func tidy(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	where, last := inText, byte(0)
	put := func(c byte) {
		where, last = where.next(last, c), c
		b.WriteByte(c)
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			put(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		ascii := narrow(r)
		switch {
		case isInvisible(r) || isJoiner(r) && (last < utf8.RuneSelf || !letterAt(s[i+n:])):
		case ascii != 0 && where != inPath:
			put(ascii)
		default:
			if isTextEnd(r) {
				where = inText
			}
			b.WriteString(s[i : i+n])
			last = s[i+n-1]
		}
		i += n
	}
	return b.String()
}

// isInvisible reports characters that are pasted along unseen: soft hyphen,
// zero-width space, byte order mark, bidi controls, and tag characters.
func isInvisible(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x180E, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF, r == 0x061C,
		0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F, 0xE0000 <= r && r <= 0xE007F:
		return true
	}
	return false
}

// isJoiner reports ZWNJ and ZWJ, which some scripts need inside a label.
func isJoiner(r rune) bool { return r == 0x200C || r == 0x200D }

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= utf8.RuneSelf && unicode.In(r, unicode.L, unicode.M)
}

// isTextEnd reports the non-ASCII characters that end a URL in text.
func isTextEnd(r rune) bool {
	return isQuote(r) && r != '’' || unicode.IsSpace(r) || r == '。' || r == '、' || r == '，'
}

// narrow gives the ASCII that a full-width or look-alike delimiter stands for;
// 0 when it is no such character.
func narrow(r rune) byte {
	switch {
	case r == '。', r == '｡', r == '․':
		return '.'
	case 0xFF01 <= r && r <= 0xFF5E:
		return byte(r - 0xFEE0)
	}
	return 0
}
