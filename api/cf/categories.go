package cf

import (
	_ "embed" // the table is read from categories.json
	"encoding/json"
	"sync"
)

// Category is one of the categories in Cloudflare's documentation ("Domain
// categories", table "Category and subcategory IDs").
type Category struct {
	ID   int
	Name string
	// ParentID is the group's id, 0 for a group.
	ParentID int
	// Security is true for the groups 21 Security threats and 32 Security
	// Risks and what is in them. The rest are content categories.
	Security bool
}

// Group returns the group that a category is in.
func (c Category) Group() (Category, bool) { return CategoryByID(c.ParentID) }

// Categories returns the 121 categories that a domain can have, in the order
// of the documentation: by group, without the groups themselves.
func Categories() []Category {
	all := categoryTable().leaves
	return append([]Category(nil), all...)
}

// CategoryByID returns a category or group.
func CategoryByID(id int) (Category, bool) {
	c, ok := categoryTable().byID[id]
	return c, ok
}

//go:embed categories.json
var categoriesJSON []byte

type categoryIndex struct {
	leaves []Category
	byID   map[int]Category
}

// isSecurity reports whether a group's id is one of the two security groups.
func isSecurity(group int) bool { return group == 21 || group == 32 }

var categoryTable = sync.OnceValue(func() categoryIndex {
	type entry struct {
		ID            int
		Name          string
		Subcategories []entry
	}
	var doc struct{ Categories []entry }
	if err := json.Unmarshal(categoriesJSON, &doc); err != nil {
		panic("cf: categories.json is broken: " + err.Error()) // the file is part of the program
	}
	table := categoryIndex{byID: map[int]Category{}}
	for _, g := range doc.Categories {
		table.byID[g.ID] = Category{ID: g.ID, Name: g.Name, Security: isSecurity(g.ID)}
		for _, s := range g.Subcategories {
			c := Category{ID: s.ID, Name: s.Name, ParentID: g.ID, Security: isSecurity(g.ID)}
			table.byID[s.ID] = c
			table.leaves = append(table.leaves, c)
		}
	}
	return table
})
