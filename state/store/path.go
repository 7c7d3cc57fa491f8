package store

import "path/filepath"

// Path is where the store lies: quarry/quarry.db in $XDG_STATE_HOME, or in
// $HOME/.local/state where that is unset. As the XDG Base Directory
// Specification demands, a relative XDG_STATE_HOME is ignored. Without an
// absolute directory the error is an *Error of class NoPlace.
func Path(getenv func(string) string) (string, error) {
	dir := getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home := getenv("HOME")
		if !filepath.IsAbs(home) {
			return "", &Error{
				Class:  NoPlace,
				Reason: "there is no state directory: neither XDG_STATE_HOME nor HOME is an absolute path",
				Next:   "set HOME to keep answers between runs",
			}
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "quarry", "quarry.db"), nil
}
