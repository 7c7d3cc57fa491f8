// Package search writes indicators as what is pasted into a search over logs: a
// list of alternatives for any tool, Splunk's SPL, Microsoft's KQL (the Kusto
// Query Language of Sentinel and Defender), and a STIX pattern.
//
// What is written is one operand: alternatives of more than one kind stand in
// parentheses, so that it can be put beside other conditions as it is. Values
// are string literals of the language. Whatever an indicator holds, it ends in
// the literal that it began in.
package search

import (
	"strings"

	"quarry/state/export/stix"
	"quarry/state/indicator"
)

// Fields says which fields of the events hold a kind of indicator. A kind that
// has none is not searched for.
type Fields map[indicator.Kind][]string

// Settings are the analyst's: what the fields of the logs are called.
type Settings struct {
	Splunk, KQL Fields
	// Names is how names are compared in KQL: HasAny or Equal.
	Names string
}

// Words for Settings.Names.
const (
	HasAny = "has_any" // the field holds the name: alone, below other labels, or within a URL
	Equal  = "in~"     // the field is the name
)

// Default are the fields of Splunk's Common Information Model and of one of
// Microsoft's tables.
//
// In the Common Information Model, src_ip and dest_ip are in Network Traffic and
// Web, query in Network Resolution ("the domain which needs to be resolved"),
// url and url_domain in Web. No model has a number for an autonomous system.
//
// RemoteIP and RemoteUrl ("URL or fully qualified domain name (FQDN) that was
// being connected to") are columns of DeviceNetworkEvents, which is in Defender's
// advanced hunting and in Sentinel. They are of one table, since a column that
// the table of a query does not have is an error in KQL; and a name is looked for
// within RemoteUrl, since that may be a URL.
func Default() Settings {
	ips, remote := []string{"src_ip", "dest_ip"}, []string{"RemoteIP"}
	return Settings{
		Splunk: Fields{
			indicator.IPv4: ips, indicator.IPv6: ips, indicator.CIDR: ips,
			indicator.Domain: {"query", "url_domain"}, indicator.URL: {"url"},
		},
		KQL: Fields{
			indicator.IPv4: remote, indicator.IPv6: remote, indicator.CIDR: remote,
			indicator.Domain: {"RemoteUrl"}, indicator.URL: {"RemoteUrl"},
		},
		Names: HasAny,
	}
}

// Search is what was written, and what has to be said of it.
type Search struct {
	// Text is empty where nothing is searched for.
	Text string
	// Left are those that are not searched for: no field is set for their kind.
	Left []indicator.Indicator
	// Wider are those of which the search finds more than themselves.
	Wider []indicator.Indicator
}

// List is the indicators as alternatives in quotation marks, "a" OR "b", with
// the escapes that Lucene's and Splunk's syntax have in common.
func List(all []indicator.Indicator) Search {
	literals := make([]string, len(all))
	for n, i := range all {
		literals[n] = quote(i.String())
	}
	return Search{Text: strings.Join(literals, " OR ")}
}

// STIX is the STIX pattern that any of the indicators matches.
func STIX(all []indicator.Indicator) Search { return Search{Text: stix.Pattern(all...)} }

// quote is a string literal in double quotes, in which a backslash escapes: of
// SPL as well as of KQL.
func quote(s string) string {
	if !strings.ContainsAny(s, `\"`) { // as hardly any indicator does
		return `"` + s + `"`
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// clause is a condition on one field.
type clause struct {
	field, op string
	values    []string
}

// clauses are conditions of which one has to hold.
type clauses struct {
	list []*clause
	at   map[[2]string]*clause
}

// add adds a value that a field may have to the condition of its operator.
func (c *clauses) add(field, op string, values ...string) {
	key := [2]string{field, op}
	if c.at == nil {
		c.at = map[[2]string]*clause{}
	}
	had := c.at[key]
	if had == nil {
		had = &clause{field: field, op: op}
		c.at[key] = had
		c.list = append(c.list, had)
	}
	for _, v := range values {
		had.values = append(had.values, quote(v))
	}
}

// join writes the conditions as one operand.
func (c *clauses) join(or string, write func(*clause) []string) string {
	var parts []string
	for _, one := range c.list {
		parts = append(parts, write(one)...)
	}
	text := strings.Join(parts, or)
	if len(parts) > 1 {
		text = "(" + text + ")"
	}
	return text
}

// spread gives each indicator to the fields of its kind, kind by kind, and
// returns those that have none.
func spread(all []indicator.Indicator, fields Fields, add func(field string, i indicator.Indicator)) (left []indicator.Indicator) {
	for _, kind := range Kinds() {
		for _, field := range fields[kind] {
			for _, i := range all {
				if i.Kind() == kind {
					add(field, i)
				}
			}
		}
	}
	for _, i := range all {
		if len(fields[i.Kind()]) == 0 {
			left = append(left, i)
		}
	}
	return left
}

// Kinds are the kinds of indicators that can be searched for, in the order in
// which they are written.
func Kinds() []indicator.Kind {
	return []indicator.Kind{indicator.IPv4, indicator.IPv6, indicator.CIDR, indicator.Domain, indicator.URL, indicator.ASN}
}

// numbers are the ways in which logs write an autonomous system: 64500, AS64500.
func numbers(i indicator.Indicator) []string {
	return []string{strings.TrimPrefix(i.String(), "AS"), i.String()}
}
