package client

import "crypto/x509"

// Trust lets a test use a server with a certificate of its own. There is no
// such way outside of tests.
func (c *Client) Trust(roots *x509.CertPool) {
	c.kept.TLSClientConfig.RootCAs = roots
	c.single.TLSClientConfig.RootCAs = roots
}
