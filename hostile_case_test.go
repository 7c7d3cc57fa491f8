//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/ui/handover"
	"quarry/views/frametest"
)

// investigates walks through all that there is about a case.
func (v *victim) investigates(home string, l letter) {
	v.t.Helper()
	v.at("start", "or go on with a case")
	v.Send("enter")
	v.at("trail", "Trail of ", "JUDGED")
	v.exports(home, l)
	v.Send("g")
	rows := 0
	v.Wait("how many there are", func(s frametest.Screen) bool { _, rows = v.status(s); return rows > 100 })
	for n := 2; n <= rows; n++ { // each with what was said of it, and by whom
		v.Send("j")
		v.Wait("the next row", func(s frametest.Screen) bool { at, _ := v.status(s); return at == n })
		if n%16 == 0 {
			v.opens("c", "Comment on ", "esc")
		}
	}
	v.copiesAs("d", "j", "m", "c")
	v.opens("?", "Keys in", "esc")
	v.opens(":", "Command", "esc")
	v.opens("C", "Go on with a case", "esc")
	v.opens("T", "Name of this case", "esc")
	v.opens("M", "How far this case may be passed on", "esc")
	v.opens("v", "Verdict on ", "esc")
	v.Send("g", "c")
	v.WaitText("Comment on ")
	v.Type(" more")
	v.Send("enter")
	v.sees("commented")
	v.Send("U")
	v.sees("taken back")
	v.Send("enter")
	v.at("ip", "IP "+cfsim.AnswersTo(v.n).IPv4)
	v.looksAround()
	v.infers("judged0.hostile.example")
	v.Send("F")
	v.sees("in a case of its own")
	v.Send("t")
	v.at("trail of the fork", "Trail of ", "x prune")
}

// infers opens what another case has judged, too: its name and its comment stand in
// the lines at the top, in the dossier, and in copies of that.
func (v *victim) infers(i string) {
	v.t.Helper()
	v.goesTo(i)
	v.at("insights", "Domain "+i, "in another case", "just now")
	v.Send("!", "!", "D")
	v.at("dossier with insights", "Dossier of "+i, "Insights", "in another case")
	v.reads()
	v.copiesAs("j", "m")
	v.Send("[", "[")
	v.at("ip", "IP "+cfsim.AnswersTo(v.n).IPv4)
}

// exports exports the case with e in every format: by the name that is suggested,
// which is a name and no way elsewhere, and once by one that means harm itself.
func (v *victim) exports(home string, l letter) {
	v.t.Helper()
	there := func() (names []string) {
		entries, err := os.ReadDir(home)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".quarry-") { // which is being written
				names = append(names, e.Name())
			}
		}
		return names
	}
	for _, f := range handover.Formats() {
		v.Send("e")
		v.WaitText("( ) IOC list")
		v.places["export"] = true
		v.Send(formatKeys()[f.Name])
		v.WaitText("Write the whole case as")
		v.places["file of an export"] = true
		if f.Name == "csv" {
			v.Paste("\x1b]0;owned\x07\u202ea b\r\n")
		}
		before := there()
		v.Send("enter")
		var names []string
		v.Wait("the file", func(s frametest.Screen) bool {
			names = slices.DeleteFunc(there(), func(name string) bool { return slices.Contains(before, name) })
			return len(names) == 1 && s.Contains("written: ") && !s.Contains("Write the whole case")
		})
		harmless(v.t, "a name", names[0], false)
		l.checks(v.t, f.Name, filepath.Join(home, names[0]))
	}
}

// A case from a colleague who means harm, imported, listed, walked through and
// handed on in every format.
func TestNothingHostileIsAliveInACase(t *testing.T) {
	walkCases(t, []hostileWalk{{80, 24, 0, false}, {120, 40, 61, false}})
}

func walkCases(t *testing.T, walks []hostileWalk) {
	for _, w := range walks {
		t.Run(w.String(), func(t *testing.T) {
			t.Parallel()
			acc := newAccount(t, "")
			var last letter
			for _, edition := range [][2]int{{w.n + 1, 0}, {w.n, 0}, {w.n, 1}} {
				next := acc.writes(t, edition[0], edition[1])
				if edition[1] > 0 { // the answers are here already, by who has fetched them first
					next.fetched = last.fetched
				}
				last = next
				said := acc.pipe(t, "import", last.path)
				harmless(t, "import", said, false)
				if !strings.Contains(said, "new here") || strings.Contains(said, "changed ") != (edition[1] > 0) {
					t.Errorf("imported:\n%s", said)
				}
			}
			acc.handsOn(t, last)
			acc.reads(t, w.n, last)
			v := acc.meets(t, w)
			v.investigates(acc.home, last)
			v.survives(150)
			harmless(t, "cases", acc.pipe(t, "cases"), false)
			harmless(t, "cases --json", acc.pipe(t, "cases", "--json"), true)
		})
	}
}
