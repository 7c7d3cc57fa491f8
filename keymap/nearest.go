package keymap

import "strings"

// Nearest is the known name that a misspelt one was most likely meant to be;
// false when none is near. Of dotted names the last part alone is enough:
// "down" is near "move.down".
func Nearest(word string, known []string) (string, bool) {
	best, bestDistance := "", 1<<30
	for _, name := range known {
		d, near := distance(word, name)
		// One more than the same error in the whole name, which is the better match.
		if tail, ok := distance(lastPart(word), lastPart(name)); ok && (!near || tail+1 < d) {
			d, near = tail+1, true
		}
		if near && d < bestDistance {
			best, bestDistance = name, d
		}
	}
	return best, best != ""
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// distance counts the bytes to insert, delete, change or swap with their
// neighbour to make b of a (optimal string alignment), without regard to case;
// false when that is more than a third of b, and always more than one.
func distance(a, b string) (int, bool) {
	limit := max(1, len(b)/3)
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return 0, false // also keeps a hostile word from costing time
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := prev[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, prev[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)], prev[len(b)] <= limit
}
