// Package credential takes the API token out of the process's environment
// before anything else of the program runs, so that no program that is started
// from it inherits the token.
//
// The first statement of main would be too late. A package-level variable of
// lipgloss asks for the colours of the terminal, and where TMUX is set that
// starts "tmux info", with the environment of the process, before main is
// entered; tmux hands it on to its server. So this package does what packages
// should not do, and acts when it is initialized. It comes in time because it
// imports syscall alone: packages are initialized in the order of their import
// paths as soon as their imports are (go.dev/ref/spec, "Program
// initialization"), and this one's path sorts before that of time, which os,
// and so whatever can start a program, has to wait for.
package credential

import "syscall"

// The environment variables that hold a token: the one of today, and the name
// that it had before.
const (
	Variable    = "CLOUDFLARE_API_TOKEN"
	OldVariable = "CF_API_TOKEN"
)

// found is the environment as the program found it.
var found = take()

// take copies the environment and takes the token out of it.
func take() []string {
	all := syscall.Environ()
	for _, name := range []string{Variable, OldVariable} {
		if err := syscall.Unsetenv(name); err != nil {
			// It cannot fail for these names; if it did, every program that is
			// started would see the token.
			panic("the token cannot be taken out of the environment: " + err.Error())
		}
	}
	return all
}

// Environ returns the environment as the program found it, "NAME=value" each,
// with the token.
func Environ() []string { return append([]string(nil), found...) }
