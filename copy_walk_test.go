//go:build unix

package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"quarry/views/frametest"
)

// takes waits for the next text that the terminal is asked to take.
func (a analyst) takes(n int) string {
	a.t.Helper()
	a.Wait("a text for the clipboard", func(frametest.Screen) bool { return len(a.OSC52()) == n })
	return a.OSC52()[n-1]
}

// Three names are marked and copied into the languages of searches; what is
// copied is chosen by tab, and y goes on in the same form.
func TestCopyingMarkedNames(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "192.0.2.44")
		names := a.marks(false)
		list := `"` + strings.Join(names, `", "`) + `"`

		a.Send("Y")
		a.sees("Copy as", "▌ the 3 marked   all 640 shown", "3 rows", "k  KQL (Kusto)")
		a.Send("k")
		if got, want := a.takes(1), "RemoteUrl has_any ("+list+")"; got != want {
			t.Errorf("copied %s, want %s", got, want)
		}
		a.sees("sent to the terminal: RemoteUrl has_any (")
		a.Send("Y", "s")
		if got, want := a.takes(2), "(query IN ("+list+") OR url_domain IN ("+list+"))"; got != want {
			t.Errorf("copied %s, want %s", got, want)
		}
		a.Send("Y", "x")
		if got, want := a.takes(3), "[domain-name:value = '"+strings.Join(names, "' OR domain-name:value = '")+"']"; got != want {
			t.Errorf("copied %s, want %s", got, want)
		}
		a.Send("Y", "c")
		table, err := csv.NewReader(strings.NewReader(a.takes(4))).ReadAll()
		if err != nil || len(table) != 4 || table[1][0] != names[0] || table[3][0] != names[2] {
			t.Errorf("three rows are marked, the CSV is %q, %v", table, err)
		}
		a.Send("Y", "tab")
		a.sees("▌ all 640 shown", "640 rows")
		a.Send("p")
		if got := strings.Split(a.takes(5), "\n"); len(got) != 640 || got[0] != names[0] {
			t.Errorf("%d names were copied, the first %s", len(got), got[0])
		}
		a.Send("y") // the marked again, in the form last used
		if got, want := a.takes(6), strings.Join(names, "\n"); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
		a.Send("Y", "tab", "tab")
		a.sees("▌ the selection")
		a.Send("d")
		if got, want := a.takes(7), strings.ReplaceAll(names[2], ".", "[.]"); got != want {
			t.Errorf("copied %q, want %q", got, want)
		}
		a.sees("2/100 calls")
		a.leaves()
	})
}
