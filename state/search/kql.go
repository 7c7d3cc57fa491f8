package search

import (
	"strings"

	"quarry/state/indicator"
)

// The functions of KQL that compare addresses with prefixes. For a value that is
// no such address they are null, which is not true.
const (
	inIPv4 = "ipv4_is_in_any_range"
	inIPv6 = "ipv6_is_in_any_range"
)

// KQL is the search in the Kusto Query Language, for its where operator:
//
//	(RemoteIP in~ ("192.0.2.1") or RemoteUrl has_any ("a.example"))
//
// A string in double quotes has escapes as in SPL and no wildcards. What is taken
// out of a dynamic column has to be made a string before it is compared, and so
// the number of an autonomous system, which logs have as either.
func KQL(all []indicator.Indicator, fields Fields, names string) Search {
	var c clauses
	left := spread(all, fields, func(field string, i indicator.Indicator) {
		if !column(field) || i.Kind() == indicator.ASN {
			field = "tostring(" + field + ")"
		}
		switch i.Kind() {
		case indicator.CIDR:
			op := inIPv4
			if strings.Contains(i.String(), ":") {
				op = inIPv6
			}
			c.add(field, op, i.String())
		case indicator.Domain:
			c.add(field, names, i.String())
		case indicator.ASN:
			c.add(field, Equal, numbers(i)...)
		default:
			c.add(field, Equal, i.String())
		}
	})
	return Search{Left: left, Text: c.join(" or ", func(one *clause) []string {
		values := strings.Join(one.values, ", ")
		if one.op == inIPv4 || one.op == inIPv6 {
			return []string{one.op + "(" + one.field + ", " + values + ")"}
		}
		return []string{one.field + " " + one.op + " (" + values + ")"}
	})}
}
