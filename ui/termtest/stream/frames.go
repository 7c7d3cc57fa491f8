package stream

import (
	"bytes"
	"io"

	"github.com/charmbracelet/x/vt"

	"quarry/views/frametest"
)

// Frames shows a stream to a terminal of that size and calls each with the
// screen at the end of every synchronized frame (mode 2026).
func Frames(sent []byte, cols, rows int, each func(frametest.Screen)) {
	emu := vt.NewEmulator(cols, rows)
	drained := make(chan struct{})
	go func() { // answers to queries, which nobody waits for
		defer close(drained)
		_, _ = io.Copy(io.Discard, emu)
	}()
	title := ""
	frametest.WatchTitle(emu, func(s string) { title = s })
	end := []byte("\x1b[?2026l")
	for len(sent) > 0 {
		n := bytes.Index(sent, end)
		if n < 0 {
			_, _ = emu.Write(sent)
			break
		}
		n += len(end)
		_, _ = emu.Write(sent[:n])
		sent = sent[n:]
		each(frametest.Capture(emu, title, !emu.CursorHidden()))
	}
	if in, ok := emu.InputPipe().(io.Closer); ok {
		_ = in.Close()
		<-drained
	}
}
