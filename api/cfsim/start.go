package cfsim

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Start serves on a free port of the loopback interface. It returns the base
// URL, [BasePath] included, and what ends the server: stop breaks the requests
// under way, waits for them, and may be called twice.
func (s *Server) Start() (baseURL string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("simulated API: %w", err)
	}
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
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = srv.Serve(listener) // returns ErrServerClosed once stop is called
	}()
	stop = sync.OnceFunc(func() {
		// Connections first: a handler that gives up must find nobody to whom
		// its silence could look like an answer.
		_ = srv.Close()
		cancel()
		<-served
		busy.Wait()
	})
	return "http://" + listener.Addr().String() + BasePath, stop, nil
}
