package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quarry/state/config"
	"quarry/state/indicator"
	"quarry/state/search"
)

const searchesPage = "docs/searches.md"

// searchExamples are the searches on their page, as they are copied.
func searchExamples() string {
	var all []indicator.Indicator
	for _, text := range []string{"192.0.2.44", "198.51.100.0/24", "login.example.com", "shop.example.org", `http://a.example.net/x?q=it's`, "AS64500"} {
		all = append(all, indicator.MustParse(text))
	}
	d := search.Default()
	var b strings.Builder
	for _, e := range []struct {
		name string
		of   search.Search
	}{
		{"OR-list", search.List(all)}, {"Splunk SPL", search.SPL(all, d.Splunk)}, {"KQL (Kusto)", search.KQL(all, d.KQL, d.Names)}, {"STIX pattern", search.STIX(all)},
	} {
		b.WriteString(e.name + ":\n\n```\n" + e.of.Text + "\n```\n\n")
	}
	return b.String()
}

// The settings on the page are settings.
func TestSearchesPageHasSettings(t *testing.T) {
	page, err := os.ReadFile(searchesPage)
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(page), "```toml\n")
	block, _, ok := strings.Cut(block, "```")
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(block), 0o600); err != nil || !ok {
		t.Fatal(err)
	}
	c, err := config.Load(path, true)
	if err != nil || c.Search.Names != search.Equal || len(c.Search.KQL[indicator.CIDR]) != 2 {
		t.Errorf("%+v, %v", c.Search, err)
	}
}
