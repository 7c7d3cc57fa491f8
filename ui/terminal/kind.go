// Package terminal is what quarry knows of terminals besides Bubble Tea: what
// kind one is by its name, an output that leaves out what it cannot take, and
// the way to restore it by hand.
//
// Bubble Tea asks every terminal what it can do, and switches on what most
// know. One that does not know a sequence is supposed to ignore it. Not all do:
// the Linux console of older kernels prints the rest of what it stops at
// ("4;2m", "11;?"), and what calls itself dumb prints all of it.
package terminal

import (
	"slices"
	"strings"
)

// Kind says what a terminal can do.
type Kind uint8

const (
	// Dumb cannot move its cursor: there is no workbench on it.
	Dumb Kind = iota
	// Plain knows the sequences of a VT102 and perhaps colours: no questions,
	// no mouse, no title, no alternate screen, no UTF-8 to rely on.
	Plain
	// Full is like xterm: it does or ignores what Bubble Tea sends.
	Full
)

// KindOf returns the kind of the terminal that TERM names on an operating
// system, as runtime.GOOS spells it. What is not known to be like xterm counts
// as plain.
func KindOf(goos, term string) Kind {
	name, _, _ := strings.Cut(strings.ToLower(term), "-")
	name, _, _ = strings.Cut(name, ".") // "screen.xterm-256color"
	switch {
	case name == "" && goos == "windows": // its consoles have no name, and do all
		return Full
	case name == "" || name == "dumb" || name == "unknown":
		return Dumb
	case slices.Contains(likeXterm(), name):
		return Full
	}
	return Plain
}

// likeXterm are the first words of the names under which such terminals stand
// in ncurses' terminfo database, and those that Bubble Tea knows.
func likeXterm() []string {
	return []string{
		"alacritty", "contour", "foot", "ghostty", "gnome", "iterm", "iterm2", "kitty", "konsole",
		"mintty", "mlterm", "ms", "nsterm", "putty", "rio", "rxvt", "screen", "st", "stterm", "terminology",
		"tmux", "vte", "wezterm", "xterm", "xfce",
	}
}

// Colourless reports whether TERM names a terminal that shows no colours.
func Colourless(term string) bool {
	term = strings.ToLower(term)
	return strings.HasPrefix(term, "vt") || strings.HasSuffix(term, "-m") || strings.HasSuffix(term, "-mono")
}
