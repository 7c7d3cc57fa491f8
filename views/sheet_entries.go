package views

import "quarry/state/indicator"

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

// Entries lists what the sheet says of its record. Gaps, hints, and what starts
// folded are left out.
func (s *Sheet) Entries() []Entry {
	var all []Entry
	away := s.away()
	for _, i := range s.worded().items {
		switch {
		case away[i.group]:
		case i.kind == headItem:
			all = append(all, Entry{Head: true, Label: i.label})
		case i.kind == fieldItem:
			all = append(all, Entry{Label: i.label, Value: i.value.String(), Target: i.target})
		}
	}
	return all
}
