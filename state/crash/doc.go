// Package crash catches the panics of quarry's own goroutines, so that a defect
// ends the program with the terminal as it was found and a report of what
// happened, and not in the middle of a screen.
//
// In Go a panic can be recovered only in the goroutine that it happens in, so
// that every goroutine needs a net of its own: they are started with [Go], or
// with [Each] where somebody waits for them, and what others call back is
// watched with a deferred [Catch]. What is caught goes
// to the handler that stands in the context, see [WithHandler]; only whoever
// runs the program knows how to end it. Where there is no handler a panic does
// what it does in any Go program.
//
// [Report] writes a panic down for whoever mends it. A report may be sent to
// strangers: it holds no token, no indicator, and nothing that a server sent.
package crash
