//go:build !unix

package terminal

import "context"

// Gone waits until ctx ends: a console of this system is never taken away from
// a program that goes on.
func Gone(ctx context.Context, _ uintptr) bool {
	<-ctx.Done()
	return false
}
