package investigation

import "quarry/state/indicator"

// Desk is what is kept of an investigation for whoever goes on with it, and is no
// part of it: it is not merged and not handed on.
type Desk struct {
	// Here is the node at which the analyst last was; zero where it is not known.
	Here ID
	// Drafts are the comments that were not finished.
	Drafts []Draft
	// States are how the views of nodes were set, as text that only a view reads;
	// nil where there is none.
	States map[ID]string
}

// Draft is a comment that was not finished.
type Draft struct {
	About []indicator.Indicator
	Text  string
}
