package cfsim

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"quarry/state/crash"
)

// Start serves on a free port of the loopback interface, and on a second one
// that nobody is told of but by a redirect. It returns the base URL, [BasePath]
// included, and what ends the server: stop breaks the requests under way, waits
// for them, and may be called twice.
func (s *Server) Start() (baseURL string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("simulated API: %w", err)
	}
	stray, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		_ = listener.Close()
		return "", nil, fmt.Errorf("simulated API: %w", err)
	}
	s.mu.Lock()
	s.stray = stray.Addr().String()
	s.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	var busy sync.WaitGroup
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			busy.Add(1)
			defer busy.Done()
			s.ServeHTTP(w, r)
		}),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      2 * slowest,
		IdleTimeout:       2 * time.Minute,
	}
	var served sync.WaitGroup
	for _, l := range []net.Listener{listener, stray} {
		served.Add(1)
		crash.Go(s.opt.Context, "serving the simulated API", func() {
			defer served.Done()
			_ = srv.Serve(l) // returns ErrServerClosed once stop is called
		})
	}
	stop = sync.OnceFunc(func() {
		// Connections first: a handler that gives up must find nobody to whom
		// its silence could look like an answer.
		_ = srv.Close()
		cancel()
		served.Wait()
		busy.Wait()
	})
	return "http://" + listener.Addr().String() + BasePath, stop, nil
}

// strayHost is host and port of the second listener; a port that nobody listens
// on where the server was not started.
func (s *Server) strayHost() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stray == "" {
		return "127.0.0.1:9"
	}
	return s.stray
}

// portOf is the port of a Host header.
func portOf(host string) string {
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		return "80"
	}
	return port
}
