package client_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net/http"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// refusingFirst speaks HTTP/2 by hand: it refuses the first stream of a
// connection (RFC 9113, 8.7) and answers the others.
func refusingFirst(_ *http.Server, conn *tls.Conn, _ http.Handler) {
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	if framer.WriteSettings() != nil {
		return
	}
	for streams := 0; ; {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		switch f := frame.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				err = framer.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			if streams++; streams == 1 {
				err = framer.WriteRSTStream(f.StreamID, http2.ErrCodeRefusedStream)
				break
			}
			var head bytes.Buffer
			enc := hpack.NewEncoder(&head)
			_ = enc.WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
			_ = enc.WriteField(hpack.HeaderField{Name: "content-type", Value: "application/json"})
			err = framer.WriteHeaders(http2.HeadersFrameParam{StreamID: f.StreamID, BlockFragment: head.Bytes(), EndHeaders: true})
			if err == nil {
				err = framer.WriteData(f.StreamID, true, []byte(good))
			}
		}
		if err != nil {
			return
		}
	}
}
