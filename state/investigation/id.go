package investigation

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
)

// ID names an investigation or a node: 16 random bytes, so that two windows and
// two analysts never choose the same.
type ID [16]byte

// NewID draws an ID.
func NewID() ID {
	var id ID
	_, _ = rand.Read(id[:]) // it never fails
	return id
}

// ParseID reads what String wrote.
func ParseID(text string) (ID, error) {
	var id ID
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(id) {
		return ID{}, fmt.Errorf("%.40q is no ID: it has %d hex digits", text, 2*len(id))
	}
	return ID(raw), nil
}

// IsZero reports whether this is no ID.
func (id ID) IsZero() bool { return id == ID{} }

// String is the ID in hex; empty for none.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// MarshalText gives what String gives.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	read, err := ParseID(string(text))
	if err == nil {
		*id = read
	}
	return err
}
