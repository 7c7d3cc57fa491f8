package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	generated(t, searchesPage, "examples", searchExamples())
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

// Each promise names the tests that hold it, and they are there.
func TestPromisesNameTheirTests(t *testing.T) {
	b, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	err = filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllSubmatch(text, -1) {
			tests[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	promises := regexp.MustCompile(`(?m)^\| (\d+) \|.*$`).FindAllString(string(b), -1)
	if len(promises) != 22 {
		t.Errorf("%d promises, 22 were made", len(promises))
	}
	for _, row := range promises {
		names := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(row, -1)
		if len(names) == 0 {
			t.Errorf("no test holds %s", row)
		}
		for _, name := range names {
			if !tests[name[1]] {
				t.Errorf("%s is named and not there: %s", name[1], row)
			}
		}
	}
}
