//go:build unix

package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// stormSizes are sizes from 1×1 to 500×200, each extreme among them, in an
// order in which every one differs much from the one before.
func stormSizes(n int) [][2]int {
	sizes := [][2]int{{500, 200}, {1, 1}, {500, 1}, {1, 200}, {39, 11}, {40, 12}, {39, 12}, {40, 11}}
	for i := len(sizes); i < n; i++ {
		sizes = append(sizes, [2]int{1 + i*211%500, 1 + i*97%200})
	}
	return sizes[:n]
}

// storm resizes the window as often as it is told, as fast as the terminal can,
// and returns how long after the last one the picture was as before. A program
// that is resized faster than it draws leaves sizes out; where every is not 0 a
// frame is waited for after so many.
func (a analyst) storm(resizes, every int) time.Duration {
	a.t.Helper()
	was := a.Wait("a whole frame", func(frametest.Screen) bool { return true })
	cols, rows := was.Size()
	for n, s := range stormSizes(resizes) {
		a.Resize(s[0], s[1])
		if every > 0 && n%every == 0 && s[0] >= 40 && s[1] >= 16 {
			rule := strings.Repeat("─", s[0])
			a.Wait(fmt.Sprintf("a frame of %d×%d", s[0], s[1]), func(now frametest.Screen) bool { return now.Line(1) == rule })
		}
	}
	a.Resize(cols, rows)
	began := time.Now()
	before := ageless(was.Text())
	a.Wait("the picture as before:\n"+was.Text(), func(s frametest.Screen) bool { return ageless(s.Text()) == before })
	return time.Since(began)
}

// ageless is a picture without the ages in it, which change while a storm lasts.
func ageless(picture string) string {
	return regexp.MustCompile(` *(just now|\d+ min ago) *`).ReplaceAllString(picture, " ")
}

// stormy walks to a list, raw answer and dialog, and lets a storm loose in each.
func stormy(t *testing.T, resizes int) {
	// Not over SSH, where frames are not synchronized: half of one would be
	// taken for the picture.
	a := analyst{t, termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: []string{"--demo", "1.1.1.1"}, Cols: 80, Rows: 24})}
	storm := func(place string, every int) {
		t.Helper()
		took := a.storm(resizes/4, every)
		// A machine that is busy with other things may be late once.
		for again := 0; took > 200*time.Millisecond && again < 3; again++ {
			t.Logf("in %s the last picture was right after %v", place, took)
			took = a.storm(resizes/4, every)
		}
		t.Logf("%s: %d resizes, the last picture was right after %v", place, resizes/4, took.Round(time.Millisecond))
		if took > 200*time.Millisecond {
			t.Errorf("in %s the last picture was never right within 200 ms, at last after %v", place, took)
		}
	}
	// Prices follow an answer a moment later: a picture from before them is not
	// seen again.
	a.sees("CLOUDFLARENET", "1/100 calls", "i IP 0")
	storm("an address", 12)
	a.Send("p")
	a.sees("Passive DNS of 1.1.1.1", "778 names", "2/100 calls", "1/778", "d domain 1")
	storm("a list", 12)
	a.Send("J")
	a.sees("Raw answer", "[ close")
	a.WaitGone("taking the answer apart")
	storm("a raw answer", 0)
	a.Send("[")
	a.WaitGone("Raw answer")
	a.Send("?")
	a.sees("Keys in passive DNS")
	storm("help", 0)
	a.Send("esc")
	a.WaitGone("Keys in")
	a.leaves()
}

func TestResizeStorm(t *testing.T) { stormy(t, 120) }

// Every size from 1×1 to 39×11 says what is needed, as far as there is room,
// and nothing else; the first that is large enough has a view.
func TestTinySizes(t *testing.T) {
	a := sits(t, 80, 24, "1.1.1.1")
	a.sees("CLOUDFLARENET", "? help")
	for _, s := range [][2]int{{1, 1}, {2, 1}, {1, 2}, {3, 3}, {7, 2}, {20, 5}, {39, 11}, {39, 200}, {500, 11}, {40, 11}, {39, 12}} {
		a.Resize(s[0], s[1])
		const whole = "quarryneeds40×12.Makethewindowlarger;qleaves."
		a.Wait(fmt.Sprintf("the reason at %d×%d", s[0], s[1]), func(now frametest.Screen) bool {
			said := strings.Join(strings.Fields(now.Text()), "")
			if s[0] >= 20 && s[1] >= 5 {
				return said == whole
			}
			return len(said) >= min(s[0], len("quarry")) && strings.HasPrefix(whole, said)
		})
	}
	a.Resize(40, 12)
	a.sees("CLOUDFLARENET", "? help")
	for _, s := range [][2]int{{1, 1}, {39, 11}} {
		a.Resize(s[0], s[1])
		a.WaitGone("CLOUDFLARENET")
	}
	a.leaves()
}

// pasted is text of a size in which every binding's key occurs, and every line
// of which would do something if it were typed.
func pasted(size int) string {
	const line = "qjkpdhwasumi?:\tJ/x\r\x1b[A yes 192.0.2.44 evil[.]example\x03\n"
	return strings.Repeat(line, size/len(line)+1)[:size]
}

// A paste of a megabyte triggers no binding, wherever it comes in, and is dealt
// with while one waits.
func TestPasteOfAMegabyte(t *testing.T) {
	a := sits(t, 80, 24, "1.1.1.1")
	a.sees("CLOUDFLARENET", "1/100 calls")
	for again := 0; again < 4; again++ { // a machine that is busy with other things may be late
		began := time.Now()
		a.Paste(pasted(1 << 20))
		s := a.Wait("the prompt with what was pasted", func(s frametest.Screen) bool {
			return s.Contains("Open an indicator") && s.Contains("192.0.2.44")
		})
		took := time.Since(began)
		t.Logf("a paste of a megabyte was shown after %v", took.Round(time.Millisecond))
		if !s.Contains("1/100 calls") {
			t.Errorf("a call was spent:\n%s", s.Text())
		}
		a.Send("esc")
		a.sees("CLOUDFLARENET", "1/100 calls", " 1/7")
		if took <= 5*time.Second {
			break
		}
		if again == 3 {
			t.Errorf("it never took less than 5 s, at last %v", took)
		}
	}
	a.Send("/")
	a.Paste(pasted(1 << 20))
	a.Wait("the filter", func(s frametest.Screen) bool { return s.Contains("/qjkp") && s.Contains("1/100 calls") })
	a.Send("esc")
	a.sees("CLOUDFLARENET", "1/100 calls")
	a.leaves()
}
