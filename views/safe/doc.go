// Package safe is the one door through which text from outside reaches a
// person: the terminal, a window title, a log, the clipboard, a file.
//
// What comes from the wire was written by an attacker. A host name may hold
// escape sequences that move the cursor, set the title or write the clipboard,
// bidirectional overrides that make one name look like another, and characters
// that nobody sees. So text from outside is of type [Raw] from decoding on; the
// compiler keeps it off the screen, and [Print] makes it printable: whatever
// could act or hide is replaced by a visible name of itself, such as ^[ or
// <U+202E>. Nothing is dropped in silence.
//
// # Ways out
//
// Each way out has its form, and its last look, whatever has made the text:
//
//	frame of the workbench   Print by the views, then Guard for the whole frame
//	title, notice, error     Print
//	text on standard output  Print, line by line
//	JSON, log                JSONString for a Raw, then EscapeJSON for the line
//	clipboard                Visible, or a form below; then VisibleText
//	CSV                      CSVCell
//	Markdown                 MarkdownCode, MarkdownCell, MarkdownLabel
//
// On a terminal the rows of a table have to stay where they are, in every
// terminal. So Print also names what would move its neighbours or has no certain
// width: the letters of scripts that run from right to left, marks that join
// with what is before them, flags. In the clipboard and in files they stay.
package safe
