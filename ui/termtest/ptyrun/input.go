//go:build unix

package ptyrun

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Send presses keys: each argument is a key by the name Bubble Tea gives it
// ("enter", "esc", "ctrl+c", "shift+tab", "pgdown"), or else text to type.
// Text that happens to be a key's name goes through Type.
func (p *Process) Send(keys ...string) error {
	var b strings.Builder
	kitty := p.kitty()
	for i, key := range keys {
		seq, err := encodeKey(key, kitty)
		if err != nil {
			return err
		}
		if seq == "\x1b" && i < len(keys)-1 {
			return fmt.Errorf("%q after esc would be read as alt+%s: wait for the effect of esc first", keys[i+1], keys[i+1])
		}
		b.WriteString(seq)
	}
	return p.write(b.String())
}

// Type types the text as it stands.
func (p *Process) Type(text string) error { return p.write(text) }

// Paste pastes as terminals do: line ends become CR, and the text stands
// between the paste marks if the program asked for them. Nothing is filtered
// from it, as a hostile terminal or text may have an end mark within.
func (p *Process) Paste(text string) error {
	text = strings.NewReplacer("\r\n", "\r", "\n", "\r").Replace(text)
	if p.Mode(modePaste) {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	return p.write(text)
}

// Click presses and releases the left button at a column and row counted from
// 0. It is an error when the program has not asked for the mouse.
func (p *Process) Click(x, y int) error { return p.mouse(x, y, "\x1b[<0;%d;%dM\x1b[<0;%[1]d;%[2]dm") }

// Wheel turns the wheel at a column and row counted from 0, by as many steps
// down, or up when negative. It is an error when the program has not asked for
// the mouse.
func (p *Process) Wheel(x, y, steps int) error {
	if steps == 0 {
		return nil
	}
	step := "\x1b[<65;%[1]d;%[2]dM"
	if steps < 0 {
		step, steps = "\x1b[<64;%[1]d;%[2]dM", -steps
	}
	return p.mouse(x, y, strings.Repeat(step, steps))
}

func (p *Process) mouse(x, y int, format string) error {
	p.mu.Lock()
	ready := p.state.mouse() && p.state.modes[modeMouseSGR]
	p.mu.Unlock()
	if !ready {
		return errors.New("the program has not asked for mouse reports in SGR form: a terminal sends none")
	}
	return p.write(fmt.Sprintf(format, x+1, y+1))
}

func (p *Process) kitty() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.legacy && p.state.kittyFlags(p.emu.IsAltScreen()) != 0
}

func (p *Process) write(s string) error {
	if p.ended() {
		return ErrExited
	}
	_, err := p.input.Write([]byte(s))
	return err
}
