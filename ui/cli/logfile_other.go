//go:build !unix

package cli

// openSafely has no counterpart on this system.
const openSafely = 0
