package widget

import (
	"context"
	"runtime"
	"sync/atomic"

	"quarry/state/crash"
)

// parallel does tasks, numbered from 0, on all processors. When ctx ends, it
// begins no further one and returns false.
func parallel(ctx context.Context, tasks int, do func(task int)) bool {
	workers := min(tasks, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	work := func(int) {
		for {
			task := int(next.Add(1)) - 1
			if task >= tasks || ctx.Err() != nil {
				return
			}
			do(task)
		}
	}
	if workers <= 1 {
		work(0)
		return ctx.Err() == nil
	}
	crash.Each(workers, workers, work)
	return ctx.Err() == nil
}
