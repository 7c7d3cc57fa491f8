package crash_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quarry/state/crash"
)

// handled is a context whose panics arrive in a channel.
func handled(t *testing.T) (context.Context, <-chan *crash.Panic) {
	t.Helper()
	caught := make(chan *crash.Panic, 4)
	return crash.WithHandler(t.Context(), func(p *crash.Panic) { caught <- p }), caught
}

func arrival(t *testing.T, caught <-chan *crash.Panic) *crash.Panic {
	t.Helper()
	select {
	case p := <-caught:
		return p
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was caught")
		return nil
	}
}

func boom() { panic(errors.New("boom")) }

func TestGo(t *testing.T) {
	ctx, caught := handled(t)
	released := false
	crash.Go(ctx, "testing", func() {
		defer func() { released = true }()
		boom()
	})
	p := arrival(t, caught)
	if p.Doing != "testing" || p.Value.(error).Error() != "boom" || !strings.Contains(string(p.Stack), "crash_test.boom") {
		t.Errorf("%q, %v\n%s", p.Doing, p.Value, p.Stack)
	}
	if !released {
		t.Error("what was deferred was not done first")
	}
	done := make(chan struct{})
	crash.Go(ctx, "testing", func() { close(done) })
	<-done
	select {
	case p := <-caught:
		t.Errorf("caught %v where nothing panicked", p.Value)
	default:
	}
}

func TestAfterFunc(t *testing.T) {
	ctx, caught := handled(t)
	ctx, cancel := context.WithCancel(ctx)
	crash.AfterFunc(ctx, "testing", boom)
	stop := crash.AfterFunc(ctx, "stopped", boom)
	if !stop() {
		t.Error("it had run")
	}
	cancel()
	if p := arrival(t, caught); p.Doing != "testing" {
		t.Errorf("caught %q", p.Doing)
	}
	timer := crash.Timer(ctx, time.Millisecond, "late", boom)
	defer timer.Stop()
	if p := arrival(t, caught); p.Doing != "late" {
		t.Errorf("caught %q", p.Doing)
	}
}

// The function that a panic is caught in returns its named results.
func TestCatch(t *testing.T) {
	ctx, caught := handled(t)
	result := func() (n int) {
		defer crash.Catch(ctx, "testing")
		n = 7
		boom()
		return 8
	}()
	if result != 7 || arrival(t, caught).Doing != "testing" {
		t.Errorf("returned %d", result)
	}
}

func TestEach(t *testing.T) {
	for _, atOnce := range []int{1, 3, 100} {
		var sum, running, most atomic.Int64
		crash.Each(50, atOnce, func(i int) {
			most.Store(max(most.Load(), running.Add(1)))
			sum.Add(int64(i))
			running.Add(-1)
		})
		if sum.Load() != 50*49/2 || most.Load() > int64(atOnce) {
			t.Errorf("at once %d: the sum is %d, %d ran at once", atOnce, sum.Load(), most.Load())
		}
	}
	crash.Each(0, 4, func(int) { t.Error("called for nothing") })
}

// A panic on a goroutine that somebody waits for is caught where one waits, with
// the stack of where it happened.
func TestPanicInEach(t *testing.T) {
	ctx, caught := handled(t)
	begun := 0
	crash.Do(ctx, "testing", func() {
		crash.Each(50, 1, func(i int) {
			begun++
			if i == 3 {
				boom()
			}
		})
		t.Error("it went on")
	})
	p := arrival(t, caught)
	if p.Value.(error).Error() != "boom" || !strings.Contains(string(p.Stack), "crash_test.boom") || begun != 4 {
		t.Errorf("%v after %d\n%s", p.Value, begun, p.Stack)
	}
	defer func() {
		err, ok := recover().(error)
		if !ok || !strings.Contains(err.Error(), "boom") || !strings.Contains(err.Error(), "crash_test.boom") {
			t.Errorf("uncaught it says %v", err)
		}
	}()
	crash.Each(2, 2, func(int) { boom() })
}

// Without a handler a panic ends the program, as Go does it.
func TestNobodyHandles(t *testing.T) {
	if os.Getenv("QUARRY_CRASH_CHILD") != "" {
		crash.Go(context.Background(), "testing", boom)
		select {}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "QUARRY_CRASH_CHILD=1")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "panic: boom") || !strings.Contains(string(out), "crash_test.boom") {
		t.Errorf("%v\n%s", err, out)
	}
}
