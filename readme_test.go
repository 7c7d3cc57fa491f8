package main

import (
	"os"
	"strings"
	"testing"

	"quarry/keymap"
	"quarry/state/config"
	"quarry/views/frametest"
)

// The README's table of keys is made from the keymap, the page about the config
// file from its defaults. QUARRY_UPDATE=1 writes them anew.
func TestGeneratedPartsAreFresh(t *testing.T) {
	generated(t, "README.md", "keys", keymap.Default().Markdown())
	generated(t, "docs/config.md", "config", "```toml\n"+config.Example()+"```\n")
}

// generated holds the part of a file between <!-- name --> and <!-- /name -->
// against what it is made from.
func generated(t *testing.T, file, name, want string) {
	t.Helper()
	from, to := "<!-- "+name+" -->\n", "<!-- /"+name+" -->\n"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), from)
	part, after, closed := strings.Cut(rest, to)
	switch {
	case !ok || !closed:
		t.Errorf("%s has no place for %s between %q and %q", file, name, from, to)
	case part == want:
	case os.Getenv(frametest.UpdateVariable) != "":
		if err := os.WriteFile(file, []byte(before+from+want+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is stale in its part %s; run %s=1 go test -run Generated .", file, name, frametest.UpdateVariable)
	}
}

// What the README links to has to be there.
func TestReadmeLinksLead(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(b), "](")[1:] {
		target, _, _ := strings.Cut(part, ")")
		if strings.Contains(target, "://") || strings.HasPrefix(target, "#") {
			continue
		}
		if _, err := os.Stat(target); err != nil {
			t.Errorf("README.md links to %s: %v", target, err)
		}
	}
}
