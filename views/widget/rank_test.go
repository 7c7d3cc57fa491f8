package widget

import (
	"slices"
	"testing"
)

func TestRank(t *testing.T) {
	names := []string{"load all", "passive DNS", "APIs", "Technology", "report a category", "copy as", "copy"}
	for typed, want := range map[string][]string{
		"pas":   {"passive DNS"},
		"tech":  {"Technology"},
		"copy":  {"copy as", "copy"},
		"a":     {"APIs", "load all", "report a category", "copy as", "passive DNS"},
		"cat":   {"report a category"},
		"rpc":   {"report a category"},
		"theme": nil,
		"":      names,
	} {
		var got []string
		for _, n := range Rank(typed, names) {
			got = append(got, names[n])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
}
