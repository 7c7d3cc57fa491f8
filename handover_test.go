//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"quarry/ui/handover"
	"quarry/views/frametest"
)

// formatKeys are the keys of the dialog that take the formats, by their names.
func formatKeys() map[string]string {
	return map[string]string{"markdown": "m", "json": "j", "csv": "c", "stix": "s", "misp": "i", handover.Bundle: "b"}
}

// handsOver exports the case in every format with e, by the names that are suggested.
func (a analyst) handsOver() {
	a.t.Helper()
	for _, f := range handover.Formats() {
		a.Send("e")
		a.WaitText("( ) IOC list")
		a.Send(formatKeys()[f.Name])
		a.WaitText("Write the whole case as " + f.Name)
		a.Send("enter")
		a.Wait(f.Name+" to be written", func(s frametest.Screen) bool {
			return s.Contains("written: ") && s.Contains(f.Ending+", ") && !s.Contains("Write the whole case")
		})
	}
}

// treeOf is the trail on the screen, without where one came from, and what is cut for that.
func (a analyst) treeOf() string {
	a.t.Helper()
	var tree []string
	for _, line := range strings.Split(a.sees("Trail of ", "JUDGED"), "\n") {
		if strings.Contains(line, "call") || strings.Contains(line, "known") {
			line = regexp.MustCompile(`[▌→✗✓]|\S*…|just now|\d+ min ago`).ReplaceAllString(line, " ")
			tree = append(tree, strings.Join(strings.Fields(line), " "))
		}
	}
	return strings.Join(tree, "\n")
}

// undated is an export without the time at which it was made, and what follows from
// that.
func undated(export []byte) string {
	when := regexp.MustCompile(`exported \S+ \S+|"exported_at": ?"[^"]*"|, (just now|\d+ s ago|\d+ min ago)|\{"end":.*`)
	return when.ReplaceAllString(string(export), "…")
}

// comparesExports holds the files that were written by the workbench against what the
// command line writes of the same case.
func (acc account) comparesExports(t *testing.T) {
	t.Helper()
	for _, f := range handover.Formats() {
		mine := filepath.Join(acc.home, "phish-of-the-week"+f.Ending)
		theirs := filepath.Join(t.TempDir(), "theirs")
		if said := acc.pipe(t, "export", "phish of the week", "--format", f.Name, "-o", theirs); !strings.Contains(said, "TLP:AMBER+STRICT: ") {
			t.Errorf("%s: %s", f.Name, said)
		}
		a, err := os.ReadFile(mine)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(theirs)
		if err != nil {
			t.Fatal(err)
		}
		if undated(a) != undated(b) || len(a) < 200 {
			t.Errorf("%s: the workbench has written\n%.3000s\nand the command line\n%.3000s", f.Name, undated(a), undated(b))
		}
		if same := string(a) == string(b); !same && (f.Name == "csv" || f.Name == "stix" || f.Name == "misp") {
			t.Errorf("%s is not the same bytes", f.Name)
		}
		if info, err := os.Stat(mine); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name, info.Mode(), err)
		}
	}
}
