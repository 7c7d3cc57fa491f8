// Package frametest is test support for everything that draws: it puts a
// rendered frame through a terminal emulator, so that a test sees what a
// person would see, compares it with golden drawings, and turns a screen into
// an SVG for the documentation.
//
// A frame is what a view's Render returns: lines separated by "\n", styled
// with SGR sequences, exactly as wide and as high as the size it was given.
package frametest

// Sizes returns the terminal sizes, as columns and rows, at which every view
// has to work and for which every state has a golden drawing.
func Sizes() [][2]int {
	return [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}}
}

// Draw feeds the frame to a fresh terminal of that size and returns the plain
// drawing: exactly height lines without trailing spaces, each ended by "\n".
// A frame too large for the terminal wraps and scrolls in it as it would in a
// real one; Check is what refuses such a frame.
func Draw(content string, width, height int) string {
	return Frame(content, width, height).Text()
}
