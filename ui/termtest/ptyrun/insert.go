//go:build unix

package ptyrun

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// inserter gives the emulator what it lacks: insert mode (IRM), in which a
// character moves those behind it to the right. Programs use it on terminals
// that are not known to insert characters otherwise, such as a VT102.
type inserter struct {
	on   bool
	tail []byte // the beginning of a sequence or character, to be continued
}

// translate returns a piece of output for a terminal without insert mode.
func (i *inserter) translate(b []byte) []byte {
	b = append(i.tail, b...)
	i.tail = nil
	for n := min(len(b), len(ansi.SetModeInsertReplace)-1); n > 0; n-- {
		if end := b[len(b)-n:]; bytes.HasPrefix([]byte(ansi.SetModeInsertReplace), end) {
			b, i.tail = b[:len(b)-n], bytes.Clone(end)
			break
		}
	}
	if !i.on && !bytes.Contains(b, []byte(ansi.SetModeInsertReplace)) {
		return b
	}
	var out bytes.Buffer
	var state byte
	for len(b) > 0 {
		seq, width, n, next := ansi.DecodeSequence(b, state, nil)
		state, b = next, b[n:]
		switch {
		case len(b) == 0 && (state != ansi.NormalState || !utf8.FullRune(seq)):
			i.tail = append(bytes.Clone(seq), i.tail...)
			return out.Bytes()
		case string(seq) == ansi.SetModeInsertReplace:
			i.on = true
		case string(seq) == ansi.ResetModeInsertReplace:
			i.on = false
		case i.on && width > 0:
			fmt.Fprintf(&out, "\x1b[%d@", width)
		}
		out.Write(seq)
	}
	return out.Bytes()
}
