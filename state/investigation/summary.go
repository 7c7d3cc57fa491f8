package investigation

import (
	"time"

	"quarry/state/indicator"
)

// Summary is an investigation as a list shows it.
type Summary struct {
	// Investigation has no nodes and no judgements here.
	Investigation
	// Last is when anything of it last changed.
	Last time.Time
	// Deleted is when it was deleted; zero for one that was not.
	Deleted time.Time
	// Questions counts its nodes that are not pruned, Calls what all cost, and
	// Judged the indicators of which anything is said.
	Questions, Calls, Judged int
	// First and Indicator are the ones that were asked about first and last; zero
	// where there is none.
	First, Indicator indicator.Indicator
}

// Summary says of an investigation what a list shows.
func (i Investigation) Summary() Summary {
	s := Summary{Investigation: i, Last: i.Last()}
	s.Nodes, s.Judgements = nil, nil
	for _, n := range i.Nodes {
		s.Calls += n.Calls
		if !n.Pruned {
			if s.Questions++; s.Questions == 1 {
				s.First = n.Indicator
			}
			s.Indicator = n.Indicator
		}
	}
	for _, j := range i.Judgements {
		if !j.Blank() {
			s.Judged++
		}
	}
	return s
}

// Called is how the investigation is called wherever it is listed, shown or handed
// on: by its name, or by what was asked about first, as show writes it, and when it
// began. The text is exact.
func (s Summary) Called(show func(indicator.Indicator) string) string {
	if s.Name != "" {
		return s.Name
	}
	first := "unnamed"
	if !s.First.IsZero() {
		first = show(s.First)
	}
	return first + ", " + s.Created.UTC().Format(time.DateOnly)
}

// Meeting is an investigation in which an indicator was met.
type Meeting struct {
	ID   ID
	Name string
	// Created is when it began, First what was asked about first where it has no name:
	// it is called by these then.
	Created time.Time
	First   indicator.Indicator
	// At is when it was last asked about there, zero where it was only judged.
	At time.Time
	// Judgement is what was said of it there; blank where nothing was.
	Judgement Judgement
}
