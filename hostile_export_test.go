//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"quarry/api/cfsim"
	"quarry/state/export/bundle"
	"quarry/ui/handover"
	"quarry/views/copytest"
	"quarry/views/frametest"
)

// harmless checks what a command wrote into a pipe or a file: nothing in it acts,
// hides or reorders. In data for programs, letters from right to left are as they
// are.
func harmless(t *testing.T, what, text string, program bool) {
	t.Helper()
	for line := range strings.Lines(text) {
		for _, is := range frametest.Alive(strings.TrimSuffix(line, "\n")) {
			if !program || !strings.Contains(is, "right-to-left") {
				t.Errorf("%s: alive: %s", what, is)
			}
		}
	}
}

// handsOn exports a case in every format.
func (acc account) handsOn(t *testing.T, l letter) {
	t.Helper()
	size := 0
	for _, format := range handover.Names() {
		path := filepath.Join(t.TempDir(), format)
		harmless(t, "export", acc.pipe(t, "export", l.id, "--format", format, "-o", path), false)
		size += l.checks(t, format, path)
	}
	t.Logf("%d payloads × 6 formats of an export: %d bytes", len(payloads(t)), size)
}

// checks reads an export as those read it for whom it is, and tells its size.
func (l letter) checks(t *testing.T, format, path string) int {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := string(b)
	harmless(t, format, out, format != "markdown")
	switch format {
	case "markdown":
		checkReport(t, out)
	case "csv":
		copytest.Sheet(t, out)
	case "bundle":
		read, err := bundle.Read(bytes.NewReader(b), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range read.Case.Judgements {
			if want := l.comments[j.Indicator.String()]; j.Comment != want {
				t.Errorf("the bundle has the comment %.60q, want %.60q", j.Comment, want)
			}
		}
		for _, a := range read.Answers {
			if got, want := read.FetchedBy(a), l.fetched[a.Question]; got != want {
				t.Errorf("the answer to %s was fetched by %.60q, want %.60q", a.Question, got, want)
			}
		}
	default:
		all := textsOf(t, b)
		for about, comment := range l.comments {
			if !slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, comment) }) {
				t.Errorf("%s: the comment on %s, %.60q, is not in it", format, about, comment)
			}
		}
	}
	return len(b)
}

// reads prints the answers of a case, each with who is said to have fetched it.
func (acc account) reads(t *testing.T, n int, l letter) {
	t.Helper()
	of := cfsim.AnswersTo(n)
	for _, args := range [][]string{
		{"get", "--offline", of.IPv4, "--endpoint", "ip"}, {"get", "--offline", of.Domain, "--endpoint", "domain", "--endpoint", "whois"},
	} {
		if out := acc.pipe(t, args...); !strings.Contains(out, "'s bundle") {
			t.Errorf("%v does not say whose answer it is:\n%s", args, out)
		} else {
			harmless(t, strings.Join(args, " "), out, false)
		}
		out := acc.pipe(t, append(args, "--json")...)
		harmless(t, strings.Join(args, " ")+" --json", out, true)
		for line := range strings.Lines(out) {
			var got struct {
				Indicator, Endpoint string
				Imported            struct{ By string }
			}
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatal(err)
			}
			if want := l.fetched[got.Endpoint+" "+got.Indicator]; got.Imported.By != want {
				t.Errorf("the answer of %s was fetched by %.60q, want %.60q", got.Endpoint, got.Imported.By, want)
			}
		}
	}
}

// textsOf are all texts in a JSON document.
func textsOf(t *testing.T, doc []byte) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal(doc, &value); err != nil {
		t.Fatal(err)
	}
	return texts(value)
}

func texts(value any) (all []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, one := range v {
			all = append(all, texts(one)...)
		}
	case map[string]any:
		for _, one := range v {
			all = append(all, texts(one)...)
		}
	}
	return all
}

// checkReport reads a report as GitHub would: it has the headings that quarry gives
// it, and no others.
func checkReport(t *testing.T, report string) {
	t.Helper()
	doc := copytest.Markdown(t, report, ast.KindHeading, ast.KindFencedCodeBlock, ast.KindThematicBreak)
	headings := map[int]int{}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			headings[h.Level]++
		}
	}
	if headings[1] != 1 || headings[2] != 3 || headings[4]+headings[5]+headings[6] > 0 || headings[3] != strings.Count(report, "- Source: ") {
		t.Errorf("the report has headings of its own: %v", headings)
	}
}
