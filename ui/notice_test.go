package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/views/widget"
)

// statuses are views that say something of a list.
type statuses struct {
	*stubView
	status widget.Status
}

func (s statuses) Status() widget.Status { return s.status }

// A notice takes the place of the keys, not of what is filtered and marked, and is
// read once, whatever dialog is open.
func TestNoticeLeavesTheFilterInSight(t *testing.T) {
	r := newRig(t, "1.1.1.1")
	r.settle()
	f := r.m.here()
	f.view = statuses{f.view.(*stubView), widget.Status{Position: 2, Shown: 3, Total: 640, Filter: "login", Marked: 2}}
	const status = "2/3 of 640   filter: login   marked: 2"
	long := "refused: " + strings.Repeat("a name of a directory, ", 4) + "and what to press next"
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			footer := func() string {
				lines := strings.Split(strings.TrimRight(r.drawingNow(), "\n"), "\n")
				return strings.Join(lines[len(lines)-r.m.areas().footer:], "\n")
			}
			rules := 0
			if size[1] >= rulesFrom {
				rules = 1
			}
			for _, notice := range []string{"done so", "done so: login.example; U undoes", long} {
				r.m.say(notice)
				got, lines := footer(), len(r.m.wrappedNotice(size[0]-2))
				if lines < r.m.areas().footer-rules && !strings.Contains(got, status) {
					t.Errorf("over %q stands no %q:\n%s", notice, status, got)
				}
				if all := strings.Join(strings.Fields(got), " "); strings.Count(all, notice) != 1 && (notice != long || size[0] > 40) {
					t.Errorf("%q is not there once:\n%s", notice, got)
				}
				if goes := strings.Contains(got, "…"); goes != (lines > r.m.areas().footer-rules) {
					t.Errorf("that %q goes on is said: %v\n%s", notice, goes, got)
				}
				r.press("?")
				if n := strings.Count(strings.Join(strings.Fields(r.drawingNow()), " "), notice[:7]); n != 1 {
					t.Errorf("with a dialog open %q is there %d times:\n%s", notice, n, r.drawingNow())
				}
				r.press("esc")
			}
		})
	}
}

// At 80 columns the last line has the keys that act in the trail, in the list of
// IOCs, and where that is empty.
func TestKeysOfTheCase(t *testing.T) {
	r := walked(t)
	r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	keys := func() string {
		lines := strings.Split(strings.TrimRight(r.drawing(), "\n"), "\n")
		return strings.Join(strings.Fields(lines[len(lines)-1]), " ")
	}
	for _, c := range []struct{ press, want string }{
		{"t", "x prune F fork tab fold ? help"},
		{"t I", "[ back tab seen o new t trail : command ? help"},
		{"tab", "↵ open [ back tab IOCs y copy v verdict z group ? help"},
		{"z", "↵ open [ back tab fold y copy z group / filter ? help"},
	} {
		r.press(strings.Fields(c.press)...)
		if got := keys(); !strings.HasSuffix(got, c.want) {
			t.Errorf("after %s: %q, want %q\n%s", c.press, got, c.want, r.drawing())
		}
	}
}

// However narrow the screen is, each key that spends has its price beside it.
func TestPivotsKeepTheirPrices(t *testing.T) {
	r := real(t, "cloudflare.com")
	r.settle()
	prices := regexp.MustCompile(`\bh (history )?1\b.*\bu (phishing )?1\b`)
	for width := 40; width < panelFrom; width++ {
		r.send(tea.WindowSizeMsg{Width: width, Height: 20})
		r.wait()
		if line := r.m.pivotLine(); !prices.MatchString(line.String()) || line.Width() > width {
			t.Errorf("at %d cells: %q", width, line.String())
		}
	}
}
