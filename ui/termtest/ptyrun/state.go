//go:build unix

package ptyrun

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"quarry/views/frametest"
)

// DEC private modes that say whether a program left the terminal as it found
// it (xterm's ctlseqs; 2026: the synchronized output specification).
const (
	modeCursor       = 25
	modeMouseSGR     = 1006
	modeFocus        = 1004
	modePaste        = 2004
	modeSynchronized = 2026
	modeGraphemes    = 2027
)

func mouseModes() []int { return []int{9, 1000, 1001, 1002, 1003} }

// state is what the emulator does not keep or does not tell.
type state struct {
	title     string
	modes     map[int]bool
	clipboard []string
	// kitty are the stacks of keyboard flags of the main and the alternate
	// screen, otherKeys is xterm's modifyOtherKeys.
	kitty     [2][]int
	otherKeys int
}

// watch registers everything the emulator has to report, before it is given
// its first byte.
func (p *Process) watch() {
	s := &p.state
	s.modes = map[int]bool{modeCursor: true}
	set := func(on bool) func(ansi.Mode) {
		return func(m ansi.Mode) {
			if dec, ok := m.(ansi.DECMode); ok {
				s.modes[dec.Mode()] = on
			}
		}
	}
	p.emu.SetCallbacks(vt.Callbacks{EnableMode: set(true), DisableMode: set(false)})
	// Known and off: so the emulator says when a program asks.
	_, _ = fmt.Fprintf(p.emu, "\x1b[?%dl\x1b[?%dl", modeSynchronized, modeGraphemes)
	p.watchStrings()
	p.watchKeyboard()
	p.keepMargins()
}

// keepMargins keeps the lower margin of scrolling (DECSTBM) on the screen, as
// terminals do. Beyond it the emulator moves lines that it has not, and panics; a
// program that has not heard of a smaller size yet sets such a margin.
func (p *Process) keepMargins() {
	p.emu.RegisterCsiHandler('r', func(params ansi.Params) bool {
		if len(params) > 1 && params[1].Param(0) > p.emu.Height() {
			params[1] = ansi.Param(p.emu.Height())
		}
		return false // the emulator's own handler comes next, with the same parameters
	})
}

func (p *Process) watchStrings() {
	s := &p.state
	frametest.WatchTitle(p.emu, func(title string) { s.title = title })
	p.emu.RegisterOscHandler(52, func(data []byte) bool {
		parts := strings.SplitN(string(data), ";", 3)
		if len(parts) != 3 || parts[2] == "?" {
			return true
		}
		if text, err := base64.StdEncoding.DecodeString(parts[2]); err == nil {
			s.clipboard = append(s.clipboard, string(text))
		}
		return true
	})
}

// watchKeyboard answers and keeps the Kitty keyboard protocol
// (sw.kovidgoyal.net/kitty/keyboard-protocol) and modifyOtherKeys.
func (p *Process) watchKeyboard() {
	s := &p.state
	stack := func() *[]int {
		if p.emu.IsAltScreen() {
			return &s.kitty[1]
		}
		return &s.kitty[0]
	}
	on := func(prefix, final byte, handle func(ansi.Params)) {
		p.emu.RegisterCsiHandler(ansi.Command(prefix, 0, final), func(params ansi.Params) bool {
			handle(params)
			return true
		})
	}
	on('>', 'u', func(params ansi.Params) {
		flags, _, _ := params.Param(0, 0)
		*stack() = append(*stack(), flags)
	})
	on('<', 'u', func(params ansi.Params) {
		n, _, _ := params.Param(0, 1)
		*stack() = (*stack())[:max(0, len(*stack())-max(1, n))]
	})
	on('=', 'u', func(params ansi.Params) {
		flags, _, _ := params.Param(0, 0)
		if k := *stack(); len(k) > 0 {
			k[len(k)-1] = flags
		} else if flags != 0 {
			*stack() = []int{flags}
		}
	})
	on('?', 'u', func(ansi.Params) {
		if !p.legacy {
			_, _ = fmt.Fprintf(p.emu.InputPipe(), "\x1b[?%du", s.kittyFlags(p.emu.IsAltScreen()))
		}
	})
	on('>', 'm', func(params ansi.Params) {
		if what, _, _ := params.Param(0, 0); what == 4 {
			s.otherKeys, _, _ = params.Param(1, 0)
		}
	})
}

func (s *state) kittyFlags(alt bool) int {
	k := s.kitty[0]
	if alt {
		k = s.kitty[1]
	}
	if len(k) == 0 {
		return 0
	}
	return k[len(k)-1]
}

func (s *state) mouse() bool {
	return slices.ContainsFunc(mouseModes(), func(m int) bool { return s.modes[m] })
}

// Clipboard returns, in order, the texts the program put into the clipboard
// through OSC 52. A sequence wrapped for tmux or screen is not one that this
// terminal understands; look for it in Stream.
func (p *Process) Clipboard() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.state.clipboard)
}

// Mode says whether a DEC private mode is set, such as 2004 for bracketed
// paste.
func (p *Process) Mode(n int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.modes[n]
}

// Leftovers names what is still switched on that a program has to switch off
// before it leaves: none for a terminal as a shell expects it. Whether the
// driver is in raw mode is not among it, since the kernel resets that when the
// session ends.
func (p *Process) Leftovers() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &p.state
	var left []string
	note := func(on bool, what string) {
		if on {
			left = append(left, what)
		}
	}
	note(p.emu.IsAltScreen(), "alternate screen")
	note(!s.modes[modeCursor], "hidden cursor")
	note(s.mouse() || s.modes[modeMouseSGR], "mouse reports")
	note(s.modes[modePaste], "bracketed paste")
	note(s.modes[modeFocus], "focus reports")
	note(s.modes[modeSynchronized], "synchronized output")
	note(s.modes[modeGraphemes], "grapheme widths")
	note(s.kittyFlags(false) != 0, "keyboard enhancements")
	note(s.otherKeys != 0, "modifyOtherKeys")
	return left
}
