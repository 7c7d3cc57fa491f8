package store

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"io"
)

// MaxBody is the longest body that is kept, in bytes. It also bounds what a
// damaged row can be unpacked to.
const MaxBody = 64 << 20

// How a body is packed. A codec is for ever: rows of all of them are read.
const (
	codecPlain  = 0
	codecFlate1 = 1 // DEFLATE with the preset dictionary body1.dict
)

// dictionary1 is what answers have in common: without it, half of a small
// answer is field names. Measured on the recorded answers, the standard
// library's flate packs small bodies tighter than zstd with the same dictionary
// (157 bytes against 180 for five passive DNS records) and needs no module.
//
// The file must never change: what was packed with it could not be read.
//
//go:embed body1.dict
var dictionary1 []byte

// pack compresses a body, or leaves it as it is where that is no gain.
func pack(body []byte) (codec int, data []byte) {
	var out bytes.Buffer
	w, err := flate.NewWriterDict(&out, flate.DefaultCompression, dictionary1)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || out.Len() >= len(body) {
		return codecPlain, body
	}
	return codecFlate1, out.Bytes()
}

// unpack undoes pack and checks length and hash.
func unpack(codec int, size int64, sum [sha256.Size]byte, data []byte) ([]byte, error) {
	if size < 0 || size > MaxBody {
		return nil, damaged("a body says that it has %d bytes", size)
	}
	body := data
	switch codec {
	case codecPlain:
	case codecFlate1:
		out := bytes.NewBuffer(make([]byte, 0, int(min(size, 1<<20))+bytes.MinRead))
		_, err := out.ReadFrom(io.LimitReader(flate.NewReaderDict(bytes.NewReader(data), dictionary1), size+1))
		if err != nil {
			return nil, damaged("a body cannot be unpacked: %v", err)
		}
		body = out.Bytes()
	default:
		return nil, damaged("a body is packed in an unknown way (%d)", codec)
	}
	if int64(len(body)) != size || sha256.Sum256(body) != sum {
		return nil, damaged("a body does not have the hash that it was kept with")
	}
	return body, nil
}

// damaged is an error about one row; the rest of the file may be sound.
func damaged(format string, args ...any) error {
	return &Error{
		Class:  Broken,
		Reason: fmt.Sprintf(format, args...),
		Next:   "ask again: a new answer mends it",
	}
}
