package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// linked are the source files of this module that the program is built from, by
// package.
func linked(t *testing.T) map[string][]string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,IgnoredGoFiles", ".")
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	files := map[string][]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Dir         string
			GoFiles, IgnoredGoFiles []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return files
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ImportPath != "quarry" && !strings.HasPrefix(p.ImportPath, "quarry/") {
			continue
		}
		// Those of other systems count too.
		for _, name := range append(p.GoFiles, p.IgnoredGoFiles...) {
			if !strings.HasSuffix(name, "_test.go") {
				files[p.ImportPath] = append(files[p.ImportPath], filepath.Join(p.Dir, name))
			}
		}
	}
}

// Nobody starts a goroutine but state/crash, which puts a net under it: a panic
// elsewhere would end the program with the terminal as it is.
func TestEveryGoroutineHasANet(t *testing.T) {
	started, files := 0, 0
	for path, names := range linked(t) {
		for _, name := range names {
			files++
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				what := goroutine(n)
				switch {
				case what == "":
				case path == "quarry/state/crash":
					started++
				default:
					t.Errorf("%s: %s; use crash.Go, crash.Each or crash.AfterFunc", fset.Position(n.Pos()), what)
				}
				return true
			})
		}
	}
	// Otherwise the check would see nothing at all.
	if started != 4 || files < 100 {
		t.Errorf("state/crash starts goroutines in %d places, in %d files", started, files)
	}
}

// goroutine names what a node starts a goroutine with; empty where it does not.
func goroutine(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a go statement"
	case *ast.CallExpr:
		called, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		if from, ok := called.X.(*ast.Ident); ok && from.Name == "crash" {
			return ""
		}
		switch called.Sel.Name {
		case "Go", "TryGo", "AfterFunc": // of sync, errgroup, context, time
			return "a call of " + called.Sel.Name
		}
	}
	return ""
}
