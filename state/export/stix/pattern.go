package stix

import (
	"strings"

	"quarry/state/indicator"
)

// Pattern is the STIX pattern that an observation of any of the indicators
// matches: [domain-name:value = 'a.example' OR ipv4-addr:value = '192.0.2.1']. A
// prefix matches the addresses in it. Of no indicators it is empty.
func Pattern(all ...indicator.Indicator) string {
	comparisons := make([]string, 0, len(all))
	for _, i := range all {
		if c := comparison(i); c != "" {
			comparisons = append(comparisons, c)
		}
	}
	if len(comparisons) == 0 {
		return ""
	}
	return "[" + strings.Join(comparisons, " OR ") + "]"
}

// comparison is one comparison expression of a pattern; empty for the zero
// indicator.
func comparison(i indicator.Indicator) string {
	o := observe(i)
	switch i.Kind() {
	case indicator.None:
		return ""
	case indicator.ASN:
		return o.kind + ":" + o.property + " = " + o.literal
	case indicator.CIDR:
		return o.kind + ":value ISSUBSET " + literal(i.String())
	}
	return o.kind + ":value = " + literal(i.String())
}

// literal is a string literal of the pattern's grammar (STIX 2.1, section 9.4),
// in which a backslash escapes the apostrophe and itself.
func literal(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
