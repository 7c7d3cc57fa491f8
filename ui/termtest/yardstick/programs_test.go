//go:build unix

package yardstick_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarry/ui/termtest"
	"quarry/ui/termtest/yardstick"
	"quarry/views/frametest"
)

func TestMain(m *testing.M) { os.Exit(termtest.Main(m)) }

func rowsFile(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows")
	if err := yardstick.Write(path, n); err != nil {
		t.Fatal(err)
	}
	return path
}

// drawing is what both lists have to show.
func drawing(w yardstick.Window, rows, cols, lines int) string {
	var b strings.Builder
	names, list := yardstick.NameWidth(cols), yardstick.NewRows()
	line := func(mark string, r yardstick.Row) {
		r = r.Cut(names)
		fmt.Fprintf(&b, "%s%-*s  %s  %s\n", mark, names, r.Name, r.First, r.Last)
	}
	line(yardstick.NoMark, yardstick.Headings())
	for n := w.Top; n < w.Top+yardstick.Height(lines); n++ {
		switch {
		case n >= rows:
			b.WriteByte('\n')
		case n == w.Cursor:
			line(yardstick.Mark, list.Row(n))
		default:
			line(yardstick.NoMark, list.Row(n))
		}
	}
	position := fmt.Sprint(w.Cursor + 1)
	if w.Cursor+1 >= 1000 {
		position = position[:len(position)-3] + "," + position[len(position)-3:]
	}
	fmt.Fprintf(&b, " %s/%s\n", position, map[int]string{3: "3", 1234: "1,234"}[rows])
	return b.String()
}

// Both lists show the same after the same keys, or a comparison of them would
// say nothing.
func TestListsShowWhatTheyShould(t *testing.T) {
	for _, program := range []string{"plain", "list"} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 12}} {
			for _, rows := range []int{3, 1234} {
				cols, lines := size[0], size[1]
				t.Run(fmt.Sprintf("%s/%dx%d/%d", program, cols, lines, rows), func(t *testing.T) {
					t.Parallel()
					term := termtest.Start(t, termtest.Options{
						Path: termtest.BuildPackage(t, "./ui/termtest/yardstick/"+program),
						Args: []string{rowsFile(t, rows)}, Cols: cols, Rows: lines,
					})
					var w yardstick.Window
					sees := func(after string) {
						t.Helper()
						want := drawing(w, rows, cols, lines)
						term.Wait("the list after "+after+":\n"+want, func(s frametest.Screen) bool { return s.Text() == want })
					}
					sees("the start")
					// One at a time, and several at once; over each edge.
					for _, keys := range []string{"j", "j", strings.Repeat("j", lines), "j", "k", strings.Repeat("k", lines), "G", "k", strings.Repeat("k", lines-3), "kkk", "G", "g", "jjjj", strings.Repeat("j", 3*lines), "x", "jk", "jkk", "G", "G", "g"} {
						for _, key := range keys {
							w = w.Key(string(key), rows, yardstick.Height(lines))
						}
						term.Type(keys)
						sees(keys)
					}
					if program == "list" {
						term.Resize(100, 30)
						cols, lines = 100, 30
						sees("a resize")
					}
					leaves(t, term)
				})
			}
		}
	}
}

func TestSmallest(t *testing.T) {
	term := termtest.Start(t, termtest.Options{Path: termtest.BuildPackage(t, "./ui/termtest/yardstick/smallest")})
	term.WaitText("q quits")
	if !term.AltScreen() {
		t.Error("not on the alternate screen")
	}
	leaves(t, term)
}

func TestWrongUse(t *testing.T) {
	for _, program := range []string{"plain", "list"} {
		path := termtest.BuildPackage(t, "./ui/termtest/yardstick/"+program)
		for name, c := range map[string]struct {
			args []string
			code int
			says string
		}{
			"no file":     {nil, 2, "usage: " + program + " FILE"},
			"absent file": {[]string{"absent"}, 1, program + ": open absent"},
		} {
			t.Run(program+"/"+name, func(t *testing.T) {
				term := termtest.Start(t, termtest.Options{Path: path, Args: c.args})
				if code := term.WaitExit(); code != c.code || !term.Screen().Contains(c.says) {
					t.Errorf("exit code %d, says %q", code, term.Screen().Line(0))
				}
			})
		}
	}
}

func leaves(t *testing.T, term *termtest.Terminal) {
	t.Helper()
	term.Send("q")
	if code := term.WaitExit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if left := term.Leftovers(); len(left) > 0 {
		t.Errorf("left behind on the terminal: %v", left)
	}
}
