package investigation

import (
	"strings"
	"testing"
)

func TestParseTLP(t *testing.T) {
	for text, want := range map[string]TLP{
		"red": TLPRed, "TLP:RED": TLPRed, "tlp: red": TLPRed, " Green\n": TLPGreen, "clear": TLPClear, "tlp amber": TLPAmber,
		"amber+strict": TLPAmberStrict, "TLP:AMBER+STRICT": TLPAmberStrict, "amber strict": TLPAmberStrict, "Amber-Strict": TLPAmberStrict,
	} {
		if got, err := ParseTLP(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"": "write clear, green", "TLP": "write clear", "TLP:": "write clear", "white": "until TLP 2.0; write clear", "yellow": "amber+strict or red",
		"amber+red": "is no TLP marking", "red\x1b[2J": `"red\x1b[2J"`, strings.Repeat("x", 1000): "is no TLP marking",
	} {
		if got, err := ParseTLP(text); err == nil || got != "" || !strings.Contains(err.Error(), says) || len(err.Error()) > 200 {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// Each marking is one that can be written again, and says who may have it.
func TestTLPsAreWhatIsParsed(t *testing.T) {
	said := map[string]bool{}
	for _, m := range TLPs() {
		if got, err := ParseTLP(m.String()); err != nil || got != m || !m.Valid() {
			t.Errorf("%s: %s, %v", m, got, err)
		}
		said[m.Allows()] = true
	}
	if len(said) != 5 || TLP("").Allows() != TLPRed.Allows() || TLP("PUBLIC").Valid() {
		t.Errorf("%v", said)
	}
}
