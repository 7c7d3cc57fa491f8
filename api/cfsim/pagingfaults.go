package cfsim

import (
	"fmt"
	"time"

	"quarry/api/cfsim/scenario"
)

const (
	// liarNames is how many names there are at an address whose paging lies.
	liarNames = 60
	// liarPage is the largest page there, so that there are several however
	// large a page is asked for.
	liarPage = 20
)

// pagingFaults are addresses whose passive DNS lies about its pages.
func pagingFaults() []Fault {
	return []Fault{
		{
			Name: "pages-many", IP: "198.51.100.231", What: "60 names, counted as 100,000",
			pages: lying(func(at span) (int, int) { return at.offset(), 100000 }),
		},
		{
			Name: "pages-few", IP: "198.51.100.232", What: "60 names, counted as 3",
			pages: lying(func(at span) (int, int) { return at.offset(), 3 }),
		},
		{
			Name: "pages-repeat", IP: "198.51.100.233", What: "every page is the first, counted as 1,000",
			pages: lying(func(span) (int, int) { return 0, 1000 }),
		},
		{
			Name: "pages-shift", IP: "198.51.100.234", What: "every page begins with the last name of the one before",
			pages: lying(func(at span) (int, int) { return span{at.page, at.perPage - 1}.offset(), liarNames }),
		},
		{
			Name: "pages-endless", IP: "198.51.100.235", What: "there is always one more page",
			pages: func(start, end time.Time, at span) dnsResult {
				at.perPage = min(at.perPage, liarPage)
				next := at.offset() + at.perPage
				return dnsPage(liars(start, end, at.offset(), next), next+1, at)
			},
		},
	}
}

// lying makes pages of the liar's names that begin and count as told.
func lying(tell func(span) (from, count int)) func(start, end time.Time, at span) dnsResult {
	return func(start, end time.Time, at span) dnsResult {
		at.perPage = min(at.perPage, liarPage)
		from, count := tell(at)
		return dnsPage(liars(start, end, from, min(from+at.perPage, liarNames)), count, at)
	}
}

// liars are names from one number to below another, alive through the window.
func liars(start, end time.Time, from, to int) []scenario.Sighting {
	var list []scenario.Sighting
	for i := from; i < to; i++ {
		list = append(list, scenario.Sighting{Name: fmt.Sprintf("name-%05d.example.org", i), First: start, Last: end})
	}
	return list
}
