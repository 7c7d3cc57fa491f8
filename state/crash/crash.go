package crash

import (
	"context"
	"runtime/debug"
	"time"
)

// Panic is a panic that was caught.
type Panic struct {
	// Doing is what was being done, in a few words of quarry's own.
	Doing string
	// Value is what was panicked with. It may hold anything, what a server
	// sent among it; see [Panic.Reason].
	Value any
	// Stack is the stack of the goroutine, as Go writes it: functions and
	// places in the source, no values.
	Stack []byte
}

type handlerKey struct{}

// WithHandler returns a context whose goroutines give their panics to handle.
// It is called on the goroutine that panicked, perhaps on several at once; that
// goroutine ends when it returns.
func WithHandler(ctx context.Context, handle func(*Panic)) context.Context {
	return context.WithValue(ctx, handlerKey{}, handle)
}

// Go runs f on a goroutine of its own. A panic in it goes to the handler of
// ctx; whatever f has deferred is done by then. The end of ctx changes nothing.
func Go(ctx context.Context, doing string, f func()) { go Do(ctx, doing, f) }

// Do runs f here. When it returns, the handler of ctx has dealt with a panic of
// f, so that whoever is told next finds the program's end under way.
func Do(ctx context.Context, doing string, f func()) {
	defer Catch(ctx, doing)
	f()
}

// AfterFunc is [context.AfterFunc] with a net under f.
func AfterFunc(ctx context.Context, doing string, f func()) (stop func() bool) {
	return context.AfterFunc(ctx, func() { Do(ctx, doing, f) })
}

// AfterTime is [time.AfterFunc] with a net under f.
func AfterTime(ctx context.Context, d time.Duration, doing string, f func()) *time.Timer {
	return time.AfterFunc(d, func() { Do(ctx, doing, f) })
}

// Catch, deferred directly, catches a panic of the surrounding function and
// gives it to the handler of ctx. The function returns what its named results
// hold.
func Catch(ctx context.Context, doing string) {
	handle, ok := ctx.Value(handlerKey{}).(func(*Panic))
	if !ok {
		return
	}
	switch v := recover().(type) {
	case nil:
	case *relayed:
		handle(&Panic{Doing: doing, Value: v.value, Stack: v.stack})
	default:
		handle(&Panic{Doing: doing, Value: v, Stack: debug.Stack()})
	}
}
