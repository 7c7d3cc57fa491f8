package widget

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// cutField reads a term that names a column: its field, one of the signs : = <
// <= > >=, and a value. Of several fields that fit, the longest counts.
func cutField(word string, columns []Column) (column int, op, value string, ok bool) {
	at := strings.IndexAny(word, ":=<>")
	if at <= 0 {
		return 0, "", "", false
	}
	name := strings.ToLower(word[:at])
	for n, c := range columns {
		if c.Field == "" || c.Field != name {
			continue
		}
		op, value = word[at:at+1], word[at+1:]
		if rest, eq := strings.CutPrefix(value, "="); eq && (op == "<" || op == ">") {
			op, value = op+"=", rest
		}
		// A text has no order.
		return n, op, value, c.Kind != TextColumn || op == ":" || op == "="
	}
	return 0, "", "", false
}

// fieldNames are the fields of columns, each with a sign that it takes.
func fieldNames(columns []Column) []string {
	var names []string
	for _, c := range columns {
		sign := ":"
		switch c.Kind {
		case NumberColumn:
			sign = "<"
		case DayColumn:
			sign = ">"
		}
		if c.Field != "" {
			names = append(names, c.Field+sign)
		}
	}
	return names
}

// interval is the values that a comparison of the column wants; nil where the
// value is not typed to its end.
func (c Column) interval(op, value string) (*interval, error) {
	from, to, done, err := c.span(strings.ToLower(value))
	if err != nil || !done {
		return nil, err
	}
	switch op {
	case "<":
		return &interval{math.Inf(-1), math.Nextafter(from, math.Inf(-1))}, nil
	case "<=":
		return &interval{math.Inf(-1), to}, nil
	case ">":
		return &interval{math.Nextafter(to, math.Inf(1)), math.Inf(1)}, nil
	case ">=":
		return &interval{from, math.Inf(1)}, nil
	}
	return &interval{from, to}, nil
}

// span is the values that a value which was typed stands for, from the first to
// the last: of a month, its days. done is false for one that is only begun.
func (c Column) span(value string) (from, to float64, done bool, err error) {
	if c.Kind == NumberColumn {
		plain := strings.ReplaceAll(value, ",", "")
		n, err := strconv.ParseFloat(plain, 64)
		switch {
		case value == "" || value == "-" || value == ".":
			return 0, 0, false, nil
		case err != nil || math.IsNaN(n):
			return 0, 0, false, fmt.Errorf("%s takes a number, not %s", c.Field, value)
		}
		return n, n, true, nil
	}
	for _, form := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if at, err := time.Parse(form.layout, value); err == nil {
			return dayNumber(at), dayNumber(at.AddDate(form.years, form.months, form.days)) - 1, true, nil
		}
	}
	if len(value) < len(time.DateOnly) && strings.Trim(value, "0123456789-") == "" {
		return 0, 0, false, nil
	}
	return 0, 0, false, fmt.Errorf("%s takes a day such as 2023-07-15, a month or a year, not %s", c.Field, value)
}

// dayNumber is the value of a day in a [DayColumn].
func dayNumber(t time.Time) float64 { return math.Floor(float64(t.Unix()) / 86400) }

// dayText is the day of a value, as its cell shows it.
func dayText(value float64) string {
	return time.Unix(int64(value)*86400, 0).UTC().Format(time.DateOnly)
}
