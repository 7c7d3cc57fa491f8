package frametest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarry/views/frametest"
)

// recorder is a test that keeps what it is told instead of failing.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

func (r *recorder) all() string { return strings.Join(r.said, "\n") }

func TestCheckAccepts(t *testing.T) {
	for name, content := range map[string]string{
		"plain":   "abcd\nefgh",
		"sgr":     "\x1b[1;38;2;1;2;3mabcd\x1b[m\n\x1b[4:3;48;5;9mefgh\x1b[0m",
		"link":    "\x1b]8;id=1;https://example.com/\x1b\\abcd\x1b]8;;\x1b\\\n\x1b]8;;https://example.com/\x07efgh\x1b]8;;\x07",
		"wide":    "日本\ne\u0301fgh",
		"emoji":   "👩cd\nefgh",
		"drawing": "┌──┐\n█▌▁▲",
	} {
		t.Run(name, func(t *testing.T) {
			r := &recorder{TB: t}
			frametest.Check(r, content, 4, 2)
			if len(r.said) > 0 {
				t.Errorf("refused: %s", r.all())
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	cases := []struct{ name, content, want string }{
		{"too few lines", "abcd", "has 1 lines"},
		{"a final newline is a line", "abcd\nefgh\n", "has 3 lines"},
		{"too short", "abcd\nefg", "line 2 is 3 cells wide"},
		{"too long", "abcde\nefgh", "line 1 is 5 cells wide"},
		{"wide over the edge", "abc日\nefgh", "line 1 is 5 cells wide"},
		{"cursor movement", "ab\x1b[Hcd\nefgh", "U+001B"},
		{"key mode that ends like SGR", "ab\x1b[>4;2mcd\nefgh", "U+001B"},
		{"clipboard", "ab\x1b]52;c;eA==\x07cd\nefgh", "U+001B"},
		{"title", "ab\x1b]2;x\x07cd\nefgh", "U+001B"},
		{"sequence in a link", "ab\x1b]8;;x\x1b]52;c;eA==\x07cd\nefgh", "U+001B"},
		{"link without end", "ab\x1b]8;;xcd\nefgh", "U+001B"},
		{"device control", "ab\x1bPq\x1b\\cd\nefgh", "U+001B"},
		{"carriage return", "abcd\r\nefgh", "U+000D"},
		{"tab", "abcd\t\nefgh", "U+0009"},
		{"bell", "abcd\x07\nefgh", "U+0007"},
		{"delete", "abcd\x7f\nefgh", "U+007F"},
		{"C1 as UTF-8", "abcd\u009b\nefgh", "U+009B"},
		{"C1 as a byte", "abcd\x9b31m\nefgh", `no UTF-8 at "abcd\x9b31m"`},
		{"invalid UTF-8", "abcd\xff\nefgh", `no UTF-8 at "abcd\xff"`},
		{"bidi override", "ab\u202ecd\nefgh", "U+202E"},
		{"bidi isolate", "ab\u2066cd\nefgh", "U+2066"},
		{"zero-width space", "ab\u200bcd\nefgh", "U+200B"},
		{"tag character", "ab\U000e0041cd\nefgh", "U+E0041"},
		{"joined emoji", "👩‍👩‍👧‍👦cd\nefgh", "U+200D"},
		{"a letter from right to left", "abc\u05d0\nefgh", "U+05D0"},
		{"a stack of marks", "abce\u0301\u0301\u0301\nefgh", "stack"},
		{"a space that is none", "abc\u00a0\nefgh", "U+00A0"},
		{"no certain width", "abc\u0915\u093f\nefgh", "one by one"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := &recorder{TB: t}
			frametest.Check(r, c.content, 4, 2)
			if !strings.Contains(r.all(), c.want) {
				t.Errorf("lacks %q: %q", c.want, r.all())
			}
		})
	}
	r := &recorder{TB: t}
	frametest.Check(r, strings.Repeat("x\n", 30), 4, 2)
	if len(r.said) != 9 || !strings.Contains(r.all(), "more problems") {
		t.Errorf("a broken frame is told in %d lines", len(r.said))
	}
}

func TestGolden(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv(frametest.UpdateVariable, "")
	t.Setenv("CI", "")
	golden := func(name, got string) string {
		r := &recorder{TB: t}
		frametest.Golden(r, name, got)
		return r.all()
	}
	const drawing = "┌──┐\n│ab│\n└──┘\n"

	if said := golden("box", drawing); !strings.Contains(said, "QUARRY_UPDATE=1") || !strings.Contains(said, drawing) {
		t.Errorf("a missing golden: %s", said)
	}
	t.Setenv(frametest.UpdateVariable, "1")
	if said := golden("sub/box", drawing); said != "" {
		t.Errorf("update: %s", said)
	}
	path := filepath.Join("testdata", "golden", "sub", "box.txt")
	if b, err := os.ReadFile(path); err != nil || string(b) != drawing {
		t.Errorf("written: %q, %v", b, err)
	}
	t.Setenv("CI", "true")
	if said := golden("sub/box", "changed\n"); !strings.Contains(said, "CI") {
		t.Errorf("update in CI: %q", said)
	}
	t.Setenv(frametest.UpdateVariable, "")
	if said := golden("sub/box", drawing); said != "" {
		t.Errorf("the same drawing: %s", said)
	}
	said := golden("sub/box", "┌──┐\n│aX│\n└──┘\n")
	t.Logf("a mismatch reads:\n%s", said)
	for _, want := range []string{path, `"│ab│"`, `"│aX│"`} {
		if !strings.Contains(said, want) {
			t.Errorf("the mismatch lacks %s:\n%s", want, said)
		}
	}
	if said := golden("sub/box", "┌──┐\n│ab│ \n└──┘\n"); said == "" {
		t.Error("a trailing space is not seen")
	}
	if said := golden("../box", drawing); !strings.Contains(said, "leads out") {
		t.Errorf("a name that leads out: %q", said)
	}
}
