// Package stream judges the bytes that a program has sent to a terminal: whether
// there is anything among them but what quarry and Bubble Tea send of
// themselves. It takes them apart with a parser of escape sequences and allows
// what it knows; whatever else stands there came from outside and is alive.
package stream

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"

	"quarry/views/frametest"
)

// Limits are what a program may send beside text and known sequences.
type Limits struct {
	// Cols and Rows are the size of the terminal: no movement leads further.
	Cols, Rows int
	// Clipboard are the texts that were copied: no others may be in an OSC 52.
	Clipboard []string
	// Plain allows no sequence at all, but line ends: the command line.
	Plain bool
}

// Check lists what is alive in a stream, at most a few dozen of it.
func Check(sent []byte, l Limits) []string {
	r := &reader{limits: l, parser: ansi.NewParser()}
	r.parser.SetDataSize(0)
	r.parser.SetHandler(ansi.Handler{
		Print: r.print, Execute: r.execute, HandleCsi: r.csi, HandleEsc: r.esc, HandleOsc: r.osc,
		HandleDcs: func(_ ansi.Cmd, _ ansi.Params, data []byte) { r.refuse("a device control string %.40q", data) },
		HandlePm:  func(data []byte) { r.refuse("a privacy message %.40q", data) },
		HandleApc: func(data []byte) { r.refuse("an application command %.40q", data) },
		HandleSos: func(data []byte) { r.refuse("a start of string %.40q", data) },
	})
	if !utf8.Valid(sent) { // a terminal takes some of these bytes for C1 controls
		r.refuse("bytes that are no UTF-8")
	}
	for i, b := range sent {
		r.at = i
		before := r.parser.State()
		r.dispatched = false
		r.parser.Advance(b)
		after := r.parser.State()
		begun := before == parser.GroundState || before == parser.Utf8State
		switch {
		case begun || r.dispatched:
		case after == parser.GroundState, after == parser.EscapeState && before != parser.EscapeState && !ends(before):
			r.refuse("a sequence that was broken off")
		}
	}
	if s := r.parser.State(); s != parser.GroundState {
		r.refuse("a sequence that does not end")
	}
	r.flush()
	return r.found
}

// ends reports whether an escape ends what the parser is reading, a string.
func ends(state byte) bool {
	switch state {
	case parser.OscStringState, parser.DcsStringState, parser.ApcStringState, parser.PmStringState, parser.SosStringState:
		return true
	}
	return false
}

type reader struct {
	limits     Limits
	parser     *ansi.Parser
	at         int
	dispatched bool
	text       strings.Builder
	found      []string
}

func (r *reader) refuse(format string, args ...any) {
	const most = 40
	if len(r.found) < most {
		r.found = append(r.found, fmt.Sprintf(format, args...)+fmt.Sprintf(" (byte %d)", r.at))
	}
}

// flush judges the text since the last sequence.
func (r *reader) flush() {
	for _, what := range frametest.Alive(r.text.String()) {
		r.refuse("%s", what)
	}
	r.text.Reset()
}

func (r *reader) print(c rune) {
	r.dispatched = true
	r.text.WriteRune(c)
}

// execute takes a control character. The renderer moves the cursor with these
// four; the command line ends lines.
func (r *reader) execute(b byte) {
	r.dispatched = true
	r.flush()
	allowed := "\b\t\n\r"
	if r.limits.Plain {
		allowed = "\n\r"
	}
	if !strings.Contains(allowed, string(rune(b))) {
		r.refuse("the control character %#02x", b)
	}
}

func (r *reader) esc(cmd ansi.Cmd) {
	r.dispatched = true
	r.flush()
	switch {
	case r.limits.Plain:
	case cmd.Intermediate() == 0 && (cmd.Final() == 'M' || cmd.Final() == '\\'): // one line up; the end of a string
		return
	}
	r.refuse("the escape sequence %q", string(rune(cmd.Final())))
}

func (r *reader) csi(cmd ansi.Cmd, params ansi.Params) {
	r.dispatched = true
	r.flush()
	known := false
	switch {
	case r.limits.Plain:
	case cmd.Intermediate() != 0:
		known = cmd.Intermediate() == '$' && cmd.Final() == 'p' && cmd.Prefix() == '?' // asks for a mode
	case cmd.Prefix() == 0:
		known = r.plainCSI(cmd.Final(), params)
	default:
		known = privateCSI(cmd, params)
	}
	if !known {
		r.refuse("the sequence CSI %c %v %c", cmd.Prefix(), params, cmd.Final())
	}
}

// plainCSI knows styling, movement, erasing and scrolling within the screen.
func (r *reader) plainCSI(final byte, params ansi.Params) bool {
	n, _, _ := params.Param(0, 1)
	m, _, _ := params.Param(1, 1)
	switch final {
	case 'm':
		return styling(params)
	case 'A', 'B', 'd', 'L', 'M', 'S', 'T', 'r', 'H', 'f':
		return n <= r.limits.Rows && m <= max(r.limits.Rows, r.limits.Cols)
	case 'C', 'D', 'G', '`', 'P', 'X', '@', 'b', 'I', 'Z':
		return n <= r.limits.Cols
	case 'J':
		n, _, _ = params.Param(0, 0)
		return n <= 2 // 3 would take the history of the terminal
	case 'K':
		return true
	}
	return false
}

// styling knows what the theme draws with: bold, faint, italics, underline,
// reverse, and colours; no blinking, no hidden text, no bright background.
func styling(params ansi.Params) bool {
	ok, colour := true, 0
	params.ForEach(0, func(_, n int, _ bool) {
		switch {
		case colour > 0: // what follows 38 or 48
			colour--
			if n == 2 && colour == 1 {
				colour = 3
			}
		case n == 38 || n == 48:
			colour = 2
		case n >= 0 && n <= 4, n == 7, n >= 22 && n <= 24, n == 27, n >= 30 && n <= 37, n == 39, n >= 40 && n <= 47, n == 49, n >= 90 && n <= 97:
		default:
			ok = false
		}
	})
	return ok
}

// privateCSI knows the modes that Bubble Tea sets and takes back, and how it
// asks for and sets the keyboard's.
func privateCSI(cmd ansi.Cmd, params ansi.Params) bool {
	n, _, _ := params.Param(0, 0)
	m, _, _ := params.Param(1, 0)
	switch string([]byte{cmd.Prefix(), cmd.Final()}) {
	case "?h", "?l":
		return slices.Contains([]int{7, 25, 1002, 1003, 1004, 1006, 1049, 2004, 2026, 2027}, n) && len(params) == 1
	case "?u":
		return true
	case "?W": // sets the tab stops
		return n == 5
	case ">u", "<u", "=u":
		return n <= 3
	case ">m":
		return n == 4 && (len(params) == 1 || m == 2)
	}
	return false
}

// osc takes an operating system command: a title in harmless words, a clipboard
// with what was copied, and the question for the background.
func (r *reader) osc(cmd int, data []byte) {
	r.dispatched = true
	r.flush()
	_, value, _ := strings.Cut(string(data), ";")
	switch {
	case r.limits.Plain:
	case cmd == 2 && (value == "" || strings.HasPrefix(value, "quarry")) && len(frametest.Alive(value)) == 0 && len(value) <= 500:
		return
	case cmd == 11 && value == "?":
		return
	case cmd == 52:
		if encoded, is := strings.CutPrefix(value, "c;"); is {
			if text, err := base64.StdEncoding.DecodeString(encoded); err == nil && slices.Contains(r.limits.Clipboard, string(text)) {
				return
			}
		}
	}
	r.refuse("the command OSC %d %.60q", cmd, value)
}

// unfinished is a text that ends in the middle of a control sequence.
var unfinished = regexp.MustCompile(`\x1b(\[[0-?]*)?$`)

// Verbatim lists the texts that stand in a stream as they are. A sequence that
// quarry sends too, such as a colour, is only told from quarry's own by that. A
// text that ends in the middle of a sequence is left to [Check]: behind its
// letters on the screen a sequence of quarry's own may begin.
func Verbatim(sent []byte, texts []string) []string {
	const enough = 400 // of a very long text the beginning says it
	var found []string
	for _, text := range texts {
		if unfinished.MatchString(text) {
			continue
		}
		text = text[:min(len(text), enough)]
		for _, form := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
			if at := bytes.Index(sent, []byte(form)); at >= 0 {
				found = append(found, fmt.Sprintf("the text %.60q as it is (byte %d, behind %q)", text, at, sent[max(0, at-40):at]))
				break
			}
		}
	}
	return found
}
