package crash

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// relayed is a panic on its way to another goroutine.
type relayed struct {
	value any
	stack []byte
}

// Error is what Go prints where nobody catches it.
func (r *relayed) Error() string { return fmt.Sprintf("%v\n\n%s", r.value, r.stack) }

// Each calls f with the numbers below n, on at most that many goroutines at
// once, and waits for all. A panic in one of them goes on in the goroutine that
// called Each, when the others have ended; numbers that were not begun by then
// are left out.
func Each(n, atOnce int, f func(i int)) {
	var next atomic.Int64
	var first atomic.Pointer[relayed]
	var workers sync.WaitGroup
	for range min(n, atOnce) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			defer func() {
				if v := recover(); v != nil {
					first.CompareAndSwap(nil, &relayed{v, debug.Stack()})
				}
			}()
			for i := next.Add(1); i <= int64(n) && first.Load() == nil; i = next.Add(1) {
				f(int(i - 1))
			}
		}()
	}
	workers.Wait()
	if r := first.Load(); r != nil {
		panic(r)
	}
}
