package client

import (
	"context"
	"crypto/x509"
	"net"
)

// Trust lets a test use a server with a certificate of its own. There is no
// such way outside of tests.
func (c *Client) Trust(roots *x509.CertPool) {
	c.kept.TLSClientConfig.RootCAs = roots
	c.single.TLSClientConfig.RootCAs = roots
}

// WhenClosed calls f each time when the client has closed a connection.
func (c *Client) WhenClosed(f func()) {
	dial := c.kept.DialContext
	c.kept.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if w, ok := conn.(*wire); ok {
			w.Conn = closing{w.Conn, f}
		}
		return conn, err
	}
}

type closing struct {
	net.Conn
	closed func()
}

func (c closing) Close() error {
	defer c.closed()
	return c.Conn.Close()
}
