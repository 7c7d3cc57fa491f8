//go:build unix

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"quarry/api/cfsim"
	"quarry/testdata/hostile"
	"quarry/ui/termtest"
	"quarry/ui/termtest/stream"
	"quarry/views/frametest"
)

// hostileWalk is a walk through the nth hostile answers on a terminal of a size.
type hostileWalk struct {
	cols, rows, n int
	// ssh walks over SSH, where frames are not synchronized, and widths are
	// counted by characters.
	ssh bool
}

func (w hostileWalk) String() string {
	s := fmt.Sprintf("%dx%d-%d", w.cols, w.rows, w.n)
	if w.ssh {
		s += "-ssh"
	}
	return s
}

// victim is an analyst whom every answer tries to harm.
type victim struct {
	analyst
	hostileWalk
	// places are the views and dialogs that were walked.
	places map[string]bool
}

// meets starts quarry. Without SSH in the environment frames are synchronized, so
// that each of them can be looked at.
func (acc account) meets(t *testing.T, w hostileWalk, args ...string) *victim {
	t.Helper()
	env := slices.DeleteFunc(slices.Clone(acc.env), func(v string) bool { return !w.ssh && strings.HasPrefix(v, "SSH_") })
	return &victim{
		analyst: analyst{t, termtest.Start(t, termtest.Options{
			Path: termtest.Build(t), Args: append([]string{"--config", acc.home + "/config.toml"}, args...),
			Cols: w.cols, Rows: w.rows, Env: env, Home: acc.home,
		})},
		hostileWalk: w, places: map[string]bool{},
	}
}

// at waits for a view, and until nothing is under way.
func (v *victim) at(place string, parts ...string) {
	v.t.Helper()
	v.sees(parts...)
	v.places[place] = true
}

var footerPosition = regexp.MustCompile(`^ ([\d,]+)/([\d,]+)`)

// status is the position in the footer, "3/120".
func (v *victim) status(s frametest.Screen) (at, of int) {
	for y := v.rows - 3; y < v.rows; y++ {
		if m := footerPosition.FindStringSubmatch(s.Line(y)); m != nil {
			at, _ = strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
			of, _ = strconv.Atoi(strings.ReplaceAll(m[2], ",", ""))
			return at, of
		}
	}
	return 0, 0
}

// reads goes through a view to its end, page by page, and unfolds what stands
// there: the fields that nobody has heard of.
func (v *victim) reads() {
	v.t.Helper()
	v.Send("G")
	v.Wait("the last row", func(s frametest.Screen) bool { at, of := v.status(s); return at == of })
	_, before := v.status(v.Screen())
	if v.Screen().Contains("Other fields of the answer") {
		v.Send("tab")
		v.Wait("the unfolded fields", func(s frametest.Screen) bool { _, of := v.status(s); return of > before })
	}
	for {
		at, of := v.status(v.Screen())
		if at == of {
			break
		}
		v.Send("pgdown")
		v.Wait("the next page", func(s frametest.Screen) bool { next, _ := v.status(s); return next > at })
	}
	v.Send("g")
	v.Wait("the first row", func(s frametest.Screen) bool { at, _ := v.status(s); return at <= 1 })
}

// opens is a dialog with something to see, by its key, and how it is closed.
func (v *victim) opens(key, title, closing string) {
	v.t.Helper()
	v.Send(key)
	v.WaitText(title)
	v.places[title] = true
	v.Send(closing)
	v.WaitGone(title)
}

// dissects reads the raw answer to its end, filters it, and copies nodes.
func (v *victim) dissects() {
	v.t.Helper()
	v.Send("J")
	v.WaitText("SHA-256")
	v.WaitGone("taking the answer apart")
	v.places["raw answer"] = true
	first := v.Screen().Text()
	v.Send("pgdown")
	v.Wait("the next page of the tree", func(s frametest.Screen) bool { return s.Text() != first })
	v.Send("G")
	v.Wait("the end of the tree", func(s frametest.Screen) bool { return !s.Contains(" {") || s.Text() != first })
	v.Send("k", "right", "right", "/")
	v.Type("owned")
	v.WaitText("/owned")
	v.Send("enter")
	v.copies("y")
	v.Send("q")
	v.WaitGone("SHA-256")
}

// copies presses a key that copies, and waits for what became of it.
func (v *victim) copies(key string) {
	v.t.Helper()
	had := len(v.OSC52())
	v.Send(key)
	v.Wait("what became of the copy", func(s frametest.Screen) bool {
		return len(v.OSC52()) > had || s.Contains("not copied") || s.Contains("too large")
	})
}

// copiesAs copies in each of the forms that can be had.
func (v *victim) copiesAs(forms ...string) {
	v.t.Helper()
	for _, form := range forms {
		v.Send("Y")
		s := v.WaitText("Copy as")
		v.places["copy as "+form] = true
		possible := true
		box, _ := findBox(s)
		for y := box.y; y < box.bottom; y++ {
			line := ""
			for x := box.x + 1; x < box.right; x++ {
				line += s.Cell(x, y).Text
			}
			if strings.HasPrefix(strings.TrimLeft(line, " ▌"), form+"  ") {
				for _, why := range []string{"no table", "no record", "nothing is selected", "no indicator is selected", "no request", "names an indicator", "no row of the table", "names no field"} {
					possible = possible && !strings.Contains(line, why)
				}
			}
		}
		if !possible {
			v.Send("esc")
			v.WaitGone("Copy as")
			continue
		}
		v.copies(form)
		v.WaitGone("Copy as")
	}
}

// looksAround does in a view all that can be done in any.
func (v *victim) looksAround() {
	v.t.Helper()
	v.reads()
	v.dissects()
	v.copiesAs("d", "s", "k", "x", "j", "m", "c")
	v.opens("?", "Keys in", "esc")
	v.opens(":", "Command", "esc")
}

// goesTo opens an indicator by typing it.
func (v *victim) goesTo(i string) {
	v.t.Helper()
	v.Send("o")
	v.WaitText("Open an indicator")
	v.Type(i)
	v.Wait("the price of "+i, func(s frametest.Screen) bool { return s.Contains("1 call") || s.Contains("known") })
	v.Send("enter")
	v.WaitGone("Open an indicator")
}

// walk opens every view of the nth hostile answers, and every kind of error.
func (v *victim) walk() {
	v.t.Helper()
	of, fails := cfsim.AnswersTo(v.n), cfsim.ErrorsTo(v.n)
	v.at("ip", "IP "+of.IPv4, "just now")
	v.looksAround()
	v.Send("p")
	v.at("passive DNS", "Passive DNS of "+of.IPv4, "/130")
	v.Send("*")
	v.WaitText("marked:")
	v.looksAround()
	v.Send("L")
	v.at("look-up", "Look-up of 3 names")
	v.looksAround()
	v.goesTo(of.Domain)
	v.at("domain", "Domain "+of.Domain, "just now")
	v.looksAround()
	v.Send("h")
	v.at("history", "History of "+of.Domain)
	v.looksAround()
	v.Send("[")
	v.at("domain", "Domain "+of.Domain)
	v.Send("w")
	v.at("WHOIS", "WHOIS of "+of.Domain)
	v.looksAround()
	v.Send("[")
	v.at("domain", "Domain "+of.Domain)
	v.Send("g", "m")
	v.at("report", "Report a category for "+of.Domain)
	v.Send("tab", "tab", "tab", "tab")
	v.Send("esc")
	v.at("domain", "Domain "+of.Domain)
	v.Send("D")
	v.at("dossier", "of "+of.Domain)
	v.Send("ctrl+a")
	v.Wait("the dossier whole", func(s frametest.Screen) bool { return !s.Contains(" under way") })
	v.Send("G", "g")
	v.copiesAs("p", "o", "j", "m", "c", "u")
	v.goesTo(of.URL)
	v.at("phishing", "Phishing hxxps://", "just now")
	v.looksAround()
	v.goesTo(of.ASN)
	v.at("ASN", of.ASN, "just now")
	v.looksAround()
	v.Send("s")
	v.at("subnets", "Subnets of "+of.ASN)
	v.looksAround()
	v.goesTo(of.IPv6)
	v.at("ip of IPv6", "IP "+of.IPv6, "just now")
	v.reads()
	for n := range 10 {
		fails = cfsim.ErrorsTo(v.n - v.n%10 + n)
		v.goesTo(fails.Domain)
		v.at(fmt.Sprintf("error %d", n), "Domain "+fails.Domain, "Next:")
		v.opens("?", "Keys in", "esc")
	}
}

// survives leaves, and looks at every byte and every frame that was sent.
func (v *victim) survives(least int) {
	v.t.Helper()
	v.leaves()
	sent := v.Stream()
	copied := v.OSC52()
	alive := stream.Check(sent, stream.Limits{Cols: v.cols, Rows: v.rows, Clipboard: copied})
	payloads := payloads(v.t)
	var live []string
	for _, p := range payloads {
		if len(frametest.Alive(p.Text)) > 0 {
			live = append(live, p.Text)
		}
	}
	alive = append(alive, stream.Verbatim(sent, live)...)
	for _, problem := range alive {
		v.t.Errorf("alive: %s", problem)
	}
	for _, text := range copied {
		checkCopy(v.t, text)
	}
	frames, broken := 0, 0
	stream.Frames(sent, v.cols, v.rows, func(s frametest.Screen) {
		if !s.AltScreen() || frames == 0 && !s.Contains("quarry ") || s.Contains("Follow an indicator") {
			return // the start screen has no panel
		}
		frames++
		if err := intact(s); err != nil {
			if broken++; broken <= 3 {
				v.t.Errorf("frame %d: %v:\n%s", frames, err, s.Text())
			}
		}
	})
	if frames < least && !v.ssh {
		v.t.Errorf("only %d frames were looked at", frames)
	}
	v.t.Logf("%d payloads × %d views and dialogs × %d×%d: %d bytes, %d frames, %d copies; %d alive, %d broken",
		len(payloads), len(v.places), v.cols, v.rows, len(sent), frames, len(copied), len(alive), broken)
}

func payloads(t testing.TB) []hostile.Payload {
	t.Helper()
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkCopy holds what is promised of the clipboard: nothing in it acts or
// hides. Letters of all scripts may be in it, line breaks and tabs between
// values too.
func checkCopy(t testing.TB, text string) {
	t.Helper()
	for _, line := range strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\t' }) {
		for _, what := range frametest.Alive(line) {
			if !strings.Contains(what, "right-to-left") {
				t.Errorf("alive in the clipboard: %s", what)
			}
		}
	}
}

// intact tells what is broken about a frame: the rules below the header and
// above the footer, the wall of the side panel, the frame of a dialog.
func intact(s frametest.Screen) error {
	cols, rows := s.Size()
	box, err := findBox(s)
	if err != nil {
		return err
	}
	const panelFrom, panel = 100, 34
	footer := 4
	if cols >= panelFrom {
		footer = 3
	}
	for _, y := range []int{1, rows - footer} {
		for x := range cols {
			if y > 1 && x < noticed(s.Line(y), cols) {
				continue
			}
			if !box.has(x, y) && s.Cell(x, y).Text != "─" {
				return fmt.Errorf("the rule in row %d is broken at column %d", y+1, x+1)
			}
		}
	}
	for y := 2; cols >= panelFrom && y < rows-footer; y++ {
		if x := cols - panel + 1; !box.has(x, y) && s.Cell(x, y).Text != "│" {
			return fmt.Errorf("the wall is broken in row %d", y+1)
		}
	}
	return nil
}

// noticed is how many cells of the rule above the footer a notice takes that stands
// there: to the edge where it has several lines, else the rule goes on behind it.
func noticed(line string, cols int) int {
	text := strings.TrimRight(line, "─")
	switch {
	case !strings.HasPrefix(line, " "):
		return 0
	case text == line:
		return cols
	}
	return ansi.StringWidth(text)
}

// rectangle is the place of a dialog; the zero one is none.
type rectangle struct{ x, y, right, bottom int }

func (r rectangle) has(x, y int) bool {
	return r.right > 0 && x >= r.x && x <= r.right && y >= r.y && y <= r.bottom
}

// findBox finds the dialog in the middle of the screen, whose frame must be
// whole. A corner that data has drawn has no other at the same distance from the
// other edge, or no walls.
func findBox(s frametest.Screen) (rectangle, error) {
	cols, rows := s.Size()
	for y := range rows {
		for x := 0; x < cols/2; x++ {
			right := -1
			for _, at := range []int{cols - 1 - x, cols - 2 - x} {
				if s.Cell(x, y).Text == "╭" && s.Cell(at, y).Text == "╮" {
					right = at
				}
			}
			if right < 0 {
				continue
			}
			bottom := y + 1
			for bottom < rows && s.Cell(x, bottom).Text == "│" && s.Cell(right, bottom).Text == "│" {
				bottom++
			}
			if bottom == y+1 {
				continue // drawn by data, on one line
			}
			if bottom == rows || s.Cell(x, bottom).Text != "╰" || s.Cell(right, bottom).Text != "╯" {
				return rectangle{}, fmt.Errorf("the frame of a dialog is broken in row %d", bottom+1)
			}
			return rectangle{x, y, right, bottom}, nil
		}
	}
	return rectangle{}, nil
}

// Every view, dialog, copy and error of the real program, with a payload in
// every field, name, error and header: nothing of it is alive in what reaches
// the terminal, and no frame is broken. Every answer holds every payload; the
// two walks meet them in other fields.
func TestNothingHostileIsAliveOnTheTerminal(t *testing.T) {
	walkHostile(t, []hostileWalk{{80, 24, 0, false}, {120, 40, 61, false}})
}

func walkHostile(t *testing.T, walks []hostileWalk) {
	for _, w := range walks {
		t.Run(w.String(), func(t *testing.T) {
			t.Parallel()
			v := newAccount(t, "monthly-calls = 10000\nask-above = 100\n").meets(t, w, cfsim.AnswersTo(w.n).IPv4)
			v.walk()
			v.survives(100)
		})
	}
}
