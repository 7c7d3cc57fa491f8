package api

import (
	"strconv"
	"strings"

	"quarry/state/indicator"
)

// ParseKey reads what [Query.Key] wrote; false for any other text, and for a
// question that changes something.
func ParseKey(key string) (Query, bool) {
	var q Query
	endpoint, rest, _ := strings.Cut(key, " ")
	about, rest, _ := strings.Cut(rest, " ")
	q.Endpoint = Endpoint(endpoint)
	if q.Indicator.UnmarshalText([]byte(about)) != nil {
		return Query{}, false
	}
	for rest != "" {
		name, value, _ := strings.Cut(rest, "=")
		var ok bool
		if value, rest, ok = cutValue(value); !ok || !q.set(name, value) {
			return Query{}, false
		}
	}
	// Whatever was read must be what would be written.
	return q, q.Key() == key
}

// cutValue takes the value of a parameter off what follows its name.
func cutValue(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		value, rest, _ = strings.Cut(text, " ")
		return value, rest, true
	}
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", "", false
	}
	value, err = strconv.Unquote(quoted)
	return value, strings.TrimPrefix(text[len(quoted):], " "), err == nil
}

// set sets a parameter by the name that it has in a key.
func (q *Query) set(name, value string) (ok bool) {
	var err error
	switch name {
	case "names":
		q.Names, ok = indicator.ParseSet(value)
		return ok
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
		return false
	}
	return err == nil
}
