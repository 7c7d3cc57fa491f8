package client

import (
	"context"
	"math"
	"net"
	"sync/atomic"
)

// wire is a connection that counts the bytes that the system took from it. It
// lies under TLS, so that it sees what really left.
type wire struct {
	net.Conn
	written atomic.Int64
}

// Write implements [net.Conn].
func (w *wire) Write(b []byte) (int, error) {
	n, err := w.Conn.Write(b)
	w.written.Add(int64(n))
	return n, err
}

// dialWire makes counting connections.
func dialWire(d *net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &wire{Conn: c}, nil
	}
}

// writtenTo returns a function that tells how many bytes went into a connection
// since now. Of a connection that does not count, everything may have.
func writtenTo(c net.Conn) func() int64 {
	for {
		switch layer := c.(type) {
		case *wire:
			before := layer.written.Load()
			return func() int64 { return layer.written.Load() - before }
		case interface{ NetConn() net.Conn }: // TLS, also in TLS to a proxy
			c = layer.NetConn()
		default:
			return func() int64 { return math.MaxInt64 }
		}
	}
}
