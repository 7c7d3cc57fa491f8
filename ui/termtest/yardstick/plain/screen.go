//go:build unix

package main

import (
	"io"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"

	"quarry/ui/termtest/yardstick"
)

// screen is the terminal and what stands on it. The lines of the rows are a
// scroll region.
type screen struct {
	list   yardstick.List
	height int // of the rows
	names  int // columns of a name
	shown  yardstick.Window

	out []byte
	at  int // the line the terminal's cursor is on, counted from 1; or unknown
}

// unknown is no line, nor beside one.
const unknown = -2

func newScreen(list yardstick.List, width, height int) *screen {
	return &screen{list: list, height: yardstick.Height(height), names: yardstick.NameWidth(width)}
}

// answer obeys the keys that come in until q.
func (s *screen) answer(in io.Reader, out io.Writer) error {
	keys := make([]byte, 4096)
	for {
		n, err := in.Read(keys)
		if err != nil {
			return err
		}
		w := s.shown
		for _, key := range keys[:n] {
			if key == 'q' {
				return nil
			}
			w = w.Key(string(key), s.list.Len(), s.height)
		}
		if w == s.shown {
			continue
		}
		if _, err := out.Write(s.change(w)); err != nil {
			return err
		}
	}
}

// whole draws everything.
func (s *screen) whole(w yardstick.Window) []byte {
	s.out, s.shown, s.at = s.out[:0], w, unknown
	s.put(ansi.EraseEntireScreen, ansi.SetTopBottomMargins(yardstick.Above+1, yardstick.Above+s.height))
	s.line(1)
	s.row(yardstick.NoMark, yardstick.Headings())
	s.rows(w.Top, min(w.Top+s.height, s.list.Len()))
	s.position("")
	return s.out
}

// change draws what is different from what is shown.
func (s *screen) change(w yardstick.Window) []byte {
	was, by := s.shown, w.Top-s.shown.Top
	if by <= -s.height || by >= s.height {
		return s.whole(w)
	}
	s.out, s.shown = s.out[:0], w
	if was.Cursor != w.Cursor && s.visible(was.Cursor, w) { // else it is scrolled off
		s.line(s.lineOf(was.Cursor, was))
		s.put(yardstick.NoMark)
	}
	switch {
	case by > 0:
		s.line(s.lineOf(w.Top+s.height-1, w))
		s.put(strings.Repeat("\n", by))
		s.rows(w.Top+s.height-by, w.Top+s.height)
	case by < 0:
		s.line(s.lineOf(w.Top, w))
		s.put(strings.Repeat(ansi.ReverseIndex, -by))
		s.rows(w.Top, w.Top-by)
	}
	if was.Cursor != w.Cursor && s.visible(w.Cursor, was) { // else it is drawn already
		s.line(s.lineOf(w.Cursor, w))
		s.put(yardstick.Mark)
	}
	s.position(place(was))
	return s.out
}

func (s *screen) visible(row int, w yardstick.Window) bool {
	return row >= w.Top && row < w.Top+s.height
}

// lineOf is the line of the terminal that a row is on in a window.
func (s *screen) lineOf(row int, w yardstick.Window) int { return yardstick.Above + 1 + row - w.Top }

// rows draws some rows on lines that are blank.
func (s *screen) rows(from, to int) {
	for n := from; n < to; n++ {
		s.line(s.lineOf(n, s.shown))
		s.row(s.shown.Mark(n), s.list.Row(n))
	}
}

func (s *screen) row(mark string, r yardstick.Row) {
	first, last := yardstick.Columns(s.names)
	s.put(mark, r.Cut(s.names).Name, ansi.CursorHorizontalAbsolute(first+1), r.First, ansi.CursorHorizontalAbsolute(last+1), r.Last)
}

// position draws the place of the cursor in the list, as far as it differs from
// what was there before.
func (s *screen) position(was string) {
	s.line(yardstick.Above + s.height + 1)
	now := place(s.shown)
	s.put(now)
	if len(now) != len(was) {
		s.put("/", humanize.Comma(int64(s.list.Len())), ansi.EraseLineRight)
	}
}

func place(w yardstick.Window) string { return " " + humanize.Comma(int64(w.Cursor+1)) }

// line goes to the beginning of a line, counted from 1, the short way.
func (s *screen) line(n int) {
	switch {
	case n == s.at:
		s.put("\r")
	case n == s.at+1 && s.at != yardstick.Above+s.height: // there it would scroll
		s.put("\r\n")
	default:
		s.put("\x1b[", strconv.Itoa(n), "H")
	}
	s.at = n
}

func (s *screen) put(texts ...string) {
	for _, t := range texts {
		s.out = append(s.out, t...)
	}
}
