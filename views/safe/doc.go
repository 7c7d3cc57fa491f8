// Package safe is the one door through which text from outside reaches a
// person: the terminal, a window title, a log, a file.
//
// What comes from the wire was written by an attacker. A host name may hold
// escape sequences that move the cursor, set the title or write the clipboard,
// bidirectional overrides that make one name look like another, and characters
// that nobody sees. So text from outside is of type [Raw] from decoding on; the
// compiler keeps it off the screen, and [Print] makes it printable: whatever
// could act or hide is replaced by a visible name of itself, such as ^[ or
// <U+202E>. Nothing is dropped in silence.
package safe
