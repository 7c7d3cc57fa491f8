// Package copytest checks texts that leave quarry as those read them for whom they
// are: copies, reports, tables.
package copytest

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Markdown checks a document as GitHub reads it. It holds nothing but lists, tables,
// emphasis, code, and what else is named; no link, image or HTML. Each row of a table
// has as many cells as its header, and no code is empty. The document is for further
// checks.
func Markdown(t testing.TB, source string, also ...ast.NodeKind) ast.Node {
	t.Helper()
	allowed := append([]ast.NodeKind{
		ast.KindDocument, ast.KindParagraph, ast.KindTextBlock, ast.KindList, ast.KindListItem, ast.KindEmphasis, ast.KindText,
		ast.KindCodeSpan, extensionast.KindTable, extensionast.KindTableHeader, extensionast.KindTableRow, extensionast.KindTableCell,
	}, also...)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader([]byte(source)))
	columns := 0
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if !slices.Contains(allowed, n.Kind()) {
			t.Errorf("it holds a %s: %.200q", n.Kind(), source)
		}
		switch n := n.(type) {
		case *extensionast.TableHeader:
			columns = n.ChildCount()
		case *extensionast.TableRow:
			if n.ChildCount() != columns {
				t.Errorf("a row of %d cells in a table of %d columns", n.ChildCount(), columns)
			}
		case *ast.CodeSpan:
			if n.ChildCount() == 0 {
				t.Error("an empty code span")
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Error(err)
	}
	return doc
}

// Sheet checks CSV as a spreadsheet reads it: each row has as many cells, and none of
// them is run.
func Sheet(t testing.TB, sheet string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(sheet)).ReadAll()
	if err != nil {
		t.Errorf("no CSV: %v", err)
	}
	for _, cell := range slices.Concat(rows...) {
		if c := strings.TrimLeft(cell, " \t\r\n"); c != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(c)[0]) {
			t.Errorf("a spreadsheet runs the cell %.60q", cell)
		}
	}
}
