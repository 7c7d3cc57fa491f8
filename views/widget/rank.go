package widget

import (
	"strings"

	"github.com/sahilm/fuzzy"
)

// Rank finds names by what was typed and returns their indexes, best first: those
// that begin with it, those with a word that does, those that hold it, and only
// where there is none of these, those that have its letters in order. Ties keep
// the order of the names. Nothing typed finds all.
func Rank(typed string, names []string) []int {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begins, words, holds []int
	for n, name := range names {
		name = strings.ToLower(name)
		switch at := strings.Index(name, typed); {
		case at == 0:
			begins = append(begins, n)
		case strings.Contains(name, " "+typed):
			words = append(words, n)
		case at > 0:
			holds = append(holds, n)
		}
	}
	found := append(append(begins, words...), holds...)
	if len(found) == 0 {
		for _, m := range fuzzy.Find(typed, names) {
			found = append(found, m.Index)
		}
	}
	return found
}
