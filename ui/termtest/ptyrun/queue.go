//go:build unix

package ptyrun

import (
	"io"
	"sync"
)

// queue carries input to the program without ever making the writer wait: a
// program that does not read must stop neither the test nor the emulator,
// which holds a lock while it answers a query.
type queue struct {
	mu     sync.Mutex
	filled *sync.Cond
	buf    []byte
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.filled = sync.NewCond(&q.mu)
	return q
}

// Write takes everything; what comes after close is dropped.
func (q *queue) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.buf = append(q.buf, b...)
		q.filled.Signal()
	}
	return len(b), nil
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.filled.Signal()
}

// drainTo writes what arrives to w until the queue is closed or w fails.
func (q *queue) drainTo(w io.Writer) {
	for {
		q.mu.Lock()
		for len(q.buf) == 0 && !q.closed {
			q.filled.Wait()
		}
		b, closed := q.buf, q.closed
		q.buf = nil
		q.mu.Unlock()
		if closed {
			return
		}
		if _, err := w.Write(b); err != nil {
			q.close()
			return
		}
	}
}
