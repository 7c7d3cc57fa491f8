package cfsim

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// slowest is how long a slow answer may drip.
const slowest = time.Minute

// misbehaving is an answer with status 200 that goes wrong on the way.
func misbehaving(how func(http.ResponseWriter, *http.Request)) answer {
	return answer{status: http.StatusOK, misbehave: how}
}

// body is status 200 with any text that claims to be JSON.
func body(text string) answer { return answer{status: http.StatusOK, body: []byte(text)} }

// page is a web page in place of an answer.
func page(status int, text string) answer {
	text = html.EscapeString(text)
	return answer{
		status: status, contentType: "text/html; charset=utf-8",
		body: []byte("<!DOCTYPE html><html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>\n"),
	}
}

func throttled(retryAfter string) answer {
	a := fail(http.StatusTooManyRequests, 971, "Please wait and consider throttling your request speed")
	a.header = map[string]string{"Retry-After": retryAfter}
	return a
}

// successFalse has errors in the form of the description's example.
func successFalse() answer {
	return body(`{"success":false,"errors":{"code":10433,"message":"request error"},"messages":[],"result":null}`)
}

func redirect() answer {
	a := page(http.StatusFound, "Found")
	a.header = map[string]string{"Location": "https://elsewhere.example/login"}
	return a
}

// beginning is how a good answer would begin.
const beginning = `{"success":true,"errors":[],"messages":[],"result":[`

// huge sends 24 MiB of a good beginning that never gets to the point.
func huge(w http.ResponseWriter, _ *http.Request) {
	if _, err := io.WriteString(w, beginning); err != nil {
		return
	}
	chunk := []byte(strings.Repeat(`{"name":"padding"},`, 3450)) // some 64 KiB
	for sent := 0; sent < 24<<20; sent += len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

// truncated announces more than it sends, upon which the server breaks the
// connection.
func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "4096")
	_, _ = io.WriteString(w, beginning)
}

// reset sends a part of the body and resets the connection.
func reset(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "4096")
	_, _ = io.WriteString(w, beginning)
	_ = http.NewResponseController(w).Flush()
	sever(w)
}

// drop resets the connection without a word.
func drop(w http.ResponseWriter, _ *http.Request) { sever(w) }

// sever closes the connection with a reset in place of a farewell. Where there
// is no connection to be had, it does what net/http has for that.
func sever(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, is := conn.(*net.TCPConn); is {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// slow drips white space, which JSON allows anywhere, until the client has had
// enough.
func slow(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	end := time.NewTimer(slowest)
	defer end.Stop()
	for {
		if _, err := io.WriteString(w, " "); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		case <-end.C:
			return
		}
	}
}

// gzipBomb unpacks to a thousand times its size.
func gzipBomb() answer {
	return answer{
		status: http.StatusOK,
		header: map[string]string{"Content-Encoding": "gzip"},
		misbehave: func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(packed(64 << 20))
		},
	}
}

// packed is a good beginning and n blanks, in gzip form.
func packed(n int) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	blanks := bytes.Repeat([]byte(" "), 1<<16)
	_, err := io.WriteString(z, beginning)
	for sent := 0; sent < n && err == nil; sent += len(blanks) {
		_, err = z.Write(blanks)
	}
	if err != nil || z.Close() != nil {
		panic(fmt.Sprintf("cfsim: packing in memory: %v", err))
	}
	return b.Bytes()
}
