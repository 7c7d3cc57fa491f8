package frametest

import (
	"image/color"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Style is how a cell is drawn. The zero value is the terminal's default.
type Style struct {
	// Foreground and Background are nil for the terminal's default colour,
	// an ansi.BasicColor or ansi.IndexedColor for a palette colour, else a
	// true colour.
	Foreground, Background color.Color
	Bold                   bool
	Faint                  bool
	Italic                 bool
	Underline              bool
	Reverse                bool
	Strike                 bool
}

// Cell is one place of the grid.
type Cell struct {
	// Text is one grapheme cluster, " " where nothing was written, and "" for
	// the second column of a wide character.
	Text string
	// Width is the number of columns the text takes: 1, 2, or 0 for the
	// second column of a wide character.
	Width int
	Style Style
}

// Screen is an immutable picture of a terminal at one moment. The zero value
// is a screen of no size.
type Screen struct {
	width, height    int
	cells            []Cell
	cursorX, cursorY int
	cursorVisible    bool
	title            string
	altScreen        bool
}

// Capture takes a picture of an emulator. The title and the cursor's
// visibility come from the caller: the emulator does not tell the first, and
// keeps the second per screen where terminals keep one. The caller makes sure
// that nothing writes to the emulator meanwhile.
func Capture(emu *vt.Emulator, title string, cursorVisible bool) Screen {
	s := Screen{
		width:         emu.Width(),
		height:        emu.Height(),
		title:         title,
		cursorVisible: cursorVisible,
		altScreen:     emu.IsAltScreen(),
	}
	at := emu.CursorPosition()
	s.cursorX, s.cursorY = at.X, at.Y
	s.cells = make([]Cell, 0, s.width*s.height)
	for y := range s.height {
		covered := 0 // columns of the last wide character still to come
		for x := range s.width {
			cell := captureCell(emu, x, y)
			switch {
			case covered > 0:
				covered--
				cell.Text, cell.Width = "", 0
			case cell.Width > s.width-x: // half of it is off the screen
				cell.Text, cell.Width = " ", 1
			default:
				covered = cell.Width - 1
			}
			s.cells = append(s.cells, cell)
		}
	}
	return s
}

// Frame puts a rendered frame on a fresh terminal of the given size and
// returns what it shows. Line feeds return the carriage, as the terminal
// driver does for programs.
func Frame(content string, width, height int) Screen {
	emu := vt.NewEmulator(width, height)
	// A frame must not hold queries, but a test of hostile data may: the
	// answer would block the emulator for ever if nobody read it.
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, emu)
	}()
	title := ""
	WatchTitle(emu, func(s string) { title = s })
	_, _ = emu.WriteString(strings.ReplaceAll(content, "\n", "\r\n"))
	s := Capture(emu, title, !emu.CursorHidden())
	// Not emu.Close: it is not safe beside a Read.
	if in, ok := emu.InputPipe().(io.Closer); ok {
		_ = in.Close()
		<-drained
	}
	return s
}

// WatchTitle calls set for each window title the emulator is given. The
// emulator's own callback drops every title that holds a semicolon.
func WatchTitle(emu *vt.Emulator, set func(string)) {
	for _, cmd := range []int{0, 2} {
		emu.RegisterOscHandler(cmd, func(data []byte) bool {
			_, title, _ := strings.Cut(string(data), ";")
			set(title)
			return true
		})
	}
}

// The bits of a cell's attributes, as x/vt stores them. They are named in
// ultraviolet, which has no tagged version to import.
const (
	attrBold    = 1 << 0
	attrFaint   = 1 << 1
	attrItalic  = 1 << 2
	attrReverse = 1 << 5
	attrStrike  = 1 << 7
)

func captureCell(emu *vt.Emulator, x, y int) Cell {
	c := emu.CellAt(x, y)
	if c == nil {
		return Cell{Text: " ", Width: 1}
	}
	cell := Cell{Text: c.Content, Width: c.Width, Style: Style{
		Foreground: c.Style.Fg,
		Background: c.Style.Bg,
		Bold:       c.Style.Attrs&attrBold != 0,
		Faint:      c.Style.Attrs&attrFaint != 0,
		Italic:     c.Style.Attrs&attrItalic != 0,
		Underline:  c.Style.Underline != ansi.UnderlineNone,
		Reverse:    c.Style.Attrs&attrReverse != 0,
		Strike:     c.Style.Attrs&attrStrike != 0,
	}}
	if cell.Text == "" || cell.Width < 1 {
		cell.Text, cell.Width = " ", 1
	}
	return cell
}

// Size returns the number of columns and rows.
func (s Screen) Size() (width, height int) { return s.width, s.height }

// Cell returns the cell at a column and row counted from 0, and a blank one
// outside the screen.
func (s Screen) Cell(x, y int) Cell {
	if x < 0 || y < 0 || x >= s.width || y >= s.height {
		return Cell{Text: " ", Width: 1}
	}
	return s.cells[y*s.width+x]
}

// Cursor returns the cursor's column and row, and whether it can be seen.
func (s Screen) Cursor() (x, y int, visible bool) {
	return s.cursorX, s.cursorY, s.cursorVisible
}

// Title returns the window title.
func (s Screen) Title() string { return s.title }

// AltScreen says whether the alternate screen is shown.
func (s Screen) AltScreen() bool { return s.altScreen }

// Line returns the text of row n, counted from 0, without trailing spaces.
func (s Screen) Line(n int) string { return strings.TrimRight(s.fullLine(n), " ") }

// Text returns all lines without trailing spaces, each ended by "\n".
func (s Screen) Text() string {
	var b strings.Builder
	for y := range s.height {
		b.WriteString(s.Line(y))
		b.WriteByte('\n')
	}
	return b.String()
}

// Contains says whether the text stands on the screen: within one line, or,
// when it holds "\n", over the lines as Text gives them.
func (s Screen) Contains(text string) bool {
	if strings.Contains(text, "\n") {
		return strings.Contains(s.Text(), text)
	}
	for y := range s.height {
		if strings.Contains(s.fullLine(y), text) {
			return true
		}
	}
	return false
}

// Find returns the column and row where the text first stands within a line.
func (s Screen) Find(text string) (x, y int, ok bool) {
	for y := range s.height {
		line := s.fullLine(y)
		at := strings.Index(line, text)
		if at < 0 {
			continue
		}
		for x, n := 0, 0; x < s.width; x++ {
			if n >= at && s.Cell(x, y).Width > 0 {
				return x, y, true
			}
			n += len(s.Cell(x, y).Text)
		}
	}
	return 0, 0, false
}

func (s Screen) fullLine(y int) string {
	if y < 0 || y >= s.height {
		return ""
	}
	var b strings.Builder
	for _, c := range s.cells[y*s.width : (y+1)*s.width] {
		b.WriteString(c.Text)
	}
	return b.String()
}
