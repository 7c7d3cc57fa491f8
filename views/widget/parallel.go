package widget

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// parallel does tasks, numbered from 0, on all processors. When ctx ends, it
// begins no further one and returns false.
func parallel(ctx context.Context, tasks int, do func(task int)) bool {
	workers := min(tasks, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	work := func() error {
		for {
			task := int(next.Add(1)) - 1
			if task >= tasks || ctx.Err() != nil {
				return nil
			}
			do(task)
		}
	}
	if workers <= 1 {
		_ = work()
		return ctx.Err() == nil
	}
	var g errgroup.Group
	for range workers {
		g.Go(work)
	}
	_ = g.Wait()
	return ctx.Err() == nil
}
