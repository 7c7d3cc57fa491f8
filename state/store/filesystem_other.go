//go:build !linux

package store

// onNetwork is known for Linux only. Elsewhere WAL is tried and left where it
// does not work.
func onNetwork(string) bool { return false }
