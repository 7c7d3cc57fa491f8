package indicator

import (
	"strings"
	"unicode/utf8"
)

// Refang undoes defanging anywhere in a text: hxxp, h**p, fxp and meow schemes;
// dots, colons, slashes and at signs in brackets or spelled out in them; half
// brackets; escaped dots and slashes; full-width forms. Invisible characters
// are dropped. What is plain stays as it is, also NUL and bytes that are not
// UTF-8. In the path of a URL only the bracketed forms are undone, since there
// a backslash or a lone bracket may be the attacker's own.
//
// It takes time linear in the length of the text.
func Refang(s string) string {
	out, _ := refang(s)
	return out
}

// refang also gives the offsets in the result where something was undone, in
// rising order: to defang is to say "this is an indicator", which Extract heeds.
func refang(s string) (out string, undone []int) {
	s = tidy(s)
	if !strings.ContainsAny(s, `[]({\*`) && !mayHoldScheme(s) {
		return s, nil
	}
	r := refanger{src: s, out: make([]byte, 0, len(s))}
	for i := 0; i < len(s); {
		n := r.undo(i)
		if n == 0 {
			r.put(s[i])
			n = 1
		}
		i += n
	}
	return string(r.out), r.undone
}

// mayHoldScheme is the cheap test for the schemes that scheme() undoes.
func mayHoldScheme(s string) bool {
	return strings.Contains(s, ":") && strings.ContainsAny(s, "xX_#wW")
}

type refanger struct {
	src    string
	out    []byte
	undone []int
	place  place
}

func (r *refanger) put(c byte) {
	r.place = r.place.next(r.last(), c)
	r.out = append(r.out, c)
}

func (r *refanger) putUndone(s string) {
	r.undone = append(r.undone, len(r.out))
	for i := range len(s) {
		r.put(s[i])
	}
}

func (r *refanger) last() byte {
	if len(r.out) == 0 {
		return 0
	}
	return r.out[len(r.out)-1]
}

// peek gives the byte at i, 0 outside.
func (r *refanger) peek(i int) byte {
	if i < 0 || i >= len(r.src) {
		return 0
	}
	return r.src[i]
}

// undo undoes the defanging that begins at i and gives how many bytes of the
// source that took; 0 when none begins there.
func (r *refanger) undo(i int) int {
	switch c := r.src[i]; c {
	case '[', '(', '{':
		if n := r.bracketed(i); n > 0 {
			return n
		}
		if c == '[' && r.peek(i+1) == '.' && r.place != inPath && isName(r.last()) && isName(r.peek(i+2)) {
			r.putUndone(".")
			return 2
		}
	case ' ':
		return r.spaced(i)
	case '.':
		if r.peek(i+1) == ']' && r.place != inPath && isName(r.last()) && isName(r.peek(i+2)) {
			r.putUndone(".")
			return 2
		}
	case '\\':
		return r.escaped(i)
	case 'h', 'H', 'f', 'F', 'm', 'M':
		if isAlnum(r.last()) && !endsInEscape(r.out) {
			return 0
		}
		if name, n := scheme(r.src[i:]); n > 0 {
			r.putUndone(name)
			return n
		}
	}
	return 0
}

// bracketed undoes [.] and its like.
func (r *refanger) bracketed(i int) int {
	what, n := bracket(r.src[i:])
	switch {
	case n == 0:
		return 0
	case what == "@" && r.place == inPath:
		return 0
	case what == "::" && !isHex(r.last()) && !isHex(r.peek(i+n)):
		return 0 // http://[::]/ is an address, not a defanged one
	}
	r.putUndone(what)
	return n
}

// spaced undoes "example [dot] com": one space on both sides.
func (r *refanger) spaced(i int) int {
	if r.place == inPath || !isName(r.last()) {
		return 0
	}
	what, n := bracket(r.src[i+1:])
	if n == 0 || what != "." && what != "@" {
		return 0
	}
	if r.peek(i+1+n) != ' ' || !isName(r.peek(i+2+n)) {
		return 0
	}
	r.putUndone(what)
	return n + 2
}

// escaped undoes the backslash forms: example\.com, \[.\], http:\/\/ and http:\\.
func (r *refanger) escaped(i int) int {
	switch next := r.peek(i + 1); {
	case next == '.' && r.place != inPath && isName(r.last()) && isName(r.peek(i+2)):
		r.putUndone(".")
		return 2
	case next == '/':
		r.put('/')
		return 2
	case next == '[' || next == '(' || next == '{':
		if n := r.bracketed(i + 1); n > 0 {
			return n + 1
		}
	case next == '\\' && r.place == inText && endsInScheme(r.out):
		r.putUndone("//")
		return 2
	}
	return 0
}

// endsInEscape reports a \n, \r or \t of JSON: what follows begins a word.
func endsInEscape(out []byte) bool {
	n := len(out)
	return n > 1 && out[n-2] == '\\' && strings.IndexByte("nrt", out[n-1]) >= 0
}

func endsInScheme(out []byte) bool {
	tail := strings.ToLower(string(out[max(0, len(out)-6):]))
	return strings.HasSuffix(tail, "http:") || strings.HasSuffix(tail, "https:") || strings.HasSuffix(tail, "ftp:")
}

// place is where in a URL the text is; it decides what counts as defanged.
type place uint8

const (
	inText place = iota
	inAuthority
	inPath
)

// next gives the place after c, which follows last.
func (p place) next(last, c byte) place {
	switch {
	case c <= ' ' || c == '"' || c == '<' || c == '>' || c == '`':
		return inText
	case p == inText && c == '/' && last == '/':
		return inAuthority
	case p == inAuthority && (c == '/' && last != '/' || c == '?' || c == '#'):
		return inPath
	}
	return p
}

// isName reports whether a byte can stand in a host name; every byte of a
// multi-byte character can.
func isName(c byte) bool {
	return isAlnum(c) || c == '-' || c == '_' || c >= utf8.RuneSelf
}
