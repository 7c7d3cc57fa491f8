package pdns

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views/paging"
)

// join adds the names of the next page. A name that both pages have is one row,
// from the first day of either to the last of either.
func join(all, next cf.PDNS) cf.PDNS {
	joined := cf.PDNS{
		Remarks: paging.Remarks(all.Remarks, next.Remarks),
		Rows:    make([]cf.PDNSRow, 0, len(all.Rows)+len(next.Rows)),
		Count:   all.Count,
		PerPage: all.PerPage,
	}
	if next.Rows == nil { // nothing is joined
		joined.Page = all.Page
	}
	if all.Rows == nil && next.Rows == nil {
		joined.Rows = nil // unknown, which is not none
	}
	if next.Count.Known() {
		joined.Count = next.Count
	}
	at := make(map[string]int, cap(joined.Rows))
	for _, rows := range [][]cf.PDNSRow{all.Rows, next.Rows} {
		for n, id := range ids(rows) {
			if have, ok := at[id]; ok {
				joined.Rows[have] = span(joined.Rows[have], rows[n])
				continue
			}
			at[id] = len(joined.Rows)
			joined.Rows = append(joined.Rows, rows[n])
		}
	}
	return joined
}

func span(a, b cf.PDNSRow) cf.PDNSRow {
	a.First, a.Last = earlier(a.First, b.First), max(a.Last, b.Last)
	return a
}

// earlier is the earlier of two days that are known.
func earlier(a, b api.Day) api.Day {
	if a.IsZero() || b.IsZero() {
		return max(a, b)
	}
	return min(a, b)
}

// ids name the rows of a page: by the name, and those without one by their days
// and their order, so that a page that comes twice is the same page.
func ids(rows []cf.PDNSRow) []string {
	names := make([]string, len(rows))
	nameless := map[string]int{}
	for n, r := range rows {
		if names[n] = r.Name.Indicator.String(); names[n] != "" {
			continue
		}
		id := fmt.Sprintf("?%s %d %d", r.Name.Raw.Exact(), r.First, r.Last)
		if r.Name.IsZero() {
			nameless[id]++
			id += fmt.Sprint(" ", nameless[id])
		}
		names[n] = id
	}
	return names
}
