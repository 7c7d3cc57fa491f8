package pdns

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// alive draws how many names were alive on each day of the window, between its
// two days: from the first day a name was seen on to the last, which is as much
// as is known.
func alive(q api.Query, list []cf.PDNSRow, complete bool, width int) []widget.Text {
	counts := perDay(q, list)
	if len(counts) == 0 {
		return nil
	}
	most, on := 0, 0
	for day, n := range counts {
		if n > most {
			most, on = n, day
		}
	}
	if most == 0 {
		return nil
	}
	from, to := q.From.String()+" ", " "+q.To.String()
	bars := min(width/2, len(counts)*barWidth(len(counts)))
	label := "names alive per day"
	if !complete {
		label += fmt.Sprintf(", of the %s loaded", views.Number(len(list)))
	}
	for _, more := range []string{", at most " + views.Number(most), " on " + (q.From + api.Day(on)).String()} {
		if len(from)+bars+len(to)+2+len(label)+len(more) <= width {
			label += more
		}
	}
	return []widget.Text{widget.T(style.Muted, from, widget.Spark(widen(counts), bars), style.Muted, to+"  "+label)}
}

// barWidth is how many cells a day has: few days get wide bars.
func barWidth(days int) int { return max(1, min(3, 12/days)) }

func widen(counts []int) []int {
	var wide []int
	for _, n := range counts {
		for range barWidth(len(counts)) {
			wide = append(wide, n)
		}
	}
	return wide
}

// maxDays is the longest window that is counted day by day: a hundred years.
const maxDays = 36525

// perDay counts the names of each day of the window; nil for a window that ends
// before it begins.
func perDay(q api.Query, list []cf.PDNSRow) []int {
	n := int(q.To-q.From) + 1
	if n <= 0 || n > maxDays {
		return nil
	}
	steps := make([]int, n+1)
	for _, r := range list {
		if r.First.IsZero() || r.Last.IsZero() {
			continue
		}
		first, last := max(0, int(min(r.First, r.Last)-q.From)), min(n-1, int(max(r.First, r.Last)-q.From))
		if first > last {
			continue
		}
		steps[first]++
		steps[last+1]--
	}
	for day := 1; day < n; day++ {
		steps[day] += steps[day-1]
	}
	return steps[:n]
}
