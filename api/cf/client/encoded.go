package client

import (
	"bytes"
	"strconv"
)

// encoders are what begins an encoded character in JSON, a URL and HTML.
const encoders = `\%&`

// encodedLen is how many bytes of b a text takes that it begins with, each
// character of it standing for itself or encoded in one of these ways; 0 where
// it does not begin with it. An echo of a request comes in one of them.
func encodedLen(b []byte, text string) int {
	n := 0
	for i := range len(text) {
		if n == len(b) {
			return 0
		}
		c, size := decodeFirst(b[n:])
		switch {
		case size > 0 && c == text[i]:
			n += size
		case b[n] == text[i]:
			n++
		default:
			return 0
		}
	}
	return n
}

// decodeFirst reads the encoded character that b begins with; size is 0 where
// there is none.
func decodeFirst(b []byte) (c byte, size int) {
	switch {
	case b[0] == '\\' && len(b) >= 6 && bytes.HasPrefix(b, []byte(`\u00`)):
		return number(b[4:6], 16, 6)
	case b[0] == '\\' && len(b) >= 2:
		return b[1], 2
	case b[0] == '%' && len(b) >= 3:
		return number(b[1:3], 16, 3)
	case b[0] == '&':
		return decodeReference(b)
	}
	return 0, 0
}

// maxReference is the longest character reference of HTML that is looked for.
const maxReference = 12

// decodeReference reads the character reference of HTML that b begins with.
func decodeReference(b []byte) (c byte, size int) {
	end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
	if end < 2 {
		return 0, 0
	}
	name := b[1:end]
	if name[0] != '#' {
		c = map[string]byte{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}[string(name)]
		if c == 0 {
			return 0, 0
		}
		return c, end + 1
	}
	if digits := name[1:]; len(digits) > 1 && (digits[0] == 'x' || digits[0] == 'X') {
		return number(digits[1:], 16, end+1)
	}
	return number(name[1:], 10, end+1)
}

// number reads a character that is written as a number.
func number(digits []byte, base, size int) (byte, int) {
	n, err := strconv.ParseUint(string(digits), base, 8)
	if err != nil {
		return 0, 0
	}
	return byte(n), size
}
