package api

import (
	"time"

	"quarry/views/safe"
)

// Origin is where an answer came from that this installation has not fetched
// itself. The zero Origin is that of its own answers.
type Origin struct {
	// By is who made the bundle that it came in, as that says; it may be empty.
	By safe.Raw
	// ImportedAt is when it was taken over, in UTC.
	ImportedAt time.Time
	// Partly is true where the answer stands for several and not all of them
	// came from By.
	Partly bool
}

// Own reports an answer that this installation has fetched itself.
func (o Origin) Own() bool { return o.ImportedAt.IsZero() }

// And is the origin of what is made of both.
func (o Origin) And(p Origin) Origin {
	switch {
	case o.Own() && p.Own():
		return o
	case o.Own():
		o, p = p, o
	}
	o.Partly = o.Partly || p.Partly || p.Own() || p.By != o.By
	if !p.Own() && p.By == o.By && p.ImportedAt.After(o.ImportedAt) {
		o.ImportedAt = p.ImportedAt
	}
	return o
}
