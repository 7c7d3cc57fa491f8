package stream

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/testdata/hostile"
	"quarry/views/frametest"
)

// own is what Bubble Tea and quarry send, taken from a real run.
const own = "\x1b[?2026$p\x1b[?2027$p\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H\x1b[?2004h\x1b[>1u\x1b[>4;2m\x1b[?u\x1b[?5W\x1b[?1002h\x1b[?1006h\x1b]11;?\x07" +
	"\x1b]2;quarry 1.1.1.1 passive DNS\x07\x1b[?2026h\x1b[1;38;5;252m quarry\x1b[m é 日本\r\n\x1b[K\x1b[3;4H\x1b[38;2;1;2;3mx\x1b[22;39m\x1b[4:3my\x1b[m\b\t\x1b[5X\x1b[2d\x1bM\x1b[?2026l" +
	"\x1b]52;c;b3duZWQK\x07\x1b]2;\x07\x1b[<1u\x1b[>4m\x1b[?1049l\x1b[?25h"

func limits() Limits { return Limits{Cols: 80, Rows: 24, Clipboard: []string{"owned\n"}} }

func TestOwnSequencesAreKnown(t *testing.T) {
	if found := Check([]byte(own), limits()); len(found) > 0 {
		t.Errorf("refused: %q", found)
	}
	if found := Check([]byte("one\r\ntwo\n"), Limits{Plain: true}); len(found) > 0 {
		t.Errorf("of the command line: %q", found)
	}
}

// Whatever of the corpus could act is found when it gets through, among what
// quarry sends: by its sequences, or because it stands there as it is.
func TestEveryLivePayloadIsFound(t *testing.T) {
	payloads, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	l := limits()
	l.Clipboard = nil
	stream := strings.ReplaceAll(own, "\x1b]52;c;b3duZWQK\x07", "")
	bySequence := 0
	for _, p := range payloads {
		sent := []byte(stream + "text " + p.Text + " text" + stream)
		sequences := Check(sent, l)
		found := append(sequences, Verbatim(sent, []string{p.Text})...)
		if len(sequences) > 0 {
			bySequence++
		} else if slices.Contains(neverOwn(), p.Class) {
			t.Errorf("%s is not told from what quarry sends", p.ID())
		}
		if len(found) == 0 {
			t.Errorf("%s gets through", p.ID())
		}
		plain := Check([]byte("text "+p.Text+" text\r\n"), Limits{Plain: true})
		harmless := len(frametest.Alive(p.Text)) == 0 || strings.Trim(p.Text, "\r\n") != p.Text
		if len(plain) == 0 && !harmless && !onlyLines(p.Text) {
			t.Errorf("%s gets through on the command line", p.ID())
		}
	}
	t.Logf("of %d payloads %d are found by their sequences", len(payloads), bySequence)
}

// neverOwn are the classes of which quarry itself sends nothing.
func neverOwn() []string {
	return []string{"esc", "osc", "dcs", "apc", "pm", "sos", "c1-raw", "c1-utf8", "bel", "del", "nul", "bidi", "zero-width", "tags", "stack", "utf8"}
}

// onlyLines reports whether the only controls of a text are line breaks, which
// the command line writes itself.
func onlyLines(text string) bool {
	return len(frametest.Alive(strings.NewReplacer("\r", "", "\n", "").Replace(text))) == 0
}

func TestCheckRefuses(t *testing.T) {
	for _, c := range []struct{ sent, want string }{
		{"\x1b[8m", "CSI"}, {"\x1b[31;5m", "CSI"}, {"\x1b[3J", "CSI"}, {"\x1b[99C", "CSI"}, {"\x1b[25;1H", "CSI"}, {"\x1b[?1000h", "CSI"}, {"\x1b[?25;7h", "CSI"},
		{"\x1b[6n", "CSI"}, {"\x1b[c", "CSI"}, {"\x1b[>c", "CSI"}, {"\x1b[!p", "CSI"}, {"\x1b[?69$q", "CSI"}, {"\x1b[21t", "CSI"}, {"\x1b[>31u", "CSI"},
		{"\x1bc", "escape"}, {"\x1b(0", "escape"}, {"\x1bD", "escape"},
		{"\x1b]0;quarry\x07", "OSC 0"}, {"\x1b]2;owned\x07", "OSC 2"}, {"\x1b]2;quarry \u202e\x07", "OSC 2"}, {"\x1b]8;;https://x/\x1b\\", "OSC 8"},
		{"\x1b]52;c;eA==\x07", "OSC 52"}, {"\x1b]52;c;?\x07", "OSC 52"}, {"\x1b]52;p;b3duZWQK\x07", "OSC 52"}, {"\x1b]11;#000\x07", "OSC 11"},
		{"\x1bPq\x1b\\", "device control"}, {"\x1b_G\x1b\\", "application"}, {"\x1b^x\x1b\\", "privacy"}, {"\x1bXx\x1b\\", "start of string"},
		{"\x9b31m", "no UTF-8"}, {"\u009b31m", "U+009B"}, {"\x07", "0x07"}, {"\x00", "0x00"}, {"\x7f", "0x7f"}, {"\u202e", "U+202E"}, {"\u05d0", "U+05D0"},
		{"\x1b[38;5\x1b[m", "broken off"}, {"x\x1b", "does not end"}, {"\x1b]52;c;b3du", "does not end"}, {"\x1b[38;\x18m", "0x18"},
	} {
		if found := Check([]byte(c.sent), limits()); !strings.Contains(strings.Join(found, "\n"), c.want) {
			t.Errorf("%q: %q lacks %q", c.sent, found, c.want)
		}
	}
	for _, sent := range []string{"\x1b[m", "\x1b[K", "\x1bM", "\x1b]2;quarry\x07", "\b", "\t"} {
		if found := Check([]byte(sent), Limits{Plain: true}); len(found) == 0 {
			t.Errorf("%q passes on the command line", sent)
		}
	}
	if found := Check([]byte(strings.Repeat("\x1b[6n", 100)), limits()); len(found) != 40 {
		t.Errorf("%d problems are listed", len(found))
	}
}

func TestFrames(t *testing.T) {
	var lines []string
	sent := "\x1b[?2026hfirst\x1b[?2026l\x1b[c\x1b[?2026h\rother\x1b]2;title\x07\x1b[?2026l\rnever whole"
	Frames([]byte(sent), 20, 2, func(s frametest.Screen) { lines = append(lines, fmt.Sprint(s.Line(0), "/", s.Title())) })
	if want := []string{"first/", "other/title"}; !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
}
