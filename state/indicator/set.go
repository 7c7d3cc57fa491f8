package indicator

import (
	"slices"
	"strings"
)

// Set is several indicators as one value: each once, in the order of their
// text. Sets of the same indicators are equal (==), however they were made, so
// it serves as a map key. The zero value is the empty set.
type Set struct {
	text string // canonical values with a space between, which none of them holds
}

// SetOf gives the set of a list. "No indicator" is in no set.
func SetOf(list ...Indicator) Set {
	values := make([]string, 0, len(list))
	for _, i := range list {
		if !i.IsZero() {
			values = append(values, i.value)
		}
	}
	slices.Sort(values)
	return Set{strings.Join(slices.Compact(values), " ")}
}

// ParseSet reads what [Set.String] gave; false for any other text.
func ParseSet(text string) (Set, bool) {
	var list []Indicator
	for value := range strings.FieldsSeq(text) {
		i, err := Parse(value)
		if err != nil {
			return Set{}, false
		}
		list = append(list, i)
	}
	s := SetOf(list...)
	return s, s.text == text
}

// All gives the indicators, in ascending order of their text.
func (s Set) All() []Indicator {
	list := make([]Indicator, 0, s.Len())
	for value := range strings.FieldsSeq(s.text) {
		list = append(list, Indicator{canonicalKind(value), value})
	}
	return list
}

// Len is how many indicators there are.
func (s Set) Len() int {
	if s.text == "" {
		return 0
	}
	return strings.Count(s.text, " ") + 1
}

// Has reports whether an indicator is in the set.
func (s Set) Has(i Indicator) bool {
	return !i.IsZero() && strings.Contains(" "+s.text+" ", " "+i.value+" ")
}

// IsZero reports whether the set is empty.
func (s Set) IsZero() bool { return s.text == "" }

// String gives the canonical values in order with a space between: printable
// ASCII; empty for the empty set.
func (s Set) String() string { return s.text }

// canonicalKind tells the kind of a value that is canonical already.
func canonicalKind(value string) Kind {
	switch {
	case strings.Contains(value, "://"):
		return URL
	case strings.Contains(value, "/"):
		return CIDR
	case strings.HasPrefix(value, "AS") && isDigits(value[2:]): // domains are in lower case
		return ASN
	case strings.Contains(value, ":"):
		return IPv6
	}
	return hostKind(value)
}
