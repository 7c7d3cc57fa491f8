package client

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// Token is an API token that cannot be printed: every way of formatting or
// marshalling it gives "[token]". The zero Token is no token.
type Token struct {
	// A function and not a string: fmt and most dumpers look into the
	// unexported fields of a struct that holds a Token, where they cannot
	// call its methods. Of a function they only see the address.
	reveal func() string
}

// hidden stands for the token wherever it would be written.
const hidden = "[token]"

// NewToken takes a token as it is pasted: space around it and a leading
// "Bearer" are dropped. What cannot be a token is refused, with an error that
// does not repeat it.
func NewToken(s string) (Token, error) {
	s = strings.TrimSpace(s)
	if scheme, rest, ok := strings.Cut(s, " "); ok && strings.EqualFold(scheme, "Bearer") {
		s = strings.TrimSpace(rest)
	}
	if s == "" || strings.EqualFold(s, "Bearer") {
		return Token{}, errors.New("the API token is empty; set CLOUDFLARE_API_TOKEN to the token's text")
	}
	for _, c := range s {
		if c <= ' ' || c > '~' {
			return Token{}, errors.New("the API token holds a space or a character that no token has; copy it again into CLOUDFLARE_API_TOKEN")
		}
	}
	return Token{reveal: func() string { return s }}, nil
}

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.reveal == nil }

// String implements [fmt.Stringer].
func (Token) String() string { return hidden }

// GoString implements [fmt.GoStringer].
func (Token) GoString() string { return hidden }

// Format implements [fmt.Formatter] for every verb.
func (Token) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalText implements [encoding.TextMarshaler].
func (Token) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON implements [json.Marshaler].
func (Token) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// LogValue implements [slog.LogValuer].
func (Token) LogValue() slog.Value { return slog.StringValue(hidden) }

// In reports whether a text holds the token, as it is or encoded.
func (t Token) In(s string) bool { return !t.IsZero() && t.Strike(s) != s }

// Strike replaces the token in a text, as it is or encoded, by "[token]". It is
// for what a server, a library, or the analyst by mistake has put it into.
func (t Token) Strike(s string) string { return string(t.strikeBytes([]byte(s))) }

// strikeBytes replaces the token in a body. Some proxies answer with a page that
// repeats the request's headers, and bodies are kept and shown.
func (t Token) strikeBytes(b []byte) []byte {
	token := t.reveal()
	if bytes.Contains(b, []byte(token)) { // a body may be large
		b = bytes.ReplaceAll(b, []byte(token), []byte(hidden))
	}
	if !bytes.ContainsAny(b, encoders) {
		return b
	}
	var out []byte
	kept := 0
	for i := 0; i < len(b); i++ {
		if b[i] != token[0] && strings.IndexByte(encoders, b[i]) < 0 {
			continue
		}
		if n := encodedLen(b[i:], token); n > 0 {
			out = append(append(out, b[kept:i]...), hidden...)
			kept = i + n
			i = kept - 1
		}
	}
	if kept == 0 {
		return b
	}
	return append(out, b[kept:]...)
}
