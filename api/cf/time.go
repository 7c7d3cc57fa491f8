package cf

import (
	"strings"
	"time"

	"quarry/api"
	"quarry/views/safe"
)

// Time is a point in time or a day from the wire. The zero Time is unknown.
type Time struct {
	at  time.Time
	day bool
	raw safe.Raw
}

// Get returns the time in UTC, for a day its first instant, and whether it is
// known.
func (t Time) Get() (time.Time, bool) { return t.at, !t.at.IsZero() }

// DateOnly reports whether the wire gave a day without a time.
func (t Time) DateOnly() bool { return t.day }

// Day is the day in UTC; no day when the time is unknown.
func (t Time) Day() api.Day { return api.DayOf(t.at) }

// Raw is the text as it came, also when it could not be read.
func (t Time) Raw() safe.Raw { return t.raw }

// IsZero reports whether the wire gave nothing at all.
func (t Time) IsZero() bool { return t.raw.Empty() && t.at.IsZero() }

// String is RFC 3339 in UTC with Z, or YYYY-MM-DD for a day; for a text that
// could not be read, that text in printable form.
func (t Time) String() string {
	switch {
	case t.at.IsZero():
		return t.raw.String()
	case t.day:
		return t.at.Format(time.DateOnly)
	}
	return t.at.Format(time.RFC3339Nano)
}

// MarshalJSON writes [Time.String], or null for a time that could not be read.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.at.IsZero() {
		return []byte("null"), nil
	}
	return safe.JSONString(t.String()), nil
}

// timeForms are the forms that were seen or described: RFC 3339 with any
// fraction, the same without zone (taken as UTC), and HTTP dates.
func timeForms() []string {
	return []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05",
		"2006-01-02 15:04:05 MST", time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC,
	}
}

// parseTime reads a time in any form; ok is false when it is none. The year 1
// is how Go programs write "no time", and is unknown.
func parseTime(text string) (t Time, ok bool) {
	t.raw = safe.FromOutside(text)
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 64 {
		return t, text == ""
	}
	if at, err := time.Parse(time.DateOnly, text); err == nil {
		t.at, t.day = at, true
		return t, true
	}
	for _, form := range timeForms() {
		if at, err := time.ParseInLocation(form, text, time.UTC); err == nil && utcIsMeant(form, text) {
			t.at = at.UTC()
			return t, true
		}
	}
	return t, false
}

// utcIsMeant guards against zone names other than these two: [time.Parse] takes
// those it does not know for UTC.
func utcIsMeant(form, text string) bool {
	if !strings.HasSuffix(form, "MST") {
		return true
	}
	return strings.HasSuffix(text, "GMT") || strings.HasSuffix(text, "UTC")
}

func (v value) time() Time {
	if v.missing() {
		return Time{}
	}
	text, ok := scalar(v.raw)
	if !ok {
		v.wrong("a time")
		return Time{}
	}
	t, ok := parseTime(text)
	if !ok {
		v.wrong("a time")
	}
	return t
}
