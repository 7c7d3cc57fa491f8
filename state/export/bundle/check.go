package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"quarry/state/indicator"
)

// canonical reads an indicator that is written as it is kept.
func canonical(text string) (indicator.Indicator, error) {
	if len(text) > indicator.MaxLen {
		return indicator.Indicator{}, fmt.Errorf("an indicator is too long")
	}
	i, ok := indicator.Canonical(text)
	if !ok {
		return indicator.Indicator{}, fmt.Errorf("an indicator is not in canonical form")
	}
	return i, nil
}

// about reads what a question is about: an indicator in canonical form, or none where
// the question itself names several.
func about(text, question, endpoint string) (indicator.Indicator, error) {
	if text == "" && strings.HasPrefix(question, endpoint+"  names=") {
		return indicator.Indicator{}, nil
	}
	return canonical(text)
}

// step checks the question of a node. Its endpoint is that of the view, which on the
// way to the network of a name or an address begins with a question of another one.
func step(text, endpoint string, i indicator.Indicator) error {
	if first, _, _ := strings.Cut(text, " "); endpoint == "asn" && (first == "domain" || first == "ip") {
		endpoint = first
	}
	return question(text, endpoint, i)
}

func word(s string) bool {
	return len(s) > 0 && len(s) <= maxEndpoint && !strings.ContainsFunc(s, func(c rune) bool { return c < 'a' || c > 'z' })
}

// question checks that a question is about what it is filed under, in printable
// ASCII.
func question(text, endpoint string, i indicator.Indicator) error {
	begin := endpoint + " " + i.String()
	switch {
	case !word(endpoint):
		return fmt.Errorf("the endpoint is no word")
	case len(text) > maxQuestion:
		return fmt.Errorf("the question is too long")
	case text != begin && !strings.HasPrefix(text, begin+" "):
		return fmt.Errorf("the question is about something else than it says")
	case strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' }):
		return fmt.Errorf("the question is no printable ASCII")
	}
	return nil
}

// earliest is before there was a quarry.
func earliest() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

// when checks a time that has to be there.
func (r *reader) when(what string, t time.Time) error {
	switch {
	case t.Before(earliest()):
		return fmt.Errorf("the time of %s is missing or wrong", what)
	case t.After(r.latest):
		return fmt.Errorf("the time of %s lies in the future: a clock is wrong, here or where the file was made", what)
	}
	return nil
}

// maybe checks a time that may be missing.
func (r *reader) maybe(what string, t time.Time) error {
	if t.IsZero() {
		return nil
	}
	return r.when(what, t)
}

func long(what, text string, most int) error {
	if len(text) > most {
		return fmt.Errorf("the %s is longer than %d bytes", what, most)
	}
	return nil
}

func isSum(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && strings.ToLower(s) == s
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
