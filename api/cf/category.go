package cf

import (
	"strings"

	"quarry/views/safe"
)

// maxID is the largest id of a category or list that is taken for one.
const maxID = 1<<31 - 1

// CategoryRef is a category as an answer names it.
type CategoryRef struct {
	ID Maybe[int] `json:"id,omitzero"`
	// Name is the answer's own; [CategoryRef.Category] has the documented one.
	Name     safe.Raw   `json:"name,omitzero"`
	ParentID Maybe[int] `json:"super_category_id,omitzero"`
}

// Category looks the category up in the documented table.
func (c CategoryRef) Category() (Category, bool) {
	id, ok := c.ID.Get()
	if !ok {
		return Category{}, false
	}
	return CategoryByID(id)
}

// Security reports whether it is a security category: a child of Security
// threats or Security Risks, or one of these two.
func (c CategoryRef) Security() bool {
	if known, ok := c.Category(); ok {
		return known.Security
	}
	return isSecurity(c.ParentID.Or(0))
}

// Group reports whether this is a group of categories, such as 26 Technology,
// which answers list beside the category that is in it (155 Technology).
func (c CategoryRef) Group() bool {
	if known, ok := c.Category(); ok {
		return known.ParentID == 0
	}
	return false
}

// categories reads a list of categories: objects, or texts, or ids. It is nil
// when the list is unknown.
func (v value) categories() []CategoryRef {
	return each(v, func(item value) (CategoryRef, bool) {
		switch kindOf(item.raw) {
		case '"':
			c := CategoryRef{Name: item.text()}
			return c, !c.Name.Empty()
		case '0':
			c := CategoryRef{ID: item.integer(0, maxID)}
			return c, c.ID.Known()
		case '{', '[':
			o := item.fields()
			c := CategoryRef{
				ID:       o.get("id").integer(0, maxID),
				Name:     o.get("name").text(),
				ParentID: o.get("super_category_id").integer(0, maxID),
			}
			o.rest()
			return c, c != CategoryRef{}
		case 't':
			item.wrong("a category")
		}
		return CategoryRef{}, false
	})
}

// prose reads a text that may also come as a list of texts.
func (v value) prose() safe.Raw {
	if kindOf(v.raw) != '[' {
		return v.text()
	}
	var all []string
	for _, t := range v.texts() {
		all = append(all, t.Exact())
	}
	return safe.FromOutside(strings.Join(all, "; "))
}
