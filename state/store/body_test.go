package store

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"testing"
)

func TestDictionaryNeverChanges(t *testing.T) {
	const want = "003e218fa7681af44b6355e769492e9968f09ac5e88bdd38f8d438dcf0bc182a"
	if sum := sha256.Sum256(dictionary1); hex.EncodeToString(sum[:]) != want {
		t.Errorf("body1.dict has changed (%x): what was packed with it is lost; add a codec instead", sum)
	}
}

func TestDamagedBodiesAreNoticed(t *testing.T) {
	body := []byte(`{"result":{"asn":64496,"description":"EXAMPLE"},"success":true}`)
	sum := sha256.Sum256(body)
	codec, data := pack(body)
	if codec != codecFlate1 || len(data) >= len(body) {
		t.Fatalf("packed as %d, %d bytes", codec, len(data))
	}
	if got, err := unpack(codec, int64(len(body)), sum, data); err != nil || string(got) != string(body) {
		t.Fatalf("%q %v", got, err)
	}
	bomb, small := pack(make([]byte, 50<<20))
	flipped := append([]byte(nil), data...)
	flipped[len(flipped)/2] ^= 0x10
	for name, c := range map[string]struct {
		codec int
		size  int64
		sum   [32]byte
		data  []byte
	}{
		"a bit":         {codec, int64(len(body)), sum, flipped},
		"cut":           {codec, int64(len(body)), sum, data[:len(data)-3]},
		"wrong hash":    {codec, int64(len(body)), [32]byte{}, data},
		"wrong size":    {codec, int64(len(body)) - 1, sum, data},
		"negative size": {codec, -1, sum, data},
		"huge size":     {codec, MaxBody + 1, sum, data},
		"unknown codec": {9, int64(len(body)), sum, data},
		"bomb":          {bomb, 10, sum, small},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := unpack(c.codec, c.size, c.sum, c.data); class(t, err) != Broken {
				t.Error(err)
			}
		})
	}
}

func TestBombIsNotUnpacked(t *testing.T) {
	codec, data := pack(make([]byte, 50<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = unpack(codec, 10, [32]byte{}, data)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes for a body of 10", n)
	}
}

// A damaged body is told, and a new answer with the same body mends it.
func TestDamagedRowIsMended(t *testing.T) {
	s, _ := opened(t, place(t))
	must(t, s.Keep(t.Context(), answer("q", "the body of the answer, the body of the answer")))
	must(t, s.write(t.Context(), func(c *change) error {
		_, err := c.exec("UPDATE body SET data = x'00'")
		return err
	}))
	if _, _, err := s.Latest(t.Context(), "acc", "q"); class(t, err) != Broken {
		t.Error(err)
	}
	must(t, s.Keep(t.Context(), answer("q", "the body of the answer, the body of the answer")))
	if _, ok, err := s.Latest(t.Context(), "acc", "q"); !ok || err != nil {
		t.Error(ok, err)
	}
}
