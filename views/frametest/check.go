package frametest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Check fails the test unless content is a frame that fits: exactly height
// lines, each exactly width cells whether a terminal counts grapheme clusters or
// characters, and nothing in it that is [Alive] except SGR (CSI … m) and OSC 8
// hyperlinks: text from outside has to be made harmless before it is drawn.
func Check(t testing.TB, content string, width, height int) {
	t.Helper()
	const most = 8
	problems := frameProblems(content, width, height)
	for i, p := range problems {
		if i == most {
			t.Errorf("and %d more problems in this frame", len(problems)-most)
			break
		}
		t.Errorf("frame %d×%d: %s", width, height, p)
	}
}

// frameProblems lists what Check has to say, in the order of the lines.
func frameProblems(content string, width, height int) []string {
	var problems []string
	lines := strings.Split(content, "\n")
	if len(lines) != height {
		problems = append(problems, fmt.Sprintf("has %d lines", len(lines)))
	}
	for n, line := range lines {
		if w := ansi.StringWidth(line); w != width {
			problems = append(problems, fmt.Sprintf("line %d is %d cells wide: %q", n+1, w, line))
		} else if w = ansi.StringWidthWc(line); w != width {
			problems = append(problems, fmt.Sprintf("line %d is %d cells wide where characters are counted one by one: %q", n+1, w, line))
		}
		for _, p := range livePieces(line) {
			problems = append(problems, fmt.Sprintf("line %d holds %s", n+1, p))
		}
	}
	return problems
}

// livePieces names everything in a line that is [Alive], but for styling and
// hyperlinks.
func livePieces(line string) []string {
	var found []string
	for from := 0; from < len(line); {
		if n := allowedSequence(line[from:]); n > 0 {
			from += n
			continue
		}
		to := from + 1
		for to < len(line) && allowedSequence(line[to:]) == 0 {
			to++
		}
		found = append(found, Alive(line[from:to])...)
		from = to
	}
	return found
}

// allowedSequence returns the length of the SGR or hyperlink sequence at the
// start of s, and 0 when there is none.
func allowedSequence(s string) int {
	if body, ok := strings.CutPrefix(s, "\x1b["); ok {
		end := strings.IndexFunc(body, func(r rune) bool {
			return r != ';' && r != ':' && (r < '0' || r > '9')
		})
		if end >= 0 && body[end] == 'm' {
			return len("\x1b[") + end + 1
		}
		return 0
	}
	if body, ok := strings.CutPrefix(s, "\x1b]8;"); ok {
		end := strings.IndexFunc(body, func(r rune) bool { return r < 0x20 || r > 0x7e })
		if end < 0 || !strings.Contains(body[:end], ";") {
			return 0
		}
		for _, final := range []string{"\x07", "\x1b\\"} {
			if strings.HasPrefix(body[end:], final) {
				return len("\x1b]8;") + end + len(final)
			}
		}
	}
	return 0
}
