package cf

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/tidwall/gjson"
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
// did. The values are parts of raw, not copies. raw is valid JSON, an object or
// a list. A map would do the same, but hides that a name comes twice.
func split(raw json.RawMessage, visit func(name string, val json.RawMessage) bool) (stopped bool) {
	// ParseBytes copies its argument, at every level of a large answer anew.
	// Nobody changes a body, and no text of it outlives this call but by keyText,
	// which copies.
	whole := unsafe.String(unsafe.SliceData(raw), len(raw))
	gjson.Parse(whole).ForEach(func(key, val gjson.Result) bool {
		stopped = !visit(keyText(key), raw[val.Index:val.Index+len(val.Raw)])
		return !stopped
	})
	return stopped
}

// keyText is the name of a field. Where it is not plain, encoding/json reads it,
// so that it is read like any other text.
func keyText(key gjson.Result) string {
	if key.Type != gjson.String {
		return ""
	}
	if !strings.Contains(key.Raw, `\`) && utf8.ValidString(key.Raw) {
		return strings.Clone(key.Str)
	}
	var name string
	if json.Unmarshal([]byte(key.Raw), &name) != nil {
		return ""
	}
	return name
}
