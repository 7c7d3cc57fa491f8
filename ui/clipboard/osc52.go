package clipboard

import (
	"encoding/base64"
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxEncoded is the longest base64 text, in bytes, that is sent in an OSC 52.
// Terminals cut or drop longer ones, and nobody reports it.
const maxEncoded = 74_994

// screenChunk is how much of a sequence goes into one DCS string for GNU
// screen. screen collects a string in MAXSTR (768) bytes of which the last is
// its terminator, and prints what is longer on the screen (StringChar in its
// ansi.c). With the four bytes of wrapping a chunk is 768 bytes long.
const screenChunk = 768 - len("\x1bP") - len("\x1b\\")

// TooLargeError says that a text is too long for a route through the terminal.
// Nothing of it was sent.
type TooLargeError struct {
	Bytes int // the length of the text, not of its encoding
}

// Error names the length and the way out.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("too large for the terminal's clipboard (%d bytes); use a file", e.Bytes)
}

// fitsTerminal returns a TooLargeError where the text must not be sent to a
// terminal. It holds for tmux as well, which sends it on as an OSC 52.
func fitsTerminal(text string) error {
	if base64.StdEncoding.EncodedLen(len(text)) > maxEncoded {
		return &TooLargeError{Bytes: len(text)}
	}
	return nil
}

// sequences returns the commands that write the text to the terminal.
//
// Through tmux it is written twice, since a program cannot see which way is
// open: tmux takes a bare OSC 52 only with "set-clipboard on" (the default is
// "external": it will "ignore attempts by applications to set tmux buffers"),
// and one wrapped for passing through only with "allow-passthrough on", both
// tmux(1). Where both are open the clipboard is set to the same text twice.
func (c *Clipboard) sequences(route Route, text string) []tea.Cmd {
	osc := ansi.SetSystemClipboard(text)
	if route == Screen {
		return []tea.Cmd{tea.Raw(ansi.ScreenPassthrough(osc, screenChunk))}
	}
	cmds := []tea.Cmd{tea.SetClipboard(text)}
	if throughTmux(c.host) {
		cmds = append(cmds, tea.Raw(ansi.TmuxPassthrough(osc)))
	}
	return cmds
}
