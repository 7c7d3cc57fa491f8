package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what go list says of a package.
type pkg struct {
	ImportPath string
	Name       string
	Imports    []string
	Deps       []string
}

func packages(t *testing.T) map[string]pkg {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Imports,Deps", "./...")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	all := map[string]pkg{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// floor is the storey that a package stands on. The longest prefix counts.
// Imports go down, or stay on the same floor where Go itself forbids circles.
func floor(path string) int {
	floors := []struct {
		prefix string
		floor  int
	}{
		{"quarry/ui/cli", 6}, {"quarry/ui/picture", 6},
		{"quarry/ui/clipboard", 4}, {"quarry/ui/terminal", 4}, {"quarry/ui/termtest", 4}, {"quarry/ui/overlay", 4}, {"quarry/ui/handover", 4},
		{"quarry/ui", 5},
		{"quarry/views/widget", 2}, {"quarry/views/record", 2}, {"quarry/views/paging", 2}, {"quarry/views/casetable", 2}, {"quarry/views/viewtest", 4},
		{"quarry/views/style", 1}, {"quarry/views/safe", 1}, {"quarry/views/frametest", 1}, {"quarry/views/copytest", 1},
		{"quarry/views/", 3}, {"quarry/views", 2},
		{"quarry/api", 2},
		{"quarry/state", 1}, {"quarry/keymap", 1},
		{"quarry/testdata", 0},
		{"quarry", 7},
	}
	best, at := "", -1
	for _, f := range floors {
		if strings.HasPrefix(path, f.prefix) && len(f.prefix) > len(best) {
			best, at = f.prefix, f.floor
		}
	}
	return at
}

func TestImportsPointDown(t *testing.T) {
	for path, p := range packages(t) {
		for _, i := range p.Imports {
			if !strings.HasPrefix(i, "quarry/") {
				continue
			}
			if floor(i) > floor(path) {
				t.Errorf("%s (floor %d) imports %s (floor %d)", path, floor(path), i, floor(i))
			}
			if floor(path) == 3 && floor(i) == 3 && !strings.HasPrefix(i, path+"/") {
				t.Errorf("view %s imports view %s", path, i)
			}
		}
	}
}

// What a package must never reach, not even through others of this module.
// (Through a library it may: publicsuffix names a type of net/http.)
func TestWallsHold(t *testing.T) {
	walls := []struct{ who, what, why string }{
		{"quarry/views", "net/http", "a view knows no HTTP"},
		{"quarry/views", "quarry/api/cf/client", "a view knows no client"},
		{"quarry/api", "charm.land/bubbletea/v2", "questions and answers know no terminal"},
		{"quarry/api/cf/client", "quarry/views", "the client knows no screen"},
		{"quarry/api/cfsim", "quarry/api/cf", "the simulator must not share the client's opinions"},
		{"quarry/state", "charm.land/bubbletea/v2", "state knows no terminal"},
	}
	all := packages(t)
	for path, p := range all {
		for _, w := range walls {
			if path != w.who && !strings.HasPrefix(path, w.who+"/") {
				continue
			}
			for _, through := range append(p.Deps, path) {
				if slices.Contains(all[through].Imports, w.what) {
					t.Errorf("%s reaches %s by way of %s: %s", path, w.what, through, w.why)
				}
			}
		}
	}
}

// The root model is made of routes; only the table names endpoints.
func TestRootKnowsNoEndpoint(t *testing.T) {
	out, err := exec.Command("grep", "-rlE", `"quarry/(views/(insight|ip|pdns|domain|bulk|history|whois|asn|subnets|phishing|miscategorization)|api/cf)"`, "ui", "--include=*.go").Output()
	if err != nil && len(out) == 0 {
		t.Fatalf("not even the table names endpoints: %v", err)
	}
	for _, file := range strings.Fields(string(out)) {
		if file != "ui/routes.go" && !strings.HasPrefix(file, "ui/cli/") && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s names an endpoint", file)
		}
	}
}
