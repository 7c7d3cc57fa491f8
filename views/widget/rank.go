package widget

import (
	"cmp"
	"slices"
	"strings"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
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
		return scattered(typed, names)
	}
	return found
}

// scattered finds the names that have the letters in order, best first as fzf
// scores them.
func scattered(typed string, names []string) []int {
	scores := make([]int, len(names))
	var found []int
	for n, name := range names {
		chars := util.ToChars([]byte(name))
		result, _ := algo.FuzzyMatchV2(false, false, true, &chars, []rune(typed), false, nil)
		if scores[n] = result.Score; result.Start >= 0 {
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return found
}
