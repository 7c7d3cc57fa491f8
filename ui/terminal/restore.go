package terminal

import (
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// State is how a terminal was found.
type State struct {
	out   *Writer
	modes *term.State // nil where out is no terminal
}

// Found notes how the terminal behind out is set, before a program changes it.
func Found(out *Writer) State {
	s := State{out: out}
	if modes, err := term.GetState(out.Fd()); err == nil {
		s.modes = modes
	}
	return s
}

// Restore puts the terminal back as it was found, for when the program that
// should do that cannot any more. It may hang where the terminal takes no more
// output; the driver's modes are restored before that.
func (s State) Restore() {
	if s.modes != nil {
		_ = term.Restore(s.out.Fd(), s.modes) // there is no other way left
	}
	// Keyboard first: the Kitty flags belong to the screen that is shown.
	_, _ = s.out.Write([]byte(ansi.ResetModeSynchronizedOutput +
		ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) +
		ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
		ansi.ResetModeBracketedPaste + ansi.ResetModeFocusEvent + ansi.ResetModeUnicodeCore +
		ansi.SetWindowTitle("") + "\x1b[r" + ansi.ResetStyle +
		ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable))
}
