package insight

import (
	"fmt"
	"strings"
	"time"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
)

const day = 24 * time.Hour

// short is an indicator as it stands in a sentence.
func short(i indicator.Indicator) string {
	const longest = 60
	return safe.PrintMax(safe.Show(i), longest)
}

// some names up to two of a list; what is more it hints at.
func some(list []indicator.Indicator) string {
	const named = 2
	var texts []string
	for _, i := range list[:min(len(list), named)] {
		texts = append(texts, short(i))
	}
	text := strings.Join(texts, ", ")
	if len(list) > named {
		text += ", " + style.Ellipsis
	}
	return text
}

// times is how often.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return views.Number(n) + " times"
}

// counted is [views.Count] of what has a plural of its own.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return views.Number(n) + " " + many
}

// atLeast says that a number may be too small.
func atLeast(incomplete bool, text string) string {
	if incomplete {
		return "at least " + text
	}
	return text
}

// list is words as one text, the first few of them.
func list(words []string) string {
	const most = 3
	if len(words) > most {
		return strings.Join(words[:most], ", ") + ", " + style.Ellipsis
	}
	return strings.Join(words, ", ")
}

// in says how far ahead a moment is.
func in(now, at time.Time) string {
	if d := at.Sub(now); d < day {
		return "within a day"
	}
	return "in " + views.Years(at.Sub(now))
}

// categoryName is a category as people call it.
func categoryName(c cf.CategoryRef) string {
	if known, ok := c.Category(); ok && c.Name.Empty() {
		return known.Name
	}
	if c.Name.Empty() {
		id, _ := c.ID.Get()
		return fmt.Sprintf("category %d", id)
	}
	return c.Name.Cut(40)
}

// categoryNames are the categories of a list without their groups.
func categoryNames(all []cf.CategoryRef) []string {
	var names []string
	for _, c := range record.Ungrouped(all) {
		names = append(names, categoryName(c))
	}
	return names
}
