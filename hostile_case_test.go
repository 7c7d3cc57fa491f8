//go:build unix

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cfsim"
	"quarry/state/export"
	"quarry/state/export/bundle"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/ui/handover"
	"quarry/views/frametest"
)

// letter is a case from a colleague who means harm: its name, those who asked and
// judged, and what they wrote are payloads, and the answers are hostile.
type letter struct {
	id, path string
	// comments are by indicator, in the case they are all different.
	comments map[string]string
	// fetched says by question who has fetched the answer, they are all different.
	fetched map[string]string
}

// writes makes a bundle about the nth hostile answers. The edition says which
// payloads are where; of two, the later wins.
func (acc account) writes(t *testing.T, n, edition int) letter {
	t.Helper()
	payloads := payloads(t)
	next := n + edition
	hostile := func(most int) string {
		text := strings.ToValidUTF8(payloads[next%len(payloads)].Text, "\uFFFD")
		next++
		return strings.ToValidUTF8(text[:min(len(text), most)], "")
	}
	id := func(k int) investigation.ID {
		return investigation.ID{0: 0xba, 1: 0xd0, 2: byte(n), 14: byte(k >> 8), 15: byte(k)}
	}
	const mostName = 1 << 10
	at := time.Now().UTC().Add(-time.Hour).Truncate(time.Hour).Add(time.Duration(edition) * time.Second)
	c := export.Case{At: at, Investigation: investigation.Investigation{
		ID: id(0), Name: hostile(mostName), TLP: investigation.TLPAmber, Created: at, Changed: at,
	}}
	made := letter{id: c.ID.String(), path: filepath.Join(t.TempDir(), "case.quarry"), comments: map[string]string{}, fetched: map[string]string{}}
	asks := func(e api.Endpoint, about string) api.Query {
		q := api.Query{Endpoint: e, Indicator: indicator.MustParse(about)}
		node := investigation.Node{
			ID: id(len(c.Nodes) + 1), Question: q.Key(), Endpoint: string(e), Indicator: q.Indicator, Asked: at, FetchedAt: at,
			Calls: 1, Rows: -1, By: hostile(mostName), Changed: at,
		}
		if len(c.Nodes) > 0 {
			node.Parent = id(max(1, len(c.Nodes)/4))
		}
		c.Nodes = append(c.Nodes, node)
		if _, ok := made.comments[about]; !ok {
			made.comments[about] = hostile(bundle.MaxComment)
			verdicts := investigation.Verdicts()
			c.Judgements = append(c.Judgements, investigation.Judgement{
				Indicator: q.Indicator, Verdict: verdicts[(len(c.Nodes)+edition)%len(verdicts)], Comment: made.comments[about],
				Starred: true, By: hostile(mostName), Changed: at,
			})
		}
		return q
	}
	of := cfsim.AnswersTo(n)
	var answers []bundle.Answer
	for _, q := range []api.Query{
		asks(cf.EndpointIP, of.IPv4), asks(cf.EndpointDomain, of.Domain), asks(cf.EndpointWHOIS, of.Domain),
		asks(cf.EndpointHistory, of.Domain), asks(cf.EndpointPhishing, of.URL), asks(cf.EndpointASN, of.ASN),
		asks(cf.EndpointSubnets, of.ASN), asks(cf.EndpointIP, of.IPv6),
	} {
		made.fetched[q.Key()] = hostile(mostName)
		answers = append(answers, bundle.Answer{
			Question: q.Key(), Endpoint: string(q.Endpoint), Indicator: q.Indicator, Status: 200, FetchedAt: at, Calls: 1, Body: acc.body(t, q),
			Origin: &bundle.Origin{By: made.fetched[q.Key()]},
		})
	}
	for k := 0; len(c.Judgements) < len(payloads); k++ { // each a comment, of what has no answer
		next = n + edition + len(c.Judgements)
		asks(cf.EndpointDomain, fmt.Sprintf("judged%d.hostile.example", k))
	}
	c.Investigation = investigation.Merge(c.Investigation, investigation.Investigation{})
	var b bytes.Buffer
	by := hostile(mostName)
	answers[0].Origin, made.fetched[answers[0].Question] = nil, by
	if err := bundle.Write(&b, c, by, answers); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(made.path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}

// body is what the simulator answers to a question.
func (acc account) body(t *testing.T, q api.Query) []byte {
	t.Helper()
	spec, _ := cf.Lookup(q.Endpoint)
	wire, err := spec.Wire(q)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(wire.Method, cfsim.BasePath+wire.RequestURI(cfsim.DemoAccount), strings.NewReader(wire.Body))
	r.Header.Set("Authorization", "Bearer "+cfsim.DemoToken)
	acc.server.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Fatalf("%s: %d", q, w.Code)
	}
	return w.Body.Bytes()
}

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

// investigates walks through all that there is about a case.
func (v *victim) investigates(home string, l letter) {
	v.t.Helper()
	v.at("start", "or go on with a case")
	v.Send("enter")
	v.at("trail", "Trail of ", "JUDGED")
	v.exports(home, l)
	v.Send("g")
	rows := 0
	v.Wait("how many there are", func(s frametest.Screen) bool { _, rows = v.status(s); return rows > 100 })
	for n := 2; n <= rows; n++ { // each with what was said of it, and by whom
		v.Send("j")
		v.Wait("the next row", func(s frametest.Screen) bool { at, _ := v.status(s); return at == n })
		if n%16 == 0 {
			v.opens("c", "Comment on ", "esc")
		}
	}
	v.copiesAs("d", "j", "m", "c")
	v.opens("?", "Keys in", "esc")
	v.opens(":", "Command", "esc")
	v.opens("C", "Go on with a case", "esc")
	v.opens("T", "Name of this case", "esc")
	v.opens("M", "How far this case may be passed on", "esc")
	v.opens("v", "Verdict on ", "esc")
	v.Send("g", "c")
	v.WaitText("Comment on ")
	v.Type(" more")
	v.Send("enter")
	v.sees("commented")
	v.Send("U")
	v.sees("taken back")
	v.Send("enter")
	v.at("ip", "IP "+cfsim.AnswersTo(v.n).IPv4)
	v.looksAround()
	v.infers("judged0.hostile.example")
	v.Send("F")
	v.sees("in a case of its own")
	v.Send("t")
	v.at("trail of the fork", "Trail of ", "x prune")
}

// infers opens what another case has judged, too: its name and its comment stand in
// the lines at the top, in the dossier, and in copies of that.
func (v *victim) infers(i string) {
	v.t.Helper()
	v.goesTo(i)
	v.at("insights", "Domain "+i, "in another case", "just now")
	v.Send("!", "!", "D")
	v.at("dossier with insights", "Dossier of "+i, "Insights", "in another case")
	v.reads()
	v.copiesAs("j", "m")
	v.Send("[", "[")
	v.at("ip", "IP "+cfsim.AnswersTo(v.n).IPv4)
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
		checkSheet(t, out)
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

// exports exports the case with e in every format: by the name that is suggested,
// which is a name and no way elsewhere, and once by one that means harm itself.
func (v *victim) exports(home string, l letter) {
	v.t.Helper()
	there := func() (names []string) {
		entries, err := os.ReadDir(home)
		if err != nil {
			v.t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".quarry-") { // which is being written
				names = append(names, e.Name())
			}
		}
		return names
	}
	for _, f := range handover.Formats() {
		v.Send("e")
		v.WaitText("( ) IOC list")
		v.places["export"] = true
		v.Send(formatKeys()[f.Name])
		v.WaitText("Write the whole case as")
		v.places["file of an export"] = true
		if f.Name == "csv" {
			v.Paste("\x1b]0;owned\x07\u202ea b\r\n")
		}
		before := there()
		v.Send("enter")
		var names []string
		v.Wait("the file", func(s frametest.Screen) bool {
			names = slices.DeleteFunc(there(), func(name string) bool { return slices.Contains(before, name) })
			return len(names) == 1 && s.Contains("written: ") && !s.Contains("Write the whole case")
		})
		harmless(v.t, "a name", names[0], false)
		l.checks(v.t, f.Name, filepath.Join(home, names[0]))
	}
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

// checkReport reads a report as GitHub would: it has the headings that quarry
// gives it, and no link, image or HTML.
func checkReport(t *testing.T, report string) {
	t.Helper()
	source := []byte(report)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	columns := 0
	headings := map[int]int{}
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Document, *ast.Paragraph, *ast.TextBlock, *ast.List, *ast.ListItem, *ast.Emphasis, *ast.Text, *ast.CodeSpan,
			*ast.FencedCodeBlock, *ast.ThematicBreak, *extensionast.Table, *extensionast.TableCell:
		case *ast.Heading:
			headings[n.Level]++
		case *extensionast.TableHeader:
			columns = n.ChildCount()
		case *extensionast.TableRow:
			if n.ChildCount() != columns {
				t.Errorf("a row of %d cells in a table of %d columns", n.ChildCount(), columns)
			}
		default:
			t.Errorf("the report holds a %s", n.Kind())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Error(err)
	}
	if headings[1] != 1 || headings[2] != 3 || headings[4]+headings[5]+headings[6] > 0 || headings[3] != strings.Count(report, "- Source: ") {
		t.Errorf("the report has headings of its own: %v", headings)
	}
}

// checkSheet reads CSV as a spreadsheet would.
func checkSheet(t *testing.T, sheet string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(sheet)).ReadAll() // as many cells in each
	if err != nil {
		t.Errorf("no CSV: %v", err)
	}
	for _, cell := range slices.Concat(rows...) {
		if c := strings.TrimLeft(cell, " \t\r\n"); c != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(c)[0]) {
			t.Errorf("a spreadsheet runs the cell %.60q", cell)
		}
	}
}

// A case from a colleague who means harm, imported, listed, walked through and
// handed on in every format.
func TestNothingHostileIsAliveInACase(t *testing.T) {
	walkCases(t, []hostileWalk{{80, 24, 0, false}, {120, 40, 61, false}})
}

func walkCases(t *testing.T, walks []hostileWalk) {
	for _, w := range walks {
		t.Run(w.String(), func(t *testing.T) {
			t.Parallel()
			acc := newAccount(t, "")
			var last letter
			for _, edition := range [][2]int{{w.n + 1, 0}, {w.n, 0}, {w.n, 1}} {
				next := acc.writes(t, edition[0], edition[1])
				if edition[1] > 0 { // the answers are here already, by who has fetched them first
					next.fetched = last.fetched
				}
				last = next
				said := acc.pipe(t, "import", last.path)
				harmless(t, "import", said, false)
				if !strings.Contains(said, "new here") || strings.Contains(said, "changed ") != (edition[1] > 0) {
					t.Errorf("imported:\n%s", said)
				}
			}
			acc.handsOn(t, last)
			acc.reads(t, w.n, last)
			v := acc.meets(t, w)
			v.investigates(acc.home, last)
			v.survives(150)
			harmless(t, "cases", acc.pipe(t, "cases"), false)
			harmless(t, "cases --json", acc.pipe(t, "cases", "--json"), true)
		})
	}
}
