package terminal

import (
	"bytes"
	"io"
	"os"

	"github.com/charmbracelet/x/ansi"
)

// Output is what a program writes to a terminal of a kind. w is the file that
// the terminal stands behind.
func Output(w io.Writer, kind Kind) *Writer { return &Writer{w, kind} }

// Writer passes to a terminal of kind [Plain] text and the sequences that such
// a terminal takes, to any other everything. Where the screen is cleared it takes
// the margins of scrolling away first. Each write has to hold whole sequences.
type Writer struct {
	w    io.Writer
	kind Kind
}

// Fd implements the file of a terminal that Bubble Tea looks for, as do Read
// and Close.
func (w *Writer) Fd() uintptr {
	if f, ok := w.w.(*os.File); ok {
		return f.Fd()
	}
	return ^uintptr(0) // no file has it
}

// Read implements [io.Reader]; nobody reads from an output.
func (w *Writer) Read([]byte) (int, error) { return 0, io.EOF }

// Close leaves the file open: it is the process's own.
func (w *Writer) Close() error { return nil }

// What scrolls a region sets margins for it, and afterwards those of the whole
// screen, as high as the program knew it then. A terminal that has grown meanwhile
// keeps these, and the next picture, which is made of lines and line breaks, would
// scroll within them.
const (
	clearScreen = ansi.CursorHomePosition + ansi.EraseEntireScreen // as Bubble Tea begins a picture anew
	noMargins   = "\x1b[r"                                         // DECSTBM; the cursor goes home
)

// Write implements [io.Writer].
func (w *Writer) Write(b []byte) (int, error) {
	out := bytes.ReplaceAll(b, []byte(clearScreen), []byte(noMargins+clearScreen))
	if w.kind == Plain {
		out = plain(out)
	}
	if len(out) > 0 {
		if _, err := w.w.Write(out); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

// plain is what remains of an output for a plain terminal. There is no
// alternate screen on it: the screen is cleared where that would be left, so
// that the picture does not stay under the shell's prompt.
func plain(b []byte) []byte {
	if bytes.IndexByte(b, ansi.ESC) < 0 {
		return b
	}
	var out bytes.Buffer
	parser := ansi.NewParser()
	var state byte
	for len(b) > 0 {
		seq, _, n, next := ansi.DecodeSequence(b, state, parser)
		state, b = next, b[n:]
		switch {
		case len(seq) == 0 || seq[0] != ansi.ESC:
			out.Write(seq)
		case string(seq) == ansi.ResetModeAltScreenSaveCursor:
			out.WriteString(ansi.CursorHomePosition + ansi.EraseEntireScreen)
		case understood(seq, ansi.Cmd(parser.Command())):
			out.Write(seq)
		}
	}
	return out.Bytes()
}

// understood reports whether a plain terminal takes a sequence.
func understood(seq []byte, cmd ansi.Cmd) bool {
	if !ansi.HasCsiPrefix(seq) {
		// Two characters, such as save and restore the cursor; nothing that
		// opens a string.
		return len(seq) == 2 && bytes.IndexByte([]byte("]PX^_\\"), seq[1]) < 0
	}
	if cmd.Prefix() == 0 && cmd.Intermediate() == 0 {
		return true
	}
	switch string(seq) {
	case ansi.SetModeTextCursorEnable, ansi.ResetModeTextCursorEnable, ansi.SetModeAutoWrap, ansi.ResetModeAutoWrap:
		return true
	}
	return false
}
