//go:build unix && soak

package main

import "testing"

// More sizes, answers enough for every field to meet payloads of each class, and
// the same over SSH. It takes a quarter of an hour.
func TestSoakNothingHostileIsAliveOnTheTerminal(t *testing.T) {
	walks := []hostileWalk{{100, 30, 7, false}, {200, 60, 13, false}, {80, 24, 20, true}, {120, 40, 33, true}}
	for n := 0; n < 127; n += 9 {
		walks = append(walks, hostileWalk{80, 24, n, false}, hostileWalk{120, 40, n + 4, false})
	}
	walkHostile(t, walks)
}

func TestSoakNothingHostileIsAliveInACase(t *testing.T) {
	walks := []hostileWalk{{100, 30, 7, false}, {200, 60, 13, false}, {80, 24, 20, true}}
	for n := 0; n < 127; n += 25 {
		walks = append(walks, hostileWalk{80, 24, n, false}, hostileWalk{120, 40, n + 12, false})
	}
	walkCases(t, walks)
}
