package frametest

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Check fails the test unless content is a frame that fits: exactly height
// lines, each exactly width cells, and nothing in it that acts on a terminal
// except SGR (CSI … m) and OSC 8 hyperlinks. Control characters, C1 controls
// as bytes or as UTF-8, invalid UTF-8, and the format characters that reorder
// or hide text (bidi controls, zero-width spaces, tags) are refused: text from
// outside has to be made harmless before it is drawn.
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
		}
		for _, p := range livePieces(line) {
			problems = append(problems, fmt.Sprintf("line %d holds %s", n+1, p))
		}
	}
	return problems
}

// livePieces names everything in a line that a terminal would act upon, other
// than styling and hyperlinks.
func livePieces(line string) []string {
	var found []string
	for i := 0; i < len(line); {
		if n := allowedSequence(line[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			found = append(found, fmt.Sprintf("the byte %#02x, which is no UTF-8, at %q", line[i], excerpt(line, i)))
		case r == '\x1b':
			found = append(found, fmt.Sprintf("an escape sequence that is neither SGR nor a hyperlink: %q", excerpt(line, i)))
		case unicode.IsControl(r):
			found = append(found, fmt.Sprintf("the control character %U at %q", r, excerpt(line, i)))
		case reorders(r):
			found = append(found, fmt.Sprintf("the invisible character %U at %q", r, excerpt(line, i)))
		}
		i += n
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

// reorders reports the format characters that change how the text beside them
// reads without being seen. The joiners U+200C and U+200D are not among them:
// scripts and emoji need them.
func reorders(r rune) bool {
	switch {
	case unicode.Is(unicode.Bidi_Control, r):
		return true
	case r == 0x200b, r == 0x2060, r == 0xfeff, r == 0x2028, r == 0x2029:
		return true
	default:
		return r >= 0xe0000 && r <= 0xe007f
	}
}

func excerpt(line string, at int) string {
	const around = 12
	return line[max(0, at-around):min(len(line), at+around)]
}
