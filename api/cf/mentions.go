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
	dec := json.NewDecoder(bytes.NewReader(a.Body))
	dec.UseNumber()
	var stack []frameOf // of the containers around the next token
	for len(m.found) < maxMentions {
		token, err := dec.Token()
		if err != nil {
			break
		}
		stack = m.read(stack, token)
		if len(stack) > maxNesting {
			break
		}
	}
	return m.found
}

// maxNesting is far beyond what any answer nests.
const maxNesting = 64

// frameOf is a container of JSON while it is read.
type frameOf struct {
	object  bool
	key     string
	wantKey bool
}

type mentions struct {
	found []indicator.Indicator
	seen  map[indicator.Indicator]bool
}

func (m *mentions) read(stack []frameOf, token json.Token) []frameOf {
	top := func() *frameOf {
		if len(stack) == 0 {
			return &frameOf{}
		}
		return &stack[len(stack)-1]
	}
	if d, ok := token.(json.Delim); ok {
		switch d {
		case '{', '[':
			return append(stack, frameOf{object: d == '{', wantKey: d == '{'})
		}
		if len(stack) > 0 {
			stack = stack[:len(stack)-1]
		}
		top().wantKey = top().object
		return stack
	}
	f := top()
	if f.object && f.wantKey {
		f.key, f.wantKey = token.(string), false
		return stack
	}
	m.value(f.key, token)
	f.wantKey = f.object
	return stack
}

// value files a value that names something.
func (m *mentions) value(key string, token json.Token) {
	switch v := token.(type) {
	case string:
		if len(v) < 3 || len(v) > indicator.MaxLen || !strings.ContainsAny(v, ".:") {
			return
		}
		n := nameOf(safe.FromOutside(strings.TrimSuffix(v, ".")), indicator.Domain, indicator.IPv4, indicator.IPv6)
		if !n.Indicator.IsZero() {
			m.add(n.Indicator)
		} else if i, err := indicator.Parse(v); err == nil && (i.Kind() == indicator.URL || i.Kind() == indicator.CIDR) {
			m.add(i)
		}
	case json.Number:
		if n, ok := asNumber(v.String()); ok && n > 0 && (key == "asn" || key == "value") {
			m.add(indicator.FromASN(n))
		}
	}
}

func (m *mentions) add(i indicator.Indicator) {
	if !m.seen[i] {
		m.seen[i] = true
		m.found = append(m.found, i)
	}
}
