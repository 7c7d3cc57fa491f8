package domain

import (
	"fmt"

	"quarry/api/cf"
	"quarry/views/record"
	"quarry/views/style"
	"quarry/views/widget"
)

// grouped is categories with their groups behind them: "Login Screens 115
// (Miscellaneous 15)". A group that the answer lists beside a category in it is
// not shown a second time; one that stands alone is shown like a category.
func grouped(list []cf.CategoryRef) []widget.Text {
	groups := map[int]cf.CategoryRef{}
	for _, c := range list {
		if id, ok := c.ID.Get(); ok && c.Group() {
			groups[id] = c
		}
	}
	var out []widget.Text
	for _, c := range record.Ungrouped(list) {
		t := record.Category(c)
		if id, ok := record.Parent(c); ok {
			t = widget.T(t, style.Muted, "  ("+groupName(groups, id)+")")
		}
		out = append(out, t)
	}
	return out
}

// groupName names a group by the answer's own word for it, if it has one.
func groupName(listed map[int]cf.CategoryRef, id int) string {
	name := ""
	if c, ok := listed[id]; ok && !c.Name.Empty() {
		name = c.Name.String()
	} else if known, ok := cf.CategoryByID(id); ok {
		name = known.Name
	}
	if name == "" {
		return fmt.Sprintf("group %d", id)
	}
	return fmt.Sprintf("%s %d", name, id)
}

func joined(list []widget.Text) widget.Text {
	var t widget.Text
	for n, c := range list {
		if n > 0 {
			t = widget.T(t, style.Muted, "  "+style.Dot+"  ")
		}
		t = widget.T(t, c)
	}
	return t
}
