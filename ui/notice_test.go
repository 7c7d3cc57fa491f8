package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/views/widget"
)

// statuses are views that say something of a list.
type statuses struct {
	*stubView
	status widget.Status
}

func (s statuses) Status() widget.Status { return s.status }

// A notice takes the place of what says least, not of what is filtered and marked,
// nor of the keys, is there once, whatever dialog is open, and can be read whole.
func TestNoticeLeavesTheFilterInSight(t *testing.T) {
	r := newRig(t, "1.1.1.1")
	r.settle()
	f := r.m.here()
	f.view = statuses{f.view.(*stubView), widget.Status{Position: 2, Shown: 3, Total: 640, Filter: "login", Marked: 2}}
	const status = "2/3 of 640   filter: login   marked: 2"
	text := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("─", " ", "│", " ").Replace(s)), " ")
	}
	long := "refused: " + strings.Repeat("a name of a directory, ", 4) + "and what to press next"
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			footer := func() string {
				lines := strings.Split(strings.TrimRight(r.drawingNow(), "\n"), "\n")
				return strings.Join(lines[len(lines)-r.m.areas().footer:], "\n")
			}
			ruled := size[1] >= rulesFrom
			for _, notice := range []string{"done so", "done so: login.example; U undoes", long, "at length: " + strings.Repeat("and so on, ", 40) + "to the end"} {
				r.m.say(notice)
				got, lines := footer(), len(r.m.wrappedNotice(size[0]-2))
				if (ruled || lines == 1) && !strings.Contains(got, status) {
					t.Errorf("over %q stands no %q:\n%s", notice, status, got)
				}
				if ruled && !strings.Contains(got, "? help") {
					t.Errorf("%q takes the keys:\n%s", notice, got)
				}
				whole := strings.Count(text(got), text(notice)) == 1
				if cut := strings.Contains(got, "… @"); whole == cut || !whole && lines == 1 {
					t.Errorf("%q is there whole: %v; that it goes on is said: %v\n%s", notice, whole, cut, got)
				}
				r.press("?")
				if n := strings.Count(text(r.drawingNow()), notice[:7]); n != 1 {
					t.Errorf("with a dialog open %q is there %d times:\n%s", notice, n, r.drawingNow())
				}
				r.press("esc", "@")
				if all := text(r.drawingNow()); !strings.Contains(all, text(notice)[:7]) || size[0] > 100 && !strings.Contains(all, text(notice)) {
					t.Errorf("%q cannot be read again:\n%s", notice, r.drawingNow())
				}
				r.press("esc")
			}
		})
	}
}

// What was said is read again with a key, the last first, each whole and once however
// often it was said in a row.
func TestNoticesAreReadAgain(t *testing.T) {
	r := newRig(t, "1.1.1.1")
	r.press("@")
	r.wants("nothing was said yet")
	r.settle()
	at := now()
	r.m.opt.Now = func() time.Time { return at }
	long := "written: " + strings.Repeat("/a-directory-with-a-long-name", 8) + "/report.md, 12 KiB"
	r.m.say(long)
	at = at.Add(5 * time.Minute)
	r.press("v", "m", "v", "m", "v", "m")
	r.press("@")
	r.wants("Notices of this run", "5 min ago   written: /a-directory-with-a-long-name", "/report.md, 12 KiB")
	d := r.drawing()
	if n := strings.Count(d, "that is so already"); n != 1 {
		t.Errorf("it stands there %d times:\n%s", n, d)
	}
	if last := strings.Index(d, "that is so already"); last > strings.Index(d, "written:") || last < 0 {
		t.Errorf("the last is not the first:\n%s", d)
	}
	r.press("j", "x") // scrolls, closes
	r.lacks("Notices of this run")
	for n := range 300 {
		r.m.say(fmt.Sprintf("notice %d", n))
	}
	if n := len(r.m.notice.told); n != mostTold || r.m.notice.told[n-1].Text != "notice 299" {
		t.Errorf("%d are kept, the last %+v", n, r.m.notice.told[n-1])
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
		{"t k", "x prune F fork tab fold ? help"},
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
