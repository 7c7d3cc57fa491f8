package widget

import "quarry/state/indicator"

// Row is one line of a [Doc]. A row that names something, has something to
// copy, or is the head of a group can be selected.
type Row struct {
	ID     string               // unique among the rows that can be selected, stable across new data
	Text   Text                 // the line
	Draw   func(width int) Text // the line for a width in cells, instead of Text; may depend on what is folded, on nothing else that changes
	Target indicator.Indicator  // what the row names; zero when nothing
	Copy   string               // what to copy when there is no target, in the form that is safe to show
	Group  string               // the foldable group that the row belongs to; empty for none
	Head   bool                 // the heading of Group, which stays when the group is folded
}

// selectable reports whether the cursor can stand on the row.
func (r *Row) selectable() bool {
	return !r.Target.IsZero() || r.Copy != "" || r.foldable()
}

func (r *Row) foldable() bool { return r.Head && r.Group != "" }
