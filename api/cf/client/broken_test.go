package client_test

import (
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf/client"
)

// reset takes the connection away before any answer.
func reset(_ int, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		if secured, ok := conn.(*tls.Conn); ok {
			conn = secured.NetConn()
		}
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

// truncated promises more than it sends.
func truncated(_ int, w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"+good)
		_ = conn.Close()
	}
}

func TestAnswersThatAreTooLarge(t *testing.T) {
	const limit = 1 << 20
	flood := func(n int64, compress bool) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			var out io.Writer = w
			if compress {
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				defer func() { _ = z.Close() }()
				out = z
			}
			_, _ = io.CopyN(out, blanks{}, n)
		}
	}
	for name, c := range map[string]struct {
		serve func(int, http.ResponseWriter, *http.Request)
		ok    bool
	}{
		"at the limit":         {flood(limit, false), true},
		"one byte beyond":      {flood(limit+1, false), false},
		"50 MB":                {flood(50<<20, false), false},
		"a gzip bomb of 1 GiB": {flood(1<<30, true), false},
		"gzip within":          {flood(limit, true), true},
		"said in advance": {func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9000000000")
			w.WriteHeader(200)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, c.serve)
			cl, _ := newClient(t, s.URL, func(c *client.Config) { c.MaxBody = limit })
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			runtime.ReadMemStats(&after)
			if c.ok {
				if api.ClassOf(err) == api.TooLarge || len(a.Body) != limit {
					t.Errorf("%d bytes, %v", len(a.Body), err)
				}
				return
			}
			e := wantClass(t, err, api.TooLarge)
			if e.Limit != "1 MiB" || len(a.Body) != 0 || s.requests.Load() != 1 {
				t.Errorf("limit %q, %d bytes kept, %d requests", e.Limit, len(a.Body), s.requests.Load())
			}
			// The server's share is in it too: it writes, but keeps nothing.
			if used := after.TotalAlloc - before.TotalAlloc; used > 32*limit {
				t.Errorf("%d MiB were allocated for it", used>>20)
			}
		})
	}
}

// blanks is an endless file of spaces.
type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestSlowServersTimeOut(t *testing.T) {
	for name, handle := range map[string]func(int, http.ResponseWriter, *http.Request){
		"never answers": func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"drips": func(_ int, w http.ResponseWriter, r *http.Request) {
			tick := time.NewTicker(time.Millisecond)
			defer tick.Stop()
			for {
				if _, err := io.WriteString(w, " "); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				select {
				case <-tick.C:
				case <-r.Context().Done():
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			inTime(150*time.Millisecond, func(limit time.Duration) bool {
				s := serve(t, handle)
				cl, _ := newClient(t, s.URL, func(c *client.Config) { c.Timeout = limit })
				a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
				if s.requests.Load() == 0 {
					return false
				}
				e := wantClass(t, err, api.TimedOut)
				if e.Limit == "" || a.Calls != 1 || s.requests.Load() != 1 || len(a.Body) != 0 {
					t.Errorf("limit %q, calls %d, server got %d, body %q", e.Limit, a.Calls, s.requests.Load(), a.Body)
				}
				if limit == 150*time.Millisecond && e.Limit != "150 ms" {
					t.Errorf("limit %q", e.Limit)
				}
				return true
			})
		})
	}
}

func TestCorruptCompression(t *testing.T) {
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, "this was never compressed")
	})
	cl, _ := newClient(t, s.URL)
	_, err := cl.Ask(t.Context(), question("example.com"), api.Known)
	wantClass(t, err, api.Malformed)
	if n := s.requests.Load(); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	elsewhere := serve(t, answer(200, good))
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status)
		})
		cl, _ := newClient(t, s.URL)
		for _, q := range []api.Query{question("example.com"), report()} {
			_, err := cl.Ask(t.Context(), q, api.Known)
			wantClass(t, err, api.Redirected)
		}
		if s.requests.Load() != 2 {
			t.Errorf("%d: the first server got %d requests", status, s.requests.Load())
		}
	}
	if n := elsewhere.requests.Load(); n != 0 {
		t.Errorf("the other port got %d requests", n)
	}
}

func TestTLSIsVerified(t *testing.T) {
	trusted := func(s *server) *x509.CertPool {
		pool := x509.NewCertPool()
		pool.AddCert(s.Certificate())
		return pool
	}
	for _, c := range []struct {
		name   string
		change func(*server)
		trust  bool
		host   string
		class  api.Class
	}{
		{name: "a certificate of an unknown authority", class: api.Insecure},
		{name: "trusted", trust: true, host: "example.com"},
		{name: "HTTP/2", trust: true, change: func(s *server) { s.EnableHTTP2 = true }},
		{name: "another host's certificate", trust: true, host: "localhost", class: api.Insecure},
		{name: "TLS 1.1", trust: true, class: api.Insecure, change: func(s *server) {
			s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := unstarted(t, answer(200, good))
			s.Config.ErrorLog = discard()
			if c.change != nil {
				c.change(s)
			}
			s.StartTLS()
			url := s.URL
			if c.host == "localhost" {
				url = strings.Replace(url, "127.0.0.1", "localhost", 1)
			}
			cl, _ := newClient(t, url)
			if c.trust {
				cl.Trust(trusted(s))
			}
			a, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			if c.class == api.Unclassified {
				if err != nil || a.Calls != 1 {
					t.Errorf("%d calls, %v", a.Calls, err)
				}
				if a, err := cl.Ask(t.Context(), report(), api.Known); a.Calls != 1 {
					t.Errorf("POST: %d calls, %v", a.Calls, err)
				}
				return
			}
			wantClass(t, err, c.class)
			if s.requests.Load() != 0 || a.Calls != 0 || cl.Traffic().Calls != 0 {
				t.Errorf("server got %d, answer says %d", s.requests.Load(), a.Calls)
			}
		})
	}
	t.Run("no TLS at all", func(t *testing.T) {
		s := serve(t, answer(200, good))
		cl, _ := newClient(t, strings.Replace(s.URL, "http:", "https:", 1))
		_, err := cl.Ask(t.Context(), question("example.com"), api.Known)
		wantClass(t, err, api.Insecure)
	})
	t.Run("the connection ends during the handshake", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				_ = conn.Close()
			}
		}()
		cl, _ := newClient(t, "https://"+l.Addr().String())
		_, err = cl.Ask(t.Context(), question("example.com"), api.Known)
		wantClass(t, err, api.Unreachable)
	})
}

func TestNotHTTPAtAll(t *testing.T) {
	for name, text := range map[string]string{
		"noise":          "\x1b]0;title\x07 nonsense\r\n\r\n",
		"endless header": "HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("a", 1<<20),
		"nothing":        "",
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err == nil {
					_, _ = io.WriteString(conn, text)
					_ = conn.Close()
				}
			})
			cl, _ := newClient(t, s.URL)
			_, err := cl.Ask(t.Context(), question("example.com"), api.Known)
			e := wantClass(t, err, api.Unreachable)
			if strings.ContainsAny(e.Error(), "\x1b\x07") {
				t.Errorf("live text in %q", e.Error())
			}
			if n := s.requests.Load(); n != 3 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
