package search

import (
	"strings"

	"quarry/state/indicator"
)

// SPL is the search in Splunk's language, for its search command:
//
//	(src_ip IN ("192.0.2.1") OR dest_ip IN ("192.0.2.1"))
//
// Splunk's Search Reference says of that command that it takes IN with a list of
// values, CIDR notation as the value of a comparison, and values in quotation
// marks in which a backslash escapes these and itself; macros in quoted values
// are not expanded. An asterisk is a wildcard even there, and nothing escapes
// it: a URL that has one finds more than itself.
func SPL(all []indicator.Indicator, fields Fields) Search {
	const in, equals = " IN ", "="
	var c clauses
	s := Search{Left: spread(all, fields, func(field string, i indicator.Indicator) {
		switch i.Kind() {
		case indicator.CIDR:
			c.add(field, equals, i.String())
		case indicator.ASN:
			c.add(field, in, numbers(i)...)
		default:
			c.add(field, in, i.String())
		}
	})}
	s.Text = c.join(" OR ", func(one *clause) []string {
		if one.op == in {
			return []string{one.field + in + "(" + strings.Join(one.values, ", ") + ")"}
		}
		var each []string
		for _, v := range one.values {
			each = append(each, one.field+equals+v)
		}
		return each
	})
	for _, i := range all {
		if strings.Contains(i.String(), "*") && len(fields[i.Kind()]) > 0 {
			s.Wider = append(s.Wider, i)
		}
	}
	return s
}
