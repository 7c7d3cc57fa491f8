package api

import (
	"strconv"
	"strings"

	"quarry/state/indicator"
)

// ParseKey reads what [Query.Key] wrote of a question about one indicator; false
// for any other text, and for a question that changes something.
func ParseKey(key string) (Query, bool) {
	parts := strings.Split(key, " ")
	if len(parts) < 2 {
		return Query{}, false
	}
	var q Query
	var err error
	q.Endpoint = Endpoint(parts[0])
	if q.Indicator, err = indicator.Parse(parts[1]); err != nil {
		return Query{}, false
	}
	for _, part := range parts[2:] {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "from":
			q.From, err = ParseDay(value)
		case "to":
			q.To, err = ParseDay(value)
		case "page":
			q.Page, err = strconv.Atoi(value)
		case "per_page":
			q.PerPage, err = strconv.Atoi(value)
		case "skip_dns":
			q.NoResolve = value == "true"
		default:
			return Query{}, false
		}
		if err != nil {
			return Query{}, false
		}
	}
	// Whatever was read must be what would be written.
	return q, q.Key() == key
}
