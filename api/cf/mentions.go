package cf

import (
	"bytes"
	"encoding/json"
	"strings"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// maxMentions is how many indicators of one answer are filed. The largest page
// of passive DNS has 1,000 names; a network's prefixes are a few thousand.
const maxMentions = 10_000

// Mentions returns the indicators that stand in an answer of any endpoint: every
// text of the JSON that is one as a whole, and AS numbers where the answers have
// them as numbers. Each comes once, in the order of the body. A body that is no
// JSON mentions nothing.
func Mentions(a api.Answer) []indicator.Indicator {
	m := mentions{seen: map[indicator.Indicator]bool{}}
	if json.Valid(a.Body) {
		m.read("", a.Body, 0)
	}
	return m.found
}

// maxNesting is far beyond what any answer nests.
const maxNesting = 32

type mentions struct {
	found []indicator.Indicator
	seen  map[indicator.Indicator]bool
}

// read files what a value under a key names, and the values in it; false when
// there is no room for more.
func (m *mentions) read(key string, raw json.RawMessage, depth int) bool {
	switch kindOf(raw) {
	case '{', '[':
		if depth < maxNesting {
			split(raw, func(name string, val json.RawMessage) bool { return m.read(name, val, depth+1) })
		}
	case '"':
		m.text(raw)
	case '0':
		if key != "asn" && key != "value" {
			break
		}
		if n, ok := asNumber(string(raw)); ok && n > 0 {
			m.add(indicator.FromASN(n))
		}
	}
	return len(m.found) < maxMentions
}

// text files a text that names something. What cannot is told by its bytes,
// without making a text of it.
func (m *mentions) text(raw []byte) {
	if len(raw) < 5 || len(raw) > 6*indicator.MaxLen || !bytes.ContainsAny(raw, ".:\\") {
		return
	}
	v, _ := scalar(raw)
	if len(v) < 3 || len(v) > indicator.MaxLen || !strings.ContainsAny(v, ".:") {
		return
	}
	n := nameOf(safe.FromOutside(strings.TrimSuffix(v, ".")), indicator.Domain, indicator.IPv4, indicator.IPv6)
	if !n.Indicator.IsZero() {
		m.add(n.Indicator)
	} else if i, err := indicator.Parse(v); err == nil && (i.Kind() == indicator.URL || i.Kind() == indicator.CIDR) {
		m.add(i)
	}
}

func (m *mentions) add(i indicator.Indicator) {
	if !m.seen[i] {
		m.seen[i] = true
		m.found = append(m.found, i)
	}
}
