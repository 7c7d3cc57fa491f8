//go:build linux

package main

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api/cfsim"
)

// secured is the simulator behind TLS, with a certificate for 127.0.0.1 and
// example.com, and the file of the authority that signed it.
func secured(t *testing.T, change func(*tls.Config)) (sim *cfsim.Server, s *httptest.Server, authority string) {
	t.Helper()
	sim = cfsim.New(cfsim.Options{})
	s = httptest.NewUnstartedServer(sim)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{}
	if change != nil {
		change(s.TLS)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	authority = filepath.Join(t.TempDir(), "authority.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(authority, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return sim, s, authority
}

// The system's authorities decide whom the program talks to, and nothing that
// it is given changes that.
func TestTheProgramVerifiesTLS(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*tls.Config)
		trust  bool
		args   []string
		code   int
		says   string
	}{
		{name: "trusted", trust: true},
		{name: "TLS 1.2", trust: true, change: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }},
		{name: "an unknown authority", code: 6, says: "certificate signed by unknown authority"},
		{name: "TLS 1.1", trust: true, change: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }, code: 6, says: "version"},
		{name: "--insecure", args: []string{"--insecure"}, code: 2, says: "--insecure"},
		{name: "-k", args: []string{"-k"}, code: 2, says: "k"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sim, s, authority := secured(t, c.change)
			sh := shell{t: t, url: s.URL + cfsim.BasePath, extra: []string{
				"GODEBUG=tls10server=1,tls10default=1", "NODE_TLS_REJECT_UNAUTHORIZED=0", "CURL_INSECURE=1",
			}}
			if c.trust {
				sh.extra = append(sh.extra, "SSL_CERT_FILE="+authority)
			}
			got := sh.get(cfsim.DemoAccount, 20*time.Second, append([]string{"192.0.2.44"}, c.args...)...)
			if got.code != c.code || !strings.Contains(got.err, c.says) {
				t.Errorf("exit code %d, want %d: %s", got.code, c.code, got.err)
			}
			if n := len(sim.Requests()); (n > 0) != (c.code == 0) {
				t.Errorf("%d requests arrived", n)
			}
			if c.code == 6 && !strings.Contains(got.err, "nothing was sent") {
				t.Errorf("it does not say that nothing was sent: %s", got.err)
			}
		})
	}
}

// A proxy carries bytes that it cannot read.
func TestAProxyDoesNotSeeTheToken(t *testing.T) {
	t.Parallel()
	sim, s, authority := secured(t, nil)
	proxy := &tunnel{t: t, to: s.Listener.Addr().String()}
	p := httptest.NewServer(proxy)
	defer p.Close()
	sh := shell{t: t, url: "https://example.com" + cfsim.BasePath, extra: []string{"SSL_CERT_FILE=" + authority, "HTTPS_PROXY=" + p.URL}}
	got := sh.get(cfsim.DemoAccount, 20*time.Second, "192.0.2.44")
	if got.code != 0 || len(sim.Requests()) != 1 {
		t.Errorf("exit code %d, %d requests: %s", got.code, len(sim.Requests()), got.err)
	}
	seen := proxy.seen()
	if !strings.HasPrefix(seen, "CONNECT example.com:443") || strings.Contains(seen, cfsim.DemoToken) || strings.Contains(seen, "192.0.2.44") {
		t.Errorf("the proxy saw %.300q", seen)
	}
	// One that wants a login is told from a server that does.
	proxy.refuse = true
	got = sh.get(cfsim.DemoAccount, 20*time.Second, "192.0.2.44")
	if got.code != 6 || !strings.Contains(got.err, "the proxy wants a login") || !strings.Contains(got.err, "HTTPS_PROXY") {
		t.Errorf("exit code %d: %s", got.code, got.err)
	}
	if n := proxy.refused.Load(); n != 1 { // another try would be refused as well
		t.Errorf("it was asked %d times", n)
	}
}

// tunnel is a proxy that leads every connection to one server and keeps what
// the client sends.
type tunnel struct {
	t      *testing.T
	to     string
	refuse bool

	refused atomic.Int64 // how often

	mu  sync.Mutex
	log bytes.Buffer
}

func (p *tunnel) seen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// Write implements [io.Writer]: it keeps what passes.
func (p *tunnel) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.refuse {
		p.refused.Add(1)
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	_, _ = io.WriteString(p, r.Method+" "+r.Host+"\n")
	for name, values := range r.Header {
		_, _ = io.WriteString(p, name+": "+strings.Join(values, ",")+"\n")
	}
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		p.t.Error(err)
		return
	}
	client, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		p.t.Error(err)
		return
	}
	_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	var carrying sync.WaitGroup
	carrying.Go(func() { _, _ = io.Copy(io.MultiWriter(server, p), client); _ = server.Close() })
	carrying.Go(func() { _, _ = io.Copy(client, server); _ = client.Close() })
	carrying.Wait()
}
