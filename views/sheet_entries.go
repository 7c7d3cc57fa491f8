package views

import (
	"quarry/state/indicator"
)

// Entry is an item of a sheet as plain data, for what is made of it elsewhere.
type Entry struct {
	// Head makes it a heading, which has a Label and nothing else.
	Head bool
	// Label is empty where the value goes on with the one above.
	Label string
	// Value is the printable text, with words in place of drawings.
	Value string
	// Target is the indicator that the value begins with; zero for others.
	Target indicator.Indicator
}

// Entries lists what is on the sheet, what is folded included, gaps left out.
func (s *Sheet) Entries() []Entry {
	var all []Entry
	for _, i := range s.worded().items {
		switch i.kind {
		case headItem:
			all = append(all, Entry{Head: true, Label: i.label})
		case fieldItem:
			all = append(all, Entry{Label: i.label, Value: i.value.String(), Target: i.target})
		}
	}
	return all
}
