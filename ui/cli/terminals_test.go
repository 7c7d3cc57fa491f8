//go:build unix

package cli

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"regexp"
	"strings"
	"testing"

	"quarry/ui/termtest"
	"quarry/views/frametest"
)

// onTerminal starts the demo on a terminal and walks to the recorded passive
// DNS answer, whose days lie in the past. It returns the screens on the way,
// and the terminal after quarry has left it.
func onTerminal(t *testing.T, o termtest.Options, flags ...string) (screens []frametest.Screen, term *termtest.Terminal) {
	t.Helper()
	o.Path = termtest.Build(t)
	o.Args = append([]string{"--demo", "--window", "2023-07-15..2023-07-18", "--page-size", "5", "1.1.1.1"}, flags...)
	term = termtest.Start(t, o)
	// Without synchronized output a screen is seen while it is drawn: the last
	// line tells that it is whole.
	sees := func(last, end string, parts ...string) {
		screens = append(screens, term.Wait(strings.Join(parts, ", "), func(s frametest.Screen) bool {
			_, rows := s.Size()
			line := s.Line(rows - 1)
			if o.Light { // the terminal's answer comes after the first frames
				if _, dim := dimmest(s, color.Black, color.White); dim != "" {
					return false
				}
			}
			for _, part := range parts {
				if !s.Contains(part) {
					return false
				}
			}
			return !s.Contains(" under way") && strings.Contains(line, last) && strings.HasSuffix(line, end)
		}))
	}
	sees("refresh", "? help", "one.one.one.one", "1/100 calls", "i IP 0")
	term.Send("p")
	sees("space mark", "? help", "ping.ui.com", "2/100 calls", "d domain 1")
	term.Send("J")
	sees(" [ close ", screens[0].Cell(0, 1).Text+corner(screens[0]), "reverse_records")
	term.Send("q")
	sees("space mark", "? help", "ping.ui.com", "2/100 calls", "d domain 1")
	screens = screens[:3]
	term.Send("q")
	wantEnd(t, term, 0)
	return screens, term
}

// corner is how a box ends that is drawn like a screen's rules.
func corner(s frametest.Screen) string {
	if s.Cell(0, 1).Text == "-" {
		return "+"
	}
	return "╯"
}

// drawnText is screens as one drawing, with the time of the run taken out.
func drawnText(screens []frametest.Screen) string {
	var b strings.Builder
	for _, s := range screens {
		b.WriteString(s.Text() + strings.Repeat("=", 80) + "\n")
	}
	now := regexp.MustCompile(`Fetched   20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ`)
	return now.ReplaceAllString(b.String(), "Fetched   2026-11-23 12:00:00Z")
}

// Whatever the terminal and the locale, the same text is to be read: drawn with
// Unicode, or with ASCII alone. Each gets only the sequences that it takes.
func TestTerminalsAndLocales(t *testing.T) {
	for name, c := range map[string]struct {
		env    []string
		flags  []string
		light  bool
		golden string
		takes  func([]byte) error
	}{
		"xterm-256color":    {golden: "unicode"},
		"light":             {light: true, golden: "unicode"},
		"xterm":             {env: []string{"TERM=xterm"}, golden: "unicode"},
		"truecolor":         {env: []string{"COLORTERM=truecolor"}, golden: "unicode"},
		"NO_COLOR":          {env: []string{"NO_COLOR=1"}, golden: "unicode", takes: noColours},
		"screen":            {env: []string{"TERM=screen"}, golden: "unicode"},
		"tmux":              {env: []string{"TERM=tmux-256color"}, golden: "unicode"},
		"LC_ALL over LANG":  {env: []string{"LANG=C", "LC_ALL=en_US.UTF-8"}, golden: "unicode"},
		"LANG=C":            {env: []string{"LANG=C"}, golden: "ascii", takes: ascii},
		"no locale":         {env: []string{"LANG="}, golden: "ascii", takes: ascii},
		"ISO 8859-1":        {env: []string{"LANG=de_DE.ISO-8859-1"}, golden: "ascii", takes: ascii},
		"--ascii":           {flags: []string{"--ascii"}, golden: "ascii", takes: ascii},
		"linux":             {env: []string{"TERM=linux"}, golden: "ascii", takes: plainSequences},
		"linux, LANG=C":     {env: []string{"TERM=linux", "LANG=C"}, golden: "ascii", takes: plainSequences},
		"vt100":             {env: []string{"TERM=vt100"}, golden: "ascii", takes: func(b []byte) error { return firstError(plainSequences(b), noColours(b)) }},
		"vt100, LANG=C":     {env: []string{"TERM=vt100", "LANG=C"}, golden: "ascii", takes: plainSequences},
		"vt220":             {env: []string{"TERM=vt220"}, golden: "ascii", takes: plainSequences},
		"nobody knows":      {env: []string{"TERM=nobody-knows"}, golden: "ascii", takes: plainSequences},
		"linux, --ascii=no": {env: []string{"TERM=linux"}, flags: []string{"--ascii=false"}, golden: "unicode"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			screens, term := onTerminal(t, termtest.Options{Env: c.env, Light: c.light}, c.flags...)
			frametest.Golden(t, "terminal/"+c.golden, drawnText(screens))
			if c.takes != nil {
				if err := c.takes(term.Stream()); err != nil {
					t.Error(err)
				}
			}
			if s := term.Screen(); s.Contains("quarry") || s.Contains("1.1.1.1") {
				t.Errorf("the picture stays when quarry has left:\n%s", s.Text())
			}
		})
	}
}

// What get prints on a terminal: no escape at all.
func TestGetOnTerminals(t *testing.T) {
	for env, golden := range map[string]string{"TERM=xterm-256color": "get-unicode", "TERM=dumb": "get-unicode", "TERM=linux": "get-ascii", "LANG=C": "get-ascii"} {
		args := []string{"get", "--demo", "1.1.1.1"}
		if env == "TERM=dumb" {
			args = []string{"--demo", "1.1.1.1"}
		}
		term := termtest.Start(t, termtest.Options{Path: termtest.Build(t), Args: args, Env: []string{env}})
		if code := term.WaitExit(); code != 0 {
			t.Errorf("%s: exit code %d", env, code)
		}
		frametest.Golden(t, "terminal/"+golden, term.Screen().Text())
		if bytes.ContainsAny(term.Stream(), "\x1b\a\b") {
			t.Errorf("%s: %q", env, term.Stream())
		}
	}
}

func firstError(errs ...error) error { return firstOf(errs...) }

// ascii reports what is not ASCII.
func ascii(stream []byte) error {
	if n := bytes.IndexFunc(stream, func(r rune) bool { return r >= 0x80 }); n >= 0 {
		return fmt.Errorf("not ASCII: %q", stream[n:min(n+20, len(stream))])
	}
	return nil
}

func noColours(stream []byte) error {
	if got := colours(stream); len(got) > 0 {
		return fmt.Errorf("colours: %q", got)
	}
	return nil
}

// plainSequences reports a sequence that neither a VT102 nor the Linux console
// takes. Both stop at the first character that they do not expect, and older
// kernels print the rest.
func plainSequences(stream []byte) error {
	taken := regexp.MustCompile("^\x1b(?:\\[[0-9;]*[A-Za-z@`]|\\[\\?(?:7|25)[hl]|[78DEHM])")
	for rest := stream; ; {
		n := bytes.IndexByte(rest, 0x1b)
		if n < 0 {
			return ascii(stream)
		}
		rest = rest[n:]
		seq := taken.Find(rest)
		if seq == nil {
			return fmt.Errorf("a sequence that is not taken: %q", rest[:min(20, len(rest))])
		}
		rest = rest[len(seq):]
	}
}

// dimmest tells how many cells of a screen hold text, and of one that cannot be
// read what is wrong with it.
func dimmest(s frametest.Screen, fore, back color.Color) (seen int, what string) {
	cols, rows := s.Size()
	for n := range cols * rows {
		cell := s.Cell(n%cols, n/cols)
		if strings.TrimSpace(cell.Text) == "" || strings.ContainsAny(cell.Text, "─│░·╭╮╰╯") {
			continue
		}
		seen++
		f, b := orColor(cell.Style.Foreground, fore), orColor(cell.Style.Background, back)
		if got := contrast(f, b); got < 3 {
			what = fmt.Sprintf("%q in line %d has a contrast of %.1f (%v on %v)", cell.Text, n/cols, got, f, b)
		}
	}
	return seen, what
}

// On a light as on a dark background everything can be read. A contrast of 3 is
// what WCAG 2.1 asks for at the least.
func TestContrast(t *testing.T) {
	for name, c := range map[string]struct {
		light bool
		env   []string
	}{
		"dark": {}, "light": {light: true},
		"dark, true colours":  {env: []string{"COLORTERM=truecolor"}},
		"light, true colours": {light: true, env: []string{"COLORTERM=truecolor"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			screens, _ := onTerminal(t, termtest.Options{Light: c.light, Env: c.env})
			var back, fore color.Color = color.Black, color.White
			if c.light {
				back, fore = fore, back
			}
			seen := 0
			for _, s := range screens {
				cells, dim := dimmest(s, fore, back)
				if seen += cells; dim != "" {
					t.Fatalf("%s:\n%s", dim, s.Text())
				}
			}
			if seen < 500 {
				t.Errorf("only %d cells were looked at", seen)
			}
		})
	}
}

func orColor(c, other color.Color) color.Color {
	if c == nil {
		return other
	}
	return c
}

// contrast is WCAG's contrast ratio.
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		linear := func(v uint32) float64 {
			s := float64(v) / 0xffff
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
	}
	la, lb := light(a)+0.05, light(b)+0.05
	return max(la, lb) / min(la, lb)
}
