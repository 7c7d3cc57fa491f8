package cf

import (
	"bytes"
	"encoding/json"
)

// Bounds of what one answer can hold, so that a body made to fill the memory
// does not: a list of numbers takes ten times its text when it is read. Pages
// and lists of subnets stay far below.
const (
	maxItems  = 200_000
	maxFields = 20_000
)

// skipped is decoded in place of a value that is not copied.
type skipped struct{}

// UnmarshalJSON takes anything.
func (*skipped) UnmarshalJSON([]byte) error { return nil }

// split calls visit with each field of an object, or with each element of a
// list under the empty name, until visit returns false, and reports whether it
// did. The values are parts of raw, not copies. raw is valid JSON. A map would
// do the same, but hides that a name comes twice.
func split(raw json.RawMessage, visit func(name string, val json.RawMessage) bool) (stopped bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	open, err := d.Token()
	if err != nil {
		return false
	}
	named := open == json.Delim('{')
	for d.More() {
		name := ""
		if named {
			t, err := d.Token()
			if err != nil {
				return false
			}
			name, _ = t.(string)
		}
		from := d.InputOffset()
		if d.Decode(new(skipped)) != nil {
			return false
		}
		val := bytes.TrimLeft(raw[from:d.InputOffset()], ":, \t\r\n")
		if !visit(name, val) {
			return true
		}
	}
	return false
}
