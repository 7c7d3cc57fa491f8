package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sources are the parsed files of the program, without tests and what helps
// them, by path.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "testdata", "ui/termtest", "ui/picture", "views/frametest", "views/copytest", "views/viewtest"}, filepath.ToSlash(path)):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files[filepath.ToSlash(path)], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// users are the files in which a selector such as x.Name stands.
func users(files map[string]*ast.File, wanted func(x, name string) bool) []string {
	found := map[string]bool{}
	for path, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				x := ""
				if id, ok := s.X.(*ast.Ident); ok {
					x = id.Name
				}
				if inner, ok := s.X.(*ast.SelectorExpr); ok {
					x = inner.Sel.Name
				}
				if wanted(x, s.Sel.Name) {
					found[path] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

// only checks that a door is used in the places that are named, and in these.
func only(t *testing.T, door string, used []string, allowed map[string]string) {
	t.Helper()
	for _, path := range used {
		if allowed[path] == "" {
			t.Errorf("%s uses %s, and nobody has said why it may", path, door)
		}
	}
	for path := range allowed {
		if !slices.Contains(used, path) {
			t.Errorf("%s may use %s, and does not any more", path, door)
		}
	}
}

// The exact text from outside is asked for in these places only. None of them
// shows it: a text that is shown is printed by safe.
func TestExactTextsAreForMachines(t *testing.T) {
	files := sources(t)
	if len(files) < 150 {
		t.Fatalf("only %d files were read", len(files))
	}
	const (
		compared = "compared or parsed"
		decoded  = "decoded into what it means"
		cells    = "cells in exact values, which the forms of copies make safe"
		named    = "names a row, which is never drawn"
		stored   = "kept as it came"
	)
	only(t, "Exact", users(files, func(_, name string) bool { return name == "Exact" }), map[string]string{
		"api/cf/asn.go": decoded, "api/cf/category.go": decoded, "api/cf/codes.go": compared, "api/cf/contact.go": decoded, "api/cf/hosts.go": decoded,
		"api/cf/name.go": decoded, "api/cf/subnets.go": decoded, "api/cf/token.go": compared, "api/cf/whois.go": decoded,
		"api/cf/client/account.go": compared, "api/source/kept.go": stored,
		"ui/cli/auth.go": compared, "ui/cli/session.go": compared,
		"views/asn/choose.go": cells, "views/evidence/state.go": stored, "views/evidence/evidence.go": stored, "ui/handover/desk.go": stored, "views/bulk/cells.go": cells, "views/bulk/comparison.go": compared, "views/history/lanes.go": named, "views/history/list.go": cells,
		"views/pdns/table.go": cells, "views/record/record.go": compared,
		"views/subnets/subnets.go": named, "views/subnets/table.go": cells,
		"views/whois/contacts.go": compared, "views/whois/sheet.go": compared, "views/whois/status.go": compared,
	})
}

// What is written to disk is written here only: to files that are private, and under
// names that nothing from outside has a part in, unless the analyst gave them.
func TestTheWaysToTheDiskAreFew(t *testing.T) {
	files := sources(t)
	writes := []string{"Create", "CreateTemp", "OpenFile", "WriteFile", "Rename", "Link", "Symlink", "Mkdir", "MkdirAll", "MkdirTemp", "Chmod", "Truncate"}
	only(t, "a file or directory", users(files, func(x, name string) bool { return x == "os" && slices.Contains(writes, name) }), map[string]string{
		"state/atomicfile/atomicfile.go": "whole or not there",
		"state/crash/report.go":          "a name of quarry's own",
		"state/store/files.go":           "the store", "state/store/store.go": "the store", "state/store/lock_unix.go": "the store",
		"ui/cli/logfile.go": "a name that the analyst gave",
		"ui/cli/storage.go": "the store of the demo",
	})
	only(t, "a file that is whole or not there", users(files, func(x, name string) bool { return x == "atomicfile" && name == "Write" }), map[string]string{
		"ui/handover/desk.go": "a name that the analyst gave",
	})
}

// What goes out to a person goes through these places, each of which passes it
// through safe: the frame, title and notice; standard output and error; the log;
// the clipboard.
func TestTheWaysOutAreFew(t *testing.T) {
	files := sources(t)
	only(t, "a stream of the process", users(files, func(x, name string) bool {
		return x == "os" && (name == "Stdout" || name == "Stderr")
	}), map[string]string{"main.go": "hands them to the command line"})
	only(t, "standard output or error", users(files, func(x, name string) bool {
		return (x == "Stdout" || x == "Stderr") && name == "Write"
	}), map[string]string{
		"ui/cli/root.go": "text made readable", "ui/cli/jsonout.go": "JSON escaped", "ui/cli/exit.go": "errors, printed",
	})
	only(t, "the terminal past the renderer", users(files, func(x, name string) bool {
		return x == "tea" && slices.Contains([]string{"Raw", "SetClipboard", "Printf", "Println", "Exec", "ExecProcess", "SetWindowTitle"}, name)
	}), map[string]string{"ui/clipboard/osc52.go": "a clipboard in base64"})
	only(t, "printing past everything", users(files, func(x, name string) bool {
		return x == "fmt" && strings.HasPrefix(name, "Print") || x == "log" && strings.HasPrefix(name, "Print")
	}), nil)
	only(t, "a logger", users(files, func(x, name string) bool {
		return x == "slog" && strings.HasSuffix(name, "Handler") && name != "DiscardHandler"
	}),
		map[string]string{"ui/cli/logfile.go": "lines escaped"})
	only(t, "the window's title", users(files, func(_, name string) bool { return name == "WindowTitle" }),
		map[string]string{"ui/layout.go": "printed"})
	only(t, "the last look at a frame", users(files, func(x, name string) bool { return x == "safe" && name == "Guard" }),
		map[string]string{"ui/layout.go": "every frame"})
}
