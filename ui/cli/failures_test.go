package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"quarry/views/frametest"
	"quarry/views/viewtest"
)

// What the command line says of each failure, with the exit code, to be read by
// people: QUARRY_UPDATE=1 writes it anew.
func TestWhatTheCommandLineSaysOfFailures(t *testing.T) {
	var all strings.Builder
	failures := viewtest.EveryFailure()
	for _, name := range slices.Sorted(maps.Keys(failures)) {
		e := failures[name]
		fmt.Fprintf(&all, "%s: exit code %d, class %s\n%s\n\n", name, codeOf(&e), className(e.Class), explained(&e, false))
	}
	frametest.Golden(t, "failures", all.String())
}
