package ui

import (
	"fmt"
	"strings"

	"quarry/state/indicator"
	"quarry/state/search"
	"quarry/views"
)

func orList(m material) written { return m.searched("", search.List) }

func asSTIX(m material) written { return m.searched("", search.STIX) }

func asSPL(m material) written {
	return m.searched("search.splunk", func(all []indicator.Indicator) search.Search { return search.SPL(all, m.search.Splunk) })
}

func asKQL(m material) written {
	return m.searched("search.kql", func(all []indicator.Indicator) search.Search {
		return search.KQL(all, m.search.KQL, m.search.Names)
	})
}

// searched writes the indicators as a search. What is not in it is said, with the
// table of the config that has no field for it.
func (m material) searched(table string, write func([]indicator.Indicator) search.Search) written {
	all, nameless := m.indicators()
	if len(all) == 0 {
		return refused(m.nothing())
	}
	s := write(all)
	left, unset := fieldless(table, s.Left)
	if s.Text == "" {
		return refused(unset + " no field")
	}
	var notes []string
	if left != "" {
		notes = append(notes, "without "+left+": "+unset+" no field")
	}
	if nameless > 0 {
		notes = append(notes, unnamed(nameless))
	}
	if n := len(s.Wider); n > 0 {
		notes = append(notes, fmt.Sprintf("SPL takes the * in %s for anything", views.Count(n, "URL")))
	}
	return written{text: s.Text, note: strings.Join(notes, "; ")}
}

// fieldless are indicators that have no field, by kind in words, and the settings
// of the config that name none.
func fieldless(table string, left []indicator.Indicator) (words, unset string) {
	of := map[indicator.Kind]int{}
	for _, i := range left {
		of[i.Kind()]++
	}
	var kinds, keys []string
	for _, kind := range search.Kinds() {
		if of[kind] > 0 {
			kinds = append(kinds, views.Count(of[kind], kind.String()))
			keys = append(keys, table+"."+strings.ToLower(kind.String()))
		}
	}
	name := " names"
	if len(keys) > 1 {
		name = " name"
	}
	return strings.Join(kinds, ", "), strings.Join(keys, ", ") + name
}
