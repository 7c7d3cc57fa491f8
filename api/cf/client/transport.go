package client

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// The limits of the HTTP layer.
const (
	maxConcurrent  = 4
	maxHeaderBytes = 256 << 10
	idleTimeout    = 60 * time.Second
	pingAfter      = 5 * time.Second
	pingTimeout    = 5 * time.Second
)

// newTransport returns a transport with verified TLS. Requests go to it
// directly and not through an [http.Client], so that there are no redirects,
// cookies or referrers to turn off.
func newTransport(timeout time.Duration) *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialWire(&net.Dialer{Timeout: timeout / 3}),
		TLSHandshakeTimeout:    timeout / 3,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    maxConcurrent,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		// Finds out that a kept connection is dead, after a laptop's sleep or a
		// change of network, before it costs a request its whole time limit.
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
		// net/http gives the refusals of a proxy as texts.
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			if answer.StatusCode == http.StatusProxyAuthRequired {
				return errProxyLogin
			}
			return nil
		},
	}
}

// errProxyLogin is a proxy that leads nowhere without a login.
var errProxyLogin = errors.New("the proxy wants a login")

// newSingleUse returns a transport that makes a connection for every request. A
// request that may be sent only once cannot be tried on a kept connection: when
// the server has just closed that, nobody knows whether the request arrived.
func newSingleUse(timeout time.Duration) *http.Transport {
	t := newTransport(timeout)
	t.DisableKeepAlives = true
	return t
}
