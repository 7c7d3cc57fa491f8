package cfsim

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	hugeBody = 50 << 20
	// bombSize is what the packed body unpacks to.
	bombSize = 256 << 20
	// largeBody is a little less than what quarry takes of an answer.
	largeBody = 15 << 20
)

// bulks are made to fill the memory.
func bulks() []Fault {
	return []Fault{
		{Name: "huge", IP: "198.51.100.212", Status: 200, What: "a body of 50 MiB", reply: fixed(misbehaving(huge(0)))},
		{Name: "huge-said", IP: "203.0.113.241", Status: 200, What: "a body of 50 MiB, announced", reply: fixed(misbehaving(huge(hugeBody)))},
		{Name: "large", IP: "203.0.113.242", Status: 200, What: "a good answer with 15 MiB of further fields", reply: func(q asked) answer { return misbehaving(large(q.good())) }},
		{Name: "gzip", IP: "198.51.100.218", Status: 200, What: "a small body that unpacks to 256 MiB", reply: always(gzipBomb)},
		{Name: "gzip-broken", IP: "203.0.113.243", Status: 200, What: "a body that was never packed as it says", reply: always(neverPacked)},
		{Name: "deep", IP: "198.51.100.219", Status: 200, What: "JSON nested 100,000 deep, never closed", reply: always(func() answer { return body(strings.Repeat("[", 100000)) })},
		{Name: "deep-closed", IP: "203.0.113.244", Status: 200, What: "JSON nested 100,000 deep", reply: always(func() answer { return body(beginning + nested("[", "]", 100000) + "]}") })},
		{Name: "deep-objects", IP: "203.0.113.245", Status: 200, What: "objects nested 9,000 deep", reply: always(func() answer { return body(beginning + nested(`{"ip":`, "}", 9000) + "]}") })},
	}
}

func nested(open, end string, deep int) string {
	return strings.Repeat(open, deep) + "1" + strings.Repeat(end, deep)
}

// huge sends a good beginning that never gets to the point, and announces its
// length unless that is 0.
func huge(length int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		if length > 0 {
			w.Header().Set("Content-Length", fmt.Sprint(length))
		}
		if _, err := io.WriteString(w, beginning); err == nil {
			pad(w, hugeBody-len(beginning))
		}
	}
}

// large puts fields that nobody knows before those of a good answer.
func large(good answer) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		if _, err := io.WriteString(w, `{"padding":[`); err != nil || !pad(w, largeBody) {
			return
		}
		_, _ = io.WriteString(w, `{}],`+strings.TrimPrefix(string(good.body), "{"))
	}
}

// pad writes n bytes of elements of a list, a few more so that the last is
// whole; false when nobody reads them any more.
func pad(w io.Writer, n int) bool {
	elements := []byte(strings.Repeat(`{"name":"padding"},`, 3450)) // some 64 KiB
	for sent := 0; sent < n; sent += len(elements) {
		if _, err := w.Write(elements); err != nil {
			return false
		}
	}
	return true
}

// gzipBomb unpacks to a thousand times its size. A member that is repeated is
// a whole too (RFC 1952, 2.2), so it is packed in no time.
func gzipBomb() answer {
	member := packed(strings.Repeat(" ", 1<<20))
	return answer{
		status: http.StatusOK,
		header: map[string]string{"Content-Encoding": "gzip"},
		body:   append(packed(beginning), bytes.Repeat(member, bombSize>>20)...),
	}
}

func packed(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, text)
	if err != nil || z.Close() != nil {
		panic(fmt.Sprintf("cfsim: packing in memory: %v", err))
	}
	return b.Bytes()
}

func neverPacked() answer {
	return answer{
		status: http.StatusOK,
		header: map[string]string{"Content-Encoding": "gzip"},
		body:   []byte(beginning + "]}"),
	}
}
