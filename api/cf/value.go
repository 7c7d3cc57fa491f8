package cf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"quarry/views/safe"
)

// value is a JSON value with its place in the body. Its methods read it as
// what a record wants; a value of another shape is reported, and kept among
// the extra fields, and reads as unknown. Null and missing are unknown without
// a report.
type value struct {
	raw  json.RawMessage // nil when missing
	path string
	r    *Remarks
}

// kindOf tells what a JSON value is by its first byte: '{', '[', '"', 't' for
// true and false, 'n' for null, '0' for a number, 0 for nothing.
func kindOf(raw json.RawMessage) byte {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if len(raw) == 0 {
		return 0
	}
	switch c := raw[0]; c {
	case '{', '[', '"', 'n':
		return c
	case 't', 'f':
		return 't'
	}
	return '0'
}

// scalar is the text of a string or the literal of a number.
func scalar(raw json.RawMessage) (string, bool) {
	switch kindOf(raw) {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
		return s, true
	case '0':
		return string(bytes.TrimSpace(raw)), true
	}
	return "", false
}

// truth reads true, false, and the strings and numbers that mean them.
func truth(raw json.RawMessage) (b, ok bool) {
	text := strings.ToLower(string(bytes.Trim(raw, "\" \t\r\n")))
	switch text {
	case "true", "1", "yes":
		return true, true
	case "false", "0", "no":
		return false, true
	}
	return false, false
}

// items are the elements of a list, the first [maxItems] of them, and whether
// there are more. Anything else is a list of itself, null and nothing are an
// empty one.
func items(raw json.RawMessage) (all []json.RawMessage, more bool) {
	switch kindOf(raw) {
	case 0, 'n':
		return nil, false
	case '[':
		more = split(raw, func(_ string, val json.RawMessage) bool {
			if len(all) >= maxItems {
				return false
			}
			all = append(all, val)
			return true
		})
		return all, more
	}
	return []json.RawMessage{raw}, false
}

// missing reports whether the value is absent or null.
func (v value) missing() bool { k := kindOf(v.raw); return k == 0 || k == 'n' }

// blank reports whether the value says nothing: absent, null, "", [] or {}.
func (v value) blank() bool {
	switch kindOf(v.raw) {
	case 0, 'n':
		return true
	case '"', '[', '{':
		inner := bytes.TrimSpace(v.raw)
		return len(bytes.TrimSpace(inner[1:len(inner)-1])) == 0
	}
	return false
}

// wrong reports that the value is not what was wanted.
func (v value) wrong(want string) {
	shown := string(v.raw)
	if text, ok := scalar(v.raw); ok {
		shown = text
	}
	v.r.problem(v.path, fmt.Sprintf("not %s: %s", want, safe.PrintMax(shown, 80)))
	v.other()
}

// other keeps the value among the extra fields.
func (v value) other() { v.r.extra(v.path, v.raw) }

func (v value) text() safe.Raw {
	if v.missing() {
		return safe.Raw{}
	}
	s, ok := scalar(v.raw)
	if !ok {
		v.wrong("a text")
		return safe.Raw{}
	}
	return safe.FromOutside(s)
}

func (v value) truth() Maybe[bool] {
	if v.missing() {
		return Maybe[bool]{}
	}
	b, ok := truth(v.raw)
	if !ok {
		v.wrong("true or false")
		return Maybe[bool]{}
	}
	return Known(b)
}

func (v value) number() Maybe[float64] {
	if v.missing() {
		return Maybe[float64]{}
	}
	text, ok := scalar(v.raw)
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if !ok || err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		v.wrong("a number")
		return Maybe[float64]{}
	}
	return Known(f)
}

// integer reads a whole number between min and max.
func (v value) integer(min, max int) Maybe[int] {
	if v.missing() {
		return Maybe[int]{}
	}
	n, ok := whole(v.raw)
	if !ok || !n.IsInt64() || n.Int64() < int64(min) || n.Int64() > int64(max) {
		v.wrong(fmt.Sprintf("a whole number from %d to %d", min, max))
		return Maybe[int]{}
	}
	return Known(int(n.Int64()))
}

// natural reads a whole number of at least 0 and of any size.
func (v value) natural() *big.Int {
	if v.missing() {
		return nil
	}
	n, ok := whole(v.raw)
	if !ok || n.Sign() < 0 {
		v.wrong("a whole number of 0 or more")
		return nil
	}
	return n
}

// whole reads a whole number exactly, also where it is written as 1e3, 5.0 or
// in quotation marks. The length of the text and the exponent are bounded,
// since "1e999999999" is a short text and a number that fills the memory.
func whole(raw json.RawMessage) (*big.Int, bool) {
	text, ok := scalar(raw)
	text = strings.TrimSpace(text)
	if !ok || text == "" || len(text) > 60 || strings.ContainsAny(text, "_/xXpPoObB") {
		return nil, false
	}
	if n, ok := new(big.Int).SetString(text, 10); ok {
		return n, true
	}
	if _, exp, has := strings.Cut(strings.ToLower(text), "e"); has {
		if e, err := strconv.Atoi(exp); err != nil || e < -60 || e > 60 {
			return nil, false
		}
	}
	q, ok := new(big.Rat).SetString(text)
	if !ok || !q.IsInt() {
		return nil, false
	}
	return q.Num(), true
}

// list gives the elements, and whether there is a list at all: null is none.
// One value where a list was said is a list of one.
func (v value) list() ([]value, bool) {
	if v.missing() {
		return nil, false
	}
	raws, more := items(v.raw)
	if more {
		v.tooMany()
	}
	all := make([]value, len(raws))
	for i, raw := range raws {
		all[i] = value{raw: raw, path: index(v.path, i), r: v.r}
		if kindOf(v.raw) != '[' {
			all[i].path = v.path
		}
	}
	return all, true
}

// tooMany reports that the list goes on.
func (v value) tooMany() {
	v.r.problem(v.path, fmt.Sprintf("has more than %d elements; the rest is left out", maxItems))
}

// texts reads a list of texts, nil when it is unknown.
func (v value) texts() []safe.Raw {
	return each(v, func(item value) (safe.Raw, bool) {
		t := item.text()
		return t, !t.Empty()
	})
}

// each reads the elements of a list; those for which read gives false are left
// out, which is always reported. The result is nil when the list is unknown, also
// when it has elements and none could be read: that is not a list of none.
func each[T any](v value, read func(value) (T, bool)) []T {
	all, ok := v.list()
	if !ok {
		return nil
	}
	out := make([]T, 0, len(all))
	for _, item := range all {
		if t, ok := readOne(item, read); ok {
			out = append(out, t)
		}
	}
	if len(out) == 0 && len(all) > 0 {
		return nil
	}
	return out
}

// readOne reads one element of a list. That it is left out is reported.
func readOne[T any](item value, read func(value) (T, bool)) (T, bool) {
	before := len(item.r.Problems) + item.r.More
	t, ok := read(item)
	if !ok && len(item.r.Problems)+item.r.More == before {
		item.r.problem(item.path, "says nothing")
	}
	return t, ok
}
