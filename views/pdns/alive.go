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
// as is known. A list is counted once, however often it is drawn.
type alive struct {
	window  api.Query
	counted cf.Hosts
	counts  []int
}

func (a *alive) draw(list cf.Hosts, complete bool, width int) []widget.Text {
	a.count(list)
	q, counts := a.window, a.counts
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
		label += fmt.Sprintf(", of the %s loaded", views.Number(list.Len()))
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

// count counts the names of each day of the window, of those that are new in the
// list where it has only grown; no days for a window that ends before it begins.
func (a *alive) count(list cf.Hosts) {
	n := int(a.window.To-a.window.From) + 1
	if n <= 0 || n > maxDays {
		return
	}
	from := a.counted.Len()
	if a.counts == nil || !list.Extends(a.counted) {
		a.counts, from = make([]int, n), 0
	}
	a.counted = list
	if from == list.Len() {
		return
	}
	steps := make([]int, n+1)
	for row := from; row < list.Len(); row++ {
		begin, end := list.Days(row)
		if begin.IsZero() || end.IsZero() {
			continue
		}
		first, last := max(0, int(min(begin, end)-a.window.From)), min(n-1, int(max(begin, end)-a.window.From))
		if first > last {
			continue
		}
		steps[first]++
		steps[last+1]--
	}
	for day := range n {
		a.counts[day] += steps[day]
		steps[day+1] += steps[day]
	}
}
