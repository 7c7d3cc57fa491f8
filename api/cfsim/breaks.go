package cfsim

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

const (
	// slowest is how long a slow answer may drip.
	slowest = time.Minute
	// late is how long a late answer takes, and a dripping one in all.
	late = 1500 * time.Millisecond
)

// breaks go wrong between two machines: too late, cut off, or not HTTP.
func breaks() []Fault {
	return []Fault{
		{Name: "latency", IP: "203.0.113.231", Status: 200, What: "a good answer after 1.5 s", reply: func(q asked) answer { return misbehaving(after(late, q.good())) }},
		{Name: "never", IP: "203.0.113.232", What: "no answer at all, for a minute", reply: fixed(answer{misbehave: never})},
		{Name: "slow", IP: "198.51.100.216", Status: 200, What: "a byte now and then, for a minute", reply: fixed(misbehaving(slow))},
		{Name: "drip", IP: "203.0.113.233", Status: 200, What: "a good answer in small pieces, over 1.5 s", reply: func(q asked) answer { return misbehaving(dripping(q.good())) }},
		{Name: "drop", IP: "198.51.100.215", What: "the connection is reset before an answer", reply: fixed(answer{misbehave: drop})},
		{Name: "reset", IP: "198.51.100.214", ASN: 64509, Status: 200, What: "the connection is reset within the body", reply: fixed(misbehaving(reset))},
		{Name: "truncated", IP: "198.51.100.213", Status: 200, What: "the body ends too early", reply: fixed(misbehaving(truncated))},
		{Name: "length-short", IP: "203.0.113.234", Status: 200, What: "Content-Length is half of the body", reply: func(q asked) answer { return misbehaving(halfAnnounced(q.good())) }},
		{Name: "length-twice", IP: "203.0.113.235", Status: 200, What: "two Content-Length that differ", reply: fixed(raw("Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}"))},
		{Name: "length-none", IP: "203.0.113.236", Status: 200, What: "no Content-Length, and the connection ends within the body", reply: fixed(raw("\r\n" + beginning))},
		{Name: "chunked", IP: "203.0.113.237", Status: 200, What: "chunks whose sizes are no numbers", reply: fixed(raw("Transfer-Encoding: chunked\r\n\r\nzz\r\n" + beginning + "\r\n0\r\n\r\n"))},
		{Name: "chunk-cut", IP: "203.0.113.238", Status: 200, What: "the last chunk is missing", reply: fixed(raw("Transfer-Encoding: chunked\r\n\r\n" + chunk(beginning)))},
		{Name: "headers", IP: "203.0.113.239", Status: 200, What: "a header of a megabyte", reply: always(padded)},
		{Name: "nohttp", IP: "203.0.113.240", What: "an answer that is not HTTP", reply: fixed(answer{misbehave: noHTTP})},
	}
}

// misbehaving is an answer with status 200 that goes wrong on the way.
func misbehaving(how func(http.ResponseWriter, *http.Request)) answer {
	return answer{status: http.StatusOK, misbehave: how}
}

// beginning is how a good answer would begin.
const beginning = `{"success":true,"errors":[],"messages":[],"result":[`

// after waits and then gives an answer.
func after(d time.Duration, a answer) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		if !pause(r, d) {
			panic(http.ErrAbortHandler)
		}
		a.write(w, r)
	}
}

// never waits until the client has had enough.
func never(_ http.ResponseWriter, r *http.Request) {
	pause(r, slowest)
	panic(http.ErrAbortHandler)
}

// pause waits; false when the client left before.
func pause(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// slow drips white space, which JSON allows anywhere, until the client has had
// enough.
func slow(w http.ResponseWriter, r *http.Request) {
	const every = 200 * time.Millisecond
	drip(w, r, strings.Repeat(" ", int(slowest/every)), 1, every)
}

// dripping gives a whole answer in twenty pieces.
func dripping(a answer) func(http.ResponseWriter, *http.Request) {
	const pieces = 20
	return func(w http.ResponseWriter, r *http.Request) {
		drip(w, r, string(a.body), len(a.body)/pieces+1, late/pieces)
	}
}

// drip writes a text piece by piece.
func drip(w http.ResponseWriter, r *http.Request, text string, piece int, every time.Duration) {
	control := http.NewResponseController(w)
	for len(text) > 0 {
		n := min(piece, len(text))
		if _, err := io.WriteString(w, text[:n]); err != nil || control.Flush() != nil {
			return
		}
		if text = text[n:]; !pause(r, every) {
			panic(http.ErrAbortHandler) // or net/http would end the body well
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

// sever closes the connection with a reset in place of a farewell.
func sever(w http.ResponseWriter) {
	conn := hijacked(w)
	if tcp, is := conn.(*net.TCPConn); is {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// hijacked takes the connection over. Where there is none to be had, it does
// what net/http has for that.
func hijacked(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return conn
}

// raw writes status 200 and what follows byte for byte, headers and all, and
// closes the connection.
func raw(rest string) answer {
	return misbehaving(func(w http.ResponseWriter, _ *http.Request) {
		conn := hijacked(w)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"+rest)
		_ = conn.Close()
	})
}

// halfAnnounced is a good answer whose header gives half of its length. For
// HTTP that is a complete answer.
func halfAnnounced(a answer) func(http.ResponseWriter, *http.Request) {
	return raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(a.body)/2, a.body)).misbehave
}

// padded has a header that is larger than any body should be.
func padded() answer {
	return raw("X-Padding: " + strings.Repeat("x", 1<<20) + "\r\nContent-Length: 2\r\n\r\n{}")
}

func chunk(text string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(text), text) }

// noHTTP answers as another kind of server would.
func noHTTP(w http.ResponseWriter, _ *http.Request) {
	conn := hijacked(w)
	_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.9\r\n")
	_ = conn.Close()
}
