package views

import (
	"fmt"
	"strconv"
	"time"
)

const day = 24 * time.Hour

// Age says how old something is, in a few characters: "just now", "5 min ago",
// "3 h ago", "12 d old".
func Age(now, t time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return "age unknown"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	default:
		return fmt.Sprintf("%d d old", d/day)
	}
}

// Span says how long something lasted: "42 d", "23 d 21 h", "5 h", "3 min",
// "12 s". Beyond 30 days hours are left out.
func Span(d time.Duration) string {
	days, hours := d/day, d%day/time.Hour
	switch {
	case d < 0:
		return "unknown"
	case days >= 30 || (days > 0 && hours == 0):
		return fmt.Sprintf("%s d", Number(int(days)))
	case days > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case d >= time.Hour:
		return fmt.Sprintf("%d h", hours)
	case d >= time.Minute:
		return fmt.Sprintf("%d min", d/time.Minute)
	default:
		return fmt.Sprintf("%d s", d/time.Second)
	}
}

// Years says a long time as a person would: "9 years", "14 months", "6 days".
func Years(d time.Duration) string {
	days := int(d / day)
	switch {
	case days >= 2*365:
		return Count(days*100/36525, "year")
	case days >= 60:
		return Count(days*100/3044, "month")
	default:
		return Count(days, "day")
	}
}

// Count writes how many there are of what has a plural in s: "1 row", "1,204 rows".
func Count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + one + "s"
}

// Number writes n with commas between thousands.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

const moment = "2006-01-02 15:04:05Z"

// Moment writes a time in UTC, RFC 3339 with Z, to the second.
func Moment(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.UTC().Format(moment)
}
