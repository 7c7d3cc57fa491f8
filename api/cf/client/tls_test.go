package client_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"quarry/api"
)

// authority signs certificates.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t}
	template := template("authority of a test")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	a.key = newKey(t)
	a.cert = parsed(t, signed(t, template, template, a.key, a.key))
	return a
}

// pool holds the authority alone.
func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.cert)
	return p
}

// issue makes the certificate of a server at 127.0.0.1, changed by change.
func (a *authority) issue(change func(*x509.Certificate)) tls.Certificate {
	a.t.Helper()
	c := template("server of a test")
	c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if change != nil {
		change(c)
	}
	key := newKey(a.t)
	return tls.Certificate{Certificate: [][]byte{signed(a.t, c, a.cert, key, a.key)}, PrivateKey: key}
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signed(t *testing.T, c, parent *x509.Certificate, key, by *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func parsed(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A certificate that is wrong in one way only, from an authority that is
// trusted, ends the connection before a byte of the request is sent.
func TestCertificatesAreVerified(t *testing.T) {
	a := newAuthority(t)
	for _, c := range []struct {
		name   string
		change func(*x509.Certificate)
		config func(*tls.Config)
		says   string
	}{
		{name: "good"},
		{name: "good, TLS 1.2", config: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }},
		{name: "expired", change: func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
		}, says: "expired or is not yet valid"},
		{name: "not valid yet", change: func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
		}, says: "expired or is not yet valid"},
		{name: "another address", change: func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(192, 0, 2, 1)} }, says: "192.0.2.1"},
		{name: "a name only", change: func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"api.cloudflare.com"} }, says: "doesn't contain any IP SANs"},
		{name: "for clients", change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }, says: "incompatible key usage"},
		{name: "signed by itself", config: func(c *tls.Config) {
			self, key := template("itself"), newKey(t)
			self.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
			c.Certificates = []tls.Certificate{{Certificate: [][]byte{signed(t, self, self, key, key)}, PrivateKey: key}}
		}, says: "unknown authority"},
		{name: "TLS 1.1", config: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }, says: "version"},
		{name: "TLS 1.0", config: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 }, says: "version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := unstarted(t, answer(200, good))
			s.Config.ErrorLog = discard()
			s.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(c.change)}}
			if c.config != nil {
				c.config(s.TLS)
			}
			s.StartTLS()
			cl, _ := newClient(t, s.URL)
			cl.Trust(a.pool())
			for _, q := range []api.Query{question("example.com"), report()} {
				answer, err := cl.Ask(t.Context(), q, api.Known)
				if c.says == "" {
					if err != nil || answer.Calls != 1 {
						t.Errorf("%d calls, %v", answer.Calls, err)
					}
					continue
				}
				e := wantClass(t, err, api.Insecure)
				if !strings.Contains(e.Error(), c.says) || !strings.Contains(e.Error(), "nothing was sent") {
					t.Errorf("the message does not name %q: %v", c.says, e)
				}
				if answer.Calls != 0 || e.Tries != 1 {
					t.Errorf("%d calls, %d tries", answer.Calls, e.Tries)
				}
			}
			if n := s.requests.Load(); c.says != "" && n != 0 {
				t.Errorf("%d requests arrived", n)
			}
		})
	}
}

// A redirect from https to plain http would send the token in the clear.
func TestNoRedirectToPlainHTTP(t *testing.T) {
	plain := serve(t, answer(200, good))
	a := newAuthority(t)
	s := unstarted(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL+r.URL.Path, http.StatusTemporaryRedirect)
	})
	s.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(nil)}}
	s.StartTLS()
	cl, _ := newClient(t, s.URL)
	cl.Trust(a.pool())
	for _, q := range []api.Query{question("example.com"), report()} {
		_, err := cl.Ask(t.Context(), q, api.Known)
		if e := wantClass(t, err, api.Redirected); !strings.Contains(e.Error(), "to "+plain.URL) {
			t.Errorf("it does not say where to: %v", e)
		}
	}
	if plain.requests.Load() != 0 || s.requests.Load() != 2 {
		t.Errorf("%d requests followed, %d were sent", plain.requests.Load(), s.requests.Load())
	}
}

// Nothing in the program turns verification off, and nothing can be told to: no
// source of quarry sets what does.
func TestVerificationCannotBeTurnedOff(t *testing.T) {
	forbidden := regexp.MustCompile(`InsecureSkipVerify|VerifyPeerCertificate|VerifyConnection|http\.DefaultClient|http\.Get\(|http\.Post\(|&http\.Client\{`)
	root := filepath.Join("..", "..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen++
		if found := forbidden.Find(text); found != nil {
			t.Errorf("%s has %s", path, found)
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Errorf("%d files were read, %v", seen, err)
	}
}
