//go:build unix

// Command plain shows a file of rows without any framework: it is the limit
// that nothing which shows the same can pass. Every key is answered at once,
// with the bytes that must change and no others.
//
// j and k move, g and G go to the ends, q quits. The size of the terminal is
// read once.
package main

import (
	"fmt"
	"os"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"quarry/ui/termtest/yardstick"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: plain FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "plain:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	list, err := yardstick.Open(path)
	if err != nil {
		return err
	}
	width, height, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return err
	}
	before, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(os.Stdin.Fd(), before) }()
	s := newScreen(list, width, height)
	defer func() { _, _ = os.Stdout.WriteString(leave) }()
	if _, err := os.Stdout.Write(append([]byte(enter), s.whole(yardstick.Window{})...)); err != nil {
		return err
	}
	return s.answer(os.Stdin, os.Stdout)
}

const (
	enter = ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable
	leave = "\x1b[r" + ansi.SetModeTextCursorEnable + ansi.ResetModeAltScreenSaveCursor
)
