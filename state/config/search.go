package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"quarry/state/indicator"
	"quarry/state/search"
)

// The tables of what the fields of the analyst's logs are called.
const (
	searchTable = "search"
	splunkTable = searchTable + ".splunk"
	kqlTable    = searchTable + ".kql"
)

// maxFields is how many fields a kind of indicator is looked for in; quarry's own
// choice.
const maxFields = 10

func searchSettings() []setting {
	var all []setting
	for _, kind := range search.Kinds() {
		all = append(all, fieldNames(splunkTable, kind, func(c *Config) *search.Fields { return &c.Search.Splunk }, search.CheckSPL, "dest_ip"))
	}
	for _, kind := range search.Kinds() {
		all = append(all, fieldNames(kqlTable, kind, func(c *Config) *search.Fields { return &c.Search.KQL }, search.CheckKQL, "RemoteIP"))
	}
	return append(all, word(kqlTable+".names",
		"How names are compared: has_any finds them within a URL and below, too; in~ alone.",
		func(c *Config) *string { return &c.Search.Names }, search.HasAny, search.Equal))
}

// searchKey is the key of a kind's fields: "search.splunk.ipv4".
func searchKey(table string, kind indicator.Kind) string {
	return table + "." + strings.ToLower(kind.String())
}

// fieldNames is the setting of the fields of a kind: a list, or one name alone.
func fieldNames(table string, kind indicator.Kind, of func(*Config) *search.Fields, wrong func(string) string, example string) setting {
	next := fmt.Sprintf("write a list like [%q], or [] for none", example)
	return setting{
		key: searchKey(table, kind),
		set: func(c *Config, v any) (problem, bool) {
			names, ok := texts(v)
			if !ok {
				return wrongType(v, "a list of text", next)
			}
			delete(*of(c), kind)
			if len(names) > 0 {
				(*of(c))[kind] = names
			}
			return problem{}, false
		},
		text: func(c Config) string {
			names := (*of(&c))[kind]
			quoted := make([]string, len(names))
			for n, name := range names {
				quoted[n] = strconv.Quote(name)
			}
			return "[" + strings.Join(quoted, ", ") + "]"
		},
		check: func(c Config) (problem, bool) {
			names := (*of(&c))[kind]
			if len(names) > maxFields {
				return problem{fmt.Sprintf("it names %d fields, more than %d", len(names), maxFields), next}, true
			}
			for n, name := range names {
				if why := wrong(name); why != "" {
					return problem{quoted(name) + " is no name of a field: " + why, next}, true
				}
				if slices.Contains(names[:n], name) {
					return problem{quoted(name) + " stands there twice", "keep one of them"}, true
				}
			}
			return problem{}, false
		},
	}
}

// texts is a list of text, or one text alone, as a list; nil for an empty one.
func texts(v any) (list []string, ok bool) {
	switch v := v.(type) {
	case string:
		return []string{v}, true
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil, false
			}
			list = append(list, text)
		}
		return list, true
	}
	return nil, false
}
