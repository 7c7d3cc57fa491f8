//go:build soak && unix

package cli

import (
	"strconv"
	"testing"
)

// In lanes, each with a server of its own: the simulated one too takes 1,200
// requests in five minutes and no more.
func TestSoakKilledAtAnyMoment(t *testing.T) {
	for lane := range 4 {
		t.Run(strconv.Itoa(lane), func(t *testing.T) {
			t.Parallel()
			killed(t, 50)
		})
	}
}
