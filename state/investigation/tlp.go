package investigation

import (
	"fmt"
	"strings"
)

// TLP is a marking of the Traffic Light Protocol, version 2.0, without its
// prefix.
type TLP string

// The markings, the most open first. An investigation begins as AMBER.
const (
	TLPClear       TLP = "CLEAR"
	TLPGreen       TLP = "GREEN"
	TLPAmber       TLP = "AMBER"
	TLPAmberStrict TLP = "AMBER+STRICT"
	TLPRed         TLP = "RED"
)

// TLPs lists the markings, the most open first.
func TLPs() []TLP { return []TLP{TLPClear, TLPGreen, TLPAmber, TLPAmberStrict, TLPRed} }

// Valid reports whether t is one of the markings.
func (t TLP) Valid() bool {
	switch t {
	case TLPClear, TLPGreen, TLPAmber, TLPAmberStrict, TLPRed:
		return true
	}
	return false
}

// String is the marking as it is written: "TLP:AMBER".
func (t TLP) String() string { return "TLP:" + string(t) }

// Allows says in a few words who may have what is marked so. What is no marking
// counts as the strictest.
func (t TLP) Allows() string {
	switch t {
	case TLPClear:
		return "for anybody"
	case TLPGreen:
		return "for the community, not on public channels"
	case TLPAmber:
		return "for the organisation and clients, need to know"
	case TLPAmberStrict:
		return "for the organisation only, need to know"
	}
	return "for those it was disclosed to, nobody else"
}

// ParseTLP reads a marking as people write it: in any case, with or without its
// prefix, "amber+strict", "TLP:RED". Its error says what to write instead.
func ParseTLP(text string) (TLP, error) {
	word := strings.ToUpper(strings.TrimSpace(text))
	if rest, ok := strings.CutPrefix(word, "TLP"); ok {
		word = strings.TrimLeft(rest, ": ")
	}
	if t := TLP(word); t.Valid() {
		return t, nil
	}
	switch strings.Join(strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune("+-_ ", r) }), "+") {
	case string(TLPAmberStrict):
		return TLPAmberStrict, nil
	case "WHITE":
		return "", fmt.Errorf("%.40q was called so until TLP 2.0; write clear", text)
	}
	return "", fmt.Errorf("%.40q is no TLP marking; write clear, green, amber, amber+strict or red", text)
}
